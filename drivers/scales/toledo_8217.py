"""Decodes the Mettler/Toledo 8217 protocol: Ariva-S, Viva, DIVA, Baxtran TW (9600 7E1).

It opens no port and remembers nothing between two frames.

A weight, sent only when the scale can weigh (gross, then net):

    02 31 32 2E 33 34 30 0D            "\\x0212.340\\r"     12.340 kg, gross
    02 31 30 2E 33 34 30 4E 0D         "\\x0210.340N\\r"    10.340 kg, net
    |  |---------------| |  |
    STX  kg, 3 decimals  |  CR         pounds have 2 decimals ("12.34"): refused
                         'N' = net     from 100 kg on there are 3 digits before the point

No weight, and why:

    02 3F 49 0D                        "\\x02?I\\r"         motion, away from zero
          |
          status: b0 motion, b1 over capacity, b2 under zero, b3 outside the zero range,
          b4 centre of zero, b5 net, b6 always 1, b7 parity

Sources: Mettler-Toledo DIVA service manual; emupos 0.4, which leaves b6 at 0, so that the status
byte may be any value, CR and STX included: the frame is taken by length, and b6/b7 are ignored.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame, BadUnit
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.weight import whole_grams

STX, CR = 0x02, 0x0D
# STX, sign, 6 digits, point, 3 decimals, 'N', CR is the longest frame any 8217 could send.
MAX_FRAME_BYTES = 13
STATUS_FRAME_BYTES = 4
MOTION, OVER, UNDER, NET = 0x01, 0x02, 0x04, 0x20
# b0..b5; the manual's b6 (always 1) and the parity bit say nothing of the load.
STATUS_MASK = 0x3F

_WEIGHT = re.compile(r"(?P<kg> *-?[0-9]{1,6}\.[0-9]{3})(?P<net>N?)")
_POUNDS = re.compile(r" *-?[0-9]{1,6}\.[0-9]{2}N?")
_NO_BIT_7 = bytes(value & 0x7F for value in range(256))


def poll() -> bytes:
    """Return the request for one weight; it takes no terminator."""
    return b"W"


def decode(buffer: bytes) -> Decoded:
    """Decode the frame at the start of the buffer."""
    plain = buffer.translate(_NO_BIT_7)
    start = plain.find(STX)
    if start != 0:
        return _skip_to(start, buffer)
    if plain[1:2] == b"?":
        return _status(buffer, plain)
    end = plain.find(CR)
    again = plain.find(STX, 1, end if end > 0 else len(plain))
    if again > 0:
        raise BadFrame(f"8217: frame cut short: {buffer[:again]!r}", used=again)
    if end < 0 or end >= MAX_FRAME_BYTES:
        return _more_or_bad(buffer)
    return _weight(buffer[: end + 1], plain[1:end].decode("ascii"))


def _skip_to(start: int, buffer: bytes) -> Decoded:
    noise = buffer if start < 0 else buffer[:start]
    if not noise:
        return Decoded(used=0)
    if not noise.strip(b"\r\n"):  # some adapters add a line end of their own
        return Decoded(used=len(noise))
    raise BadFrame(f"8217: expected STX (0x02), came {noise!r}", used=len(noise))


def _more_or_bad(buffer: bytes) -> Decoded:
    if len(buffer) < MAX_FRAME_BYTES:
        return Decoded(used=0)
    raise BadFrame(f"8217: no CR within {MAX_FRAME_BYTES} bytes: {buffer[:MAX_FRAME_BYTES]!r}")


def _weight(frame: bytes, body: str) -> Decoded:
    if _POUNDS.fullmatch(body):
        raise BadUnit(
            f"8217: expected kg (3 decimals), came pounds in {frame!r}; set the scale to kg",
            used=len(frame),
        )
    match = _WEIGHT.fullmatch(body)
    if match is None:
        raise BadFrame(f"8217: expected 'xx.xxx' kg, came {frame!r}", used=len(frame))
    grams = whole_grams(match["kg"].strip(), "kg", frame=frame)
    below_zero = grams < 0
    return Decoded(
        used=len(frame),
        reading=Reading(
            grams=None if below_zero else grams,
            stable=True,
            range=Range.UNDER if below_zero else Range.OK,
            kind=Kind.NET if match["net"] else Kind.GROSS,
            tare_g=None,
            unit="kg",
            raw=frame,
        ),
    )


def _status(buffer: bytes, plain: bytes) -> Decoded:
    if len(plain) < STATUS_FRAME_BYTES:
        return Decoded(used=0)
    frame = buffer[:STATUS_FRAME_BYTES]
    if plain[3] != CR:
        # Drop STX and '?' only: the status byte may be the next frame's STX.
        raise BadFrame(f"8217: expected STX '?' status CR, came {frame!r}", used=2)
    return Decoded(used=STATUS_FRAME_BYTES, reading=_no_weight(plain[2] & STATUS_MASK, frame))


def _no_weight(status: int, frame: bytes) -> Reading:
    if status & OVER:
        where = Range.OVER
    elif status & UNDER:
        where = Range.UNDER
    else:
        where = Range.OK if status & MOTION else Range.ERROR
    return Reading(
        grams=None,
        stable=not status & MOTION,
        range=where,
        kind=Kind.NET if status & NET else Kind.GROSS,
        tare_g=None,
        unit="kg",
        raw=frame,
    )


class Toledo8217:
    """The conversation: ask, and take every frame as it comes."""

    def hello(self) -> bytes:
        return b""

    def poll(self) -> bytes:
        return poll()

    def decode(self, buffer: bytes) -> Decoded:
        return decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        return reading
