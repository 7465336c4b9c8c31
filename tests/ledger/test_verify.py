"""Verification names every wrong record."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from station.ledger.answers import StoredAnswer, store_answer
from station.ledger.epochs import mint_epoch
from station.ledger.events import COLUMNS, Head, StoredEvent
from station.ledger.schema import TRIGGERS
from station.ledger.store import Chain
from station.ledger.verify import verify

Append = Callable[..., StoredEvent]


@contextmanager
def forger(path: Path) -> Iterator[sqlite3.Connection]:
    """Someone who has the card: no triggers while at work, and all back afterwards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in TRIGGERS.values():
            connection.execute(statement)


@pytest.fixture
def three(append: Append) -> list[StoredEvent]:
    return [append(stream=stream) for stream in ("a", "b", "a")]


def test_a_whole_ledger_has_no_problem(three: list[StoredEvent], ledger_path: Path) -> None:
    report = verify(ledger_path)

    last = three[-1]
    assert (report.ok, report.events, report.problems) == (True, 3, [])
    assert report.head == Head(epoch=last.epoch, seq=3, hash=last.hash)


@pytest.mark.parametrize("seq", [1, 2, 3])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(
    three: list[StoredEvent], ledger_path: Path, column: str, seq: int
) -> None:
    changed = (
        "coalesce({0}, '') || 'x'" if column not in ("seq", "version", "schema") else "{0} + 9"
    )
    with forger(ledger_path) as connection:
        connection.execute(
            f"UPDATE events SET {column} = {changed.format(column)} WHERE seq = ?", (seq,)
        )

    wrong = {problem.seq for problem in verify(ledger_path).problems}

    assert (seq + 9 if column == "seq" else seq) in wrong


def test_one_changed_record_does_not_accuse_the_others(
    three: list[StoredEvent], ledger_path: Path
) -> None:
    with forger(ledger_path) as connection:
        connection.execute("UPDATE events SET data = '{\"net_g\":1}' WHERE seq = 2")

    assert [problem.seq for problem in verify(ledger_path).problems] == [2]


def test_a_record_dropped_from_the_middle_is_found(
    three: list[StoredEvent], ledger_path: Path
) -> None:
    with forger(ledger_path) as connection:
        connection.execute("DELETE FROM events WHERE seq = 2")

    found = [problem.what.split(":")[0] for problem in verify(ledger_path).problems]

    assert found == ["seq", "previous_hash"]


def test_a_ledger_cut_short_is_seen_by_a_head_kept_elsewhere(
    three: list[StoredEvent], ledger_path: Path, chain: Chain
) -> None:
    witness = chain.head()
    with forger(ledger_path) as connection:
        connection.execute("DELETE FROM events WHERE seq = 3")

    assert verify(ledger_path).ok
    assert [problem.seq for problem in verify(ledger_path, witness=witness).problems] == [3]


def test_a_ledger_written_anew_is_seen_by_a_head_kept_elsewhere(
    three: list[StoredEvent], ledger_path: Path, chain: Chain
) -> None:
    witness = Head(epoch=chain.epoch, seq=2, hash="sha256:" + "0" * 64)

    assert [problem.seq for problem in verify(ledger_path, witness=witness).problems] == [2]
    assert verify(ledger_path, witness=chain.head()).ok


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_missing_trigger_is_found(
    three: list[StoredEvent], ledger_path: Path, connection: sqlite3.Connection, name: str
) -> None:
    connection.execute(f"DROP TRIGGER {name}")

    assert [problem.what.split(":")[0] for problem in verify(ledger_path).problems] == [
        f"trigger {name}"
    ]


def test_an_event_of_another_epoch_is_found(
    three: list[StoredEvent], ledger_path: Path, connection: sqlite3.Connection
) -> None:
    connection.execute("UPDATE epochs SET epoch = 'other'")

    assert [problem.seq for problem in verify(ledger_path).problems] == [1, 2, 3]


def test_a_restored_ledger_goes_on_in_a_new_epoch(
    three: list[StoredEvent], ledger_path: Path, connection: sqlite3.Connection
) -> None:
    mint_epoch(connection, station="st1", minted_at="2026-11-25T06:00:00+00:00")
    chain = Chain(connection, hub="mil-demo", station="st1")

    assert chain.epoch != three[0].epoch
    assert chain.head().hash == three[-1].hash
    assert verify(ledger_path).ok


def test_an_answer_that_does_not_fit_its_events_is_found(
    three: list[StoredEvent], ledger_path: Path, connection: sqlite3.Connection
) -> None:
    places = {"command-event-2": 2, "made-no-event": 3, "command-event-1": 3, "lost": 9}
    for command, first_seq in places.items():
        answer = StoredAnswer(
            command_id=command, body_hash="h", sender="s", first_seq=first_seq, answer="{}"
        )
        store_answer(connection, answer)

    problems = verify(ledger_path).problems

    assert sorted(problem.what.split()[3] for problem in problems) == ["command-event-1:", "lost:"]


def test_a_flipped_bit_in_the_file_is_found(
    three: list[StoredEvent], ledger_path: Path, connection: sqlite3.Connection
) -> None:
    connection.close()
    content = bytearray(ledger_path.read_bytes())
    at = content.rindex(b"10340")
    content[at] ^= 1
    ledger_path.write_bytes(content)

    assert [problem.seq for problem in verify(ledger_path).problems] == [1]


def test_a_file_without_a_ledger_is_a_problem(tmp_path: Path) -> None:
    assert [problem.seq for problem in verify(tmp_path / "none.db").problems] == [None]
