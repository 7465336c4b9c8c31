"""A hub to measure on: the demonstration's data in a folder of its own, without devices.

Must not live in memory: the folder is on a disk, or every fsync would be free.
"""

from __future__ import annotations

import contextlib
import csv
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.access import Access, access_path
from station.bus import CommandBus
from station.clock import SystemClock
from station.config import Config, load_config
from station.demo.folder import DATA, fill
from station.domain.words import Role
from station.messages import Sender, open_envelope
from station.offline import offline_bus

DISK = Path("/var/tmp")
"""Temporary files that outlive a restart, so never a memory disk; elsewhere the user's own."""
SENDER = Sender(name="bench", role=Role.ADMIN)
COLD_TENTHS = -180
"""Cold enough for every class of goods."""
CONFIGURATION = """
[hub]
name = "MIL de démonstration"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"
languages = ["fr", "en"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:{port}"
trusted_hosts = ["127.0.0.1"]

[[post]]
id = "reception"
role = "reception"

[[post]]
id = "cold-door"
role = "store"

[[post]]
id = "dock-1"
role = "dock"

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "froid"

[[zone]]
id = "CF-2"
name = "Chambre froide 2"
temperature_class = "froid"
"""


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Lend a folder on a disk, and remove it."""
    where = DISK if DISK.is_dir() else Path.home()
    made = Path(tempfile.mkdtemp(prefix="hangar-bench-", dir=where))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub whose crates are received: those in stock, and those loaded into round `round`."""

    config: Config
    token: str
    stock: tuple[str, ...]
    loaded: tuple[str, ...]
    round: str


def make(place: Path, *, port: int) -> Hub:
    """Fill a ledger with the made-up hub and its day's arrivals, and load one round whole."""
    path = place / "hangar.toml"
    path.write_text(CONFIGURATION.format(port=port), encoding="utf-8")
    fill(path)
    config = load_config(path)
    bus = offline_bus(config)
    try:
        crates = [_received(bus, row) for row in _arrivals()]
        round = f"{SystemClock(config.hub.timezone).today()}-T1"
        loaded = _loaded(bus, round, [crate for crate in crates if crate["customer"]])
    finally:
        bus.close()
    stock = tuple(
        crate["id"]
        for crate in crates
        if not crate["customer"] and crate["temperature_class"] != "surgele"
    )
    return Hub(config=config, token=_token(config), stock=stock, loaded=loaded, round=round)


def send(bus: CommandBus, type: str, post: str | None = None, **data: Any) -> dict[str, Any]:
    """Send one command and return its answer."""
    body = {"command_id": str(uuid.uuid4()), "type": type, "post": post, "data": data}
    return bus.run(open_envelope(body, SENDER)).answer


def _arrivals() -> list[dict[str, str]]:
    with (DATA / "arrivals.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _received(bus: CommandBus, row: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {name: row[name] for name in ("producer", "product", "crate_type")}
    data |= {"customer": row["customer"] or None}
    data |= {"count": int(row["count"])} if row["count"] else {}
    if row["net_g"]:
        gross_g = int(row["net_g"]) + 2_000
        data["weigh"] = {"gross_g": gross_g, "tare_g": 2_000, "reason": "mesure"}
    data["celsius_tenths"] = COLD_TENTHS
    answer = send(bus, "ReceiveCrate", "reception", **data)
    if answer["outcome"] == "refused":
        raise RuntimeError(f"expected {row} to be received, got {answer['refusal']}")
    crate: dict[str, Any] = answer["crate"]
    send(bus, "ConfirmLabel", "reception", label=answer["label"]["id"])
    return crate


def _loaded(bus: CommandBus, round: str, crates: list[dict[str, Any]]) -> tuple[str, ...]:
    """Load what belongs into a round, last stop first; those of other rounds are refused."""
    waiting: list[str] = [crate["id"] for crate in crates]
    loaded: list[str] = []
    before = -1
    while before != len(loaded):
        before = len(loaded)
        for crate in [id for id in waiting if id not in loaded]:
            answer = send(bus, "LoadCrate", "dock-1", crate=crate, round=round)
            if answer["outcome"] == "accepted":
                loaded.append(crate)
    return tuple(loaded)


def _token(config: Config) -> str:
    access = Access(access_path(config.storage.ledger))
    try:
        return access.create_token("bench", "admin")
    finally:
        access.close()
