"""Rebuilds the projections from the events, and tells whether the live ones are equal to that.

Must not change an event or the vault, and must not run effects: nothing prints on a rebuild.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.domain import codec, events
from station.domain.desk import Stamp
from station.domain.evolving import evolve
from station.errors import LedgerError
from station.ledger.chain import events_after
from station.ledger.events import StoredEvent
from station.ledger.store import open_reader
from station.reading import Present, Readers, tables_on, world_on

START_OR_REBUILD = "start the station, or run `hangar rebuild`"


def rebuild_on(connection: sqlite3.Connection) -> int:
    """Drop and rebuild every projection inside the caller's transaction; return the events read."""
    world = world_on(connection)
    world.drop_tables()
    world.create_tables()
    tables, count = tables_on(connection), 0
    for event in events_after(connection):
        evolve(tables, decoded(event), stamp(event))
        count += 1
    return count


def decoded(event: StoredEvent) -> object:
    """Return the domain's event of a stored row."""
    kind = events.EVENTS.get(event.type)
    if kind is None or event.schema != events.SCHEMA_VERSION:
        raise LedgerError(
            f"event {event.seq}: expected one of this version's types, got {event.type!r} schema"
            f" {event.schema}: install the version that wrote it, or a later one"
        )
    try:
        made: object = codec.from_plain(kind, json.loads(event.data))
    except codec.Malformed as error:
        raise LedgerError(
            f"event {event.seq}: expected the shape of {event.type} in this version, but {error}:"
            " install the version that wrote it, or a later one"
        ) from error
    return made


def stamp(event: StoredEvent) -> Stamp:
    """Return the stamp under which an event is applied, the same at every rebuild."""
    return Stamp(
        seq=event.seq,
        at=event.recorded_at,
        operator=event.operator,
        post=event.post,
        reader=event.reader,
    )


def of_another_version(path: Path) -> str:
    """Say that the projections cannot be compared because another version made them; else empty."""
    reader = open_reader(path)
    try:
        current = world_on(reader).is_current()
    finally:
        reader.close()
    if current:
        return ""
    return (
        f"projections: they are of another version and were not compared: {START_OR_REBUILD},"
        " then verify again"
    )


@contextmanager
def offline_present(path: Path) -> Iterator[Present]:
    """Lend the present of a ledger that a subcommand reads by itself, without its station.

    Raises `LedgerError` where another version made the projections: they would tell half.
    """
    if of_another_version(path):
        raise LedgerError(
            f"ledger {path}: expected projections of this version: {START_OR_REBUILD}"
        )
    readers = Readers(path)
    try:
        with readers.present() as present:
            yield present
    finally:
        readers.close()


def differences(path: Path) -> list[str]:
    """Return the projections that differ from a rebuild in memory; empty when all are equal."""
    live = open_reader(path)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        live.execute("BEGIN")
        copy = world_on(fresh)
        copy.create_tables()
        tables = tables_on(fresh)
        for event in events_after(live):
            evolve(tables, decoded(event), stamp(event))
        was, should = world_on(live).fingerprint(), copy.fingerprint()
        return [
            f"projection {name}: expected {should[name][0]} rows {should[name][1]},"
            f" found {was[name][0]} rows {was[name][1]}: run `hangar rebuild`"
            for name in should
            if was[name] != should[name]
        ]
    finally:
        live.close()
        fresh.close()
