"""Imports a file: read, compare with what is known, then apply the difference in one command.

Must not write by itself: the difference goes to the ledger as one `ImportRows`, all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from station.domain.codec import to_plain
from station.domain.deciding.hub import PERSONAL
from station.domain.distances import HUB, distance_key
from station.importing.difference import Difference
from station.importing.kinds import KINDS, RoundRow, read_master
from station.importing.orders_applying import Closed, never, order_difference
from station.importing.problems import Problem, Reading
from station.importing.references import REFERENCES, check_references
from station.reading import Present, Readers
from station.views.lists import sealed_fields
from station.views.pickups import farms_of

Send = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Sends one command of a type with its data; returns the answer."""

FIELD_OF_KIND = {
    "producers": "producers",
    "products": "products",
    "customers": "customers",
    "crate-types": "crate_types",
    "rounds": "rounds",
    "vehicles": "vehicles",
    "distances": "distances",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a file would change, or has changed; the contract's answer of an import."""

    added: tuple[Any, ...] = ()
    changed: tuple[Any, ...] = ()
    cancelled: tuple[Any, ...] = ()
    unchanged: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()
    applied: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the contract's JSON."""
        plain: dict[str, Any] = to_plain(self)
        return plain


def import_file(
    kind: str,
    content: bytes,
    *,
    readers: Readers,
    send: Send,
    source: str,
    preset: str | None = None,
    delivery_date: str | None = None,
    dry_run: bool = False,
    confirm_cancellations: bool = False,
    keep_good: bool = False,
    cycle: str = "",
    closed: Closed = never,
) -> Report:
    """Import one file; a blocking problem applies nothing unless `keep_good` takes the good rows.

    Cancellations are applied only when confirmed; absence from a file never cancels by itself.
    """
    if kind == "orders":
        with readers.present() as present:
            difference, blocked = order_difference(
                present,
                content,
                preset=preset,
                delivery_date=delivery_date,
                source=source,
                confirm_cancellations=confirm_cancellations,
                cycle=cycle,
                closed=closed,
            )
    else:
        with readers.present() as present:
            reading = check_references(kind, read_master(kind, content), _named(present, kind))
            difference, blocked = _master(present, kind, reading), reading.blocked
    return apply(difference, blocked and not keep_good, dry_run, send, source)


def apply(difference: Difference, blocked: bool, dry_run: bool, send: Send, source: str) -> Report:
    """Send a difference unless it is blocked or only to be seen; return what it is or was."""
    problems = difference.problems
    applied = False
    if not blocked and not dry_run:
        applied, refused = _sent(difference, send, source)
        problems += refused
    return Report(
        added=difference.added,
        changed=difference.changed,
        cancelled=difference.cancelled,
        unchanged=difference.unchanged,
        problems=problems,
        applied=applied,
    )


def _sent(difference: Difference, send: Send, source: str) -> tuple[bool, tuple[Problem, ...]]:
    """Send the difference; a refusal becomes a problem, and nothing was applied."""
    if not difference.data:
        return True, ()
    answer = send("ImportRows", {"source": source, **difference.data})
    if answer.get("outcome") == "accepted":
        return True, ()
    refusal = answer.get("refusal") or {}
    say = (refusal.get("say") or {}).get("fr", str(answer))
    remedy = (refusal.get("remedy") or {}).get("fr", "")
    code = refusal.get("code", "refused")
    return False, (Problem(row=None, column=None, code=code, message=f"{say} {remedy}".strip()),)


def _master(present: Present, kind: str, reading: Reading[Any]) -> Difference:
    """Compare rows of master data, or planned rounds, with what is known."""
    if kind not in KINDS:
        raise LookupError(f"import kind: expected one of {', '.join(KINDS)}, orders; got {kind!r}")
    rows = _rounds(reading.rows) if kind == "rounds" else [_plain(row) for row in reading.rows]
    if kind == "distances":  # a measure that a row leaves empty stays as it is known
        rows = [{name: value for name, value in row.items() if value is not None} for row in rows]
    known = KNOWN[kind](present)
    key = KEY_OF_KIND.get(kind, _code)
    silent = set(KINDS[kind].columns) - set(reading.columns)
    rows = [_kept(row, known.get(key(row), {}), silent) for row in rows]
    added = [row for row in rows if key(row) not in known]
    changed = [row for row in rows if key(row) in known and known[key(row)] != row]
    unchanged = [row for row in rows if known.get(key(row)) == row]
    data = {FIELD_OF_KIND[kind]: added + changed} if added or changed else {}
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        data=data,
        problems=reading.problems,
    )


def _kept(row: dict[str, Any], known: dict[str, Any], silent: set[str]) -> dict[str, Any]:
    """Return a row with what is known where the file has no such column: it empties nothing.

    What files have no column for at all (set on a page) stays too.
    """
    kept = known | row | {name: known[name] for name in silent if name in known}
    if "mentions" in row:
        said = {key: text for key, text in known.get("mentions", {}).items() if key in silent}
        kept["mentions"] = {**said, **row["mentions"]}
    return kept


