"""A hub with devices to measure on: the made-up master data, one post for what is measured.

Must not start a device: it writes down where devices are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station.access import Access, access_path
from station.config import Config, load_config
from station.demo.folder import fill

POST = "reception"
HEAD = """[hub]
name = "MIL de démonstration"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:{port}"
trusted_hosts = ["127.0.0.1"]
"""

Spec = Mapping[str, str | int]
"""One [[device]] of `hangar.toml`: id, kind, protocol, url and what its kind needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipped:
    """A hub that a station can be started on, and a token for it."""

    config: Config
    token: str


def make(place: Path, *, port: int, devices: Sequence[Spec]) -> Equipped:
    """Fill a ledger; the first scale, the first printer and all scanners stand at one post."""
    place.mkdir(exist_ok=True)
    path = place / "hangar.toml"
    path.write_text(_toml(port, devices), encoding="utf-8")
    fill(path)
    config = load_config(path)
    access = Access(access_path(config.storage.ledger))
    try:
        return Equipped(config=config, token=access.create_token("bench", "admin"))
    finally:
        access.close()


def _toml(port: int, devices: Sequence[Spec]) -> str:
    tables = [HEAD.format(port=port)]
    tables += [_table("device", device) for device in devices]
    post: dict[str, str | int | list[str]] = {"id": POST, "role": "reception"}
    for kind in ("scale", "printer"):
        for device in devices:
            if device["kind"] == kind:
                post.setdefault(kind, device["id"])
    post["scanners"] = [str(device["id"]) for device in devices if device["kind"] == "scanner"]
    return "\n".join([*tables, _table("post", post)])


def _table(name: str, values: Mapping[str, object]) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([f"[[{name}]]", *lines, ""])
