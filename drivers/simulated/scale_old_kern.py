"""Simulates a Kern PCB, menu "rE Cr", from PCB-BA-e-1315, page 35.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedOldKern(SimulatedScale):
    """w any weight, s a stable one, t tares; single letters without CR LF."""

    BY_BYTE = True

    def answer(self, command: bytes) -> bytes:
        now = self.indicated()
        if command == b"t":
            self.press_tare()
        if command != b"w" and (command != b"s" or now.moving):
            return b""
        if now.range is not Range.OK:
            return b"           Error\r\n"
        unit = "   " if now.moving else "kg "
        sign = "-" if now.net_g < 0 else " "
        return f" {sign}{kilograms(abs(now.net_g), 10)} {unit}\r\n".encode()
