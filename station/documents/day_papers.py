"""All papers of one day in one file: intake notes, each round with its notes, weights to correct.

Must not draw anything of its own: each paper has its own drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.config.model import Hub
from station.documents.delivery_note import ClaimUrl, no_claims
from station.documents.intake_note import intake_paper
from station.documents.round_sheet import round_paper
from station.documents.weights_sheet import weight_lines
from station.reading import Present

if TYPE_CHECKING:
    from station.documents.sheet import Sheet


def day_pdf(
    present: Present, on: str, hub: Hub, *, printed_at: str, claim_url: ClaimUrl = no_claims
) -> bytes | None:
    """Return the day's papers to print in one action; None where the day has none."""
    brought = (intake_paper(present, one.id, hub) for one in present.world.intakes.where(day=on))
    intakes = [paper for paper in brought if paper is not None]
    driven = (
        round_paper(present, one.id, hub, printed_at, claim_url)
        for one in present.world.rounds.where(date=on)
    )
    rounds = [paper for paper in driven if paper is not None]
    lines = weight_lines(present, on)
    if not intakes and not rounds and not lines:
        return None
    from station.documents.intake_drawing import draw_intake
    from station.documents.round_drawing import draw_round
    from station.documents.sheet import drawn
    from station.documents.weights_drawing import draw_weights

    def draw(sheet: Sheet) -> None:
        for intake in intakes:
            draw_intake(sheet, intake)
        for round in rounds:
            draw_round(sheet, round)
        if lines:
            draw_weights(sheet, lines, on, hub)

    return drawn(f"Papiers du {on}", draw)
