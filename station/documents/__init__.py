"""Makes the papers of the hangar from the present: delivery notes, intake notes, round papers.

Must not change anything, nor load the PDF library before a PDF is asked for.
"""

from __future__ import annotations

from typing import Any

from labels.parts import Template
from station.config.model import Hub
from station.documents.delivery_note import ClaimUrl, delivery_paper, no_claims
from station.documents.intake_note import intake_paper
from station.documents.lines_csv import note_lines_csv
from station.documents.pickup_sheet import pickup_paper
from station.documents.preparation_csv import paper_csv
from station.documents.preparation_sheet import sheet_paper
from station.documents.round_sheet import round_paper
from station.domain.codec import to_plain
from station.domain.desk import Settings
from station.reading import Present

__all__ = [
    "intake_json",
    "intake_pdf",
    "note_csv",
    "note_json",
    "note_pdf",
    "pickup_pdf",
    "round_pdf",
    "sheet_csv",
    "sheet_json",
    "sheet_pdf",
    "two_codes_pdf",
]

Json = dict[str, Any]


def note_json(present: Present, note_id: str, hub: Hub) -> Json | None:
    """Return a delivery note's data, None where there is no such note."""
    note = delivery_paper(present, note_id, hub)
    return to_plain(note) if note else None


def note_csv(present: Present, note_id: str, hub: Hub) -> str | None:
    """Return a delivery note's lines as CSV, safe in spreadsheets."""
    note = delivery_paper(present, note_id, hub)
    return note_lines_csv(note) if note else None


def note_pdf(
    present: Present, note_id: str, hub: Hub, claim_url: ClaimUrl = no_claims
) -> bytes | None:
    """Return a delivery note to print."""
    note = delivery_paper(present, note_id, hub, claim_url)
    if note is None:
        return None
    from station.documents.note_drawing import draw_note
    from station.documents.sheet import drawn

    return drawn(f"Bon de livraison {note.id}", lambda sheet: draw_note(sheet, note))


def intake_json(present: Present, intake_id: str, hub: Hub) -> Json | None:
    """Return an intake note's data, None where there is no such intake."""
    intake = intake_paper(present, intake_id, hub)
    return to_plain(intake) if intake else None


def intake_pdf(present: Present, intake_id: str, hub: Hub) -> bytes | None:
    """Return an intake note to print."""
    intake = intake_paper(present, intake_id, hub)
    if intake is None:
        return None
    from station.documents.intake_drawing import draw_intake
    from station.documents.sheet import drawn

    return drawn(f"Bon d’apport {intake.id}", lambda sheet: draw_intake(sheet, intake))


def round_pdf(
    present: Present,
    round_id: str,
    hub: Hub,
    *,
    printed_at: str,
    claim_url: ClaimUrl = no_claims,
) -> bytes | None:
    """Return a round's sheet and, once it has left, all its notes in one file to print.

    `printed_at` is an instant: a planned sheet grows old, and says how old it is.
    """
    round = round_paper(present, round_id, hub, printed_at, claim_url)
    if round is None:
        return None
    from station.documents.round_drawing import draw_round
    from station.documents.sheet import drawn

    return drawn(f"Tournée {round.id}", lambda sheet: draw_round(sheet, round))


def pickup_pdf(
    present: Present, round_id: str, hub: Hub, *, settings: Settings, printed_at: str
) -> bytes | None:
    """Return what a round is to collect at farms, to print: the fallback of the driver's phone."""
    paper = pickup_paper(present, round_id, hub, settings=settings, printed_at=printed_at)
    if paper is None:
        return None
    from station.documents.pickup_drawing import draw_pickup
    from station.documents.sheet import drawn

    return drawn(f"Ramassage {paper.id}", lambda sheet: draw_pickup(sheet, paper))


def two_codes_pdf(hub: Hub, shape: Template) -> bytes:
    """Return the page for producers on the two codes of a label; `shape` is the hub's own."""
    from station.documents.sheet import drawn
    from station.documents.two_codes import TITLE, draw_two_codes

    return drawn(TITLE, lambda sheet: draw_two_codes(sheet, hub, shape))


def sheet_json(present: Present, producer: str, date: str, hub: Hub) -> Json | None:
    """Return a preparation sheet's data, None where there is no such producer."""
    paper = sheet_paper(present, producer, date, hub)
    return to_plain(paper) | {"title": paper.title} if paper else None


def sheet_csv(present: Present, producer: str, date: str, hub: Hub) -> str | None:
    """Return a preparation sheet as CSV, safe in spreadsheets."""
    paper = sheet_paper(present, producer, date, hub)
    return paper_csv(paper) if paper else None


def sheet_pdf(present: Present, producer: str, date: str, hub: Hub) -> bytes | None:
    """Return a preparation sheet to print."""
    paper = sheet_paper(present, producer, date, hub)
    if paper is None:
        return None
    from station.documents.preparation_drawing import draw_sheet
    from station.documents.sheet import drawn

    title = f"Feuille de préparation {producer} {date}"
    return drawn(title, lambda sheet: draw_sheet(sheet, paper))
