"""What rounds are planned with: vehicles, loads of the day's customers, whose turn it is to drive.

Must not change a plan, nor count how much anybody drives: turns go by the last day alone.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta
from typing import Any

from station.domain.codec import to_plain
from station.domain.deciding.loads import stop_load
from station.domain.vehicles import Load
from station.domain.words import Role
from station.reading import Present

Json = dict[str, Any]

TURN_DAYS = 84
"""Rounds looked back at for turns: twelve weeks; who has not driven since is no longer asked."""


def vehicles(present: Present) -> list[Json]:
    """Return all vehicles with what each can take."""
    versions = present.versions("vehicle")
    return [
        {**to_plain(vehicle), "version": versions.get(vehicle.code, 0)}
        for vehicle in present.world.vehicles.all()
    ]


def distances(present: Present) -> list[Json]:
    """Return every way between places that was entered."""
    return [
        {name: value for name, value in to_plain(way).items() if name != "key"}
        for way in present.world.distances.all()
    ]


def plan(present: Present, date: str) -> Json:
    """Return what a person plans a day with; the rounds themselves are in `/rounds`."""
    stops = {stop.customer for stop in present.world.stops.where(date=date)}
    ordered = {line.customer for line in present.world.order_lines.where(delivery_date=date)}
    return {
        "date": date,
        "vehicles": vehicles(present),
        "loads": {
            customer: _load_json(stop_load(present.world, customer, date))
            for customer in sorted(stops | ordered)
        },
        "turns": turns(present, date),
    }


def _load_json(load: Load) -> Json:
    return {**to_plain(load), "crates": load.crates}


def turns(present: Present, date: str) -> list[Json]:
    """Return who could drive on a day, whose turn it is first; `last` is their last day, or null.

    Who drove on the rounds of the last weeks, and who works here as a driver; whoever drives on
    this day already is not proposed. Never driven comes first, then the longest ago, then by name.
    """
    last = _last_driven(present, date)
    for operator in present.world.operators.where():
        name = present.name("operator", operator.code)
        if operator.role == Role.DRIVER.value and name.casefold() not in _folded(last):
            last[name] = None
    busy = {_driver(present, one.id).casefold() for one in present.world.rounds.where(date=date)}
    free = [(name, day) for name, day in last.items() if name.casefold() not in busy]
    free.sort(key=lambda each: (each[1] or "", each[0].casefold()))
    return [{"name": name, "last": day} for name, day in free]


def _last_driven(present: Present, date: str) -> dict[str, str | None]:
    """Return each driver of the last weeks with their last day before this one."""
    since = (Day.fromisoformat(date) - timedelta(days=TURN_DAYS)).isoformat()
    driven: dict[str, str | None] = {}
    known: dict[str, str] = {}
    recent = [one for one in present.world.rounds.all() if since <= one.date < date]
    for round in sorted(recent, key=lambda one: one.date):
        name = _driver(present, round.id)
        if name:
            driven[known.setdefault(name.casefold(), name)] = round.date
    return driven


def _folded(names: dict[str, str | None]) -> set[str]:
    return {name.casefold() for name in names}


def _driver(present: Present, round: str) -> str:
    """Return who drives a round, as written; empty where nobody is named or the name was erased."""
    return (present.vault.get(f"driver/{round}") or {}).get("name", "").strip()
