"""Opens the ledger: one writer that alone checkpoints, and readers that cannot write.

Must not weaken what makes an acknowledgement true: WAL and synchronous FULL, set and read back.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from station.errors import LedgerError
from station.ledger.chain import Chain
from station.ledger.events import Head, NewEvent, StoredEvent
from station.ledger.lock import LedgerLock
from station.ledger.schema import ensure_schema

__all__ = ["Chain", "Head", "NewEvent", "StoredEvent", "open_reader", "open_writer"]

BUSY_TIMEOUT_S = 5
"""Only a checkpoint against a slow reader can be busy; longer means something else is wrong."""

SYNCHRONOUS_FULL = 2


class WriterConnection(sqlite3.Connection):
    """The writing connection; it gives the lock back when it is closed, if the lock is its own."""

    own_lock: LedgerLock | None = None

    def close(self) -> None:
        """Close the ledger, then release the lock."""
        super().close()
        if self.own_lock:
            self.own_lock.release()


def open_writer(path: Path, *, lock: LedgerLock | None = None) -> sqlite3.Connection:
    """Open the one writing connection, creating or migrating the ledger where needed.

    Transactions are explicit (`BEGIN IMMEDIATE`). Raises LedgerBusy when another process writes.
    A caller that reopens passes the lock it keeps.
    """
    held = lock or LedgerLock(path)
    try:
        ensure_schema(path)
        connection = sqlite3.connect(
            path,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            factory=WriterConnection,
        )
    except BaseException:
        if lock is None:
            held.release()
        raise
    connection.own_lock = None if lock else held
    try:
        _set(connection, path, "journal_mode", "WAL", "wal")
        _set(connection, path, "synchronous", "FULL", SYNCHRONOUS_FULL)
        _set(connection, path, "foreign_keys", "ON", 1)
        _set(connection, path, "secure_delete", "ON", 1)  # what is erased leaves the file too
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a connection that can only read, and never checkpoints.

    It may be handed from thread to thread, but used by one at a time.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        _set(connection, path, "query_only", "ON", 1)
        _set(connection, path, "wal_autocheckpoint", "0", 0)
    except sqlite3.Error as error:
        raise LedgerError(
            f"ledger {path}: expected a ledger to read, got {error}: check `storage.ledger`"
        ) from error
    return connection


def _set(
    connection: sqlite3.Connection, path: Path, name: str, value: str, expected: str | int
) -> None:
    connection.execute(f"PRAGMA {name} = {value}").close()
    came = connection.execute(f"PRAGMA {name}").fetchone()[0]
    if came != expected:
        raise LedgerError(
            f"ledger {path}: expected {name} {expected!r}, got {came!r}:"
            " this SQLite or this file system cannot keep the promise, use a local disk"
        )
