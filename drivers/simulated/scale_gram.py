"""Simulates a Gram K3 indicator, frame PC0, from the K3 manual, 13.6 and 13.7.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedGram(SimulatedScale):
    """$ asks, t tares, v says the version."""

    BY_BYTE = True

    def answer(self, command: bytes) -> bytes:
        match command:
            case b"$":
                return self._pc0()
            case b"t":
                self.press_tare()
                return b""
            case b"v":
                return b"GRAM K3 V1.00\r\n"
            case _:
                return b""

    def _pc0(self) -> bytes:
        now = self.indicated()
        bits = 0x02 if now.tare_g else 0x01
        bits |= 0x08 if now.net_g == 0 else 0
        bits |= 0 if now.moving else 0x40
        display = kilograms(abs(now.net_g), 7)
        if now.range is not Range.OK:
            display = "-------"
        sign = b"-" if now.net_g < 0 else b" "
        return b"\x02" + bytes((0x20 + bits,)) + sign + display.encode() + b"kg\r\x03"
