"""`hangar demo`, `day`, `week`, `school`: the made-up hub, days played on it, a training place."""

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
    demo.add_argument(
        "--ptys", action="store_true", help="devices on serial ports in the folder's dev/"
    )
    demo.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    demo.set_defaults(run=run_demo)
    day = with_json(commands.add_parser("day", help="play one delivery day and check it"))
    day.add_argument("--seed", type=int, default=1)
    day.add_argument("--dir", type=Path, help="folder of the demonstration it starts")
    day.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    day.set_defaults(run=run_day)
    week = with_json(commands.add_parser("week", help="play five days and check them"))
    week.add_argument("--seed", type=int, default=1)
    week.add_argument("--dir", type=Path, help="folder of the demonstration it starts")
    week.add_argument(
        "--days", default="", help="some days only, as in mardi,vendredi (lundi to vendredi)"
    )
    week.add_argument("--table", action="store_true", help="print the README's table")
    week.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    week.set_defaults(run=run_week)
    school = with_json(
        commands.add_parser(
            "school", help="practise on simulated devices, with the hub's own goods"
        )
    )
    school.add_argument("--config", type=Path, default=Path("hangar.toml"))
    school.add_argument("--dir", type=Path, help="the school's folder; `ecole` beside the ledger")
    school.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    school.set_defaults(run=run_school)


def run_demo(arguments: argparse.Namespace) -> int:
    """Run the demonstration until it is stopped."""
    from station.demo.folder import MadeUpHub
    from station.demo.supervisor import run

    folder = arguments.dir or Path(tempfile.mkdtemp(prefix="hangar-demo-"))
    return run(
        MadeUpHub(folder.resolve(), ptys=arguments.ptys),
        arguments.port,
        as_json=arguments.json,
        play=arguments.play,
        greeting="La plateforme de démonstration est ouverte",
    )


def run_day(arguments: argparse.Namespace) -> int:
    """Play one delivery day."""
    from station.day import play

    return play(arguments.seed, arguments.dir, arguments.json)


def run_week(arguments: argparse.Namespace) -> int:
    """Play five days, or those that are named."""
    from station.errors import HangarError
    from station.week import DAY_NAMES, Form, play

    asked = set(filter(None, arguments.days.split(","))) or set(DAY_NAMES)
    if unknown := sorted(asked - set(DAY_NAMES)):
        raise HangarError(f"--days: expected names among {', '.join(DAY_NAMES)}, got {unknown}")
    played = tuple(name for name in DAY_NAMES if name in asked)
    form: Form = "json" if arguments.json else "table" if arguments.table else "story"
    return play(arguments.seed, arguments.dir, form, played)


def run_school(arguments: argparse.Namespace) -> int:
    """Open the school of a hub until it is stopped."""
    from station.config import load_config
    from station.demo.supervisor import run
    from station.school.place import School

    hub = load_config(arguments.config)
    folder = arguments.dir or hub.storage.ledger.parent / "ecole"
    return run(
        School(hub, folder.resolve()),
        arguments.port,
        as_json=arguments.json,
        play=False,
        greeting="L'école est ouverte, rien n'y est enregistré pour de vrai",
    )
