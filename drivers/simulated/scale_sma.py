"""Simulates an SMA scale, from Sartorius PR 5220, "Standard Reply" of the SMA protocol.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedSma(SimulatedScale):
    """W the weight, M the tare, T tares, C clears; "?" for the rest."""

    def answer(self, command: bytes) -> bytes:
        now = self.indicated()
        match command:
            case b"W":
                return self._reply("N" if now.tare_g else "G", now.net_g)
            case b"M":
                return self._reply("T", now.tare_g)
            case b"T":
                self.press_tare()
                return self._reply("N", self.indicated().net_g)
            case b"C":
                self._tare_g = 0
                return self._reply("G", self.indicated().net_g)
            case _:
                return b"\n?\r"

    def _reply(self, kind: str, grams: int) -> bytes:
        now = self.indicated()
        status = "Z" if grams == 0 else " "
        if now.range is not Range.OK and kind != "T":
            status = "O" if now.range is Range.OVER else "U"
        motion = "M" if now.moving else " "
        return f"\n{status}1{kind}{motion} {kilograms(grams, 10)}kg \r".encode()
