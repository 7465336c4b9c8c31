"""Shares one product's stock out to order lines, first-expired first-out.

Must know nothing of crates or events: amounts in, promises out. Amounts are grams or units, the
same for all demands and supplies of one call.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a line still wants; demands are served in the order given."""

    line: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What a crate still has to give; `whole` while nobody was promised a part of it."""

    crate: str
    expires: str
    arrived: int
    amount: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """So much of a crate for a line; `whole` gives the crate itself to the customer."""

    crate: str
    line: str
    amount: int
    whole: bool


def plan(demands: list[Demand], supplies: list[Supply]) -> list[Promise]:
    """Return promises: no line gets more than it wants, no crate gives more than it has.

    A crate goes whole to a line that wants at least all of it; the rest is promised in parts, to
    be prepared. Crates are taken by expiry date, then by arrival; lines in the order given.
    """
    queue = sorted(supplies, key=lambda supply: (supply.expires, supply.arrived, supply.crate))
    left = {supply.crate: supply.amount for supply in queue}
    promises: list[Promise] = []
    for demand in demands:
        wanted = demand.amount
        for supply in queue:
            available = left[supply.crate]
            if wanted <= 0 or available <= 0:
                continue
            amount = min(wanted, available)
            whole = supply.whole and amount == supply.amount
            promises.append(
                Promise(crate=supply.crate, line=demand.line, amount=amount, whole=whole)
            )
            left[supply.crate] -= amount
            wanted -= amount
    return promises
