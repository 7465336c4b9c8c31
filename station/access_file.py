"""The file beside the ledger that holds what opens doors: digests of tokens, PINs, cookies.

Never in the chain, never in clear. Must not decide who may do what.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, post TEXT,
    created_at INTEGER NOT NULL, revoked_at INTEGER);
CREATE TABLE IF NOT EXISTS pins (operator TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, operator TEXT NOT NULL, role TEXT NOT NULL, post TEXT,
    csrf TEXT NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS devices (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, post TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pairings (
    hash TEXT PRIMARY KEY, digits_hash TEXT NOT NULL, post TEXT NOT NULL, name TEXT NOT NULL,
    expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS last_people (
    place INTEGER PRIMARY KEY, post TEXT NOT NULL, operator TEXT NOT NULL, UNIQUE (post, operator));
"""
_LATER_COLUMNS = (
    ("sessions", "device", "TEXT"),
    ("tokens", "producer", "TEXT"),
    ("tokens", "expires_at", "INTEGER"),
)
"""Columns that files of earlier versions do not have."""


class AccessFile:
    """One connection on the access file; several processes may use the file at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=5
        )
        path.chmod(0o600)
        self._connection.execute("PRAGMA journal_mode = WAL").fetchone()
        self._connection.executescript(_SCHEMA)
        for table, column, kind in _LATER_COLUMNS:
            known = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            if column not in known:
                with suppress(sqlite3.OperationalError):  # another process was quicker
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def one(self, sql: str, *values: object) -> tuple[str, ...] | None:
        """Return the first row a statement finds or changes, None where there is none."""
        with self._lock:
            row: tuple[str, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        """Return every row."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def do(self, sql: str, *values: object) -> int:
        """Run a statement; return how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount


def digest(secret: str) -> str:
    """Return what is kept of a secret of 128 bits or more: such need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
