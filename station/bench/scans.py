"""Scan to verdict over HTTP, with its commit, against a bare Flask route on the same server.

Must not time anything but the two calls: what prepares a scan happens between them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from typing import Any

from station.bench import hub as hubs
from station.bench import processes
from station.bench.figures import Figure, in_turn, median_ms, percentile_ms
from station.bench.hub import Hub
from station.bench.processes import Caller

PAIRS = 400
WARM = 40
PAUSE_S = 0.004
"""Between calls: people scan, machines do not hammer; and a scan does not meet its own echo."""
GOAL = 1.6
GOOD = ("ok", "done")


def measure(scale: float) -> list[Figure]:
    """Measure a check-in at the cold-room door, and a crate loaded at the dock."""
    pairs, port = max(3, int(PAIRS * scale)), processes.free_port()
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        with (
            processes.station(hub.config.path, port),
            processes.minimal() as bare,
            closing(Caller(port, hub.token)) as ours,
            closing(Caller(bare.port)) as floor,
        ):
            stored, loaded = Stored(hub, ours), Loaded(hub, ours)
            return [
                _figure("scan", "check-in at the cold-room door", stored, floor, pairs),
                _figure("scan-dock", "crate into the van at the dock", loaded, floor, pairs),
            ]


def scan_body(crate: str, **context: str) -> dict[str, Any]:
    """Return the body of one scan of a crate."""
    return {"command_id": str(uuid.uuid4()), "data": crate, "context": context}


class Stored:
    """Scans of stock crates at the cold-room door, between two rooms: each one is a new fact."""

    def __init__(self, hub: Hub, caller: Caller) -> None:
        self._caller = caller
        self._next: Iterator[tuple[str, str]] = (
            (crate, zone) for zone in cycle(("CF-1", "CF-2")) for crate in hub.stock
        )

    def __call__(self) -> None:
        """Scan one crate."""
        crate, zone = next(self._next)
        answer = self._caller.send("/api/v1/posts/cold-door/scans", scan_body(crate, zone=zone))
        _expect_good(answer)

    def settle(self) -> None:
        """Nothing has to be put back."""


class Loaded:
    """Scans of a round's crates at the dock; each is taken out again before its turn comes."""

    def __init__(self, hub: Hub, caller: Caller) -> None:
        self._caller, self._round = caller, hub.round
        self._crates = cycle(hub.loaded)
        self._crate = self._id = ""
        self.settle()

    def __call__(self) -> None:
        """Scan the crate that was taken out."""
        body = scan_body(self._crate, round=self._round) | {"command_id": self._id}
        _expect_good(self._caller.send("/api/v1/posts/dock-1/scans", body))

    def next_id(self) -> str:
        """Return the id that the next scan will carry."""
        return self._id

    def settle(self) -> None:
        """Take the next crate out of the van, untimed."""
        self._crate, self._id = next(self._crates), str(uuid.uuid4())
        data = {"crate": self._crate, "round": self._round}
        body = {"command_id": str(uuid.uuid4()), "type": "UnloadCrate", "data": data}
        self._caller.send("/api/v1/commands", body)


def _expect_good(answer: dict[str, Any]) -> None:
    if answer["verdict"] not in GOOD:
        raise RuntimeError(f"expected one of {GOOD}, got {answer['verdict']}: {answer['say']}")


def bare_scan(caller: Caller) -> None:
    """Post a scan to the floor."""
    caller.send("/scan", scan_body("C0000000000", zone="CF-1"))


def _figure(name: str, what: str, ours: Stored | Loaded, floor: Caller, pairs: int) -> Figure:
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(-min(WARM, pairs), pairs):
        ours_s, floor_s = in_turn(ours, lambda: bare_scan(floor), 1, pause_s=PAUSE_S)
        ours.settle()
        if turn >= 0:
            took[0].extend(ours_s)
            took[1].extend(floor_s)
    return Figure(
        name=name,
        what=f"scan to verdict, committed: {what}",
        value=median_ms(took[0]),
        floor=median_ms(took[1]),
        against="bare Flask route, same server",
        unit="ms",
        n=pairs,
        most=GOAL,
        note=f"p99 {percentile_ms(took[0], 99):.2f} ms",
    )
