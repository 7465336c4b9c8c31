"""Resident memory and start-up of the idle station, against a minimal server and a bare Python.

Must not measure a station that has done nothing: its ledger is full and its pages were opened.
"""

from __future__ import annotations

import statistics
from contextlib import closing

from station.bench import hub as hubs
from station.bench import processes
from station.bench.figures import Figure, median_ms
from station.bench.processes import Caller, Server

STARTS = 7
GOAL_MEMORY, GOAL_START = 1.5, 17.0
OPENED = ("/login", "/api/v1/status", "/api/v1/products", "/api/v1/rounds", "/coordinator")
"""What is opened before memory is read: pages, the status, and lists of the whole hub."""


def measure(scale: float) -> list[Figure]:
    """Start each of the three in turn; read memory of the servers once they are idle."""
    starts, port = max(2, int(STARTS * scale)), processes.free_port()
    took_s: dict[str, list[float]] = {"station": [], "minimal": [], "python": []}
    resident_mb: dict[str, list[float]] = {"station": [], "minimal": []}
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        for _ in range(starts):
            with processes.station(hub.config.path, port) as station:
                took_s["station"].append(station.started_s)
                resident_mb["station"].append(_used(station, hub.token))
            with processes.minimal() as minimal:
                took_s["minimal"].append(minimal.started_s)
                resident_mb["minimal"].append(minimal.resident_mb())
            took_s["python"].append(processes.bare_python_s())
    memory = {name: statistics.median(found) for name, found in resident_mb.items()}
    return [
        Figure(
            name="resident",
            what="memory of the idle station, ledger full, pages opened",
            value=memory["station"],
            floor=memory["minimal"],
            against="minimal Flask server",
            unit="MB",
            n=starts,
            most=GOAL_MEMORY,
        ),
        _start("start", took_s, "minimal", "minimal Flask server", None),
        _start("start-python", took_s, "python", "bare Python", GOAL_START),
    ]


def _used(station: Server, token: str) -> float:
    with closing(Caller(station.port, token)) as caller:
        for path in OPENED:
            caller.call("GET", path)
    return station.resident_mb()


def _start(
    name: str, took_s: dict[str, list[float]], floor: str, against: str, most: float | None
) -> Figure:
    return Figure(
        name=name,
        what="start of the station to its first answer",
        value=median_ms(took_s["station"]),
        floor=median_ms(took_s[floor]),
        against=against,
        unit="ms",
        n=len(took_s["station"]),
        most=most,
    )
