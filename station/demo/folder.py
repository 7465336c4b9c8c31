"""Fills a demonstration's folder: ledger with the made-up hub, tokens and PINs.

Reopens what is there. Must not start any process.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from station.access import Access, access_path
from station.bus import CommandBus
from station.config import Config, load_config
from station.demo.configuration import device_specs, write_configuration
from station.demo.moved_clock import moved_clock
from station.demo.people import FARMS, PEOPLE, PINS, TOKEN_ROLES, Person
from station.demo.place import Opened
from station.domain.words import Role
from station.importing.applying import Send, import_file
from station.messages import Sender, open_envelope
from station.offline import offline_bus
from station.reading import Readers

DATA = Path(__file__).parent / "data"
IMPORTED = (
    *("producers", "products", "customers", "crate-types", "vehicles", "distances"),
    *("rounds", "orders"),
)
"""The made-up hub's files, in the order in which they refer to each other."""


class MadeUpHub:
    """The made-up hub in a folder, as the supervisor opens it."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, *, ptys: bool = False) -> None:
        self.folder = folder
        self.ptys = folder / "dev" if ptys else None

    def devices(self) -> list[dict[str, Any]]:
        """Return the devices to simulate."""
        return device_specs(self.folder)

    def configure(self, *, port: int, control: str, urls: Mapping[str, str]) -> Path:
        """Write `hangar.toml`, or point it at this start's ports."""
        return write_configuration(self.folder, port=port, control=control, urls=urls)

    def fill(self, config: Path) -> Opened:
        """Make the made-up hub known to the ledger."""
        return fill(config)


def fill(path: Path) -> Opened:
    """Make the made-up hub known to the ledger, and today's rounds and orders."""
    config = load_config(path)
    tokens = admit(config)
    bus = offline_bus(config)
    readers = Readers(config.storage.ledger)
    try:
        _imports(config, bus, readers)
        register(bus, readers, PEOPLE)
    finally:
        readers.close()
        bus.close()
    return Opened(config=path, tokens=tokens)


SENDER = Sender(name="demonstration", role=Role.ADMIN)


def send(bus: CommandBus, type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Send one command to a hub whose server does not run; return its answer."""
    body = {"command_id": f"demo-{uuid.uuid4()}", "type": type, "data": data}
    return bus.run(open_envelope(body, SENDER)).answer


def register(bus: CommandBus, readers: Readers, people: Sequence[Person]) -> None:
    """Make people known that are not yet."""
    with readers.present() as present:
        known = {operator.code for operator in present.world.operators.all()}
    for code, name, role, language in people:
        if code not in known:
            data = {"code": code, "name": name, "role": role, "language": language}
            data |= {"producer": FARMS[code]} if code in FARMS else {}
            send(bus, "RegisterOperator", data)


def _imports(config: Config, bus: CommandBus, readers: Readers) -> None:
    today = moved_clock(config.hub.timezone, config.storage.ledger).today()
    import_day(today, readers, lambda type, data: send(bus, type, data))


def import_day(today: str, readers: Readers, send: Send) -> None:
    """Make the made-up hub known, with a day's rounds and orders; a day that has them is left."""
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
            send=send,
        )
        assert report.applied, report.problems


def _kept_tokens(path: Path) -> dict[str, str]:
    """Return the tokens of an earlier start; none where the file is missing or half written."""
    try:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def admit(config: Config) -> dict[str, str]:
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
