"""Reads the kernel's file of a one-wire probe: `w1:///sys/bus/w1/devices/28-…/w1_slave`.

It must not look at the bytes. Every read opens the file anew: that starts a measurement, and the
file is the root user's to write, so it is opened for reading only.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult

from drivers.errors import BadUrl, DeviceGone


class W1Port:
    """One probe; a read takes as long as the probe measures, up to 750 ms."""

    def __init__(self, url: str, parts: SplitResult) -> None:
        if parts.netloc or parts.query or not parts.path.startswith("/"):
            raise BadUrl(f"device URL {url!r}: expected w1:///sys/bus/w1/devices/28-…/w1_slave")
        self._url = url
        self._path = Path(parts.path)
        if not self._path.exists():
            raise DeviceGone(f"{url}: no such probe; is dtoverlay=w1-gpio set, is it plugged in?")

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """Return one whole measurement; DeviceGone when the probe does not answer."""
        try:
            with self._path.open("rb") as file:
                data = file.read(max_bytes)
        except OSError as problem:
            raise DeviceGone(f"{self._url}: reading: {problem}") from problem
        if not data:
            raise DeviceGone(f"{self._url}: the probe does not answer")
        return data

    def write(self, data: bytes) -> None:
        """Refuse: a probe is only read."""
        raise DeviceGone(f"{self._url}: a probe is only read, {len(data)} bytes refused")

    def discard_input(self) -> None:
        """Nothing waits here: each read measures anew."""

    def close(self) -> None:
        """Nothing is held open."""
