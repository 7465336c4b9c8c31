"""Words that several groups of subcommands share.

Must not do anything: arguments and printing only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def with_config(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add `--config FILE`, which every subcommand takes after its name."""
    parser.add_argument(
        "--config", type=Path, default=Path("hangar.toml"), help="the hub's hangar.toml"
    )
    return parser


def with_json(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="answer JSON")
    return parser


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
