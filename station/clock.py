"""Tells the time, and whether it can be trusted: the Pi may boot with a wrong clock.

Must not be read by the domain: instants and today's date are handed to it.
"""

from __future__ import annotations

import ctypes
import time
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

STA_UNSYNC = 0x0040
"""Bit of the kernel's clock status: not disciplined by a time source (adjtimex(2))."""
TIMEX_BYTES = 256
"""Room for `struct timex`: 208 bytes on 64-bit Linux."""
STATUS_OFFSET = 40
"""Where `status` stands in `struct timex` on 64-bit Linux: after modes and four longs."""


class Clock(Protocol):
    """What the station needs of a clock."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        ...

    def today(self) -> str:
        """Return the hub's local date, ISO 8601."""
        ...

    def synchronised(self) -> bool:
        """Return whether a time source disciplines the clock."""
        ...


class SystemClock:
    """The machine's clock, in the hub's zone for dates."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)
        self._checked_s = -60.0
        self._synchronised = False

    def now(self) -> datetime:
        """Return the instant in UTC."""
        return datetime.now(UTC)

    def today(self) -> str:
        """Return today's local date."""
        return self.now().astimezone(self._zone).date().isoformat()

    @property
    def zone(self) -> ZoneInfo:
        """The hub's zone, in which its days begin and end."""
        return self._zone

    def local(self, instant: datetime) -> datetime:
        """Return an instant in the hub's zone."""
        return instant.astimezone(self._zone)

    def synchronised(self) -> bool:
        """Return the kernel's word, asked at most every ten seconds."""
        now_s = time.monotonic()
        if now_s - self._checked_s > 10:
            self._checked_s, self._synchronised = now_s, kernel_synchronised()
        return self._synchronised


def kernel_synchronised() -> bool:
    """Ask adjtimex(2); a machine without it is never sure."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        timex = ctypes.create_string_buffer(TIMEX_BYTES)
        state = libc.adjtimex(timex)
    except (OSError, AttributeError):
        return False
    status = int.from_bytes(timex.raw[STATUS_OFFSET : STATUS_OFFSET + 4], "little")
    return state >= 0 and not status & STA_UNSYNC


def instant_text(instant: datetime) -> str:
    """Write an instant as the ledger keeps it: UTC, milliseconds, with offset."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")
