"""Memory and CPU time of a station whose devices are there and idle: scales, printers, scanners.

Must not simulate devices in the process that is measured: they have one of their own.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from drivers.scale_session import LISTEN_EVERY_S, POLL_EVERY_S
from station.bench import equipped, processes
from station.bench import hub as hubs
from station.bench.equipped import Equipped, Spec
from station.bench.figures import Figure
from station.bench.processes import Caller, Server
from station.bench.resident import OPENED

IDLE_S = 20.0
SHORTEST_S = 1.0
SETTLE_S = 5.0
"""At most, until every device is online."""
LOOK_S = 0.05
GOAL_MEMORY = 1.5
DEVICES: tuple[Spec, ...] = (
    {
        "id": "balance-1",
        "kind": "scale",
        "protocol": "toledo-8217",
        "max_g": 60_000,
        "division_g": 20,
    },
    {
        "id": "balance-2",
        "kind": "scale",
        "protocol": "toledo-continuous",
        "max_g": 60_000,
        "division_g": 20,
    },
    {"id": "etiqueteuse-1", "kind": "printer", "protocol": "zpl", "media": "a6"},
    {"id": "etiqueteuse-2", "kind": "printer", "protocol": "escpos", "media": "roll80"},
    {"id": "etiqueteuse-3", "kind": "printer", "protocol": "tspl", "media": "100x60"},
    {"id": "douchette-1", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-2", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-3", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-4", "kind": "scanner", "protocol": "line"},
)
"""Two scales, one asked and one that sends by itself; three printers, four scanners."""
QUESTION = b"W"


def measure(scale: float) -> list[Figure]:
    """Let the station, a minimal server and a bare poll of the scales idle side by side."""
    idle_s = max(SHORTEST_S, IDLE_S * scale)
    with ExitStack() as stack:
        place = stack.enter_context(hubs.folder())
        urls = stack.enter_context(_simulated(place))
        port = processes.free_port()
        devices = [{**device, "url": urls[str(device["id"])]} for device in DEVICES]
        hub = equipped.make(place / "hub", port=port, devices=devices)
        station = stack.enter_context(processes.station(hub.config.path, port))
        minimal = stack.enter_context(processes.minimal())
        polling = stack.enter_context(_polling(urls))
        _use(port, hub)
        ours_s, floor_s = _cpu_s(station.pid), _cpu_s(polling)
        time.sleep(idle_s)
        ours_s, floor_s = _cpu_s(station.pid) - ours_s, _cpu_s(polling) - floor_s
        return [_memory(station, minimal), _cpu(ours_s, floor_s, idle_s)]


def _memory(station: Server, minimal: Server) -> Figure:
    shares = f"shared pages divided: {_share_mb(station.pid):.1f}, {_share_mb(minimal.pid):.1f} MB"
    return Figure(
        name="idle",
        what=f"memory of the idle station, {len(DEVICES)} devices online, pages opened",
        value=station.resident_mb(),
        floor=minimal.resident_mb(),
        against="minimal Flask server",
        unit="MB",
        n=1,
        most=GOAL_MEMORY,
        note=shares,
    )


def _cpu(ours_s: float, floor_s: float, idle_s: float) -> Figure:
    return Figure(
        name="idle-cpu",
        what="CPU time in an idle minute",
        value=ours_s / idle_s * 60_000,
        floor=floor_s / idle_s * 60_000,
        against="the same scales asked, nothing understood",
        unit="ms",
        n=round(idle_s),
        note=f"{ours_s / idle_s:.1%} of one core, over {idle_s:.0f} s",
    )


def _use(port: int, hub: Equipped) -> None:
    """Open pages, and wait until every device is there."""
    with closing(Caller(port, hub.token)) as caller:
        for path in OPENED:
            caller.call("GET", path)
        deadline_s = time.monotonic() + SETTLE_S
        while away := _away(caller):
            if time.monotonic() > deadline_s:
                raise RuntimeError(f"expected every device online, {away} are not")
            time.sleep(LOOK_S)


def _away(caller: Caller) -> list[str]:
    _, content = caller.call("GET", "/api/v1/status")
    return [
        device["id"] for device in json.loads(content)["devices"] if device["state"] != "online"
    ]


def _share_mb(pid: int) -> float:
    """Return a process's memory with shared pages divided among those that share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError(f"expected Pss in smaps_rollup of process {pid}")


def _cpu_s(pid: int) -> float:
    """Return the CPU seconds of a process's living threads, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text("ascii").split()[0]) for task in tasks) / 1e9


@contextlib.contextmanager
def _simulated(place: Path) -> Iterator[dict[str, str]]:
    """Run the simulated devices in a process; give the URL of each."""
    described = place / "devices.json"
    described.write_text(json.dumps(DEVICES), encoding="utf-8")
    words = ["-m", "drivers.simulated", "--devices", str(described)]
    with _child(words) as child:
        assert child.stdout is not None
        urls: dict[str, str] = json.loads(child.stdout.readline())["devices"]
        yield urls


@contextlib.contextmanager
def _polling(urls: dict[str, str]) -> Iterator[int]:
    """Run the bare poll of both scales; give its process id."""
    asked = f"{urls['balance-1']}={POLL_EVERY_S}={QUESTION.hex()}"
    heard = f"{urls['balance-2']}={LISTEN_EVERY_S}="
    with _child(["-m", "station.bench.minimal_polling", asked, heard]) as child:
        yield child.pid


@contextlib.contextmanager
def _child(words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield child
    finally:
        child.terminate()
        child.communicate(timeout=processes.STOP_TIMEOUT_S)
