"""Makes a demonstration's folder: configuration, ledger with the made-up hub, tokens and PINs.

Reopens what is there. Must not start any process.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.access import Access, access_path
from station.bus import CommandBus
from station.clock import SystemClock
from station.config import Config, load_config
from station.demo.people import PEOPLE, PINS, TOKEN_ROLES
from station.domain.words import Role
from station.importing.applying import import_file
from station.messages import Sender, open_envelope
from station.offline import offline_bus
from station.reading import Readers

DATA = Path(__file__).parent / "data"
IMPORTED = ("producers", "products", "customers", "crate-types", "rounds", "orders")
"""The made-up hub's files, in the order in which they refer to each other."""

DEVICES: tuple[dict[str, Any], ...] = (
    {"id": "balance-1", "kind": "scale", "protocol": "toledo-8217", "max_g": 60000,
     "division_g": 20, "serial_number": "B-0042", "verified_until": "2027-03-31",
     "check_weight_g": 10000},
    {"id": "balance-2", "kind": "scale", "protocol": "mt-sics", "max_g": 30000,
     "division_g": 10, "serial_number": "B-0043", "verified_until": "2027-03-31",
     "check_weight_g": 5000},
    {"id": "etiqueteuse-1", "kind": "printer", "protocol": "zpl", "media": "a6", "dpi": 203},
    {"id": "etiqueteuse-2", "kind": "printer", "protocol": "escpos", "media": "roll80",
     "dpi": 203},
    {"id": "douchette-1", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-2", "kind": "scanner", "protocol": "line"},
    {"id": "douchette-3", "kind": "scanner", "protocol": "line"},
)  # fmt: skip
"""The simulated devices: two scales, two printers, three scanners, two protocols of each kind."""

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
languages = ["fr", "en"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:{port}"
trusted_hosts = ["hangar.local", "127.0.0.1", "localhost"]

[demo]
control = "{control}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFolder:
    """A prepared demonstration: its configuration file and the tokens of each role."""

    config: Path
    tokens: Mapping[str, str]


def write_configuration(folder: Path, *, port: int, control: str, urls: Mapping[str, str]) -> Path:
    """Write `hangar.toml`, or point the one that is there at this start's ports."""
    path = folder / "hangar.toml"
    if path.exists():
        _repoint(path, port, control, urls)
        return path
    parts = [HEAD.format(port=port, control=control)]
    for device in DEVICES:
        parts.append("\n[[device]]")
        shown = {**device, "url": urls[device["id"]]}
        parts += [f"{name} = {_toml(name, value)}" for name, value in shown.items()]
    path.write_text("\n".join(parts) + "\n" + POSTS, encoding="utf-8")
    return path


def _toml(name: str, value: object) -> str:
    if isinstance(value, int) or name == "verified_until":
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _repoint(path: Path, port: int, control: str, urls: Mapping[str, str]) -> None:
    """Change only addresses that this program wrote: listen, control and device URLs."""
    text = path.read_text(encoding="utf-8")
    known = load_config(path)
    for device in known.devices:
        if device.id in urls:
            text = text.replace(f'"{device.url}"', f'"{urls[device.id]}"')
    text = re.sub(r'(?m)^listen = "[^"]*"', f'listen = "127.0.0.1:{port}"', text)
    text = re.sub(r'(?m)^control = "[^"]*"', f'control = "{control}"', text)
    path.write_text(text, encoding="utf-8")


def fill(path: Path) -> DemoFolder:
    """Make the made-up hub known to the ledger, and today's rounds and orders."""
    config = load_config(path)
    tokens = _people(config)
    bus = offline_bus(config)
    readers = Readers(config.storage.ledger)
    try:
        _operators(bus, readers)
        _imports(config, bus, readers)
    finally:
        readers.close()
        bus.close()
    return DemoFolder(config=path, tokens=tokens)


SENDER = Sender(name="demonstration", role=Role.ADMIN)


def _send(bus: CommandBus, type: str, data: dict[str, Any]) -> dict[str, Any]:
    body = {"command_id": f"demo-{uuid.uuid4()}", "type": type, "data": data}
    return bus.run(open_envelope(body, SENDER)).answer


def _operators(bus: CommandBus, readers: Readers) -> None:
    with readers.present() as present:
        known = {operator.code for operator in present.world.operators.all()}
    for code, name, role, language in PEOPLE:
        if code not in known:
            data = {"code": code, "name": name, "role": role, "language": language}
            _send(bus, "RegisterOperator", data)


def _imports(config: Config, bus: CommandBus, readers: Readers) -> None:
    today = SystemClock(config.hub.timezone).today()
    with readers.present() as present:
        if present.world.order_lines.where(delivery_date=today):
            return  # orders come last: with them, everything of the day is there
    for kind in IMPORTED:
        content = (DATA / f"{kind}.csv").read_bytes().replace(b"DATE", today.encode())
        report = import_file(
            kind,
            content,
            source="demonstration",
            readers=readers,
            send=lambda type, data: _send(bus, type, data),
        )
        assert report.applied, report.problems


def _kept_tokens(path: Path) -> dict[str, str]:
    """Return the tokens of an earlier start; none where the file is missing or half written."""
    try:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def _people(config: Config) -> dict[str, str]:
    """Set the public PINs and return the tokens, which stay the same while the folder lives."""
    path = config.path.parent / "demo-tokens.json"
    access = Access(access_path(config.storage.ledger))
    try:
        for code, pin in PINS.items():
            access.set_pin(code, pin)
        kept = _kept_tokens(path)
        if all(access.token_sender(kept.get(role, "")) for role in TOKEN_ROLES):
            return kept
        for role in TOKEN_ROLES:
            access.revoke_token(f"demo-{role}")
        tokens = {role: access.create_token(f"demo-{role}", role) for role in TOKEN_ROLES}
        path.touch(mode=0o600)
        path.write_text(json.dumps(tokens), encoding="utf-8")
        return tokens
    finally:
        access.close()
