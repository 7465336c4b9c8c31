"""The one thread that writes: it decides what waits, commits it together, then answers.

Must not answer before COMMIT, and never tries a failed COMMIT again: it reopens, proves the chain,
and leaves it to the sender to ask once more with the same command id.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
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
"""Jobs that may wait: seconds of work on a slow card. Then the sender is told to come back."""
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
        self._queue: queue.Queue[_Waiting[J, R] | None] = queue.Queue(capacity)
        self._gate = threading.Lock()
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
        """
        future: Future[R] = Future()
        with self._gate:
            if self._closing or self._stopped_by:
                raise LedgerError(
                    f"ledger {self._path}: expected an open writer, but it"
                    f" {'stopped: ' + repr(self._stopped_by) if self._stopped_by else 'is closed'}"
                ) from self._stopped_by
            try:
                self._queue.put_nowait(_Waiting(job, future))
            except queue.Full:
                raise LedgerBusy(
                    f"ledger {self._path}: expected at most {self._queue.maxsize} jobs waiting:"
                    " send this one again, with the same id, in a moment"
                ) from None
        return future

    def counts(self) -> Counts:
        """Return what was done so far."""
        return Counts(
            jobs=self._jobs,
            commits=self._commits,
            failures=self._failures,
            waiting=self._queue.qsize(),
        )

    @property
    def alive(self) -> bool:
        """Tell whether jobs are taken."""
        return not self._closing and self._stopped_by is None and self._thread.is_alive()

    def close(self) -> None:
        """Write what waits, stop the thread, close the ledger and give the lock back."""
        with self._gate:
            first = not self._closing
            self._closing = True
        if first:
            # Outside the gate: with a full queue this waits for room that only the thread makes.
            self._queue.put(None)
        self._thread.join(CLOSE_TIMEOUT_S)
        if self._thread.is_alive():
            raise LedgerError(
                f"ledger {self._path}: expected what waits to be written within"
                f" {CLOSE_TIMEOUT_S} s: check the card"
            )

    # --- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while batch := self._take():
                self._write(batch)
        except BaseException as error:
            log.exception("ledger %s: the writer stopped", self._path)
            self._stop(error)
        finally:
            try:
                if self._connection:
                    self._connection.close()
            finally:
                self._lock.release()

    def _take(self) -> list[_Waiting[J, R]]:
        """Return whatever waits, up to one batch; empty when the writer is to end."""
        batch: list[_Waiting[J, R]] = []
        waiting = self._queue.get()
        while waiting is not None:
            if waiting.future.set_running_or_notify_cancel():
                batch.append(waiting)
            if len(batch) >= self._max_batch:
                return batch
            try:
                waiting = self._queue.get_nowait() if batch else self._queue.get()
            except queue.Empty:
                return batch
        if batch:
            # The end was asked for: write these first, then see the end again.
            self._queue.put(None)
        return batch

    def _write(self, batch: list[_Waiting[J, R]]) -> None:
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
