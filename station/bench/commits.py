"""A durable commit against a bare write and fdatasync of as many bytes, with 1 and 8 clients.

Must not use a memory disk, nor a file that still grows: both would flatter one side.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from station.bench import hub as hubs
from station.bench.figures import Figure, in_turn, median_ms
from station.clock import SystemClock, instant_text
from station.ledger.chain import Chain
from station.ledger.epochs import mint_epoch
from station.ledger.events import NewEvent, StoredEvent
from station.ledger.writer import Writer
from station.offline import offline_bus

PAIRS = 1_000
WARM = 500
"""Commits before the first that counts: the write-ahead log has been through one checkpoint."""
CLIENTS = 8
PER_CLIENT = 400
GROWTH_COMMITS = 20
FLOOR_FILE_BYTES = 4_000_000
"""As large as the write-ahead log before it begins again at its start."""
GOAL, GOAL_SHARED = 1.15, 2.0


def measure(scale: float) -> list[Figure]:
    """Measure one event, one whole command, and eight clients that write at once."""
    with hubs.folder() as place:
        figures = _events(place, scale)
        return [*figures, _command(place, scale)]


class Floor:
    """Overwrites a file that is there already, in step, and waits for the disk."""

    def __init__(self, place: Path, size: int) -> None:
        self._block, self._at = os.urandom(size), 0
        self._file = os.open(place / "floor", os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(self._file, bytes(FLOOR_FILE_BYTES + size), 0)
        os.fsync(self._file)

    def __call__(self) -> None:
        """Write one block and make it durable."""
        os.pwrite(self._file, self._block, self._at)
        os.fdatasync(self._file)
        self._at = (self._at + len(self._block)) % FLOOR_FILE_BYTES

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class _Ledger:
    """A ledger that takes one event a job."""

    def __init__(self, path: Path) -> None:
        self._now = instant_text(SystemClock("Europe/Paris").now())
        self._chain: Chain | None = None
        self.writer: Writer[str, StoredEvent] = Writer(path, self._append, prepare=self._begin)

    def _begin(self, connection: sqlite3.Connection) -> None:
        mint_epoch(connection, station="s1", minted_at=self._now)
        self._chain = Chain(connection, hub="MIL de démonstration", station="s1")

    def _append(self, stream: str, connection: sqlite3.Connection) -> StoredEvent:
        assert self._chain is not None
        return self._chain.append(
            NewEvent(
                id=str(uuid.uuid4()),
                stream=stream,
                type="CrateStored",
                schema=1,
                data='{"crate":"C0000000000","zone":"CF-1"}',
                occurred_at=self._now,
                recorded_at=self._now,
                clock="synchronised",
                command_id=str(uuid.uuid4()),
                post="cold-door",
                sender="bench",
            )
        )

    def one(self) -> None:
        """Make one event durable."""
        self.writer.run(f"crate/{uuid.uuid4().hex}")


def _events(place: Path, scale: float) -> list[Figure]:
    path, n = place / "events.db", max(3, int(PAIRS * scale))
    ledger = _Ledger(path)
    try:
        size = _growth(path, ledger.one)
        floor = Floor(place, size)
        for _ in range(int(WARM * min(1.0, scale))):
            ledger.one()
        ours_s, floor_s = in_turn(ledger.one, floor, n)
        floor.close()
        single = Figure(
            name="commit",
            what="one event durable in the ledger",
            value=median_ms(ours_s),
            floor=median_ms(floor_s),
            against=f"bare pwrite of its {size // 1000} kB + fdatasync",
            unit="ms",
            n=n,
            most=GOAL,
        )
        return [single, _shared(ledger, scale)]
    finally:
        ledger.writer.close()


def _growth(path: Path, commit: Callable[[], object]) -> int:
    """Return how many bytes a commit adds to the write-ahead log."""
    log = path.with_name(path.name + "-wal")
    before = log.stat().st_size if log.exists() else 0
    for _ in range(GROWTH_COMMITS):
        commit()
    return (log.stat().st_size - before) // GROWTH_COMMITS


def _shared(ledger: _Ledger, scale: float) -> Figure:
    """Count the commits that 8 clients share an fdatasync for; each waits for its own."""
    each = max(3, int(PER_CLIENT * scale))
    before = ledger.writer.counts()

    def client() -> None:
        for _ in range(each):
            ledger.one()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = ledger.writer.counts()
    return Figure(
        name="commit-8",
        what=f"commits acknowledged to {CLIENTS} clients",
        value=after.jobs - before.jobs,
        floor=after.commits - before.commits,
        against="fdatasyncs made for them",
        unit="",
        n=after.jobs - before.jobs,
        least=GOAL_SHARED,
    )


def _command(place: Path, scale: float) -> Figure:
    """Measure a whole command: decided, projected, answered and durable, without HTTP."""
    hub, n = hubs.make(place, port=1), max(3, int(PAIRS * scale / 2))
    bus = offline_bus(hub.config)
    moves = ((crate, zone) for zone in cycle(("CF-1", "CF-2")) for crate in hub.stock)

    def one() -> None:
        crate, zone = next(moves)
        hubs.send(bus, "StoreCrate", "cold-door", crate=crate, zone=zone)

    try:
        size = _growth(hub.config.storage.ledger, one)
        floor = Floor(place, size)
        for _ in range(int(WARM / 4 * min(1.0, scale))):
            one()
        ours_s, floor_s = in_turn(one, floor, n)
        floor.close()
    finally:
        bus.close()
    return Figure(
        name="command",
        what="StoreCrate decided, projected, answered, durable",
        value=median_ms(ours_s),
        floor=median_ms(floor_s),
        against=f"bare pwrite of its {size // 1000} kB + fdatasync",
        unit="ms",
        n=n,
    )
