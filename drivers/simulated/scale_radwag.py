"""Simulates a Radwag indicator, from the PUE C/31H manual's command tables.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import Indicated, SimulatedScale, kilograms


class SimulatedRadwag(SimulatedScale):
    """Answers SI, S, OT, T, Z and NB."""

    def answer(self, command: bytes) -> bytes:
        match command:
            case b"SI":
                return self._mass("SI ", self.indicated())
            case b"S":
                now = self.indicated()
                return b"S A\r\n" + (b"S E\r\n" if now.moving else self._mass("S  ", now))
            case b"OT":
                return f"OT {kilograms(self.indicated().tare_g, 9)} kg  \r\n".encode()
            case b"T":
                self.press_tare()
                return b"T A\r\nT D\r\n"
            case b"Z":
                return b"Z A\r\nZ D\r\n"
            case _:
                return b"ES\r\n"

    def _mass(self, command: str, now: Indicated) -> bytes:
        mark = {Range.OVER: "^", Range.UNDER: "v"}.get(now.range, "?" if now.moving else " ")
        sign = "-" if now.net_g < 0 else " "
        return f"{command}{mark} {sign}{kilograms(abs(now.net_g), 9)} kg \r\n".encode()
