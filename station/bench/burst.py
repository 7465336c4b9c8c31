"""Fifty labels at once, for every printer protocol: each on paper once, at the printer's own pace.

Must not send a label by itself: crates are received, and the station's spool does the rest.
"""

from __future__ import annotations

import json
import math
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from drivers.simulated.bench import HasLabels, decode_symbols, make_device
from station.bench import equipped, processes
from station.bench import hub as hubs
from station.bench.equipped import POST, Spec
from station.bench.figures import Figure
from station.bench.processes import Caller

LABELS = 50
LABEL_S = 0.5
"""What the simulated printers take for a label: 60 mm at 120 mm/s, a quick one."""
PRINTERS = (
    ("zpl", "100x60", 203),
    ("escpos", "roll80", 203),
    ("tspl", "100x60", 203),
    ("brother-ql", "62x100", 300),
    ("epl2", "100x60", 203),
)
"""Protocol, label and dots per inch."""
SLOW_S = 8.0
"""A label may take this long before the measuring gives up."""
LOOK_S = 0.01
PAGE = 500
SETTLED = ("LabelSent", "LabelConfirmed", "LabelUncertain", "LabelFailed")
CRATES: dict[str, Any] = {
    "producer": "F01", "product": "F01-CHOU", "crate_type": "BOIS", "count": 12,
}  # fmt: skip


class Printer(HasLabels, Protocol):
    """A simulated printer."""

    @property
    def url(self) -> str: ...

    def set(self, **changes: object) -> None: ...

    def close(self) -> None: ...


def measure(scale: float) -> list[Figure]:
    """Measure each printer with a station of its own; a shorter run takes fewer of them."""
    printers = PRINTERS[: max(1, math.ceil(len(PRINTERS) * scale))]
    n = max(2, int(LABELS * scale))
    with hubs.folder() as place:
        took = [_printer(place / printer[0], printer, n) for printer in printers]
    each = [
        _figure(f"burst-{printer[0]}", seconds, n, f"{printer[0]}: {settled}")
        for printer, (seconds, settled) in zip(printers, took, strict=True)
    ]
    slowest = max(seconds for seconds, _ in took)
    return [_figure("burst", slowest, n, f"the slowest of {len(printers)} protocols"), *each]


def _figure(name: str, seconds: float, n: int, note: str) -> Figure:
    return Figure(
        name=name,
        what=f"{n} labels at once, each out once: one label",
        value=seconds / n * 1000,
        floor=LABEL_S * 1000,
        against="the printer's own speed",
        unit="ms",
        n=n,
        note=note,
    )


def _printer(place: Path, printer: tuple[str, str, int], n: int) -> tuple[float, str]:
    """Return the seconds until the last label was out, and how many were settled how."""
    protocol, media, dpi = printer
    spec: dict[str, str | int] = {"id": "etiqueteuse-1", "kind": "printer", "protocol": protocol}
    spec |= {"media": media, "dpi": dpi}
    with closing(_simulated(spec)) as simulated:
        port = processes.free_port()
        hub = equipped.make(place, port=port, devices=[spec | {"url": simulated.url}])
        with processes.station(hub.config.path, port):
            station = Station(port, hub.token)
            station.await_ready()
            return _burst(station, simulated, n)


def _simulated(spec: Spec) -> Printer:
    made: Any = make_device(dict(spec))
    made.set(label_s=LABEL_S)
    printer: Printer = made
    return printer


class Station:
    """The station, asked over a connection a call: a burst outlasts one that is kept."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token

    def await_ready(self) -> None:
        """Wait until the printer has said that it is ready."""
        deadline_s = time.monotonic() + SLOW_S
        while self._get(f"/api/v1/posts/{POST}")["printer"]["state"] != "online":
            if time.monotonic() > deadline_s:
                raise RuntimeError(f"expected a printer that is ready within {SLOW_S} s")
            time.sleep(LOOK_S)

    def receive(self, n: int) -> list[str]:
        """Receive n crates in one command; return the SSCC of each."""
        body = {"command_id": str(uuid.uuid4()), "type": "ReceiveCrate", "post": POST}
        with closing(Caller(self._port, self._token)) as caller:
            answer = caller.send("/api/v1/commands", body | {"data": CRATES | {"crates": n}})
        if answer["outcome"] != "accepted":
            raise RuntimeError(f"expected {n} crates to be received, got {answer['refusal']}")
        return [crate["sscc"] for crate in answer["crates"]]

    def settled(self) -> Counter[str]:
        """Count the labels that the ledger has as sent, confirmed, uncertain or failed."""
        found: Counter[str] = Counter()
        after = 0
        while items := self._get(f"/api/v1/events?after={after}&limit={PAGE}")["items"]:
            found.update(item["type"] for item in items if item["type"] in SETTLED)
            after = items[-1]["seq"]
        return found

    def _get(self, path: str) -> dict[str, Any]:
        with closing(Caller(self._port, self._token)) as caller:
            status, content = caller.call("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path}: expected 200, got {status} {content[:200]!r}")
        found: dict[str, Any] = json.loads(content)
        return found


def _burst(station: Station, printer: Printer, n: int) -> tuple[float, str]:
    deadline_s = time.monotonic() + n * SLOW_S
    began_s = time.perf_counter()
    codes = station.receive(n)
    _await(lambda: len(printer.labels) >= n, deadline_s)
    took_s = time.perf_counter() - began_s
    _await(lambda: station.settled().total() >= n, deadline_s)
    expect_once(printer, codes)
    settled = station.settled()
    return took_s, ", ".join(f"{count} {name}" for name, count in sorted(settled.items()))


def _await(there: Callable[[], bool], deadline_s: float) -> None:
    while not there():
        if time.monotonic() > deadline_s:
            raise RuntimeError(f"expected every label within {SLOW_S} s each")
        time.sleep(LOOK_S)


def expect_once(printer: HasLabels, codes: Sequence[str]) -> None:
    """Read every label on paper: it has the code of one crate, and no other has it too."""
    found: Counter[str] = Counter()
    for picture in printer.labels:
        texts = {symbol["text"] for symbol in decode_symbols(picture)}
        found.update(code for code in codes if any(text[2:20] == code for text in texts))
    wrong = {code: found[code] for code in codes if found[code] != 1}
    if wrong or len(printer.labels) != len(codes):
        raise RuntimeError(f"expected each label once on paper, got {wrong}")
