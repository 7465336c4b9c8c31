"""Says what a thermometer protocol offers to the session that drives it.

It holds no bytes of any maker.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from drivers.readings import Temperature


@runtime_checkable
class ThermometerProtocol(Protocol):
    """One connection to one thermometer; a new object for every connection."""

    @property
    def every_s(self) -> float:
        """Return how long to wait between two readings; 0 for a thermometer that sends itself."""

    def feed(self, data: bytes) -> list[Temperature]:
        """Return the temperatures that these bytes finish. Raises only BadFrame."""
