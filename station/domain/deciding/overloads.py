"""Tells the coordinator of rounds that load more than their vehicle takes.

Must refuse nothing: people may know better than the limits they entered.
"""

from __future__ import annotations

from collections.abc import Iterable

from station.domain import model
from station.domain.deciding.loads import over_capacity
from station.domain.desk import Desk
from station.domain.words import RoundState

KIND = "round_overloaded"


def tell_overload(desk: Desk, round: model.Round) -> None:
    """Say what is too much on a round, once; what is too much no longer is settled."""
    customers = [stop.customer for stop in desk.world.stops.where(round=round.id)]
    over = over_capacity(desk.world, round.vehicle, customers, round.date)
    detail = f"{round.name}, {over}" if over else ""
    said = desk.world.troubles.where(state="open", kind=KIND, subject=round.id)
    if [one.detail for one in said] == ([detail] if detail else []):
        return
    desk.settle_troubles("la charge a changé", kind=KIND, subject=round.id)
    if detail:
        desk.trouble(KIND, round.id, detail)


def tell_overloads(desk: Desk, dates: Iterable[str]) -> None:
    """Say what is too much on the rounds of some days that have not left."""
    for date in sorted(set(dates)):
        for round in desk.world.rounds.where(date=date):
            if round.state is RoundState.PLANNED:
                tell_overload(desk, round)
