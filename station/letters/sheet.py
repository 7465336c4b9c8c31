"""Fills the mail of a preparation sheet: what changed, the private link, the sheet and its labels.

Must not decide what is sent, nor to whom.
"""

from __future__ import annotations

from email.message import EmailMessage

from station import documents
from station.documents.phrases import long_date
from station.documents.preparation_sheet import SheetPaper, sheet_paper
from station.domain.model import Mail
from station.label_sheets import ready_pdf
from station.letters.envelope import NoLetter, Stationery, attach, generation
from station.reading import Present


def fill_sheet(present: Present, mail: Mail, message: EmailMessage, made_with: Stationery) -> None:
    """Write a sheet's mail; raise `NoLetter` where a newer version replaced it."""
    producer, _, date = mail.about.partition("|")
    paper = sheet_paper(present, producer, date, made_with.hub)
    if paper is None or paper.version != mail.version:
        raise NoLetter("version remplacée")
    message["Subject"] = _subject(paper)
    message.set_content(_text(present, paper, made_with))
    name = f"feuille-{producer}-{date}-v{paper.version}"
    text = documents.sheet_csv(present, producer, date, made_with.hub)
    attach(message, documents.sheet_pdf(present, producer, date, made_with.hub), f"{name}.pdf")
    attach(message, text.encode() if text else None, f"{name}.csv")
    labels = ready_pdf(present, producer, date, made_with.press)
    attach(message, labels, f"etiquettes-{producer}-{date}.pdf")


def _subject(paper: SheetPaper) -> str:
    return f"Feuille de préparation du {long_date(paper.date)} ({paper.title})".replace("\xa0", " ")


def _text(present: Present, paper: SheetPaper, made_with: Stationery) -> str:
    changed = [row for row in paper.rows if row.change]
    lines = [
        "Bonjour,",
        "",
        f"Voici votre feuille de préparation, {paper.title}.",
        f"{len(changed)} lignes changent : elles sont marquées." if changed else "",
        "" if paper.rows else "Il n'y a rien à apporter ce jour-là.",
        *_link(present, paper.producer.code, made_with),
        "",
        paper.hub.name,
        paper.hub.address,
    ]
    return "\n".join(line for index, line in enumerate(lines) if line or lines[index - 1]) + "\n"


def _link(present: Present, producer: str, made_with: Stationery) -> list[str]:
    if not made_with.settings.link_url:
        return []
    made = generation(present, producer)
    link = made_with.links.make(producer, generation=made, today=made_with.today)
    return [
        "",
        "Votre page, sans mot de passe, pendant trois semaines (gardez ce lien pour vous) :",
        f"{made_with.settings.link_url}/farm/{link}",
    ]
