"""Who has how many returnable crates, by which movements, and what their deposits are worth.

Must not move a crate: that is a command. Deposits are reckoned at what a type's deposit is now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from station.domain.codec import to_plain
from station.domain.model import Empties
from station.domain.returnables import Movement
from station.reading import Present

Json = dict[str, Any]


def empties(present: Present) -> list[Json]:
    """Return what each party owes of each type, with names and the deposit it stands for."""
    return [_row(present, row) for row in present.world.empties.all()]


def _row(present: Present, row: Empties) -> Json:
    crate_type = present.world.crate_types.get(row.crate_type)
    deposit_cents = crate_type.deposit_cents if crate_type else 0
    return {
        **to_plain(row),
        "kind": kind_of(present, row.party),
        "party_name": present.name(kind_of(present, row.party), row.party),
        "crate_type_name": crate_type.name if crate_type else row.crate_type,
        "deposit_cents": row.owed * deposit_cents,
    }


def kind_of(present: Present, party: str) -> str:
    """Return whether a party's code is a customer's or a producer's."""
    return "customer" if present.world.customers.get(party) else "producer"


def statement(
    present: Present, party: str, *, since: str, until: str, timezone: str
) -> Json | None:
    """Return a party's movements between two days, each by its event, and what it owes after them.

    None for a party that is not known. `owed_before` and `owed` are by crate type.
    """
    kind = kind_of(present, party)
    if kind == "producer" and present.world.producers.get(party) is None:
        return None
    moved = [(_day(one, timezone), one) for one in present.world.movements.where(party=party)]
    types = sorted({one.crate_type for _, one in moved})
    return {
        "party": party,
        "kind": kind,
        "name": present.name(kind, party),
        "since": since,
        "until": until,
        "types": [
            _type(
                present,
                code,
                [(day, one) for day, one in moved if one.crate_type == code],
                since,
                until,
            )
            for code in types
        ],
        "movements": [
            {**to_plain(one), "day": day, "crate_type_name": _name(present, one.crate_type)}
            for day, one in moved
            if since <= day <= until
        ],
    }


def _type(
    present: Present, code: str, moved: list[tuple[str, Movement]], since: str, until: str
) -> Json:
    before = sum(one.given - one.taken for day, one in moved if day < since)
    shown = [one for day, one in moved if since <= day <= until]
    given, taken = sum(one.given for one in shown), sum(one.taken for one in shown)
    owed = before + given - taken
    crate_type = present.world.crate_types.get(code)
    deposit_cents = crate_type.deposit_cents if crate_type else 0
    return {
        "crate_type": code,
        "name": _name(present, code),
        "owed_before": before,
        "given": given,
        "taken": taken,
        "owed": owed,
        "deposit_cents": deposit_cents,
        "worth_cents": owed * deposit_cents,
    }


def _name(present: Present, code: str) -> str:
    crate_type = present.world.crate_types.get(code)
    return crate_type.name if crate_type else code


def _day(one: Movement, timezone: str) -> str:
    return datetime.fromisoformat(one.at).astimezone(ZoneInfo(timezone)).date().isoformat()


def tares(present: Present, **equals: str) -> list[Json]:
    """Return the history of tares that match (crate_type, code), the latest first."""
    found = sorted(present.world.tares.where(**equals), key=lambda one: -one.seq)
    return [{**to_plain(one), "crate_type_name": _name(present, one.crate_type)} for one in found]
