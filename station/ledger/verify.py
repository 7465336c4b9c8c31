"""Checks a ledger against itself and names every wrong record.

Must not write, repair or trust: it recomputes what it can and says where the file disagrees.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from station.ledger.chain import PAGE
from station.ledger.epochs import all_epochs
from station.ledger.events import COLUMNS, Head, Row, genesis_hash, row_hash
from station.ledger.schema import INDEXES, NEWEST, TRIGGERS, schema_version
from station.ledger.store import open_reader

INTEGERS = {"seq", "version", "schema"}
NULLABLE = {"command_id", "post", "reader", "operator", "sender"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One disagreement; `seq` is the wrong record, None when it is about the whole file."""

    seq: int | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification saw."""

    events: int
    head: Head | None
    problems: list[Problem]

    @property
    def ok(self) -> bool:
        """Tell whether everything agreed."""
        return not self.problems


def verify(path: Path, *, witness: Head | None = None) -> Report:
    """Check a whole ledger.

    `witness` is a head kept elsewhere (an answer, an evening label, a backup): only with one is a
    ledger seen to be cut short or written anew.
    """
    version = schema_version(path)
    if version != NEWEST:
        what = f"schema version: expected {NEWEST}, found {version}"
        return Report(events=0, head=None, problems=[Problem(seq=None, what=what)])
    with closing(open_reader(path)) as connection:
        # One transaction: the checks all see the same moment of a ledger in service.
        connection.execute("BEGIN")
        problems = [*_file_problems(connection), *_shape_problems(connection)]
        walk = Walk(connection)
        problems += walk.problems()
        problems += _epoch_problems(connection)
        problems += _command_problems(connection)
        problems += _witness_problems(connection, witness)
        return Report(events=walk.events, head=walk.head, problems=problems)


class Walk:
    """Walks the chain from one head to the end, recomputing every hash."""

    def __init__(self, connection: sqlite3.Connection, *, after: Head | None = None) -> None:
        self._connection = connection
        self._previous = after
        self._versions: dict[str, int] = {}
        self._from_start = after is None
        self.head = after
        self.events = 0

    def problems(self) -> Iterator[Problem]:
        """Yield every wrong record; `events` and `head` tell afterwards what was seen."""
        seq = self._previous.seq if self._previous else 0
        select = f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        while page := self._connection.execute(select, (seq, PAGE)).fetchall():
            for row in page:
                for what in self._wrongs(row):
                    yield Problem(seq=row[0], what=what)
                self.events += 1
            seq = page[-1][0]

    def _wrongs(self, row: Row) -> Iterator[str]:
        record = dict(zip(COLUMNS, row, strict=True))
        seq, stored_previous, stored = record["seq"], record["previous_hash"], record["hash"]
        yield from _type_wrongs(record)
        expected_seq = self._previous.seq + 1 if self._previous else 1
        if seq != expected_seq:
            yield f"seq: expected {expected_seq}, found {seq}: records are missing before this one"
        expected_previous = self._previous.hash if self._previous else _genesis(record)
        if stored_previous != expected_previous:
            yield f"previous_hash: expected {expected_previous}, found {stored_previous}"
        expected = row_hash(str(stored_previous), row)
        if stored != expected:
            yield f"hash: expected {expected}, found {stored}: a column of this record was changed"
        if self._from_start:
            yield from self._version_wrongs(str(record["stream"]), record["version"])
        self._previous = self.head = Head(
            epoch=str(record["epoch"]), seq=int(str(seq)), hash=str(stored)
        )

    def _version_wrongs(self, stream: str, version: object) -> Iterator[str]:
        expected = self._versions.get(stream, 0) + 1
        if version != expected:
            yield f"version of stream {stream}: expected {expected}, found {version}"
        self._versions[stream] = version if isinstance(version, int) else expected


def _genesis(record: dict[str, str | int | None]) -> str:
    names = ("epoch", "hub", "station")
    epoch, hub, station = (str(record[name]) for name in names)
    return genesis_hash(epoch=epoch, hub=hub, station=station)


def _type_wrongs(record: dict[str, str | int | None]) -> Iterator[str]:
    for name, value in record.items():
        kind = int if name in INTEGERS else str
        if not isinstance(value, kind) and not (value is None and name in NULLABLE):
            yield f"{name}: expected {kind.__name__}, found {value!r}"


def _file_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (line,) in connection.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield Problem(seq=None, what=f"SQLite integrity check: {line}")


def _shape_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    made = dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
    for name, statement in TRIGGERS.items():
        if made.get(name) != statement:
            yield Problem(seq=None, what=f"trigger {name}: missing or changed: {made.get(name)!r}")
    for name in INDEXES:
        if name not in made:
            yield Problem(seq=None, what=f"index {name}: missing")


def _epoch_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Each event belongs to the epoch that was minted last before it."""
    epochs = all_epochs(connection)
    if not epochs:
        yield Problem(seq=None, what="epochs: expected at least one, found none")
    for number, epoch in enumerate(epochs):
        following = epochs[number + 1].from_seq if number + 1 < len(epochs) else None
        strays = connection.execute(
            "SELECT seq, epoch FROM events WHERE seq >= ? AND (? IS NULL OR seq < ?)"
            " AND epoch IS NOT ?",
            (epoch.from_seq, following, following, epoch.epoch),
        )
        for seq, found in strays.fetchall():
            yield Problem(seq=seq, what=f"epoch: expected {epoch.epoch}, found {found}")


def _command_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Each stored answer points into the ledger, and at no later place than its first event.

    A command that made no event points at the head it was answered at.
    """
    strays = connection.execute(
        "SELECT command_id, first_seq FROM commands WHERE first_seq IS NOT NULL AND ("
        " first_seq > (SELECT coalesce(max(seq), 0) FROM events) OR EXISTS (SELECT 1 FROM events"
        " WHERE events.command_id = commands.command_id AND seq < first_seq))"
    )
    for command_id, first_seq in strays.fetchall():
        what = f"answer to command {command_id}: its events do not begin at {first_seq}"
        yield Problem(seq=first_seq, what=what)


def _witness_problems(connection: sqlite3.Connection, witness: Head | None) -> Iterator[Problem]:
    if witness is None or witness.seq == 0:
        return
    row = connection.execute(
        "SELECT epoch, hash FROM events WHERE seq = ?", (witness.seq,)
    ).fetchone()
    if row is None:
        what = f"expected the witnessed event {witness.seq}, found none: the ledger was cut short"
        yield Problem(seq=witness.seq, what=what)
    elif row != (witness.epoch, witness.hash):
        what = f"expected the witnessed {witness.hash} of {witness.epoch}, found {row}"
        yield Problem(seq=witness.seq, what=what)
