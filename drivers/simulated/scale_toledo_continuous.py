"""Simulates an indicator with Toledo continuous output, from user manual 22013194B, 5.2.2.

It answers no command; it must not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale

# Status word A: three decimals (5), step 1 (b3), b5 always set.
SWA_KG_3_DECIMALS = 0b0010_1101


class SimulatedToledoContinuous(SimulatedScale):
    """Seventeen bytes and a checksum, fourteen times a second."""

    EVERY_S = 0.07
    CHECKSUM = True

    def frame(self) -> bytes:
        now = self.indicated()
        status_b = 0b0011_0000  # b4 kilograms, b5 always set
        status_b |= 0b0001 if now.tare_g else 0
        status_b |= 0b0010 if now.net_g < 0 or now.range is Range.UNDER else 0
        status_b |= 0b0100 if now.range is not Range.OK else 0
        status_b |= 0b1000 if now.moving else 0
        digits = f"{abs(now.net_g) % 1_000_000:06d}{now.tare_g % 1_000_000:06d}"
        body = bytes((2, SWA_KG_3_DECIMALS, status_b, 0b0010_0000)) + digits.encode() + b"\r"
        if not self.CHECKSUM:
            return body
        return body + bytes((-sum(value & 0x7F for value in body) & 0x7F,))


class SimulatedToledoContinuousNoChecksum(SimulatedToledoContinuous):
    """The same without the last byte."""

    CHECKSUM = False
