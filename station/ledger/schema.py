"""The ledger's tables and the migrations that lead to them, run as a short process of their own.

Must not load sqlite-utils into the server: only `python -m station.ledger.schema PATH` does.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from station.errors import LedgerError
from station.ledger.lock import LedgerLock

if TYPE_CHECKING:
    import sqlite_utils

MIGRATION_TIMEOUT_S = 600
"""A migration of a large ledger on a slow card takes minutes; a hung one must not hang the Pi."""

TRIGGERS = {
    "events_no_update": """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: correct a mistake by a new event'); END""",
    "events_no_delete": """CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: nothing is ever deleted'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above, so it must find nothing there.
    "events_only_append": """CREATE TRIGGER events_only_append BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
  OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'an event takes the next seq, a new id and a new version'); END""",
}
"""The exact text that must stand in the file; `verify` compares it."""

INDEXES = ("events_id", "events_stream_version", "events_command_id")


def _version_1(database: sqlite_utils.Database) -> None:
    columns = (
        *("seq", "id", "hub", "station", "epoch", "stream", "version", "type", "schema"),
        *("command_id", "post", "reader", "operator", "sender", "occurred_at", "recorded_at"),
        *("clock", "data", "previous_hash", "hash"),
    )
    integers = {"seq", "version", "schema"}
    optional = {"seq", "command_id", "post", "reader", "operator", "sender"}
    events = database.table("events").create(
        {name: int if name in integers else str for name in columns},
        pk="seq",
        not_null=set(columns) - optional,
        strict=True,
    )
    events.create_index(["id"], index_name="events_id", unique=True)
    events.create_index(["stream", "version"], index_name="events_stream_version", unique=True)
    events.create_index(["command_id"], index_name="events_command_id")
    for statement in TRIGGERS.values():
        database.execute(statement)
    database.table("commands").create(
        {"command_id": str, "body_hash": str, "sender": str, "first_seq": int, "answer": str},
        pk="command_id",
        strict=True,
    )
    database.table("vault").create({"id": str, "salt": str, "doc": str}, pk="id", strict=True)
    database.table("epochs").create(
        {"epoch": str, "tag": str, "minted_at": str, "from_seq": int, "sscc_block": int},
        pk="epoch",
        strict=True,
    )
    database.table("meta").create({"key": str, "value": str}, pk="key", strict=True)


Migration = tuple[int, str, Callable[["sqlite_utils.Database"], None]]
MIGRATIONS: tuple[Migration, ...] = ((1, "events, commands, vault, epochs, meta", _version_1),)
NEWEST = MIGRATIONS[-1][0]


def migrate(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> list[str]:
    """Bring a ledger to the newest schema, each step in one transaction; return their names.

    The caller holds the ledger's lock.
    """
    import sqlite_utils

    done = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        database = sqlite_utils.Database(connection, execute_plugins=False)
        for version, name, step in migrations:
            if version > _user_version(connection):
                with database.atomic():
                    step(database)
                    connection.execute(f"PRAGMA user_version = {version}")
                done.append(name)
    return done


def ensure_schema(path: Path) -> None:
    """Create or migrate the ledger in a process of its own, only where it is behind.

    The caller holds the lock. Raises LedgerError for a ledger written by a newer station.
    """
    version = schema_version(path)
    if version > NEWEST:
        raise LedgerError(
            f"ledger {path}: expected schema version {NEWEST} or older, got {version}:"
            " a newer station wrote it, install that version or a newer one"
        )
    if version == NEWEST:
        return
    _create_private(path)
    house = str(Path(__file__).parents[2])
    search = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
    try:
        result = subprocess.run(
            [sys.executable, "-m", __name__, "--lock-held", str(path.absolute())],
            env=os.environ | {"PYTHONPATH": search},
            capture_output=True,
            text=True,
            timeout=MIGRATION_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LedgerError(
            f"ledger {path}: expected its migration to end within {MIGRATION_TIMEOUT_S} s:"
            " it was stopped and undone, check the card's health and start again"
        ) from error
    if result.returncode:
        raise LedgerError(
            f"ledger {path}: migration from schema {version} failed and was undone:"
            f" {result.stderr.strip()[-2000:]}"
        )


def schema_version(path: Path) -> int:
    """Return the schema version of a ledger, 0 where there is none yet."""
    if not path.exists() or not path.stat().st_size:
        return 0
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            return _user_version(connection)
    except sqlite3.Error as error:
        raise LedgerError(
            f"ledger {path}: expected a SQLite database, got {error}: restore a backup"
        ) from error


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _create_private(path: Path) -> None:
    """Make the file readable by its owner only, and its name durable."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def main() -> None:
    """Migrate the ledger named on the command line."""
    parser = argparse.ArgumentParser(description="Create or migrate a ledger.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--lock-held", action="store_true", help="the caller holds the lock")
    arguments = parser.parse_args()
    with ExitStack() as held:
        if not arguments.lock_held:
            held.enter_context(LedgerLock(arguments.path))
        for name in migrate(arguments.path):
            print(f"{arguments.path}: {name}")


if __name__ == "__main__":
    main()
