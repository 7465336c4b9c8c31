"""Verdicts to 30 open streams: how late the last tablets hear, and whether a scan waits for them.

Must not share a thread between tablets: each reads its own connection, as a tablet does.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from station.bench import hub as hubs
from station.bench import processes
from station.bench.figures import Figure, in_turn, median_ms, percentile_ms
from station.bench.hub import Hub
from station.bench.processes import Caller
from station.bench.scans import PAUSE_S, Loaded, bare_scan

TABLETS = 30
SCANS = 60
GAP_S = 0.05
"""Between scans: twenty a second is more than three docks do."""
ARRIVE_TIMEOUT_S = 10.0
GOAL_FAN_OUT = 2.0


class Tablet:
    """One open board of a round, read by its own thread; notes when each verdict came."""

    def __init__(self, port: int, hub: Hub) -> None:
        self._caller = Caller(port, hub.token)
        self._path = f"/api/v1/rounds/{hub.round}/stream"
        self.ready = threading.Event()
        self._heard: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        verdict = False
        try:
            for line in self._caller.lines(self._path):
                if line.startswith(b"event: "):
                    verdict = b"verdict" in line
                elif line.startswith(b"data: ") and verdict:
                    self._heard.put((time.perf_counter(), line))
                elif line.startswith(b"data: "):
                    self.ready.set()
        except (OSError, ValueError, AttributeError):
            return  # the connection was hung up by `close`

    def await_verdict(self, command_id: str) -> float:
        """Return the instant at which this tablet heard of a scan."""
        while True:
            heard_s, line = self._heard.get(timeout=ARRIVE_TIMEOUT_S)
            if command_id.encode() in line:
                return heard_s

    def close(self) -> None:
        """Hang up."""
        self._caller.close()
        self._thread.join(ARRIVE_TIMEOUT_S)


@contextmanager
def tablets(port: int, hub: Hub) -> Iterator[list[Tablet]]:
    """Keep 30 boards open."""
    with ExitStack() as opened:
        made = [opened.enter_context(closing(Tablet(port, hub))) for _ in range(TABLETS)]
        for tablet in made:
            if not tablet.ready.wait(ARRIVE_TIMEOUT_S):
                raise RuntimeError("expected every stream to show its board")
        yield made


def measure(scale: float) -> list[Figure]:
    """Scan crates at the dock while 30 boards of that round are open, and while none is."""
    n, port = max(3, int(SCANS * scale)), processes.free_port()
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        with (
            processes.station(hub.config.path, port),
            processes.minimal() as bare,
            closing(Caller(port, hub.token)) as ours,
            closing(Caller(bare.port)) as floor,
        ):
            scan = Loaded(hub, ours)
            alone_s, bare_s = _alone(scan, floor, n)
            with tablets(port, hub) as boards:
                watched_s, late_s = _watched(scan, boards, n)
    return [
        Figure(
            name="streams",
            what=f"scan sent to verdict on {TABLETS} boards, p99",
            value=percentile_ms(late_s, 99),
            floor=percentile_ms(bare_s, 99),
            against="bare Flask route, p99",
            unit="ms",
            n=len(late_s),
            most=GOAL_FAN_OUT,
            note=f"medians {median_ms(late_s):.2f} and {median_ms(bare_s):.2f} ms",
        ),
        Figure(
            name="streams-scan",
            what=f"scan to verdict while {TABLETS} boards are open",
            value=median_ms(watched_s),
            floor=median_ms(alone_s),
            against="the same scan with none",
            unit="ms",
            n=n,
        ),
    ]


def _alone(scan: Loaded, floor: Caller, n: int) -> tuple[list[float], list[float]]:
    alone_s: list[float] = []
    bare_s: list[float] = []
    for _ in range(n):
        ours_s, floor_s = in_turn(scan, lambda: bare_scan(floor), 1, pause_s=PAUSE_S)
        scan.settle()
        time.sleep(GAP_S)
        alone_s.extend(ours_s)
        bare_s.extend(floor_s)
    return alone_s, bare_s


def _watched(scan: Loaded, boards: list[Tablet], n: int) -> tuple[list[float], list[float]]:
    """Return how long each scan took, and how late each board heard of it."""
    watched_s: list[float] = []
    late_s: list[float] = []
    for _ in range(n):
        began_s = time.perf_counter()
        scan()
        watched_s.append(time.perf_counter() - began_s)
        late_s += [board.await_verdict(scan.last) - began_s for board in boards]
        scan.settle()
        time.sleep(GAP_S)
    return watched_s, late_s
