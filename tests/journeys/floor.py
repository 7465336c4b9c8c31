"""A served station with simulated devices on real sockets, spoken to over HTTP only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.simulated.bench import Bench
from tests.domain.hub import Hub, register
from tests.station.killing import call
from tests.web_api.station_at_work import CONFIG, Station, served

Answer = dict[str, Any]
DEVICES: tuple[Answer, ...] = (
    {"id": "balance-1", "kind": "scale", "protocol": "toledo-8217", "max_g": 150000,
     "division_g": 5},
    {"id": "balance-2", "kind": "scale", "protocol": "mt-sics", "max_g": 150000, "division_g": 5},
    {"id": "etiqueteuse-1", "kind": "printer", "protocol": "zpl", "media": "100x60", "dpi": 203},
    {"id": "etiqueteuse-2", "kind": "printer", "protocol": "escpos", "media": "roll80",
     "dpi": 203},
)  # fmt: skip
POSTS = """
[[post]]
id = "essai-1"
role = "reception"
scale = "balance-1"
printer = "etiqueteuse-1"

[[post]]
id = "essai-2"
role = "reception"
scale = "balance-2"
printer = "etiqueteuse-2"
"""


class Floor:
    """Two posts, each with a scale and a printer; `call` is what a tablet's program does."""

    def __init__(self, station: Station, bench: Bench, port: int) -> None:
        self._station, self.bench, self._port = station, bench, port

    def call(self, method: str, path: str, body: Any = None, role: str = "coordinator") -> Any:
        _, answer = call(self._port, method, path, body, self._station.tokens[role])
        return answer

    def set(self, device: str, **changes: Any) -> None:
        self.bench.devices[device].set(**changes)

    def weighing(self, post: str) -> Answer:
        return dict(self.call("GET", f"/api/v1/posts/{post}")["weighing"])

    def state(self, device: str) -> str:
        devices = self.call("GET", "/api/v1/status")["devices"]
        return str(next(each["state"] for each in devices if each["id"] == device))

    def receive(self, post: str, **data: Any) -> Answer:
        """Receive a crate: weighed where `weigh` is given, else counted."""
        goods = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12}
        if "weigh" in data:
            goods = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2"}
        body = {"command_id": str(uuid.uuid4()), "type": "ReceiveCrate", "post": post,
                "data": goods | data}  # fmt: skip
        return dict(self.call("POST", "/api/v1/commands", body, role="worker"))

    def label_states(self, post: str) -> list[str]:
        items = self.call("GET", f"/api/v1/labels?post={post}")["items"]
        return sorted(item["state"] for item in items)

    def on_paper(self, printer: str) -> list[str]:
        """Return what each label on paper identifies: the SSCC its symbols carry."""
        found = []
        for label in self.bench.labels(printer):
            texts: Any = label["symbols"]
            units = {each["text"].lstrip("\x1d")[2:20] for each in texts}
            assert len(units) == 1, f"one label names several crates: {texts}"
            found.append(units.pop())
        return found

    def crates_received(self) -> int:
        return len(self.call("GET", "/api/v1/crates")["items"])


@contextmanager
def open_floor(folder: Path) -> Iterator[Floor]:
    """Start devices, station and server on a new ledger; stop them in the other order."""
    hub = Hub(folder / "hangar.db")
    register(hub)
    hub.close()
    bench = Bench(list(DEVICES))
    try:
        with served_floor(folder, bench) as floor:
            yield floor
    finally:
        bench.close()


@contextmanager
def served_floor(folder: Path, bench: Bench) -> Iterator[Floor]:
    """Start station and server on the ledger that is there; the devices live on."""
    config = folder / "hangar.toml"
    config.write_text(_config(bench), encoding="utf-8")
    station = Station(config)
    try:
        with served(station) as port:
            yield Floor(station, bench, port)
    finally:
        station.close()


def _config(bench: Bench) -> str:
    parts = [CONFIG.format(port=0), POSTS]
    for device in DEVICES:
        shown = device | {"url": bench.urls()[device["id"]]}
        lines = [
            f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"'
            for key, value in shown.items()
        ]
        parts.append("\n".join(["[[device]]", *lines]))
    return "\n\n".join(parts)
