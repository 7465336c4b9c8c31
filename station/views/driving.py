"""What a driver's phone takes along for the day, and what was photographed on the way.

Must say nothing of a customer once the round is closed: the phone drops what it then holds.
"""

from __future__ import annotations

from typing import Any

from station.domain.codec import to_plain
from station.domain.desk import Settings
from station.domain.model import Crate, DeliveryNote, Round, Stop
from station.domain.words import CrateState
from station.reading import Present
from station.views import pickups
from station.views.snapshots import crate_row, goods, round_line

Json = dict[str, Any]

ON_THE_WAY = (CrateState.LOADED, CrateState.LEFT, CrateState.DELIVERED)
AT_THE_DOOR = ("address", "postcode", "city", "phone", "door_code", "window")
"""What a driver must know of a customer."""


def drive_snapshot(
    present: Present, id: str, *, settings: Settings, today: str, collects: bool = True
) -> Json | None:
    """Return a round as its driver needs it, None where there is no such round.

    `collects`: whether this hub has pick-up rounds.
    """
    round = present.world.rounds.get(id)
    if round is None:
        return None
    closed = present.world.round_costs.get(id) is not None
    stops = sorted(present.world.stops.where(round=id), key=lambda stop: stop.stop)
    by_stop = {stop.customer: _crates(present, round, stop.customer) for stop in stops}
    crates = [crate for found in by_stop.values() for crate in found]
    place = {stop.customer: stop.stop for stop in stops}
    rows = [
        crate_row(present, crate)
        | {"stop": place[crate.customer or ""], "crate_type": crate.crate_type}
        for crate in crates
    ]
    return {
        "kind": "drive",
        "round": round_line(round) | {"departed_at": round.departed_at, "closed": closed},
        "stops": [] if closed else [_stop(present, stop, by_stop[stop.customer]) for stop in stops],
        "limits": {kind.value: limit for kind, limit in settings.celsius_limits.items()},
        "crate_types": [
            {"code": kind.code, "name": kind.name}
            for kind in present.world.crate_types.all()
            if kind.returnable
        ],
        **goods(present, [] if closed else crates, [] if closed else rows),
        **(
            {"farms": [], "farm_products": {}}
            if closed or not collects
            else {
                "farms": pickups.to_collect(present, id, today),
                "farm_products": pickups.products_of(present, settings, id),
            }
        ),
    }


def _crates(present: Present, round: Round, customer: str) -> list[Crate]:
    crates = present.world.crates.where(round=round.id, customer=customer)
    return [crate for crate in crates if crate.state in ON_THE_WAY]


def _stop(present: Present, stop: Stop, crates: list[Crate]) -> Json:
    entry = present.vault.get(f"customer/{stop.customer}") or {}
    known = present.world.customers.get(stop.customer)
    notes = present.world.notes.where(round=stop.round, customer=stop.customer)
    return {
        "stop": stop.stop,
        "customer": stop.customer,
        "name": present.name("customer", stop.customer),
        "kind": known.kind if known else "",
        **{name: entry.get(name, "") for name in AT_THE_DOOR},
        "note": notes[0].id if notes else None,
        "products": _products(notes),
        "delivered_at": stop.delivered_at,
        "temperatures": {
            one.temperature_class.value: one.celsius_tenths
            for one in present.world.stop_temperatures.where(
                round=stop.round, customer=stop.customer
            )
        },
        "classes": sorted({crate.temperature_class.value for crate in crates}),
        "owed": {
            row.crate_type: row.owed for row in present.world.empties.where(party=stop.customer)
        },
    }


def _products(notes: list[DeliveryNote]) -> list[str]:
    """Return the products that a note delivers: what a claim can be about."""
    return [line.product for note in notes for line in note.lines if line.crates]


def photos(present: Present, round: str) -> list[Json]:
    """Return what was photographed on a round; the pictures are asked for one by one."""
    return [to_plain(photo) for photo in present.world.delivery_photos.where(round=round)]
