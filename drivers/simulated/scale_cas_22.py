"""Simulates a CAS CI indicator sending its 22-byte format, from the CI-600D manual, 10-1.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms

LAMP_ALWAYS, LAMP_STABLE, LAMP_GROSS, LAMP_TARE, LAMP_ZERO = 0x80, 0x40, 0x04, 0x02, 0x01


class SimulatedCas22(SimulatedScale):
    """Device number 1, fourteen frames a second."""

    EVERY_S = 0.07

    def frame(self) -> bytes:
        now = self.indicated()
        state = b"US" if now.moving else b"ST"
        if now.range is Range.OVER:
            state = b"OL"
        lamps = LAMP_ALWAYS
        lamps |= 0 if now.moving else LAMP_STABLE
        lamps |= LAMP_TARE if now.tare_g else LAMP_GROSS
        lamps |= LAMP_ZERO if now.net_g == 0 else 0
        weight = kilograms(now.net_g, 8, fill=" " if now.net_g < 0 else "0").encode()
        kind = b"NT" if now.tare_g else b"GS"
        return state + b"," + kind + b",1" + bytes((lamps,)) + b"," + weight + b" kg\r\n"
