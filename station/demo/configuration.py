"""Writes a demonstration's `hangar.toml`, and points the one that is there at this start's ports.

Must change nothing else of a file that a person may have edited: protocols and posts are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from station.config import DeviceConfig, load_config
from station.config.writing import toml_table

DEVICES: tuple[dict[str, Any], ...] = (
    {"id": "balance-1", "kind": "scale", "protocol": "toledo-8217", "max_g": 60000,
     "division_g": 20, "serial_number": "B-0042", "verified_until": date(2027, 3, 31),
     "check_weight_g": 10000},
    {"id": "balance-2", "kind": "scale", "protocol": "mt-sics", "max_g": 30000,
     "division_g": 10, "serial_number": "B-0043", "verified_until": date(2027, 3, 31),
     "check_weight_g": 5000},
    {"id": "etiqueteuse-1", "kind": "printer", "protocol": "zpl", "media": "a6", "dpi": 203},
    {"id": "etiqueteuse-2", "kind": "printer", "protocol": "escpos", "media": "roll80",
     "dpi": 203},
    {"id": "douchette-1", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-2", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-3", "kind": "scanner", "protocol": "line"},
    {"id": "sonde-1", "kind": "thermometer", "protocol": "line-celsius", "zone": "CF-1"},
)  # fmt: skip
"""The simulated devices: two scales and two printers of different makes, scanners, a probe."""

POSTS = """
[[post]]
id = "reception"
role = "reception"
scale = "balance-1"
printer = "etiqueteuse-1"
scanners = ["douchette-1"]

[[post]]
id = "cold-door"
role = "store"
scale = "balance-2"
printer = "etiqueteuse-2"
scanners = ["douchette-2"]

[[post]]
id = "dock-1"
role = "dock"
scanners = ["douchette-3"]

[[post]]
id = "shop"
role = "shop"

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "frais"
max_celsius_tenths = 80

[[zone]]
id = "CF-2"
name = "Chambre froide 2"
temperature_class = "froid"
max_celsius_tenths = 40

[[zone]]
id = "CONG"
name = "Congélateur"
temperature_class = "surgele"
max_celsius_tenths = -150

[[zone]]
id = "SEC"
name = "Étagères sèches"
temperature_class = "ambiant"

[[zone]]
id = "ROUGE"
name = "Palette rouge"
temperature_class = "ambiant"
quarantine = true

[[zone]]
id = "QUAI-1"
name = "Quai 1"
temperature_class = "ambiant"
"""

HEAD = """# Démonstration : une plateforme inventée, des appareils simulés. Rien ici n'est réel.
[hub]
name = "MIL de démonstration"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"
organic_body = ""
languages = ["fr", "en", "ar", "uk", "es", "pt"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:{port}"
trusted_hosts = ["hangar.local", "127.0.0.1", "localhost"]

[orders]
inbox = "commandes"

[preparation]
promise_at_intake = true

[demo]
control = "{control}"
"""


def device_specs(folder: Path) -> list[dict[str, Any]]:
    """Return the devices to simulate: those of the folder's file if there is one.

    A person may have changed a protocol there, or added a device; what replays a recording is real.
    """
    path = folder / "hangar.toml"
    if not path.exists():
        return [dict(device) for device in DEVICES]
    return [spec(one) for one in load_config(path).devices if not one.url.startswith("replay://")]


def spec(device: DeviceConfig) -> dict[str, Any]:
    """Return what `hangar.toml` says of one device, but where it is."""
    known = {name: value for name, value in asdict(device).items() if value is not None}
    known.pop("url")
    return known


def write_configuration(folder: Path, *, port: int, control: str, urls: Mapping[str, str]) -> Path:
    """Write `hangar.toml`, or point the one that is there at this start's ports."""
    path = folder / "hangar.toml"
    if path.exists():
        _repoint(path, port, control, urls)
        return path
    head = HEAD.format(port=port, control=control)
    devices = [toml_table("[[device]]", {**one, "url": urls[one["id"]]}) for one in DEVICES]
    path.write_text("\n".join([head, *devices]) + POSTS, encoding="utf-8")
    return path


DEVICE = re.compile(r"(?m)^\[\[device\]\]$(?:\n(?!\s*\[).*)*")
"""One device's table, up to the next header."""
ID, URL = (re.compile(rf'(?m)^{name} *= *"([^"]*)"') for name in ("id", "url"))


def _repoint(path: Path, port: int, control: str, urls: Mapping[str, str]) -> None:
    """Change addresses only: listen, control and each device's URL."""

    def pointed(table: re.Match[str]) -> str:
        id = ID.search(table[0])
        url = urls.get(id[1]) if id else None
        return URL.sub(f'url = "{url}"', table[0]) if url else table[0]

    text = DEVICE.sub(pointed, path.read_text(encoding="utf-8"))
    text = re.sub(r'(?m)^listen = "[^"]*"', f'listen = "127.0.0.1:{port}"', text)
    text = re.sub(r'(?m)^control = "[^"]*"', f'control = "{control}"', text)
    path.write_text(text, encoding="utf-8")
