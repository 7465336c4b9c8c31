"""Lends out reading connections: each holder sees one consistent present, and cannot write.

Must not cache anything of the ledger's content.
"""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from station.domain.model import Alias
from station.domain.naming import filled
from station.domain.world import EVOLUTION, SPECS
from station.domain.world import World as WorldTables
from station.ledger.store import open_reader
from station.ledger.world import TableSpec, World
from station.vault import Vault

MAX_IDLE = 8
"""Reading connections kept open; more are opened under load and closed again."""


TABLES: list[TableSpec[Any]] = [
    TableSpec(spec.name, spec.cls, spec.key, spec.indexes, EVOLUTION) for spec in SPECS
]


def world_on(connection: sqlite3.Connection) -> World:
    """Return the projections over a connection."""
    return World(connection, TABLES)


def tables_on(connection: sqlite3.Connection) -> WorldTables:
    """Return the same projections as the domain sees them."""
    return cast(WorldTables, world_on(connection))


@dataclass(frozen=True, slots=True)
class Present:
    """The hangar as it is, for one reader: tables, vault and the connection under them."""

    world: WorldTables
    vault: Vault
    connection: sqlite3.Connection

    def name(self, kind: str, code: str | None) -> str:
        """Return how people call a producer, customer or operator; the code when erased."""
        if code is None:
            return ""
        return (self.vault.get(f"{kind}/{code}") or {}).get("name") or code

    def named(self, text: str) -> str:
        """Return stored words with the names of those they refer to."""
        return filled(text, self.name)

    def product_name(self, code: str) -> str:
        """Return a product's name, its code where it is not known."""
        product = self.world.products.get(code)
        return product.name if product else code

    def alias_name(self, alias: Alias) -> str:
        """Return what order files write for one of our codes; empty when erased."""
        return (self.vault.get(f"alias/{alias.key}") or {}).get("name") or alias.name

    def version(self, stream: str) -> int:
        """Return how many events a stream has: what a change of the thing is made on."""
        row = self.connection.execute("SELECT max(version) FROM events WHERE stream = ?", (stream,))
        return int(row.fetchone()[0] or 0)

    def versions(self, kind: str) -> dict[str, int]:
        """Return the versions of all things of a kind (the part of streams before the `/`)."""
        rows = self.connection.execute(
            "SELECT stream, max(version) FROM events WHERE stream >= ? AND stream < ?"
            " GROUP BY stream",
            (f"{kind}/", f"{kind}0"),  # "0" is the sign after "/"
        )
        return {stream.partition("/")[2]: version for stream, version in rows}

    def comment(self, order_line: str) -> str:
        """Return what people wrote beside an order line; nothing when erased."""
        return (self.vault.get(f"order-line/{order_line}") or {}).get("comment", "")


class Readers:
    """A small pool of reading connections on one ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: queue.LifoQueue[Present] = queue.LifoQueue(MAX_IDLE)

    @contextmanager
    def present(self) -> Iterator[Present]:
        """Lend one consistent view for the time of a `with` block."""
        present = self._take()
        try:
            present.connection.execute("BEGIN")
            yield present
        finally:
            self._give_back(present)

    def _take(self) -> Present:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            connection = open_reader(self._path)
            return Present(tables_on(connection), Vault(connection), connection)

    def _give_back(self, present: Present) -> None:
        try:
            present.connection.rollback()
            self._idle.put_nowait(present)
        except (queue.Full, sqlite3.Error):
            present.connection.close()

    def close(self) -> None:
        """Close the idle connections."""
        while not self._idle.empty():
            self._idle.get_nowait().connection.close()
