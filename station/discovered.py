"""What is plugged in, beside what is configured: proposals of `hangar.toml` lines, and conflicts.

Must not change the configuration: a person copies the lines, checks them and starts again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drivers.discovery import Found, discover
from drivers.port_conflicts import Conflict, conflicts_of, machine_conflicts
from station.config import Config

NAMES = {
    "scale": "balance",
    "printer": "etiqueteuse",
    "scanner": "douchette",
    "thermometer": "sonde",
}
"""The first part of a proposed id, by kind."""

MORE = {
    "scale": ("# max_g = 60000        # à lire sur la plaque", "# division_g = 20      # idem"),
    "printer": ('media = "a6"', "dpi = 203"),
    "thermometer": ('# zone = "CF-1"',),
}
"""What a proposal adds by kind; a line with # must be filled in by a person."""


def discovered(config: Config, root: Path = Path("/")) -> dict[str, Any]:
    """Return everything plugged in as JSON values, with what is in the way."""
    found = discover(root)
    taken = {device.id for device in config.devices}
    items = []
    for one in found:
        owner = _configured(config, one, root)
        items.append(_item(one, owner, _proposal(one, owner, taken), conflicts_of(one, root)))
    return {
        "items": items,
        "conflicts": [_conflict(each) for each in machine_conflicts(root)],
        "next": None,
    }


def _item(
    one: Found, owner: str | None, lines: str | None, conflicts: list[Conflict]
) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": one.url,
        "node": one.node,
        "keeps_name": one.keeps == "device",
        "name_follows": one.keeps,
        "kind": one.kind,
        "protocol": one.protocol,
        "sure": one.sure,
        "device": owner,
        "conflicts": [_conflict(each) for each in conflicts],
        "proposal": lines,
        "next": f"hangar devices listen '{one.url}'" if one.kind is None and not owner else None,
    }


def _conflict(one: Conflict) -> dict[str, str]:
    return {"code": one.code, "seen": one.seen, "remedy": one.remedy_fr}


def _configured(config: Config, found: Found, root: Path) -> str | None:
    """Return the id of the device that is configured on this port, by whatever name."""
    names = {found.node, found.path}
    for device in config.devices:
        path = urlsplit(device.url).path
        if path and (path in names or _node(path, root) in names):
            return device.id
    return None


def _node(path: str, root: Path) -> str:
    """Follow a name in /dev to the kernel's; a path of a demonstration's socket stays itself."""
    place = root / path.lstrip("/")
    if not place.is_symlink():
        return path
    target = (place.parent / place.readlink()).resolve()
    return "/" + str(target.relative_to(root.resolve())) if target.exists() else path


def _proposal(found: Found, owner: str | None, taken: set[str]) -> str | None:
    """Return lines for `hangar.toml`; None where nothing should be proposed.

    A keyboard of an unknown maker is never proposed: it may be the one people type on.
    """
    unknown_port = found.kind is None and found.scheme == "serial"
    kind = "scanner" if unknown_port else found.kind
    if owner is not None or kind is None:
        return None
    protocol = found.protocol or ("line" if kind == "scanner" else "escpos")
    return device_lines(kind, protocol, found.url, taken=taken, sure=found.sure)


def device_lines(kind: str, protocol: str, url: str, *, taken: set[str], sure: bool) -> str:
    """Return a `[[device]]` to copy; its id is free, and is taken from then on."""
    id = _free_id(kind, taken)
    taken.add(id)
    doubt = [] if sure else ["# supposition : vérifiez kind et protocol"]
    lines = [
        "[[device]]",
        *doubt,
        f'id = "{id}"',
        f'kind = "{kind}"',
        f'protocol = "{protocol}"',
        f'url = "{url}"',
        *MORE.get(kind, ()),
    ]
    return "\n".join(lines) + "\n"


def _free_id(kind: str, taken: set[str]) -> str:
    number = 1
    while f"{NAMES[kind]}-{number}" in taken:
        number += 1
    return f"{NAMES[kind]}-{number}"
