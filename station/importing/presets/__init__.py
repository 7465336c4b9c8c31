"""The order files of other programs, each read into neutral lines. One module per program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from station.importing.orders import Lines
from station.importing.presets import camap, hub, ofn_customer_totals

DEFAULT_PRESET = "hub"

PRESETS: Mapping[str, Callable[[bytes, date | None], Lines]] = {
    "hub": hub.read,
    "ofn-customer-totals": ofn_customer_totals.read,
    "camap": camap.read,
}
"""What `--preset` takes: the bytes of a file and the chosen delivery date in, lines out."""


def read_orders(
    content: bytes, *, preset: str = DEFAULT_PRESET, delivery_date: date | None = None
) -> Lines:
    """Read a file of orders by one of `PRESETS`."""
    return PRESETS[preset](content, delivery_date)
