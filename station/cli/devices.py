"""`hangar check` and `hangar devices`: the configuration, and what stands in the hangar."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from station.cli import listening
from station.cli.words import print_json, with_config, with_json
from station.errors import Fault


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    check = with_json(with_config(commands.add_parser("check", help="every fault of hangar.toml")))
    check.set_defaults(run=run_check)
    devices = commands.add_parser("devices", help="devices and their protocols")
    parts = devices.add_subparsers(required=True, metavar="WHAT")
    listed = with_json(with_config(parts.add_parser("list", help="the configured devices")))
    listed.add_argument("--plugged", action="store_true", help="what is plugged in instead")
    listed.set_defaults(run=run_list)
    protocols = with_json(with_config(parts.add_parser("protocols", help="what is spoken")))
    protocols.set_defaults(run=run_protocols)
    read = with_json(with_config(parts.add_parser("read", help="read one device by its URL")))
    read.add_argument("url")
    read.add_argument("--protocol", required=True)
    read.add_argument("--count", type=int, default=1)
    read.add_argument("--pattern", help="of a line-regex scale")
    read.add_argument("--request", help="what a line-regex scale is asked with")
    read.set_defaults(run=run_read)
    listening.add(parts)


def run_check(arguments: argparse.Namespace) -> int:
    """List every fault of the configuration at once, and what is allowed but must be said."""
    from station.config import ConfigError, load_config, notices

    try:
        config = load_config(arguments.config)
    except ConfigError as error:
        if arguments.json:
            print_json({"ok": False, "faults": _plain(error.faults), "notices": []})
        else:
            print(error)
        return 1
    said = notices(config)
    if arguments.json:
        print_json({"ok": True, "faults": [], "notices": _plain(said)})
    else:
        print(f"{config.path}: {len(config.devices)} devices, {len(config.posts)} posts: good")
        for notice in said:
            print(f"  - {notice}")
    return 0


def _plain(faults: Iterable[Fault]) -> list[dict[str, str]]:
    return [
        {"key": f.key, "value": f.value, "expected": f.expected, "remedy": f.remedy_fr}
        for f in faults
    ]


def run_list(arguments: argparse.Namespace) -> int:
    """List the configured devices and how the running station finds them, or what is plugged in."""
    from station.cli import plugged
    from station.config import load_config
    from station.control import device_states

    config = load_config(arguments.config)
    if arguments.plugged:
        plugged.show(config, json=arguments.json)
        return 0
    found = device_states(config)
    rows = [
        {
            "id": d.id,
            "kind": d.kind,
            "protocol": d.protocol,
            "url": d.url,
            "state": found[d.id]["state"] if found and d.id in found else None,
        }
        for d in config.devices
    ]
    if arguments.json:
        print_json(rows)
        return 0
    for row in rows:
        state = row["state"] or "?"
        print(f"{row['id']:20} {row['kind']:11} {row['protocol']:15} {state:9} {row['url']}")
    if not rows:
        print(f"{config.path}: no device is configured; `--plugged` shows what is there")
    elif found is None:
        print("no station runs here: whether they answer is not known (`hangar devices read`)")
    return 0


def run_protocols(arguments: argparse.Namespace) -> int:
    """List the protocols that drivers speak."""
    from drivers.registry import protocols_json

    rows = protocols_json()
    if arguments.json:
        print_json(rows)
    else:
        for row in rows:
            print(f"{row['kind']:8} {row['protocol']:14} {row['name']}")
    return 0


def run_read(arguments: argparse.Namespace) -> int:
    """Print readings of one scale or scanner without a server."""
    from drivers.errors import DriverError
    from drivers.reading_once import read_device, reading_json
    from station.errors import HangarError

    try:
        for reading in read_device(
            arguments.url,
            arguments.protocol,
            arguments.count,
            pattern=arguments.pattern,
            request=arguments.request,
        ):
            plain = reading_json(reading)
            print_json(plain) if arguments.json else print(_shown(plain))
    except DriverError as error:
        raise HangarError(str(error)) from error
    return 0


def _shown(reading: dict[str, Any]) -> str:
    return "  ".join(f"{name}={value}" for name, value in reading.items())
