"""The command `hangar`: reads its words and builds the whole; the one module that may see the web.

Must not hold what a subcommand does: that stands in `station.cli`, one file a group.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from station import __version__
from station.cli import (
    backups,
    catalogue,
    demonstration,
    devices,
    importing,
    labelling,
    ledger,
    pairing,
    tokens,
)
from station.errors import ConfigError, HangarError

if TYPE_CHECKING:
    from station.clock import SystemClock
    from station.config import Config
    from station.hangar import Hangar

log = logging.getLogger(__name__)

GROUPS = (backups, catalogue, demonstration, devices, importing, labelling, ledger, pairing, tokens)
"""The groups of subcommands; each adds its parsers and sets `run` on them."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all subcommands."""
    top = argparse.ArgumentParser(
        prog="hangar", description="The hangar station of a farmers' logistics platform."
    )
    top.add_argument("--version", action="version", version=f"hangar {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    server = commands.add_parser("run", help="run the station of a hub")
    server.add_argument("--config", type=Path, default=Path("hangar.toml"))
    server.set_defaults(run=run)
    for group in GROUPS:
        group.add(commands)
    return top


def run(arguments: argparse.Namespace) -> int:
    """Run the station: ledger, devices, print spool and web server, until told to stop."""
    from station.access import Access, access_path
    from station.config import load_config, notices
    from station.control import ControlServer
    from station.demo.lifeline import tie
    from station.hangar import Hangar
    from station.notify import notify
    from station.serving import serve
    from web.app import create_app
    from web.repair import repair_app, serve_repair

    tie()
    logging.basicConfig(
        level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    try:
        config = load_config(arguments.config)
    except ConfigError as error:
        return serve_repair(repair_app(error), arguments.config, notify=notify)
    for notice in notices(config):
        log.warning("%s: %s", config.path.name, notice)
    hangar = Hangar(config, clock=_clock(config))
    access = Access(access_path(config.storage.ledger))
    control = ControlServer(config.storage.ledger, hangar)
    try:
        control.start()
        if config.demonstration and not config.school:
            _watch_the_day(hangar)
        serve(config, create_app(hangar, access), hangar, notify=notify)
    finally:
        control.stop()
        access.close()
    return 0


def _clock(config: Config) -> SystemClock | None:
    """Return a demonstration's clock, which its days are played with; None for the machine's."""
    if not config.demonstration:
        return None
    from station.demo.moved_clock import moved_clock

    return moved_clock(config.hub.timezone, config.storage.ledger)


def _watch_the_day(hangar: Hangar) -> None:
    """Let a demonstration that runs over midnight have rounds and orders on the next day too."""
    from station.clock import SystemClock
    from station.demo.new_day import LOOK_S, NewDay
    from station.workers import Regularly

    days = NewDay(hangar, SystemClock(hangar.config.hub.timezone))
    Regularly("demo-days", look=days.look, every_s=LOOK_S).start()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return the exit status: 0 good, 1 an expected no, 2 wrong words."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed) or 0)
    except HangarError as error:
        print(f"hangar: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


if __name__ == "__main__":
    sys.exit(main())
