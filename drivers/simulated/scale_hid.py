"""Simulates a USB-HID scale's reports, from the HID Point of Sale Usage Tables, section 5.

A socket carries them here, one report after the other, as /dev/hidraw gives one a read. It must
not share code with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.scale_base import SimulatedScale

REPORT, UNIT_GRAM = 3, 2
STABLE_AT_ZERO, IN_MOTION, STABLE, UNDER_ZERO, OVER_LIMIT = 2, 3, 4, 5, 6
POWER_OF_TEN = 1
STEP_G = 10


class SimulatedHidScale(SimulatedScale):
    """Steps of 10 g, so that 16 bits carry 655 kg; ten reports a second."""

    EVERY_S = 0.1

    def frame(self) -> bytes:
        now = self.indicated()
        status = IN_MOTION if now.moving else STABLE_AT_ZERO if now.net_g == 0 else STABLE
        if now.range is Range.OVER:
            status = OVER_LIMIT
        elif now.range is Range.UNDER or now.net_g < 0:
            status = UNDER_ZERO
        steps = min(abs(now.net_g) // STEP_G, 0xFFFF)
        return bytes((REPORT, status, UNIT_GRAM, POWER_OF_TEN)) + steps.to_bytes(2, "little")
