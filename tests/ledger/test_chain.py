"""The chain of events: order, versions, hashes, and that nothing is ever changed."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import LedgerError
from station.ledger import chain as chain_module
from station.ledger.canonical import canonical
from station.ledger.chain import events_after, events_of_command, events_of_stream
from station.ledger.events import COLUMNS, StoredEvent, row_text
from station.ledger.store import Chain, NewEvent, open_writer

Append = Callable[..., StoredEvent]


def test_an_outsider_can_check_the_chain_by_the_readme(ledger_path: Path, append: Append) -> None:
    """The program in the README uses nothing of ours; it runs as it is printed there."""
    last = [append(operator="amélie 🥕") for _ in range(3)][-1]
    readme = Path(chain_module.__file__).with_name("README.md").read_text("utf-8")
    program = readme.split("```python\n")[1].split("```")[0]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-c", program],
            cwd=ledger_path.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    whole = run()
    with closing(sqlite3.connect(ledger_path)) as forger:
        forger.execute("DROP TRIGGER events_no_update")
        forger.execute("UPDATE events SET data = '{}' WHERE seq = 2")
        forger.commit()
    forged = run()

    assert whole.stdout == f"{last.hash}\n", whole.stderr
    assert "AssertionError: 2" in forged.stderr


def test_the_hashed_text_is_canonical_json_of_the_row(append: Append) -> None:
    stored = append(operator="amélie 🥕", reader=None)
    row = tuple(getattr(stored, name) for name in COLUMNS)
    record = dict(zip(COLUMNS, row, strict=True))
    del record["hash"], record["previous_hash"]

    assert row_text(row) == canonical(record)


def test_each_event_takes_the_next_seq_and_version(append: Append) -> None:
    stored = [append(stream=stream) for stream in ("a", "b", "a")]

    assert [(each.seq, each.stream, each.version) for each in stored] == [
        (1, "a", 1),
        (2, "b", 1),
        (3, "a", 2),
    ]


def test_head_follows_the_last_event(append: Append, chain: Chain) -> None:
    before = chain.head()
    stored = append()

    assert (before.seq, before.hash) == (0, stored.previous_hash)
    assert (chain.head().seq, chain.head().hash) == (stored.seq, stored.hash)


def test_a_taken_version_is_refused(append: Append, connection: sqlite3.Connection) -> None:
    append(stream="a")

    with pytest.raises(sqlite3.IntegrityError):
        append(stream="a", version=1)
    connection.execute("ROLLBACK")
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_taken_id_is_refused(
    append: Append, chain: Chain, event: Callable[..., NewEvent], connection: sqlite3.Connection
) -> None:
    append()

    with pytest.raises(sqlite3.IntegrityError):
        chain.append(event("event-1"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = '{}'",
        "UPDATE events SET operator = 'x' WHERE seq = 2",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 2",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
        "REPLACE INTO events SELECT 3, e.id, e.hub, e.station, e.epoch, 'other', 9, e.type,"
        " e.schema, null, null, null, null, null, e.occurred_at, e.recorded_at, e.clock, e.data,"
        " e.previous_hash, e.hash FROM events e WHERE seq = 1",
        "INSERT INTO events SELECT 9, 'new', hub, station, epoch, 'other', 9, type, schema, null,"
        " null, null, null, null, occurred_at, recorded_at, clock, data, previous_hash, hash"
        " FROM events WHERE seq = 1",
    ],
)
def test_nothing_changes_or_drops_an_event(
    append: Append, connection: sqlite3.Connection, statement: str
) -> None:
    append()
    append()
    before = connection.execute("SELECT * FROM events").fetchall()

    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|takes the next seq"):
        connection.execute(statement)
    assert connection.execute("SELECT * FROM events").fetchall() == before


def test_a_savepoint_that_is_rolled_back_leaves_no_trace(
    connection: sqlite3.Connection, chain: Chain, event: Callable[..., NewEvent]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    first = chain.append(event("kept"))
    connection.execute("SAVEPOINT job")
    chain.append(event("dropped"))
    connection.execute("ROLLBACK TO job")
    second = chain.append(event("kept too"))
    connection.execute("COMMIT")

    assert (second.seq, second.version, second.previous_hash) == (2, 2, first.hash)


def test_events_are_read_back_as_they_were_stored(
    append: Append, connection: sqlite3.Connection
) -> None:
    stored = [append(stream=stream, post=None) for stream in ("a", "b", "a", "b", "a")]

    assert list(events_after(connection)) == stored
    assert list(events_after(connection, 1, limit=3)) == stored[1:4]
    assert list(events_after(connection, 5)) == []
    assert events_of_stream(connection, "a") == stored[::2]
    assert events_of_command(connection, "command-event-2") == [stored[1]]


def test_pages_join_without_a_gap(
    append: Append, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = [append() for _ in range(7)]

    monkeypatch.setattr("station.ledger.chain.PAGE", 3)

    assert list(events_after(connection)) == stored
    assert list(events_after(connection, limit=5)) == stored[:5]


def test_a_ledger_without_an_epoch_takes_no_event(ledger_path: Path) -> None:
    connection = open_writer(ledger_path)

    with pytest.raises(LedgerError, match="epoch"):
        Chain(connection, hub="mil-demo", station="st1")
    connection.close()
