"""`hangar bench`: each figure with its floor and their ratio, measured in one run.

Must not be imported by the running station: it starts servers of its own on ledgers of its own.
To add one: a module with a function that returns figures, and its line in FIGURES.
"""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Iterable, Sequence

from station.bench.figures import Figure, as_json_line, as_table
from station.errors import HangarError

FIGURES: dict[str, str] = {
    "commit": "commits",
    "label": "labelling",
    "scan": "scans",
    "streams": "streams",
    "resident": "resident",
    "allocate": "sharing_out",
    "papers": "week_papers",
    "freshness": "freshness",
    "burst": "burst",
    "idle": "idle",
    "handheld": "handheld",
    "board": "board_hours",
    "camera": "camera",
    "import": "order_files",
}
"""Each name of `hangar bench NAME`, with the module that measures it."""
LONG = frozenset({"allocate", "papers", "freshness", "burst", "idle", "board", "camera", "import"})
"""Minutes long, with a browser, or with devices of their own: measured only when they are named."""


def run(names: Sequence[str], as_json: bool, *, scale: float = 1.0) -> int:
    """Measure the figures named, or all short ones; print a table or a line of JSON; return 0.

    `scale` shortens or lengthens every sample: 1.0 is what the README's figures are taken with.
    """
    unknown = sorted(set(names) - set(FIGURES))
    if unknown:
        raise HangarError(
            f"hangar bench: expected names among {', '.join(FIGURES)}, got {', '.join(unknown)}"
        )
    # Stopped from outside it still ends its servers and removes its folders.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    figures: list[Figure] = []
    try:
        for name in chosen(names):
            print(f"hangar bench: measuring {name} …", file=sys.stderr, flush=True)
            figures += measure(name, scale)
    finally:
        signal.signal(signal.SIGTERM, before)
    print(as_json_line(figures) if as_json else as_table(figures), flush=True)
    return 0


def chosen(names: Sequence[str]) -> Sequence[str]:
    """Return the names given, or all that are short when none is."""
    return names or [name for name in FIGURES if name not in LONG]


def measure(name: str, scale: float = 1.0) -> Iterable[Figure]:
    """Measure the figures of one name."""
    module = importlib.import_module(f"station.bench.{FIGURES[name]}")
    found: list[Figure] = module.measure(scale)
    return found
