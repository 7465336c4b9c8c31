"""The school's folder: the hub's posts and zones with simulated devices, and a ledger of its own.

Must copy no device's address, and no company prefix: a label of the school is no crate's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from station.clock import SystemClock
from station.config import Config, DeviceConfig, load_config
from station.config.writing import toml_table
from station.demo.configuration import spec
from station.demo.folder import admit, register, send
from station.demo.people import PEOPLE
from station.demo.place import Opened
from station.importing.applying import FIELD_OF_KIND, KNOWN
from station.offline import offline_bus
from station.reading import Present, Readers
from station.school.copying import Lessons, SchoolError, read_lessons

NAME = "ÉCOLE"
PREFIX = "9529999"
"""A prefix that GS1 keeps for examples: no SSCC of the school is ever a crate's somewhere."""
LONGEST_NAME = 180
LOOPBACK = ("127.0.0.1", "localhost")
TEACHERS = tuple(person for person in PEOPLE if person[2] != "producer")
"""The people of the demonstration, but its producer, who belongs to a made-up farm."""

STAND_INS: Mapping[tuple[str, str], str] = {
    ("scanner", "evdev"): "line",
    ("scanner", "camera"): "line",
    ("thermometer", "w1"): "line-celsius",
    ("printer", "cups"): "zpl",
    ("printer", "escpos-label"): "escpos",
    ("scale", "line-regex"): "ad",
}
"""What is simulated in the place of a protocol that has no wire, or one only its hub knows."""
OF_THE_REAL_ONE = ("serial_number", "pattern", "request", "layout")
"""What is true of the hub's own device only."""


class School:
    """One folder for trainees, beside the hub it copies."""

    ptys: Path | None = None

    def __init__(self, hub: Config, folder: Path) -> None:
        if hub.demonstration:
            raise SchoolError(
                f"{hub.path}: expected a hub's file, got a demonstration's: practise there"
            )
        if folder in (hub.path.parent, hub.storage.ledger.parent):
            raise SchoolError(f"{folder}: expected a folder of its own, got the hub's: give --dir")
        self.hub, self.folder = hub, folder
        self.host = "127.0.0.1" if hub.web.host in LOOPBACK else hub.web.host

    def devices(self) -> list[dict[str, Any]]:
        """Return the hub's devices as simulated ones."""
        return [simulated(device) for device in self.hub.devices]

    def configure(self, *, port: int, control: str, urls: Mapping[str, str]) -> Path:
        """Write the school's `hangar.toml` anew, after the hub's as it is today."""
        devices = [{**device, "url": urls[device["id"]]} for device in self.devices()]
        tables = [
            "# École : écrit par « hangar school » à chaque démarrage. Rien ici n'est réel.",
            toml_table("[hub]", self._hub()),
            toml_table("[web]", self._web(port)),
            toml_table("[demo]", {"control": control, "school": True}),
            *(toml_table("[[device]]", device) for device in devices),
            *(toml_table("[[post]]", asdict(post)) for post in self.hub.posts),
            *(toml_table("[[zone]]", asdict(zone)) for zone in self.hub.zones),
        ]
        path = self.folder / "hangar.toml"
        path.write_text("\n".join(tables), encoding="utf-8")
        return path

    def _hub(self) -> dict[str, object]:
        hub = self.hub.hub
        return {
            "name": f"{NAME} · {hub.name}"[:LONGEST_NAME],
            "address": hub.address,
            "gs1_company_prefix": PREFIX if hub.gs1_company_prefix else None,
            "organic_body": hub.organic_body,
            "languages": hub.languages,
            "timezone": hub.timezone,
        }

    def _web(self, port: int) -> dict[str, object]:
        hosts = dict.fromkeys([*self.hub.web.trusted_hosts, "127.0.0.1", "localhost"])
        return {"listen": f"{self.host}:{port}", "trusted_hosts": list(hosts)}

    def fill(self, config: Path) -> Opened:
        """Copy what the hub knows today into the school's ledger."""
        school = load_config(config)
        today = SystemClock(school.hub.timezone).today()
        lessons = read_lessons(self.hub.storage.ledger, today)
        tokens = admit(school)
        bus = offline_bus(school)
        readers = Readers(school.storage.ledger)
        try:
            register(bus, readers, TEACHERS)
            with readers.present() as present:
                data = _news(present, lessons, today)
            if data:
                answer = send(bus, "ImportRows", {"source": "école", **data})
                if answer["outcome"] != "accepted":
                    raise SchoolError(f"the hub's data cannot be practised with: {answer}")
        finally:
            readers.close()
            bus.close()
        return Opened(config=config, tokens=tokens)


def simulated(device: DeviceConfig) -> dict[str, Any]:
    """Return the simulated device that stands for one of the hub's."""
    known = {name: value for name, value in spec(device).items() if name not in OF_THE_REAL_ONE}
    protocol = STAND_INS.get((device.kind, device.protocol), device.protocol)
    return {**known, "protocol": protocol}


def _news(present: Present, lessons: Lessons, today: str) -> dict[str, Any]:
    """Return what the school does not know yet, as one import."""
    data: dict[str, Any] = {}
    for kind, rows in lessons.rows.items():
        known = list(KNOWN[kind](present).values())
        if new := [row for row in rows if row not in known]:
            data[FIELD_OF_KIND[kind]] = new
    if lessons.orders and not present.world.order_lines.where(delivery_date=today):
        data["orders"] = {"source": "école", "added": list(lessons.orders)}
    return data
