"""What sounds at every post when a lot is blocked while its crates are in somebody's hands.

Must not decide what is blocked; a scan of such a crate is stopped by the rules all the same.
"""

from __future__ import annotations

from typing import Any

from station.domain.refusals import Refusal
from station.domain.words import CrateState, Verdict
from station.reading import Present

Json = dict[str, Any]

BLOCKED = "lot_blocked"
EVENTS = frozenset({"LotBlocked", "LotRecalled", "LotReleased"})
"""Events after which the alarms may be others."""


def alarms(present: Present) -> list[Json]:
    """Return a notice for each blocked lot that has crates in the hangar, worded as a stop is.

    `crate` is what a person compares with a label: no crate of its own.
    """
    in_hands = {
        holding.lot
        for state in CrateState
        if state.in_hangar
        for holding in present.world.holdings.where(state=state.value)
    }
    lots = [lot for lot in map(present.world.lots.get, sorted(in_hands)) if lot and lot.blocked]
    words = Refusal(BLOCKED).as_answer()
    return [
        {
            "verdict": Verdict.LOT_BLOCKED.value,
            "say": words["say"],
            "next": words["remedy"],
            "lot": lot.id,
            "crate": {"lot": lot.id, "product": lot.product, "producer": lot.producer},
        }
        for lot in lots
    ]
