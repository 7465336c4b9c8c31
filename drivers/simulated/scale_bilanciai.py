"""Simulates a Bilanciai D70 sending the ESTESA string, from its manual, 9.2.2.

It must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale, kilograms


class SimulatedBilanciaiD70(SimulatedScale):
    """Cyclic transmission, 300 ms apart."""

    EVERY_S = 0.3

    def frame(self) -> bytes:
        now = self.indicated()
        s1 = 0b1000 if now.net_g == 0 else 0
        s2 = (0 if now.moving else 0b0010) | (0b0100 if now.range is Range.OVER else 0)
        s3 = (0b0001 if now.tare_g else 0) | (0b0100 if now.range is not Range.OK else 0)
        weights = f"{kilograms(now.net_g, 9)} {kilograms(now.tare_g, 9)}"
        return f"${weights} kg {s1:X}{s2:X}{s3:X}0\r\n".encode()
