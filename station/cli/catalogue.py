"""`hangar catalogue`: what can be ordered, printed, or pushed as stock to Open Food Network."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from station.cli.words import with_config

if TYPE_CHECKING:
    from station.config import Config


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    catalogue = commands.add_parser("catalogue", help="what can be ordered; push it as stock")
    parts = catalogue.add_subparsers(required=True, metavar="WHAT")
    shown = with_config(parts.add_parser("show", help="print it, as CSV or as DFC JSON-LD"))
    shown.add_argument("--dfc", action="store_true", help="Data Food Consortium JSON-LD")
    shown.set_defaults(run=run_show)
    push = with_config(parts.add_parser("push", help="set the stock at Open Food Network"))
    push.add_argument("--json", action="store_true")
    push.set_defaults(run=run_push)


def run_show(arguments: argparse.Namespace) -> int:
    """Print the catalogue."""
    from station.documents.availability_files import availability_csv, availability_dfc

    config, items = _items(arguments)
    if arguments.dfc:
        base = f"http://{config.web.host}:{config.web.port}/dfc/"
        print(json.dumps(availability_dfc(items, config.hub, base), ensure_ascii=False, indent=1))
    else:
        print(availability_csv(items), end="")
    return 0


def run_push(arguments: argparse.Namespace) -> int:
    """Push free stock; exit 1 where an item could not be set."""
    from station.errors import HangarError
    from station.stock_push import push_stock

    config, items = _items(arguments)
    if not config.catalogue.ofn_url:
        raise HangarError("[catalogue] ofn_url: expected the shop's address, got none")
    done = push_stock(config.catalogue, items, config.path.parent)
    for one in done:
        if arguments.json:
            row = {"sku": one.sku, "before": one.before, "after": one.after, "fault": one.fault}
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{one.sku}: {one.before or '?'} -> {one.after}  {one.fault}".rstrip())
    return int(any(one.fault for one in done))


def _items(arguments: argparse.Namespace) -> tuple[Config, list[dict[str, Any]]]:
    from station.clock import SystemClock
    from station.config import load_config
    from station.rebuilding import offline_present
    from station.views.availability import availability

    config = load_config(arguments.config)
    with offline_present(config.storage.ledger) as present:
        return config, availability(present, today=SystemClock(config.hub.timezone).today())
