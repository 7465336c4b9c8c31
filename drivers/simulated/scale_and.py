"""Simulates an A&D indicator (AD-4402 manual, 8.2.5) or an A&D platform scale (HV-G, 16.1).

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import Indicated, SimulatedScale, kilograms


def _header(now: Indicated) -> str:
    if now.range is not Range.OK:
        return "OL"
    return "US" if now.moving else "ST"


def _signed(grams: int, width: int) -> str:
    return ("-" if grams < 0 else "+") + kilograms(abs(grams), width, fill="0")


class SimulatedAndIndicator(SimulatedScale):
    """Stream mode: eighteen bytes, fourteen times a second."""

    EVERY_S = 0.07

    def frame(self) -> bytes:
        now = self.indicated()
        kind = "NT" if now.tare_g else "GS"
        value = _signed(now.net_g, 7)
        if now.range is not Range.OK:
            value = ("-" if now.range is Range.UNDER else "+") + " " * 7
        return f"{_header(now)},{kind},{value}kg\r\n".encode()


class SimulatedAndScale(SimulatedScale):
    """Command mode: Q asks, everything else is "?"."""

    def answer(self, command: bytes) -> bytes:
        if command != b"Q":
            return b"?\r\n"
        now = self.indicated()
        value = _signed(now.net_g, 8)
        if now.range is not Range.OK:
            value = ("-" if now.range is Range.UNDER else "+") + "9999.999"
        return f"{_header(now)},{value} kg\r\n".encode()
