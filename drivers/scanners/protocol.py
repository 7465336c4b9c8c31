"""Says what a scanner protocol offers to the session that drives it.

It holds no bytes of any maker.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from drivers.readings import Scan


@runtime_checkable
class ScannerProtocol(Protocol):
    """One connection to one scanner; a new object for every connection."""

    def feed(self, data: bytes, now_s: float) -> list[Scan]:
        """Return the codes that these bytes finish. Raises only BadFrame."""

    def idle(self, now_s: float) -> Scan | None:
        """Return the code that silence ends. Raises only BadFrame."""
