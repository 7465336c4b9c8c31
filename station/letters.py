"""Writes the mails of the hub: what they say, and the papers they carry.

Must not send anything, nor change anything: a mail is written from the present when it leaves.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

from station import documents
from station.config.model import Hub
from station.config.model import Mail as MailConfig
from station.documents.phrases import long_date
from station.documents.preparation_sheet import SheetPaper, sheet_paper
from station.domain.model import Mail
from station.label_sheets import Press, ready_pdf
from station.links import Links
from station.reading import Present


class NoLetter(Exception):
    """A mail that cannot be written any more: what it was about is gone or has a newer version."""


def letter(
    present: Present,
    mail: Mail,
    *,
    hub: Hub,
    settings: MailConfig,
    links: Links,
    press: Press,
    today: str,
) -> EmailMessage:
    """Return the message of a queued mail; raise `NoLetter` when it would say what is not so."""
    producer, _, date = mail.about.partition("|")
    paper = sheet_paper(present, producer, date, hub)
    to = (present.vault.get(f"mail/{mail.id}") or {}).get("to")
    if paper is None or not to or paper.version != mail.version:
        raise NoLetter("adresse effacée, ou version remplacée")
    message = EmailMessage()
    message["From"] = formataddr((hub.name, settings.sender))
    message["To"] = to
    if settings.reply_to:
        message["Reply-To"] = settings.reply_to
    message["Subject"] = _subject(paper)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(mail.id, domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(present, paper, settings, links, today))
    _attach(message, present, paper, hub, press)
    return message


def _subject(paper: SheetPaper) -> str:
    return f"Feuille de préparation du {long_date(paper.date)} ({paper.title})".replace("\xa0", " ")


def _text(
    present: Present, paper: SheetPaper, settings: MailConfig, links: Links, today: str
) -> str:
    changed = [row for row in paper.rows if row.change]
    lines = [
        "Bonjour,",
        "",
        f"Voici votre feuille de préparation, {paper.title}.",
        f"{len(changed)} lignes changent : elles sont marquées." if changed else "",
        "" if paper.rows else "Il n'y a rien à apporter ce jour-là.",
        *_link(present, paper.producer.code, settings, links, today),
        "",
        paper.hub.name,
        paper.hub.address,
    ]
    return "\n".join(line for index, line in enumerate(lines) if line or lines[index - 1]) + "\n"


def _link(
    present: Present, producer: str, settings: MailConfig, links: Links, today: str
) -> list[str]:
    if not settings.link_url:
        return []
    link = links.make(producer, generation=generation(present, producer), today=today)
    return [
        "",
        "Votre page, sans mot de passe, pendant trois semaines (gardez ce lien pour vous) :",
        f"{settings.link_url}/farm/{link}",
    ]


def generation(present: Present, producer: str) -> int:
    """Return how often a producer's links were closed: only links of now open anything."""
    counter = present.world.counters.get(f"links/{producer}")
    return counter.value if counter else 0


def _attach(
    message: EmailMessage, present: Present, paper: SheetPaper, hub: Hub, press: Press
) -> None:
    producer, date = paper.producer.code, paper.date
    name = f"feuille-{producer}-{date}-v{paper.version}"
    pdf = documents.sheet_pdf(present, producer, date, hub)
    if pdf:
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    text = documents.sheet_csv(present, producer, date, hub)
    if text:
        message.add_attachment(
            text.encode(), maintype="text", subtype="csv", filename=f"{name}.csv"
        )
    labels = ready_pdf(present, producer, date, press)
    if labels:
        message.add_attachment(
            labels,
            maintype="application",
            subtype="pdf",
            filename=f"etiquettes-{producer}-{date}.pdf",
        )
