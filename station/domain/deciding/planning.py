"""Decides vehicles and the ways between places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from station.domain import commands, events
from station.domain.deciding.hub import MAX_CODE, code_given, name_given
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found
from station.domain.distances import HUB, distance_key
from station.domain.refusals import Refusal

MAX_CRATES = 2_000
"""Most crates of a vehicle; more is a typing mistake, even of a lorry."""
MAX_VEHICLE_G = 40_000_000
"""Heaviest load of a vehicle: that of the largest lorries on the road."""
MAX_MINUTES = 24 * 60
"""Longest way of a round: a day."""
MAX_METRES = 2_000_000
"""Longest way of a round: across the country and back."""
MAX_WAYS = 2_000
"""Ways entered in one command: between forty places, there and back, and some."""
CRATE_LIMITS = (
    "max_crates", "ambiant_crates", "frais_crates", "froid_crates", "surgele_crates",
)  # fmt: skip


def register_vehicle(command: commands.planning.RegisterVehicle, desk: Desk) -> Outcome:
    code = code_given(command.code)
    for name in CRATE_LIMITS:
        _within(getattr(command, name), MAX_CRATES, "caisses")
    _within(command.max_g, MAX_VEHICLE_G, "grammes")
    desk.unchanged(f"vehicle/{code}", command.seen)
    values = {
        name: getattr(command, name) for name in command.__dataclass_fields__ if name != "seen"
    }
    values["name"] = name_given(command.name)
    desk.emit(f"vehicle/{code}", events.planning.VehicleRegistered(**values))
    return DONE


def _within(value: int | None, most: int, what: str) -> None:
    if value is not None and not 0 <= value <= most:
        raise Refusal("out_of_bounds", what=f"{value} {what}")


def enter_distances(command: commands.planning.EnterDistances, desk: Desk) -> Outcome:
    """Enter ways; one that says what is known already is no event."""
    enter_ways(command.ways, desk)
    return DONE


def enter_ways(ways: Sequence[commands.planning.Way], desk: Desk) -> None:
    """Enter ways from a page or a file."""
    if len(ways) > MAX_WAYS:
        raise Refusal("out_of_bounds", what=f"plus de {MAX_WAYS} trajets")
    for way in ways:
        _enter(way, desk)


def _enter(way: commands.planning.Way, desk: Desk) -> None:
    for place in (way.origin, way.destination):
        if place != HUB:
            found(desk.world.customers.get(place), f"client {place[:MAX_CODE]}")
    if way.origin == way.destination:
        raise Refusal("out_of_bounds", what=f"trajet de {way.origin} à lui-même")
    _within(way.minutes, MAX_MINUTES, "minutes")
    _within(way.metres, MAX_METRES, "mètres")
    known = desk.world.distances.get(distance_key(way.origin, way.destination))
    before = (known.minutes, known.metres) if known else (None, None)
    said = (
        before[0] if way.minutes is None else way.minutes,
        before[1] if way.metres is None else way.metres,
    )
    if said == (None, None):
        raise Refusal("out_of_bounds", what="trajet sans durée ni longueur")
    if said != before:
        desk.emit(
            f"distance/{way.origin}/{way.destination}",
            events.planning.DistanceEntered(
                origin=way.origin, destination=way.destination, minutes=said[0], metres=said[1]
            ),
        )


DECIDES: dict[type, Any] = {
    commands.planning.RegisterVehicle: register_vehicle,
    commands.planning.EnterDistances: enter_distances,
}
