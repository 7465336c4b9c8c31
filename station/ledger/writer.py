"""The one thread that writes: it decides what waits, commits it together, then answers.

Must not answer before COMMIT, and never tries a failed COMMIT again: it reopens, proves the chain,
and leaves it to the sender to ask once more with the same command id.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from station.errors import LedgerBusy, LedgerError
from station.ledger.events import Head
from station.ledger.lock import LedgerLock
from station.ledger.store import open_writer
from station.ledger.verify import Walk

J = TypeVar("J")
R = TypeVar("R")

log = logging.getLogger(__name__)

MAX_BATCH = 64
"""Jobs that share one fsync; beyond some 32 the fsync is no longer what costs."""
CAPACITY = 1_024
"""Jobs that wait or are being written: seconds of work on a slow card, then senders come back."""
CLOSE_TIMEOUT_S = 60
"""What waits is written before the end; a card that takes longer is broken."""

# The connection is not trusted after these: disk error, disk full, damaged or lost file, no memory.
FATAL = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the writer did since it was made."""

    jobs: int
    commits: int
    failures: int
    waiting: int


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[J, R]):
    job: J
    future: Future[R]


class _BatchFailed(Exception):
    """The transaction of a batch is gone; the cause says why."""


class Writer(Generic[J, R]):
    """Owns the ledger's lock, its writing connection and the thread that uses it."""

    def __init__(
        self,
        path: Path,
        decide: Callable[[J, sqlite3.Connection], R],
        *,
        max_batch: int = MAX_BATCH,
        capacity: int = CAPACITY,
        prepare: Callable[[sqlite3.Connection], None] | None = None,
        on_commit: Callable[[list[R]], None] | None = None,
    ) -> None:
        """Open the ledger and start the thread.

        `decide` runs inside a savepoint and must not begin or end a transaction. `prepare` runs
        once, in a transaction of its own, before the first job (projections, the first epoch).
        `on_commit` gets the results of each batch, after the futures.
        """
        self._path = path
        self._decide = decide
        self._max_batch = max_batch
        self._on_commit = on_commit
        self._capacity = capacity
        self._queue: queue.SimpleQueue[_Waiting[J, R] | None] = queue.SimpleQueue()
        # The gate guards what is queued and whether jobs are taken; whoever has the turn may write.
        self._gate = threading.Lock()
        self._turn = threading.Lock()
        self._queued = 0
        self._closing = False
        self._stopped_by: BaseException | None = None
        self._jobs = self._commits = self._failures = 0
        self._lock = LedgerLock(path)
        try:
            self._connection: sqlite3.Connection | None = open_writer(path, lock=self._lock)
            if prepare:
                _in_one_transaction(self._connection, prepare)
            self._proven = _last(self._connection)
        except BaseException:
            self._lock.release()
            raise
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, job: J) -> Future[R]:
        """Queue a job; the future is resolved after its COMMIT, or with its own exception.

        Raises LedgerBusy when too many wait, LedgerError when the writer is closed or stopped.
        Callbacks of the future run on the thread that wrote, and must not wait for another job.
        """
        future: Future[R] = Future()
        with self._gate:
            self._refuse_when_closed()
            if self._queued >= self._capacity:
                raise LedgerBusy(
                    f"ledger {self._path}: expected at most {self._capacity} jobs waiting:"
                    " send this one again, with the same id, in a moment"
                )
            self._queued += 1
            self._queue.put(_Waiting(job, future))
        return future

    def run(self, job: J, timeout_s: float | None = None) -> R:
        """Write a job and return its result, or raise its exception.

        On the caller's own thread when nobody else writes, which saves two changes of thread;
        else it waits in the queue, at most `timeout_s`, and shares a COMMIT with the others.
        """
        with self._gate:
            self._refuse_when_closed()
            mine = not self._queued and self._turn.acquire(blocking=False)
        if not mine:
            return self.submit(job).result(timeout_s)
        future: Future[R] = Future()
        try:
            future.set_running_or_notify_cancel()
            self._write([_Waiting(job, future)])
        except BaseException as error:
            self._stop(error)
            self._queue.put(None)
        finally:
            self._turn.release()
        return future.result()

    def counts(self) -> Counts:
        """Return what was done so far."""
        return Counts(
            jobs=self._jobs,
            commits=self._commits,
            failures=self._failures,
            waiting=self._queued,
        )

    @property
    def alive(self) -> bool:
        """Tell whether jobs are taken."""
        return not self._closing and self._stopped_by is None and self._thread.is_alive()

    def close(self) -> None:
        """Write what waits, stop the thread, close the ledger and give the lock back."""
        with self._gate:
            if not self._closing:
                self._closing = True
                self._queue.put(None)
        self._thread.join(CLOSE_TIMEOUT_S)
        if self._thread.is_alive():
            raise LedgerError(
                f"ledger {self._path}: expected what waits to be written within"
                f" {CLOSE_TIMEOUT_S} s: check the card"
            )

    def _refuse_when_closed(self) -> None:
        if self._closing or self._stopped_by:
            how = f"stopped: {self._stopped_by!r}" if self._stopped_by else "is closed"
            raise LedgerError(
                f"ledger {self._path}: expected an open writer, but it {how}"
            ) from self._stopped_by

    # --- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while first := self._queue.get():
                with self._turn:
                    # What came while another wrote goes with the first.
                    batch = [first, *self._drain()]
                    runnable = [each for each in batch if _may_run(each)]
                    if self._stopped_by:
                        self._fail(runnable, self._stopped_by)
                        return
                    self._write(runnable)
                    with self._gate:
                        self._queued -= len(batch)
        except BaseException as error:
            log.exception("ledger %s: the writer stopped", self._path)
            self._stop(error)
        finally:
            with self._turn:
                try:
                    if self._connection:
                        self._connection.close()
                finally:
                    self._lock.release()

    def _drain(self) -> Iterator[_Waiting[J, R]]:
        """Yield what waits behind the first job, up to one batch."""
        for _ in range(self._max_batch - 1):
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return
            if waiting is None:
                # The end was asked for: write what came before it, then see it again.
                self._queue.put(None)
                return
            yield waiting

    def _write(self, batch: list[_Waiting[J, R]]) -> None:
        if not batch:
            return
        try:
            connection = self._connection or self._reopen()
            outcomes = self._commit(connection, batch)
        except BaseException as error:
            self._fail(batch, error.__cause__ or error)
            if isinstance(error, _BatchFailed | LedgerError | sqlite3.Error):
                return
            raise
        self._answer(batch, outcomes)

    def _commit(
        self, connection: sqlite3.Connection, batch: list[_Waiting[J, R]]
    ) -> list[R | Exception]:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [self._decide_one(connection, waiting.job) for waiting in batch]
        last = _last(connection)
        connection.execute("COMMIT")
        self._proven = last
        self._commits += 1
        self._jobs += len(batch)
        return outcomes

    def _decide_one(self, connection: sqlite3.Connection, job: J) -> R | Exception:
        """Return the job's result, or the exception that only its own sender shall see."""
        connection.execute("SAVEPOINT job")
        try:
            result = self._decide(job, connection)
        except Exception as error:
            if _is_fatal(error) or not connection.in_transaction:
                raise _BatchFailed from error
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return error
        connection.execute("RELEASE job")
        return result

    def _answer(self, batch: list[_Waiting[J, R]], outcomes: list[R | Exception]) -> None:
        results: list[R] = []
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                waiting.future.set_exception(outcome)
            else:
                results.append(outcome)
                waiting.future.set_result(outcome)
        if self._on_commit and results:
            try:
                self._on_commit(results)
            except Exception:
                # The events are stored and answered; a reaction that fails must not stop the next.
                log.exception("ledger %s: a reaction to committed events failed", self._path)

    def _fail(self, batch: list[_Waiting[J, R]], cause: BaseException) -> None:
        log.error("ledger %s: a batch of %d was not stored: %r", self._path, len(batch), cause)
        self._failures += 1
        if self._connection:
            # Closing rolls back; what the disk kept of it is judged when the ledger is opened anew.
            self._connection.close()
            self._connection = None
        for waiting in batch:
            error = LedgerError(
                f"ledger {self._path}: expected a durable COMMIT, got {cause!r}: not acknowledged,"
                " send it again with the same id; if it lasts, check the card and its free space"
            )
            error.__cause__ = cause
            waiting.future.set_exception(error)

    def _reopen(self) -> sqlite3.Connection:
        """Open the ledger again and prove its end; a ledger that fails this is never written."""
        connection = open_writer(self._path, lock=self._lock)
        problems = [*_lost(connection, self._proven)]
        problems += [str(each) for each in Walk(connection, after=self._proven).problems()]
        if problems:
            connection.close()
            raise ChainBroken(
                f"ledger {self._path}: expected the committed head {self._proven}, found"
                f" {problems[:3]}: run `hangar verify`, then restore a backup"
            )
        log.warning("ledger %s: reopened after an error, its end is whole", self._path)
        self._connection = connection
        return connection

    def _stop(self, error: BaseException) -> None:
        with self._gate:
            self._stopped_by = error
        while True:
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return
            if waiting and waiting.future.set_running_or_notify_cancel():
                waiting.future.set_exception(LedgerError(f"the writer stopped: {error!r}"))


class ChainBroken(Exception):
    """What was committed is no longer there: the writer must stop."""


def _may_run(waiting: _Waiting[J, R]) -> bool:
    return waiting.future.set_running_or_notify_cancel()


def _in_one_transaction(
    connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], None]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        work(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _last(connection: sqlite3.Connection) -> Head | None:
    row = connection.execute(
        "SELECT epoch, seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return Head(epoch=row[0], seq=row[1], hash=row[2]) if row else None


def _lost(connection: sqlite3.Connection, head: Head | None) -> list[str]:
    if head is None:
        return []
    row = connection.execute("SELECT hash FROM events WHERE seq = ?", (head.seq,)).fetchone()
    return [] if row == (head.hash,) else [f"event {head.seq} with {row}"]


def _is_fatal(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and isinstance(code, int) and code & 0xFF in FATAL
