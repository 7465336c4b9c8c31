"""Simulates an Adam CPWplus, from its user manual (2008), page 14: no stability, no range.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedAdamCpw(SimulatedScale):
    """G, N and T ask, Z tares. The manual shows no answer for a load out of range: silence."""

    def answer(self, command: bytes) -> bytes:
        now = self.indicated()
        values = {b"G": now.gross_g, b"N": now.net_g, b"T": now.tare_g}
        if command == b"Z":
            self.press_tare()
        if command not in values or now.range is not Range.OK:
            return b""
        grams = values[command]
        sign = "-" if grams < 0 else "+"
        return command + f"\r\n{sign}{kilograms(abs(grams), 8)} kg\r\n".encode()
