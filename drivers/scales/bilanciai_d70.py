"""Decodes the "ESTESA" (extended) string of Bilanciai D70 and BTEK DD700: 4800 7E2, cyclic.

It opens no port and remembers nothing between two frames.

    "$   10.340     2.000 kg 0200" CR LF         30 characters
     ||-------| |-------| |- |--|
     |net, 9    tare, 9   |  status s1 to s4, a hexadecimal digit each
     start                unit

    s1  b0 under the minimum, b1 tare locked, b2 tare preset, b3 centre of zero
    s2  b1 stable, b2 overload; b0 and b3 more ranges
    s3  b0 tare entered, b2 weight not valid, b3 printing
    s4  b0 approved instrument, b1 converter fault, b2 faulty parameters

The indicator sends it by itself, 300 ms apart. Its short "Cb" string has neither unit nor point
and is refused: choose ESTESA.

Sources: Bilanciai D70 manual, 9.2.2 (pages 1-63 and 1-64); BTEK DD700 advanced use, 2.2.2.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.frames import skip_noise
from drivers.scales.weight import loose_grams

START = b"$"
FRAME_BYTES = 30
STABLE, OVERLOAD = 0x2, 0x4
TARE_ENTERED, NOT_VALID = 0x1, 0x4
CONVERTER_FAULT, BAD_PARAMETERS = 0x2, 0x4

_FRAME = re.compile(
    rb"\$(?P<net>[ 0-9.,+-]{9}) (?P<tare>[ 0-9.,+-]{9}) (?P<unit>[A-Za-z ]{2}) "
    rb"(?P<status>[0-9A-Fa-f]{4})\r\n"
)


def decode(buffer: bytes) -> Decoded:
    """Decode the string at the start of the buffer."""
    noise = skip_noise(buffer, START, protocol="D70")
    if noise or not buffer:
        return Decoded(used=noise)
    end = buffer.find(b"\r", 0, FRAME_BYTES)
    again = buffer.find(START, 1, end if end > 0 else FRAME_BYTES)
    if again > 0 or 0 < end < FRAME_BYTES - 2:
        used = again if again > 0 else end + 1
        raise BadFrame(
            f"D70: expected 30 characters, came {buffer[:used]!r}; is the string ESTESA?",
            used=used,
        )
    if len(buffer) < FRAME_BYTES:
        return Decoded(used=0)
    frame = _FRAME.fullmatch(buffer[:FRAME_BYTES])
    if frame is None:
        raise BadFrame(f"D70: expected '$ net tare kg 0200', came {buffer[:FRAME_BYTES]!r}")
    return Decoded(used=FRAME_BYTES, reading=_reading(frame))


def _reading(frame: re.Match[bytes]) -> Reading:
    raw = frame.group()
    _, s2, s3, s4 = (int(digit, 16) for digit in frame["status"].decode("ascii"))
    net, unit = frame["net"].decode("ascii"), frame["unit"].decode("ascii")
    where = _range(net, s2, s3, s4)
    good = where is Range.OK
    return Reading(
        grams=loose_grams(net, unit, frame=raw) if good else None,
        stable=bool(s2 & STABLE),
        range=where,
        kind=Kind.NET if s3 & TARE_ENTERED else Kind.GROSS,
        tare_g=loose_grams(frame["tare"].decode("ascii"), unit, frame=raw) if good else None,
        unit=unit.strip(),
        raw=raw,
    )


def _range(net: str, s2: int, s3: int, s4: int) -> Range:
    if s4 & (CONVERTER_FAULT | BAD_PARAMETERS):
        return Range.ERROR
    if s2 & OVERLOAD:
        return Range.OVER
    if s3 & NOT_VALID:
        return Range.UNDER if "-" in net else Range.ERROR
    return Range.OK


def conversation() -> AskAndTake:
    """Return the conversation: the indicator sends by itself."""
    return AskAndTake(decode)
