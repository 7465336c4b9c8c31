"""Decodes MT-SICS level 0/1: Mettler BBA/ICS/IND, Ohaus after PSI, Kern KCP (9600 8N1, or TCP).

It opens no port. The decoder remembers nothing; `MtSics` remembers the last tare.

    53 20 53 20 20 20 20 20 31 32 2E 33 34 30 20 6B 67 0D 0A
    "S  S      12.340 kg" CR LF
     |  |  |---------| |unit, as displayed
     |  |  net weight, right aligned in 10
     |  S stable, D moving; alone: I not executable now, + over, - under range
     answer to S, SI and SIR alike

    "TA A      2.000 kg" CR LF         the tare in the indicator (request TA)
    "I4 A \\"B021002593\\"" CR LF        the serial number (answer to @ and I4)
    "ES" / "ET" / "EL" CR LF           not understood / transmission error / not allowed

Source: Mettler-Toledo, MT-SICS Reference Manual, levels 0 and 1. "SI S ..." is the Radwag dialect
(Kern KEN-TM), where the same letters mean other things: it is refused here, it is a protocol of
its own. The width of the weight differs between makers and is not tested.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import PairedTare
from drivers.scales.weight import whole_grams

# I2 and I3 of a terminal with options are the longest lines seen, some 80 characters.
MAX_LINE_BYTES = 160

_VALUE = r" +(?P<value>-? *[0-9.]+) (?P<unit>[^ ]{1,4}) *"
_WEIGHT = re.compile(r"S (?P<state>[SD])" + _VALUE)
_NO_WEIGHT = re.compile(r"S (?P<state>[I+-]) *")
_TARE = re.compile(r"TA A" + _VALUE)
_IDENTITY = re.compile(r'I4 A "(?P<serial>[^"]{0,40})" *')
_ERRORS = {
    "ES": "the scale did not understand",
    "ET": "transmission error (parity or framing)",
    "EL": "parameter not allowed",
    "TA I": "tare not available now",
}


def poll() -> bytes:
    """Return the request for the weight now, stable or not."""
    return b"SI\r\n"


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer.

    A tare comes as a reading of kind TARE; an error line as one of range ERROR.
    """
    end = buffer.find(b"\n", 0, MAX_LINE_BYTES)
    if end < 0:
        if len(buffer) < MAX_LINE_BYTES:
            return Decoded(used=0)
        raise BadFrame(
            f"MT-SICS: no line end within {MAX_LINE_BYTES} bytes: {buffer[:MAX_LINE_BYTES]!r}",
            used=MAX_LINE_BYTES,
        )
    raw = buffer[: end + 1]
    try:
        line = raw.decode("ascii").rstrip("\r\n")
    except UnicodeDecodeError as problem:
        raise BadFrame(f"MT-SICS: expected ASCII, came {raw!r}", used=len(raw)) from problem
    return _line(line, raw) if line else Decoded(used=len(raw))


def _line(line: str, raw: bytes) -> Decoded:
    if match := _WEIGHT.fullmatch(line):
        grams = whole_grams(match["value"], match["unit"], frame=raw)
        # What S gives is the net weight; which one that is, only the tare can tell (MtSics).
        reading = _reading(raw, grams=grams, stable=match["state"] == "S", unit=match["unit"])
        return Decoded(used=len(raw), reading=reading)
    if match := _TARE.fullmatch(line):
        grams = whole_grams(match["value"], match["unit"], frame=raw)
        reading = _reading(raw, grams=grams, kind=Kind.TARE, unit=match["unit"])
        return Decoded(used=len(raw), reading=reading)
    if match := _NO_WEIGHT.fullmatch(line):
        return Decoded(used=len(raw), reading=_no_weight(match["state"], raw))
    if match := _IDENTITY.fullmatch(line):
        return Decoded(used=len(raw), identity=match["serial"])
    if line in _ERRORS:
        kind = Kind.TARE if line.startswith("TA") else Kind.UNKNOWN
        return Decoded(used=len(raw), reading=_reading(raw, kind=kind, range_=Range.ERROR))
    raise BadFrame(f"MT-SICS: expected 'S S', 'S D' or 'TA A', came {raw!r}", used=len(raw))


def _no_weight(state: str, raw: bytes) -> Reading:
    if state == "I":
        return _reading(raw, stable=False)
    return _reading(raw, range_=Range.OVER if state == "+" else Range.UNDER)


def _reading(
    raw: bytes,
    *,
    grams: int | None = None,
    stable: bool | None = None,
    range_: Range = Range.OK,
    kind: Kind = Kind.UNKNOWN,
    unit: str = "",
) -> Reading:
    return Reading(
        grams=grams, stable=stable, range=range_, kind=kind, tare_g=None, unit=unit, raw=raw
    )


class MtSics(PairedTare):
    """The conversation: weight and tare in turn. Level 0 has no tare commands and says ES."""

    def __init__(self, *, weight_request: bytes = b"SI\r\n") -> None:
        super().__init__(
            decode,
            weight_request=weight_request,
            tare_request=b"TA\r\n",
            no_tare=lambda reading: reading.raw.startswith(b"ES"),
            hello=b"@\r\n",
        )
