"""Simulates a scale with the cash-register dialogue, from the Ohaus Aviator manual, 6.1.1.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale


class SimulatedCasEnq(SimulatedScale):
    """ENQ is answered by ACK, DC1 after it by the weight."""

    BY_BYTE = True

    def answer(self, command: bytes) -> bytes:
        match command:
            case b"\x05":
                return b"\x06"
            case b"\x11":
                return self._weight()
            case _:
                return b""

    def _weight(self) -> bytes:
        now = self.indicated()
        sign = "F" if now.range is Range.OVER else "-" if now.net_g < 0 else " "
        kilos, grams = divmod(abs(now.net_g), 1000)
        # Six places: from 100 kg on two decimals are left, as on the scale's display.
        weight = f"{kilos:02d}.{grams:03d}"[:6]
        block = ("U" if now.moving else "S") + sign + weight + "kg"
        check = 0
        for value in block.encode():
            check ^= value
        return b"\x01\x02" + block.encode() + bytes((check,)) + b"\x03\x04"
