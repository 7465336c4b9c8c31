"""An authority in a folder, with a clock and network cards that the test sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from station.authority.keeping import Authority

HOME = IPv4Interface("192.168.77.20/24")
Make = Callable[..., Authority]


@pytest.fixture
def authority(tmp_path: Path) -> Make:
    def make(
        *,
        day: datetime | None = datetime(2026, 11, 26, 8, 30, 15, 123456, tzinfo=UTC),
        past: datetime | None = None,
        cards: tuple[IPv4Interface, ...] = (HOME,),
        hosts: tuple[str, ...] = ("hangar.local", "127.0.0.1", "bank.example"),
    ) -> Authority:
        return Authority(
            tmp_path / "hangar.db",
            hub="MIL d'essai",
            trusted_hosts=hosts,
            sure_day=lambda: day,
            known_past=lambda: past,
            interfaces=lambda: list(cards),
        )

    return make
