"""The demonstration's clock: the machine's, moved on by whole days so that a week can be played.

Must not run in a hub's station, nor go back: dates in a ledger only grow.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from labels.whole_file import write_whole
from station.clock import SystemClock
from station.errors import HangarError

MOST_DAYS = 366
"""Furthest that a demonstration may be moved ahead: a year shows everything that has a date."""


class MovedClock(SystemClock):
    """A clock that is whole days ahead; how many is kept beside the ledger, through restarts."""

    def __init__(self, timezone: str, kept: Path) -> None:
        super().__init__(timezone)
        self._kept = kept
        self.ahead_days = _days(kept)

    def now(self) -> datetime:
        """Return the instant in UTC, moved."""
        return super().now() + timedelta(days=self.ahead_days)

    def move(self, ahead_days: int) -> None:
        """Be so many days ahead of the machine from now on; raise `ValueError` to go back."""
        if not self.ahead_days <= ahead_days <= MOST_DAYS:
            raise ValueError(f"{self.ahead_days} to {MOST_DAYS} days ahead")
        write_whole(self._kept, str(ahead_days).encode("ascii"))
        self.ahead_days = ahead_days


def moved_clock(timezone: str, ledger: Path) -> MovedClock:
    """Return the clock of the demonstration that keeps this ledger."""
    return MovedClock(timezone, ledger.with_name(f"{ledger.stem}-clock-ahead-days"))


def _days(kept: Path) -> int:
    """Return the days that were kept; none for a demonstration that was never moved."""
    try:
        return int(kept.read_text(encoding="ascii"))
    except FileNotFoundError:
        return 0
    except ValueError as error:
        raise HangarError(
            f"{kept}: expected a whole number of days, got {error}: give another --dir"
        ) from error
