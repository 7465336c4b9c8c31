"""Simulates a scale that no table describes, for the line-regex protocol: "ST 12.340 kg".

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedLines(SimulatedScale):
    """Five lines a second; "?" behind the unit while it moves."""

    EVERY_S = 0.1

    def frame(self) -> bytes:
        now = self.indicated()
        if now.range is not Range.OK:
            return b"P ------- kg\r\n"
        return f"P {kilograms(now.net_g, 9)} kg{' ?' if now.moving else ''}\r\n".encode()
