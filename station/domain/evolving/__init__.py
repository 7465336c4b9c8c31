"""Applies events to the world: never fails, never looks at a clock, never decides.

To add one: a function `(world, event, stamp)` in the file of its area and its line in that file's
`APPLIES`; the table here collects them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from station.domain.desk import Stamp
from station.domain.evolving import (
    billing,
    charter,
    claims,
    closing,
    codes,
    crates,
    devices,
    driving,
    drops,
    help,
    hub,
    intake,
    labels,
    late,
    mappings,
    opening,
    orders,
    papers,
    pickups,
    planning,
    quality,
    rounds,
    sharing,
)
from station.domain.world import World

Applies = Callable[[World, Any, Stamp], None]

APPLIES: Mapping[type, Applies] = {
    **hub.APPLIES,
    **intake.APPLIES,
    **drops.APPLIES,
    **labels.APPLIES,
    **codes.APPLIES,
    **devices.APPLIES,
    **crates.APPLIES,
    **late.APPLIES,
    **mappings.APPLIES,
    **orders.APPLIES,
    **papers.APPLIES,
    **opening.APPLIES,
    **planning.APPLIES,
    **rounds.APPLIES,
    **driving.APPLIES,
    **pickups.APPLIES,
    **quality.APPLIES,
    **sharing.APPLIES,
    **billing.APPLIES,
    **claims.APPLIES,
    **charter.APPLIES,
    **closing.APPLIES,
    **help.APPLIES,
}


def evolve(world: World, event: object, stamp: Stamp) -> None:
    """Apply one event; an event that changes no projection is in the table all the same."""
    APPLIES[type(event)](world, event, stamp)
