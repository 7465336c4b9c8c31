"""Appends events to the hash chain and reads them back in order.

Must not begin or end a transaction: it works inside the caller's. It keeps no copy of the head, so
that a savepoint that is rolled back leaves nothing behind here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from station.errors import LedgerError
from station.ledger.epochs import current_epoch
from station.ledger.events import (
    COLUMNS,
    Head,
    NewEvent,
    Row,
    StoredEvent,
    genesis_hash,
    row_hash,
)

PAGE = 1_000
"""Rows fetched at once while walking the ledger: some 500 kB."""

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events"
_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


class Chain:
    """The end of one ledger, to which events are appended."""

    def __init__(self, connection: sqlite3.Connection, *, hub: str, station: str) -> None:
        """Read the current epoch; raise LedgerError where none was minted yet."""
        epoch = current_epoch(connection)
        if epoch is None:
            raise LedgerError(
                "the ledger has no epoch: expected one minted at its creation, call mint_epoch"
            )
        self._connection = connection
        self._hub = hub
        self._station = station
        self.epoch = epoch.epoch

    def head(self) -> Head:
        """Return the last event's place and hash; seq 0 and the genesis hash when empty."""
        row = self._connection.execute(
            "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        if row is None:
            first = genesis_hash(epoch=self.epoch, hub=self._hub, station=self._station)
            return Head(epoch=self.epoch, seq=0, hash=first)
        return Head(epoch=self.epoch, seq=row[0], hash=row[1])

    def version(self, stream: str) -> int:
        """Return the version of a stream, 0 when it has no event yet."""
        found = self._connection.execute(
            "SELECT max(version) FROM events WHERE stream = ?", (stream,)
        ).fetchone()
        return int(found[0] or 0)

    def append(self, event: NewEvent) -> StoredEvent:
        """Add one event inside the caller's transaction.

        Raises sqlite3.IntegrityError when the id or the stream's version is taken.
        """
        head = self.head()
        version = event.version or self.version(event.stream) + 1
        body: Row = (
            *(head.seq + 1, event.id, self._hub, self._station, self.epoch, event.stream, version),
            *(event.type, event.schema, event.command_id, event.post, event.reader),
            *(event.operator, event.sender, event.occurred_at, event.recorded_at, event.clock),
            event.data,
        )
        row: Row = (*body, head.hash, row_hash(head.hash, body))
        self._connection.execute(_INSERT, row)
        return StoredEvent.from_row(row)


def events_after(
    connection: sqlite3.Connection, seq: int = 0, *, limit: int | None = None
) -> Iterator[StoredEvent]:
    """Yield the events after `seq` in order, at most `limit`, a page at a time."""
    left = limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        rows = connection.execute(f"{_SELECT} WHERE seq > ? ORDER BY seq LIMIT ?", (seq, size))
        page = rows.fetchall()
        for row in page:
            yield StoredEvent.from_row(row)
        if len(page) < size:
            return
        seq = page[-1][0]
        left = None if left is None else left - size


def events_of_command(connection: sqlite3.Connection, command_id: str) -> list[StoredEvent]:
    """Return what one command made, in order."""
    rows = connection.execute(f"{_SELECT} WHERE command_id = ? ORDER BY seq", (command_id,))
    return [StoredEvent.from_row(row) for row in rows]


def events_of_stream(connection: sqlite3.Connection, stream: str) -> list[StoredEvent]:
    """Return the whole story of one stream, in order."""
    rows = connection.execute(f"{_SELECT} WHERE stream = ? ORDER BY version", (stream,))
    return [StoredEvent.from_row(row) for row in rows]
