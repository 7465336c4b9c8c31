"""Says what every simulated device can do, so that the bench can hold them in one list.

It holds no behaviour of its own.
"""

from __future__ import annotations

from typing import Protocol


class SimulatedDevice(Protocol):
    """A device one can put loads, faults or codes on. `url` is what a driver opens."""

    @property
    def url(self) -> str: ...

    def set(self, **changes: object) -> None:
        """Merge changes; None clears. Raises ValueError on an unknown key or value."""

    def state(self) -> dict[str, object]:
        """Return what the device does now, as plain JSON values."""

    def close(self) -> None:
        """Stop listening and drop every connection."""
