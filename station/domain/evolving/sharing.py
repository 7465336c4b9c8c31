"""Applies what rounds cost and the keys they are shared by."""

from __future__ import annotations

from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.world import World


def round_cost_recorded(
    world: World, event: events.sharing.RoundCostRecorded, stamp: Stamp
) -> None:
    world.round_costs.put(
        model.RoundCost(
            round=event.round,
            date=event.date,
            kilometres=event.kilometres,
            minutes=event.minutes,
            fixed_cents=event.fixed_cents,
            carrier=event.carrier,
        )
    )


def sharing_voted(world: World, event: events.sharing.SharingVoted, stamp: Stamp) -> None:
    world.sharing_keys.put(
        model.SharingKey(
            since=event.since,
            stops_percent=event.stops_percent,
            kilograms_percent=event.kilograms_percent,
            crates_percent=event.crates_percent,
            km_cents=event.km_cents,
            hour_cents=event.hour_cents,
            warn_percent=event.warn_percent,
            decision=event.decision,
        )
    )


APPLIES: dict[type, Any] = {
    events.sharing.RoundCostRecorded: round_cost_recorded,
    events.sharing.SharingVoted: sharing_voted,
}
