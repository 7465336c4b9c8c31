"""`hangar demo` and `hangar day`: the made-up hub, and one delivery day played on it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from station.cli.words import with_json


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    demo = with_json(commands.add_parser("demo", help="a made-up hub with simulated devices"))
    demo.add_argument("--dir", type=Path, help="folder to make, or to open again")
    demo.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    demo.add_argument("--play", action="store_true", help="let a day play by itself")
    demo.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    demo.set_defaults(run=run_demo)
    day = with_json(commands.add_parser("day", help="play one delivery day and check it"))
    day.add_argument("--seed", type=int, default=1)
    day.add_argument("--dir", type=Path, help="folder of the demonstration it starts")
    day.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    day.set_defaults(run=run_day)


def run_demo(arguments: argparse.Namespace) -> int:
    """Run the demonstration until it is stopped."""
    from station.demo.supervisor import run

    folder = arguments.dir or Path(tempfile.mkdtemp(prefix="hangar-demo-"))
    return run(folder.resolve(), arguments.port, as_json=arguments.json, play=arguments.play)


def run_day(arguments: argparse.Namespace) -> int:
    """Play one delivery day."""
    from station.day import play

    return play(arguments.seed, arguments.dir, arguments.json)
