"""A weight that changes on a scale, to the event on a post's stream, for every scale protocol.

Must not count what the platform needs to come to rest: the simulated loads change in one step.
"""

from __future__ import annotations

import http.client
import json
import math
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers.protocol_entry import SerialSettings
from drivers.registry import find
from drivers.simulated.device import SimulatedDevice
from drivers.simulated.scale_8217 import SimulatedScale8217
from drivers.simulated.scale_sics import SimulatedScaleSics
from drivers.simulated.scales import SIMULATED_SCALES
from station.bench import equipped, processes
from station.bench import hub as hubs
from station.bench.equipped import POST, Equipped, Spec
from station.bench.figures import Figure, median_ms
from station.bench.wire import Wire, bits_of

BAUDRATE = 9600
CHANGES = 10
"""For each protocol; each waits for its receipt, which takes the dwell of 0.4 s or more."""
LOADS_G = (5_000, 12_340, 2_480, 30_000, 7_260)
"""Whole divisions of every simulated scale; each differs from its neighbours."""
PHASE_S = 0.0618
"""Added to the pause before each change, so that changes meet every moment of an interval."""
INTERVAL_S = 0.2
"""Longer than any of the scales leaves between two of its frames."""
HEARD_TIMEOUT_S = 8.0
"""Shorter than a quiet stream's sign of life, so that a silent scale ends the measuring."""
WITHOUT_BAUDRATE = "hid-scale"
SCALES = {
    "toledo-8217": SimulatedScale8217,
    "mt-sics": SimulatedScaleSics,
    **{name: kind for name, kind in SIMULATED_SCALES.items() if name != WITHOUT_BAUDRATE},
}


@dataclass(slots=True)
class Heard:
    """Seconds from a change of load to the weight and to its receipt, and the wire's own time."""

    weight_s: list[float] = field(default_factory=list)
    receipt_s: list[float] = field(default_factory=list)
    wire_s: list[float] = field(default_factory=list)


def measure(scale: float) -> list[Figure]:
    """Measure each protocol with a station of its own; a shorter run takes fewer protocols."""
    protocols = list(SCALES)[: max(1, math.ceil(len(SCALES) * scale))]
    changes, everything = max(2, int(CHANGES * scale)), Heard()
    figures = []
    with hubs.folder() as place:
        for protocol in protocols:
            heard = _protocol(place / protocol, protocol, changes)
            figures.append(_figure(f"freshness-{protocol}", protocol, heard))
            everything.weight_s += heard.weight_s
            everything.receipt_s += heard.receipt_s
            everything.wire_s += heard.wire_s
    return [_figure("freshness", f"{len(protocols)} protocols", everything), *figures]


def _figure(name: str, what: str, heard: Heard) -> Figure:
    return Figure(
        name=name,
        what=f"weight changed to weight on the stream, {what}",
        value=median_ms(heard.weight_s),
        floor=median_ms(heard.wire_s),
        against=f"the frame on the wire at {BAUDRATE} baud",
        unit="ms",
        n=len(heard.weight_s),
        note=f"worst {max(heard.weight_s) * 1000:.0f} ms,"
        f" receipt {median_ms(heard.receipt_s):.0f} ms",
    )


def _protocol(place: Path, protocol: str, changes: int) -> Heard:
    port, heard = processes.free_port(), Heard()
    with ExitStack() as stack:
        scale = stack.enter_context(closing(SCALES[protocol](settle_s=0)))
        wire = stack.enter_context(closing(_wire(scale, protocol)))
        hub = equipped.make(place, port=port, devices=[_spec(protocol, wire.url)])
        stack.enter_context(processes.station(hub.config.path, port))
        weighings = stack.enter_context(closing(_weighings(port, hub)))
        _await_load(weighings, 0)
        for turn in range(changes):
            time.sleep(INTERVAL_S + turn * PHASE_S % INTERVAL_S)
            _change(scale, LOADS_G[turn % len(LOADS_G)], weighings, heard)
        heard.wire_s = [wire.exchange_s()] * changes
    return heard


def _wire(scale: SimulatedDevice, protocol: str) -> Wire:
    serial = find("scale", protocol).serial
    bits = bits_of(serial[0] if serial else SerialSettings())
    return Wire(scale.url, baudrate=BAUDRATE, bits=bits)


def _spec(protocol: str, url: str) -> Spec:
    spec: dict[str, str | int] = {"id": "balance-1", "kind": "scale", "protocol": protocol}
    return spec | {"url": url, "max_g": 60_000, "division_g": 20}


def _change(
    scale: SimulatedDevice, load_g: int, weighings: Iterator[dict[str, Any]], heard: Heard
) -> None:
    """Put a load on, and note when the stream shows it and when it shows its receipt."""
    began_s = time.perf_counter()
    scale.set(load_g=load_g)
    shown = _await_load(weighings, load_g)
    heard.weight_s.append(time.perf_counter() - began_s)
    while (shown["receipt"] or {}).get("gross_g") != load_g:
        shown = next(weighings)
    heard.receipt_s.append(time.perf_counter() - began_s)


def _await_load(weighings: Iterator[dict[str, Any]], load_g: int) -> dict[str, Any]:
    """Return the first event that shows a load; the stream's time-out bounds the silence."""
    deadline_s = time.monotonic() + HEARD_TIMEOUT_S
    for shown in weighings:
        if shown["grams"] == load_g:
            return shown
        if time.monotonic() > deadline_s:
            break
    raise RuntimeError(f"expected {load_g} g on the stream within {HEARD_TIMEOUT_S} s")


def _weighings(port: int, hub: Equipped) -> Generator[dict[str, Any], None, None]:
    """Yield the weighings of a post's stream as a tablet gets them."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=HEARD_TIMEOUT_S)) as line:
        headers = {"Authorization": f"Bearer {hub.token}"}
        line.request("GET", f"/api/v1/posts/{POST}/stream", headers=headers)
        answer = line.getresponse()
        name = b""
        while text := answer.readline():
            if text.startswith(b"event: "):
                name = text[7:].strip()
            elif text.startswith(b"data: ") and name == b"weighing":
                shown: dict[str, Any] = json.loads(text[6:])
                yield shown
