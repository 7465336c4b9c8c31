"""Reads what the Linux kernel writes of a DS18B20 probe: two lines, the first with the checksum.

It opens no file; a wrong checksum or a probe that has just been powered gives no temperature.

    72 01 4b 46 7f ff 0e 10 57 : crc=57 YES
    72 01 4b 46 7f ff 0e 10 57 t=23125
    |---------- scratchpad ---|         thousandths of a degree
    LS MS TH TL cf -- -- -- crc

Source: Linux kernel, Documentation/w1/slaves/w1_therm.rst: after NO the second line repeats the
values of the last good reading, so it must not be read. DS18B20 data sheet (Maxim 19-7487,
table 1 and figure 9): 85 °C (bytes 50 05) stands there after power-on, before any measurement.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Temperature

# The kernel answers when the probe has measured: 750 ms. A cold room needs no more than this.
EVERY_S = 10.0
LOWEST_TENTHS, HIGHEST_TENTHS = -550, 1250
MAX_CONTENT_BYTES = 1024
POWER_ON = "50 05"

_CONTENT = re.compile(
    r"((?:[0-9a-f]{2} ){9}): crc=[0-9a-f]{2} (YES|NO)\n((?:[0-9a-f]{2} ){9})t=(-?\d{1,6})\n"
)


def decode(content: bytes) -> Temperature:
    """Return the temperature of one whole file. Raises BadFrame for anything less than good."""
    text = content.decode("ascii", errors="replace")
    match = _CONTENT.fullmatch(text)
    if match is None:
        raise BadFrame(f"DS18B20: expected two lines with crc= and t=, came {content[:90]!r}")
    measured, checked, repeated, thousandths = match.groups()
    if checked != "YES":
        raise BadFrame(f"DS18B20: checksum wrong, is the cable long or loose? {content[:90]!r}")
    if measured != repeated:
        raise BadFrame(f"DS18B20: two lines that differ: {content[:90]!r}")
    if measured.startswith(POWER_ON):
        raise BadFrame("DS18B20: 85 °C, the value after power-on: the probe loses its supply")
    tenths = _tenths(int(thousandths))
    if not LOWEST_TENTHS <= tenths <= HIGHEST_TENTHS:
        raise BadFrame(f"DS18B20: {tenths} tenths of a degree are outside what it measures")
    return Temperature(celsius_tenths=tenths, raw=content)


def _tenths(thousandths: int) -> int:
    """Round to the nearest tenth, halves away from zero, as thermometers show them."""
    size = (abs(thousandths) + 50) // 100
    return size if thousandths >= 0 else -size


class W1Probe:
    """A probe behind the kernel's file: every read of the port is one whole measurement."""

    every_s = EVERY_S

    def feed(self, data: bytes) -> list[Temperature]:
        """Return the temperature of one file's content."""
        return [decode(data)]
