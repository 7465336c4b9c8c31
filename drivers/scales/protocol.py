"""Says what a scale protocol offers to the session that drives it.

It holds no bytes of any maker.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from drivers.readings import Decoded, Reading


@runtime_checkable
class ScaleProtocol(Protocol):
    """One conversation with one scale; a new object for every connection."""

    def hello(self) -> bytes:
        """Return what to send once after opening; b"" for nothing."""

    def poll(self) -> bytes:
        """Return the next request; b"" when the scale sends by itself."""

    def decode(self, buffer: bytes) -> Decoded:
        """Decode the start of the buffer, purely. Raises only BadFrame."""

    def complete(self, reading: Reading) -> Reading | None:
        """Add what other frames said (the tare); None when this reading must wait for them."""
