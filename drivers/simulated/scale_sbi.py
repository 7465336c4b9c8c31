"""Simulates a Sartorius scale, SBI with 16 or 22 characters, from the Combics manual, page 98.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedSbi(SimulatedScale):
    """ESC P prints, ESC T tares; 16 characters."""

    WITH_ID = False

    def answer(self, command: bytes) -> bytes:
        if command == b"\x1bT":
            self.press_tare()
        return self._print() if command == b"\x1bP" else b""

    def _print(self) -> bytes:
        now = self.indicated()
        if now.range is not Range.OK:
            word = "High" if now.range is Range.OVER else "Low"
            body, name = word.center(14), "Stat  "
        else:
            unit = "   " if now.moving else "kg "
            sign = "-" if now.net_g < 0 else "+"
            body = f"{sign} {kilograms(abs(now.net_g), 8)} {unit}"
            name = "N     " if now.tare_g else "G#    "
        return ((name if self.WITH_ID else "") + body).encode() + b"\r\n"


class SimulatedSbiWithId(SimulatedSbi):
    """The same with 22 characters."""

    WITH_ID = True
