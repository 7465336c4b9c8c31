"""Fills the mail of a day's papers: a customer's notes and invoices, a producer's intake notes.

Must not decide what is sent, nor to whom.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from station import documents
from station.documents.money_papers import invoice_pdf
from station.documents.phrases import long_date
from station.domain.model import Mail
from station.letters.envelope import NoLetter, Stationery, attach
from station.reading import Present

Draw = Callable[[Present, str, Stationery], bytes | None]

PAPERS: dict[str, tuple[str, str, str, Draw]] = {
    "note": (
        "bon de livraison",
        "bons de livraison",
        "bon",
        lambda present, id, with_: documents.note_pdf(present, id, with_.hub, with_.claim_url),
    ),
    "intake": (
        "bon d'apport",
        "bons d'apport",
        "bon-apport",
        lambda present, id, with_: documents.intake_pdf(present, id, with_.hub),
    ),
    "invoice": (
        "facture ou avoir",
        "factures ou avoirs",
        "facture",
        lambda present, id, with_: invoice_pdf(present, id, with_.hub, with_.money),
    ),
}
"""By kind of paper: its name, of several, how its file's name begins, and who draws it."""


def fill_day(present: Present, mail: Mail, message: EmailMessage, made_with: Stationery) -> None:
    """Write a day's mail; raise `NoLetter` where one of its papers is not there any more."""
    date = mail.about.rpartition("|")[2]
    kinds = list(dict.fromkeys(paper.kind for paper in mail.papers))
    named = " et ".join(_many(mail, kind) for kind in kinds)
    message["Subject"] = f"Vos papiers du {long_date(date)}".replace("\xa0", " ")
    hub = made_with.hub
    message.set_content(
        f"Bonjour,\n\nVoici vos papiers du {long_date(date)} : {named}.\n\n"
        f"{hub.name}\n{hub.address}\n"
    )
    for paper in mail.papers:
        _, _, stem, draw = PAPERS[paper.kind]
        made = draw(present, paper.id, made_with)
        if made is None:
            raise NoLetter(f"papier disparu : {paper.id}")
        attach(message, made, f"{stem}-{paper.id}.pdf")


def _many(mail: Mail, kind: str) -> str:
    count = sum(paper.kind == kind for paper in mail.papers)
    one, several, *_ = PAPERS[kind]
    return f"{count} {several if count > 1 else one}"
