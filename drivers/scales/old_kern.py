"""Decodes the older Kern balances, menu "rE Cr": DE, PCB, FKB, KDE (9600 8N1, 1200 to 9600).

It opens no port and remembers nothing between two lines.

    "  " "    12.340" " " "kg " CR LF         18 bytes
     ||  |--------|  |   |--- unit, 3: BLANK = NOT STABLE (some models leave it out: 15 bytes)
     ||  weight, 10  blank
     |minus or blank
     M or blank

    "           Error" CR LF

While the balance moves it sends no unit, and without a unit a number is no weight. Request: the
letter w alone, without CR LF; t would tare. Net or gross is not said.

Sources: Kern PCB-BA-e-1315, page 35; KDE-T, 9.3.4; FKB_A-BA-e-1513, page 37.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.lines import decode_line
from drivers.scales.weight import loose_grams

# Ten columns before the unit, always: a line that lost a byte has fewer.
_STABLE = re.compile(r"[M ](?P<value>[ -][ 0-9.,-]{10}) (?P<unit>[A-Za-z%]{1,3} *)")
_MOVING = re.compile(r"[M ][ -][ 0-9.,-]{10} *")
_ERROR = re.compile(r" +Error *")


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer."""
    return decode_line(buffer, protocol="Kern", read=_read)


def _read(line: str, raw: bytes) -> Reading:
    stable = _STABLE.fullmatch(line)
    if stable:
        grams = loose_grams(stable["value"], stable["unit"], frame=raw)
        return _reading(raw, grams=grams, stable=True, unit=stable["unit"].strip())
    if _MOVING.fullmatch(line) and line.strip():
        return _reading(raw, stable=False)
    if _ERROR.fullmatch(line):
        return _reading(raw, range_=Range.ERROR)
    raise BadFrame(f"Kern: expected '       12.340 kg ', came {raw!r}", used=len(raw))


def _reading(
    raw: bytes,
    *,
    grams: int | None = None,
    stable: bool | None = None,
    range_: Range = Range.OK,
    unit: str = "",
) -> Reading:
    return Reading(
        grams=grams,
        stable=stable,
        range=range_,
        kind=Kind.UNKNOWN,
        tare_g=None,
        unit=unit,
        raw=raw,
    )


def conversation() -> AskAndTake:
    """Return the conversation: ask with one letter."""
    return AskAndTake(decode, request=b"w")
