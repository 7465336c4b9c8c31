"""The writer: group commit, one savepoint a job, nothing answered before COMMIT."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import LedgerBusy, LedgerError
from station.ledger.answers import StoredAnswer, find_answer, store_answer
from station.ledger.store import open_reader
from station.ledger.verify import verify
from station.ledger.writer import Writer

Decide = Callable[[str, sqlite3.Connection], int]
Prepare = Callable[[sqlite3.Connection], None]
WAIT_S = 30


@pytest.fixture
def open_with(
    made_path: Path, prepare_ledger: Prepare
) -> Iterator[Callable[..., Writer[str, int]]]:
    opened: list[Writer[str, int]] = []

    def make(decide: Decide, **settings: object) -> Writer[str, int]:
        writer = Writer(made_path, decide, prepare=prepare_ledger, **settings)  # type: ignore[arg-type]
        opened.append(writer)
        return writer

    yield make
    for writer in opened:
        writer.close()


class Gate:
    """Holds the writer inside the first job, so that a test decides what waits behind it."""

    def __init__(self, decide: Decide) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()
        self._decide = decide

    def __call__(self, job: str, connection: sqlite3.Connection) -> int:
        if job == "gate":
            self.reached.set()
            assert self.open.wait(WAIT_S)
        return self._decide(job, connection)

    def release_with(self, writer: Writer[str, int], jobs: list[str]) -> list[Future[int]]:
        first = writer.submit("gate")
        assert self.reached.wait(WAIT_S)
        futures = [first, *(writer.submit(job) for job in jobs)]
        self.open.set()
        wait(futures, WAIT_S)
        return futures


def stored_ids(path: Path) -> list[str]:
    with closing(open_reader(path)) as reader:
        return [row[0] for row in reader.execute("SELECT id FROM events ORDER BY seq")]


def test_an_answered_job_is_in_the_ledger(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    writer = open_with(append_job)

    seqs = [writer.submit(f"e{number}").result(WAIT_S) for number in range(3)]

    assert seqs == [1, 2, 3]
    assert stored_ids(ledger_path) == ["e0", "e1", "e2"]


def test_nothing_is_answered_before_commit(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate)
    futures = [writer.submit("gate")]
    assert gate.reached.wait(WAIT_S)

    before = (futures[0].done(), stored_ids(ledger_path))
    gate.open.set()
    futures[0].result(WAIT_S)

    assert before == (False, [])
    assert stored_ids(ledger_path) == ["gate"]


def test_jobs_that_wait_share_one_commit(
    open_with: Callable[..., Writer[str, int]], append_job: Decide
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate)

    futures = gate.release_with(writer, [f"e{number}" for number in range(50)])

    assert [future.result(WAIT_S) for future in futures] == list(range(1, 52))
    assert writer.counts().commits == 2


def test_a_batch_has_its_bound(
    open_with: Callable[..., Writer[str, int]], append_job: Decide
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate, max_batch=10)

    gate.release_with(writer, [f"e{number}" for number in range(50)])

    assert writer.counts().commits == 6


def test_eight_clients_need_fewer_commits_than_events(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    writer = open_with(append_job)

    def client(name: int) -> list[int]:
        return [writer.submit(f"c{name}-{n}").result(WAIT_S) for n in range(40)]

    with ThreadPoolExecutor(8) as pool:
        seqs = [seq for client_seqs in pool.map(client, range(8)) for seq in client_seqs]

    counts = writer.counts()
    assert sorted(seqs) == list(range(1, 321))
    assert (counts.jobs, counts.failures) == (320, 0)
    assert counts.commits < 320
    assert verify(ledger_path).ok


def test_a_failing_job_takes_nothing_of_its_neighbours(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    def decide(job: str, connection: sqlite3.Connection) -> int:
        seq = append_job(job, connection)
        if job == "bad":
            raise ValueError("this one only")
        return seq

    gate = Gate(decide)
    writer = open_with(gate)

    futures = gate.release_with(writer, ["e1", "bad", "e2", "gate", "e3"])

    failed = [future.exception(WAIT_S) for future in futures]
    assert [type(error) for error in failed if error] == [ValueError, sqlite3.IntegrityError]
    assert stored_ids(ledger_path) == ["gate", "e1", "e2", "e3"]
    assert [futures[at].result() for at in (0, 1, 3, 5)] == [1, 2, 3, 4]
    assert verify(ledger_path).ok


def test_committed_results_are_handed_on_after_their_answers(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    seen: list[tuple[list[int], int]] = []
    gate = Gate(append_job)
    done = threading.Event()

    def react(results: list[int]) -> None:
        seen.append((results, len(stored_ids(ledger_path))))
        if results[-1] == 3:
            done.set()
        raise RuntimeError("a reaction that fails stops nothing")

    writer = open_with(gate, on_commit=react)
    gate.release_with(writer, ["e1", "e2"])

    assert done.wait(WAIT_S)
    assert seen == [([1], 1), ([2, 3], 3)]
    assert writer.submit("e3").result(WAIT_S) == 4


def test_too_many_waiting_jobs_are_sent_back(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate, capacity=3)
    first = writer.submit("gate")
    assert gate.reached.wait(WAIT_S)
    waiting = [writer.submit("e1"), writer.submit("e2")]

    with pytest.raises(LedgerBusy, match="at most 3 jobs waiting"):
        writer.submit("e3")
    gate.open.set()
    wait([first, *waiting], WAIT_S)
    assert stored_ids(ledger_path) == ["gate", "e1", "e2"]


def test_closing_writes_what_waits(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate, capacity=6, max_batch=2)
    futures = [writer.submit("gate")]
    assert gate.reached.wait(WAIT_S)
    futures += [writer.submit(f"e{number}") for number in range(5)]
    closer = threading.Thread(target=writer.close)
    closer.start()
    gate.open.set()
    closer.join(WAIT_S)

    assert not closer.is_alive()
    assert [future.result(0) for future in futures] == [1, 2, 3, 4, 5, 6]
    assert not writer.alive
    with pytest.raises(LedgerError, match="is closed"):
        writer.submit("late")
    assert verify(ledger_path).events == 6


def test_a_cancelled_job_is_not_written(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate)
    first = writer.submit("gate")
    assert gate.reached.wait(WAIT_S)
    cancelled = writer.submit("cancelled")
    kept = writer.submit("kept")

    assert cancelled.cancel()
    gate.open.set()
    wait([first, kept], WAIT_S)

    assert stored_ids(ledger_path) == ["gate", "kept"]


def test_one_ledger_has_one_writer(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    writer = open_with(append_job)

    with pytest.raises(LedgerBusy):
        open_with(append_job)
    writer.close()
    assert open_with(append_job).submit("e1").result(WAIT_S) == 1


def test_a_decision_that_ends_the_transaction_fails_its_batch_and_is_survived(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    def decide(job: str, connection: sqlite3.Connection) -> int:
        if job == "rollback":
            connection.execute("ROLLBACK")
            raise ValueError("the transaction is gone")
        return append_job(job, connection)

    gate = Gate(decide)
    writer = open_with(gate)

    futures = gate.release_with(writer, ["e1", "rollback", "e2"])

    assert [type(future.exception(WAIT_S)) for future in futures[1:]] == [LedgerError] * 3
    assert writer.submit("e3").result(WAIT_S) == 2
    assert writer.counts().failures == 1
    assert stored_ids(ledger_path) == ["gate", "e3"]
    assert verify(ledger_path).ok


def test_a_ledger_that_lost_its_end_is_never_written_again(
    open_with: Callable[..., Writer[str, int]], append_job: Decide
) -> None:
    def decide(job: str, connection: sqlite3.Connection) -> int:
        if job == "forge":
            connection.execute("RELEASE job")
            connection.execute("DROP TRIGGER events_no_delete")
            connection.execute("DELETE FROM events WHERE seq = 2")
            connection.execute("COMMIT")
            raise ValueError("forged")
        return append_job(job, connection)

    writer = open_with(decide)
    for job in ("e1", "e2"):
        writer.submit(job).result(WAIT_S)

    assert isinstance(writer.submit("forge").exception(WAIT_S), LedgerError)
    assert isinstance(writer.submit("e3").exception(WAIT_S), LedgerError)
    writer._thread.join(WAIT_S)
    assert not writer.alive
    with pytest.raises(LedgerError, match="hangar verify"):
        writer.submit("e4")


def test_the_first_answer_to_a_command_is_kept(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    def decide(job: str, connection: sqlite3.Connection) -> int:
        command_id = f"command-{job}"
        if found := find_answer(connection, command_id):
            return int(found.answer)
        seq = append_job(job, connection)
        answer = StoredAnswer(
            command_id=command_id, body_hash="h", sender="s", first_seq=seq, answer=str(seq)
        )
        store_answer(connection, answer)
        return seq

    writer = open_with(decide)

    assert [writer.submit(job).result(WAIT_S) for job in ("a", "b", "a", "b")] == [1, 2, 1, 2]
    assert verify(ledger_path).ok


def test_a_lone_job_is_written_on_its_own_thread(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    threads: list[threading.Thread] = []

    def decide(job: str, connection: sqlite3.Connection) -> int:
        threads.append(threading.current_thread())
        return append_job(job, connection)

    writer = open_with(decide)

    assert writer.run("e1") == 1
    assert threads == [threading.current_thread()]
    assert stored_ids(ledger_path) == ["e1"]


def test_jobs_that_come_while_a_lone_one_is_written_share_one_commit(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate)

    with ThreadPoolExecutor(8) as pool:
        lone = pool.submit(writer.run, "gate")
        assert gate.reached.wait(WAIT_S)
        queued = [writer.submit(f"q{number}") for number in range(5)]
        others = [pool.submit(writer.run, f"e{number}") for number in range(5)]
        deadline = time.monotonic() + WAIT_S
        while writer.counts().waiting < 10 and time.monotonic() < deadline:
            time.sleep(0.001)
        gate.open.set()
        wait([lone, *queued, *others], WAIT_S)

    assert lone.result() == 1
    assert sorted(each.result() for each in (*queued, *others)) == list(range(2, 12))
    assert writer.counts().commits == 2
    assert verify(ledger_path).ok


def test_a_lone_job_fails_alone(
    open_with: Callable[..., Writer[str, int]], append_job: Decide
) -> None:
    writer = open_with(append_job)
    writer.run("e1")

    with pytest.raises(sqlite3.IntegrityError):
        writer.run("e1")
    assert writer.run("e2") == 2


def test_a_ledger_that_lost_its_end_stops_lone_jobs_too(
    open_with: Callable[..., Writer[str, int]], append_job: Decide
) -> None:
    def decide(job: str, connection: sqlite3.Connection) -> int:
        if job == "forge":
            connection.execute("RELEASE job")
            connection.execute("DROP TRIGGER events_no_delete")
            connection.execute("DELETE FROM events")
            connection.execute("COMMIT")
            raise ValueError("forged")
        return append_job(job, connection)

    writer = open_with(decide)
    writer.run("e1")

    for job in ("forge", "e2"):
        with pytest.raises(LedgerError, match="not acknowledged"):
            writer.run(job)
    with pytest.raises(LedgerError, match="hangar verify"):
        writer.run("e3")


def test_closing_waits_for_a_lone_job(
    open_with: Callable[..., Writer[str, int]], append_job: Decide, ledger_path: Path
) -> None:
    gate = Gate(append_job)
    writer = open_with(gate)

    with ThreadPoolExecutor(2) as pool:
        lone = pool.submit(writer.run, "gate")
        assert gate.reached.wait(WAIT_S)
        closing = pool.submit(writer.close)
        gate.open.set()
        closing.result(WAIT_S)

    assert lone.result(0) == 1
    assert stored_ids(ledger_path) == ["gate"]
