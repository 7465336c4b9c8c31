"""Decodes CAS's 22-byte format: CI and NT indicators (9600 8N1).

It opens no port and remembers nothing between two frames.

    53 54 2C 47 53 2C 31 C4 2C 30 30 31 32 2E 33 34 30 20 6B 67 0D 0A     12.340 kg
    |---| |  |---| |  |  |  |  |---------------------| |  |---| |---|
    |     ,  |     ,  |  |  ,  weight, 8               |  unit  CR LF
    |        |        |  lamps                         blank
    |        |        device number, one character
    |        GS gross, NT net
    ST stable, US not, OL overload

    lamps: b0 zero, b1 tare, b2 gross, b3 printer, b4 hold, b6 stable, b7 = 1, so that the line
    must carry 8 bits; b5 is 0 or 1 by model and not tested, nor is b7

Header and lamp must both say stable. Sources: CAS CI-600D owner's manual, 10-1; CI-400, appendix
1; NT-200, 14.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.weight import loose_grams

FRAME_BYTES = 22
LAMP_STABLE, LAMP_HOLD = 0x40, 0x10

_FRAME = re.compile(
    rb"(?P<state>ST|US|OL),(?P<kind>GS|NT),.(?P<lamps>.),(?P<weight>[ 0-9.+-]{8}) "
    rb"(?P<unit>[A-Za-z ]{2})\r\n",
    re.DOTALL,
)
# Where a frame may start; the last one or two bytes of a buffer may be the start of it.
_START = re.compile(rb"(?:ST|US|OL),|(?:ST|US|OL|S|U|O)\Z")


def decode(buffer: bytes) -> Decoded:
    """Decode the frame at the start of the buffer."""
    start = _START.search(buffer)
    noise = start.start() if start else len(buffer)
    if noise:
        return _skip(buffer[:noise])
    if len(buffer) < FRAME_BYTES:
        return _more_or_cut(buffer)
    frame = _FRAME.fullmatch(buffer[:FRAME_BYTES])
    if frame is None:
        return _cut(buffer[:FRAME_BYTES])
    return Decoded(used=FRAME_BYTES, reading=_reading(frame))


def _skip(noise: bytes) -> Decoded:
    if noise.strip(b"\r\n"):
        raise BadFrame(f"CAS: expected 'ST,', 'US,' or 'OL,', came {noise!r}", used=len(noise))
    return Decoded(used=len(noise))


def _more_or_cut(buffer: bytes) -> Decoded:
    """Wait for the rest, unless a new frame has already begun."""
    return _cut(buffer) if re.search(rb"(?:ST|US|OL),", buffer[1:]) else Decoded(used=0)


def _cut(piece: bytes) -> Decoded:
    again = re.search(rb"(?:ST|US|OL),", piece[1:])
    raise BadFrame(
        f"CAS: expected 22 bytes 'ST,GS,il,  12.340 kg', came {piece!r}; is the line 8 bits wide?",
        used=again.start() + 1 if again else 1,
    )


def _reading(frame: re.Match[bytes]) -> Reading:
    raw, lamps = frame.group(), frame["lamps"][0]
    overload = frame["state"] == b"OL"
    held = bool(lamps & LAMP_HOLD)
    unit = frame["unit"].decode("ascii")
    weight = frame["weight"].decode("ascii")
    return Reading(
        grams=None if overload or held else loose_grams(weight, unit, frame=raw),
        stable=frame["state"] == b"ST" and bool(lamps & LAMP_STABLE) and not held,
        range=Range.OVER if overload else Range.OK,
        kind=Kind.NET if frame["kind"] == b"NT" else Kind.GROSS,
        tare_g=None,
        unit=unit.strip(),
        raw=raw,
    )


def conversation() -> AskAndTake:
    """Return the conversation: the indicator sends by itself."""
    return AskAndTake(decode)
