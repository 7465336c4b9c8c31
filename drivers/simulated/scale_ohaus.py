"""Simulates an Ohaus Defender 3000, from the 3000 series indicator manual, 5.2.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedOhaus(SimulatedScale):
    """IP prints at once, T tares, the rest is ES. Out of range it shows no number."""

    def answer(self, command: bytes) -> bytes:
        match command:
            case b"IP":
                return self._print()
            case b"T":
                self.press_tare()
                return b"OK!\r\n"
            case _:
                return b"ES\r\n"

    def _print(self) -> bytes:
        now = self.indicated()
        if now.range is not Range.OK:
            return b"ES\r\n"
        sign = "-" if now.net_g < 0 else " "
        stability = "?" if now.moving else " "
        legend = "NET" if now.tare_g else "G  "
        weight = kilograms(abs(now.net_g), 7)
        return f"{sign} {weight} {'kg':5}{stability}{legend}\r\n".encode()
