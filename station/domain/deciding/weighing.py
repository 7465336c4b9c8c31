"""Turns the ways a weight can be given into one weighing receipt, or refuses.

Must not talk to a scale: open receipts come through the desk.
"""

from __future__ import annotations

from dataclasses import replace

from station.domain import commands
from station.domain.desk import Desk, reason_given
from station.domain.model import Weighing
from station.domain.refusals import Refusal
from station.domain.words import Role

MAX_G = 1_500_000
"""Heaviest load a person may type: a pallet, with room."""


def weighed(
    desk: Desk, weigh: commands.weights.Weigh, *, tare_g: int, tare_source: str
) -> Weighing | None:
    """Return the weighing with its tare, None where no weight was given.

    An indicator's own net is kept as it is: the tare is then the indicator's, and ours is not
    taken off again (facts/devices.md A17). Refuses a used receipt, a weight below its tare, and a
    manual weight by people whose role does not allow it.
    """
    if weigh is None:
        return None
    if isinstance(weigh, commands.weights.ByHand):
        return _by_hand(desk, weigh)
    receipt = weigh if isinstance(weigh, str) else weigh.receipt
    if desk.world.consumed.get(receipt):
        raise Refusal("scale_not_cleared")
    weighing = desk.weigh(receipt)
    if weighing.kind != "net":
        weighing = replace(weighing, tare_g=tare_g, tare_source=tare_source)
    if weighing.net_g <= 0:
        raise Refusal("tare_too_heavy")
    return weighing


def _by_hand(desk: Desk, weigh: commands.weights.ByHand) -> Weighing:
    if desk.role not in (Role.COORDINATOR, Role.ADMIN):
        raise Refusal("not_allowed")
    reason = reason_given(weigh.reason)
    if not 0 < weigh.gross_g <= MAX_G or not 0 <= weigh.tare_g < weigh.gross_g:
        raise Refusal("out_of_bounds", what=f"{weigh.gross_g} g, tare {weigh.tare_g} g")
    return Weighing(
        receipt="",
        source="manual",
        gross_g=weigh.gross_g,
        tare_g=weigh.tare_g,
        tare_source="manual",
        reason=reason,
    )
