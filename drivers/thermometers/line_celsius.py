"""Reads probes that send one temperature a line, in degrees Celsius, by themselves.

It opens no port. A line that is no temperature in Celsius is refused: never a guess, never zero.

    T1: -18.25 C\\r\\n        a name, the value with point or comma, the unit or none
    |-|  |----| |
    name value  unit: C, °C or absent; F and K are refused

Source: no maker's; the form of the many small boards (Arduino, ESP, USB-TEMPer bridges) that print
a DS18B20 to a serial line. A probe of another form is taken in by its own module.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from drivers.errors import BadFrame
from drivers.readings import Temperature

MAX_LINE_BYTES = 200
LOWEST_TENTHS, HIGHEST_TENTHS = -1000, 1500

_END = re.compile(rb"[\r\n]+")
_LINE = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9_ -]{0,15}[:=])?\s*"
    r"(?P<value>[+-]?\d{1,3}(?:[.,]\d{1,4})?)\s*(?:(?:°|deg)?\s*C)?"
)


def decode_line(line: bytes) -> Temperature:
    """Return the temperature of one line without its end. Raises BadFrame."""
    match = _LINE.fullmatch(line.decode("latin-1").replace("Â°", "°").strip())
    if match is None:
        raise BadFrame(f"thermometer: expected a value such as '4.5 C' in a line, came {line!r}")
    value = Decimal(match["value"].replace(",", ".")) * 10
    tenths = int(value.to_integral_value(ROUND_HALF_UP))
    if not LOWEST_TENTHS <= tenths <= HIGHEST_TENTHS:
        raise BadFrame(f"thermometer: {line!r} is outside -100 to 150 °C: is the probe broken?")
    return Temperature(celsius_tenths=tenths, raw=line)


class CelsiusLines:
    """Collects the bytes of one connection; the first line may have begun before we listened."""

    every_s = 0.0

    def __init__(self) -> None:
        self._buffer = b""
        self._in_step = False

    def feed(self, data: bytes) -> list[Temperature]:
        """Return the temperatures of whole lines; after a bad line the good ones still count."""
        *lines, self._buffer = _END.split(self._buffer + data)
        if len(self._buffer) > MAX_LINE_BYTES:
            self._buffer, self._in_step = b"", False
        found: list[Temperature] = []
        bad: BadFrame | None = None
        for line in lines:
            if self._in_step and line.strip():
                try:
                    found.append(decode_line(line))
                except BadFrame as problem:
                    bad = problem
            self._in_step = True
        if bad is not None and not found:
            raise bad
        return found
