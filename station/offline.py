"""A command bus without devices, for the command line while no server runs.

Must not weigh: there is no scale here, and a weight would be refused as offline.
"""

from __future__ import annotations

from pathlib import Path

from station.bus import CommandBus
from station.clock import SystemClock
from station.config import Config
from station.domain.model import Weighing
from station.domain.refusals import Refusal
from station.settings import settings_from


class NoScales:
    """No scale is connected."""

    def take(self, post: str | None, receipt: str) -> Weighing:
        """Refuse: there is no receipt to take."""
        raise Refusal("scale_offline")

    def give_back(self, receipt: str) -> None:
        """Nothing was taken."""


def offline_bus(config: Config, ledger: Path | None = None) -> CommandBus:
    """Open a hub's ledger (or another one) for writing; raise `LedgerBusy` while a server runs."""
    return CommandBus(
        ledger or config.storage.ledger,
        hub=config.hub.name,
        station="s1",
        company_prefix=config.hub.gs1_company_prefix or "",
        settings=settings_from(config),
        clock=SystemClock(config.hub.timezone),
        scales=NoScales(),
        on_commit=lambda results: None,
    )