def _named(present: Present, kind: str) -> dict[str, set[str]]:
    """Return the codes that each column of `REFERENCES` may name."""
    if kind not in REFERENCES:
        return {}
    producers = {producer.code for producer in present.world.producers.all()}
    customers = {customer.code for customer in present.world.customers.all()}
    places = customers | {HUB}
    return {
        "producer": producers, "farms": producers, "customer": customers,
        "origin": places, "destination": places,
    }  # fmt: skip


def _code(row: dict[str, Any]) -> str:
    return str(row["code"])


def _round_key(row: dict[str, Any]) -> str:
    return f"{row['date']}-{row['round']}"


def _way_key(row: dict[str, Any]) -> str:
    return distance_key(row["origin"], row["destination"])


KEY_OF_KIND: dict[str, Callable[[dict[str, Any]], str]] = {
    "rounds": _round_key,
    "distances": _way_key,
}
"""What names a row of a kind that has no code of its own."""


def _plain(row: Any) -> dict[str, Any]:
    """Return a row as its command's data: every field but the line of the file, dates as text."""
    values = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name != "line":
            plain = value.isoformat() if hasattr(value, "isoformat") else value
            values[field.name] = to_plain(plain)
    return values


def _rounds(rows: tuple[RoundRow, ...]) -> list[dict[str, Any]]:
    """Gather the stops of each round."""
    gathered: dict[str, dict[str, Any]] = {}
    for row in rows:
        round = gathered.setdefault(
            f"{row.date.isoformat()}-{row.round}",
            {
                "date": row.date.isoformat(),
                "round": row.round,
                "vehicle": row.vehicle,
                "driver": row.driver,
                "depart_at": row.depart_at,
                "stops": [],
                "farms": [],
            },
        )
        round["farms"] = round["farms"] or list(row.farms)
        round["stops"].append({"stop": row.stop, "customer": row.customer})
    for round in gathered.values():
        round["stops"].sort(key=lambda stop: stop["stop"])
    return list(gathered.values())


def _known_producers(present: Present) -> dict[str, dict[str, Any]]:
    names = ("approval_number", "organic_body", "organic_until", "charter_until", "mentions")
    return {
        producer.code: {
            "code": producer.code,
            **_party(present, "producer", producer.code, "gln"),
            **{name: getattr(producer, name) for name in names},
        }
        for producer in present.world.producers.all()
    }


def _party(present: Present, kind: str, code: str, *further: str) -> dict[str, str]:
    """Return all that is kept of a party: what is not named here an import would empty."""
    entry = present.vault.get(f"{kind}/{code}") or {}
    return {name: entry.get(name, "") for name in (*PERSONAL, *further)}


def _known_products(present: Present) -> dict[str, dict[str, Any]]:
    return {
        product.code: {k: v for k, v in to_plain(product).items() if k != "card"}
        for product in present.world.products.all()
    }


def _known_customers(present: Present) -> dict[str, dict[str, Any]]:
    return {
        customer.code: {
            "code": customer.code,
            "kind": customer.kind,
            **_party(present, "customer", customer.code),
            **sealed_fields(present, customer.code),
        }
        for customer in present.world.customers.all()
    }


def _known_crate_types(present: Present) -> dict[str, dict[str, Any]]:
    hidden = ("card", "tare_since", "asset_type")
    return {
        crate_type.code: {k: v for k, v in to_plain(crate_type).items() if k not in hidden}
        for crate_type in present.world.crate_types.all()
    }


def _known_rounds(present: Present) -> dict[str, dict[str, Any]]:
    return {
        round.id: {
            "date": round.date,
            "round": round.name,
            "vehicle": round.vehicle,
            "driver": (present.vault.get(f"driver/{round.id}") or {}).get("name", ""),
            "depart_at": round.depart_at,
            "stops": [
                {"stop": stop.stop, "customer": stop.customer}
                for stop in present.world.stops.where(round=round.id)
            ],
            "farms": [stop.producer for stop in farms_of(present, round.id)],
        }
        for round in present.world.rounds.all()
    }


def _known_vehicles(present: Present) -> dict[str, dict[str, Any]]:
    return {vehicle.code: to_plain(vehicle) for vehicle in present.world.vehicles.all()}


def _known_distances(present: Present) -> dict[str, dict[str, Any]]:
    return {
        way.key: {k: v for k, v in to_plain(way).items() if k != "key"}
        for way in present.world.distances.all()
    }


KNOWN: dict[str, Callable[[Present], dict[str, dict[str, Any]]]] = {
    "producers": _known_producers,
    "products": _known_products,
    "customers": _known_customers,
    "crate-types": _known_crate_types,
    "rounds": _known_rounds,
    "vehicles": _known_vehicles,
    "distances": _known_distances,
}
"""What is known of each kind, by its key, in the shape of a file's row."""
