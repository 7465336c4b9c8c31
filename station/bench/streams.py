"""Verdicts to 30 open streams: how late the last tablets hear, and whether a scan waits for them.

Must not time its own reading: one thread looks at all boards, and only for the scan's id.
"""

from __future__ import annotations

import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from station.bench import hub as hubs
from station.bench import processes
from station.bench.figures import Figure, in_turn, median_ms, percentile_ms, timed
from station.bench.hub import Hub
from station.bench.processes import Caller
from station.bench.scans import Loaded, bare_scan

TABLETS = 30
SCANS = 80
BLOCKS = 4
"""Boards are opened and closed again this often, so that a busy machine slows both sides."""
GAP_S = 0.05
"""Between scans: twenty a second is more than three docks do."""
ARRIVE_TIMEOUT_S = 10.0
LOOK_S = 0.1
CHUNK = 65_536
TAIL = 64
"""Bytes kept of what came before: a command id may be cut in two."""
GOAL_FAN_OUT = 2.0


class Tablets:
    """Open boards of a round, all read by one thread, so that the measuring costs little."""

    def __init__(self, port: int, hub: Hub, count: int) -> None:
        """Open the boards; return once each has shown its round."""
        self._wanted = b""
        self._heard: queue.SimpleQueue[tuple[float, int]] = queue.SimpleQueue()
        self._selector = selectors.DefaultSelector()
        self._tails = [b""] * count
        self._sockets = [_opened(port, hub) for _ in range(count)]
        for number, opened in enumerate(self._sockets):
            self._selector.register(opened, selectors.EVENT_READ, number)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select(LOOK_S):
                now_s, number = time.perf_counter(), int(key.data)
                seen = self._tails[number] + self._sockets[number].recv(CHUNK)
                if self._wanted and self._wanted in seen:
                    self._heard.put((now_s, number))
                    seen = b""
                self._tails[number] = seen[-TAIL:]

    def hear(self, command_id: str, scan: Callable[[], object]) -> list[float]:
        """Scan, and return the instants at which the boards heard of it."""
        self._wanted = command_id.encode()
        scan()
        heard: dict[int, float] = {}
        while len(heard) < len(self._sockets):
            now_s, number = self._heard.get(timeout=ARRIVE_TIMEOUT_S)
            heard.setdefault(number, now_s)
        self._wanted = b""
        return list(heard.values())

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        self._thread.join(ARRIVE_TIMEOUT_S)
        self._selector.close()
        for opened in self._sockets:
            opened.close()


def _opened(port: int, hub: Hub) -> socket.socket:
    """Open one board as a browser does, and wait until it shows something."""
    opened = socket.create_connection(("127.0.0.1", port), ARRIVE_TIMEOUT_S)
    opened.sendall(
        f"GET /api/v1/rounds/{hub.round}/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {hub.token}\r\n\r\n".encode("ascii")
    )
    seen = b""
    while b"event: board" not in seen:
        came = opened.recv(CHUNK)
        if not came:
            raise RuntimeError(f"expected a stream with a board, got {seen[:200]!r}")
        seen += came
    return opened


def measure(scale: float) -> list[Figure]:
    """Scan crates at the dock while 30 boards of that round are open, and while none is."""
    n, port = max(1, int(SCANS * scale / BLOCKS)), processes.free_port()
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        with (
            processes.station(hub.config.path, port),
            processes.minimal() as bare,
            closing(Caller(port, hub.token)) as ours,
            closing(Caller(bare.port)) as floor,
        ):
            scan, took = Loaded(hub, ours), Samples()
            for _ in range(BLOCKS):
                _alone(scan, floor, n, took)
                with closing(Tablets(port, hub, TABLETS)) as boards:
                    _watched(scan, boards, n, took)
    return [
        Figure(
            name="streams",
            what=f"scan sent to verdict on {TABLETS} boards, p99",
            value=percentile_ms(took.late_s, 99),
            floor=percentile_ms(took.bare_s, 99),
            against="bare Flask route, p99",
            unit="ms",
            n=len(took.late_s),
            most=GOAL_FAN_OUT,
            note=f"medians {median_ms(took.late_s):.2f} and {median_ms(took.bare_s):.2f} ms",
        ),
        Figure(
            name="streams-scan",
            what=f"scan to verdict while {TABLETS} boards are open",
            value=median_ms(took.watched_s),
            floor=median_ms(took.alone_s),
            against="the same scan with none",
            unit="ms",
            n=len(took.watched_s),
        ),
    ]


@dataclass(slots=True)
class Samples:
    """Seconds: scans with no board open and with all, the bare route, and how late boards heard."""

    alone_s: list[float] = field(default_factory=list)
    watched_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)
    late_s: list[float] = field(default_factory=list)


def _alone(scan: Loaded, floor: Caller, n: int, took: Samples) -> None:
    for _ in range(n):
        ours_s, floor_s = in_turn(scan, lambda: bare_scan(floor), 1, pause_s=GAP_S)
        scan.settle()
        time.sleep(GAP_S)
        took.alone_s += ours_s
        took.bare_s += floor_s


def _watched(scan: Loaded, boards: Tablets, n: int, took: Samples) -> None:
    for _ in range(n):
        began_s = time.perf_counter()
        heard = boards.hear(scan.next_id(), lambda: took.watched_s.append(timed(scan)))
        took.late_s += [heard_s - began_s for heard_s in heard]
        scan.settle()
        time.sleep(GAP_S)
