"""Says what a supervisor opens: a folder with devices to simulate and a ledger to fill.

Must know neither the made-up hub nor a school: each brings its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A prepared folder: its configuration file and the tokens of each role."""

    config: Path
    tokens: Mapping[str, str]


class Place(Protocol):
    """One folder. `host` is the address its server listens on.

    `ptys` is the folder of the simulated devices' serial ports; None gives them sockets.
    """

    folder: Path
    host: str
    ptys: Path | None

    def devices(self) -> list[dict[str, Any]]:
        """Return the devices to simulate."""

    def configure(self, *, port: int, control: str, urls: Mapping[str, str]) -> Path:
        """Write the folder's `hangar.toml` for this start's ports; return its path."""

    def fill(self, config: Path) -> Opened:
        """Make everything known to the folder's ledger."""
