"""Looks at all the paper of a week: every crate has its label, no label is out too often.

Must believe nothing but what a scanner would read.
"""

from __future__ import annotations

from station.day.evening import SYMBOLS
from station.week.cast import Week

FARM = "ferme"
"""Where ready-made labels were printed; no printer of ours had them."""


def look_back(week: Week) -> None:
    """Decode what came out of the printers and compare it with the crates."""
    counted, story = week.books.counted, week.story
    printed = [label for label in week.paper.read() if label.printer != FARM]
    whole = [label for label in printed if set(label.symbols) == SYMBOLS and label.sscc]
    receipts = [label for label in printed if week.drops & set(label.symbols.values())]
    others = len(printed) - len(whole) - len(receipts)
    story.expect(
        others <= week.closings and len(receipts) == len(week.drops),
        f"{len(printed)} étiquettes sorties : {len(whole)} de caisses lues, {len(receipts)} reçus"
        f" de dépôt, {others} du soir pour {week.closings} clôtures",
        [(one.printer, one.n, one.symbols) for one in printed if one not in whole][:5],
    )
    wrong = {}
    for crate, sscc in counted.sscc.items():
        papers = len([label for label in week.paper.of(sscc) if label.printer != FARM])
        ready = sscc in week.ready.values()
        least = 0 if crate in counted.voided or ready else 1
        if not least <= papers <= counted.sendings[crate]:
            wrong[crate] = (papers, counted.sendings[crate])
    story.expect(
        not wrong,
        f"{len(counted.sscc)} caisses : chacune a son étiquette, aucune n'est sortie en trop",
        wrong,
    )
