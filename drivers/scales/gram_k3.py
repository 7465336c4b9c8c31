"""Decodes frame PC0 of Gram's K3, Z3 and Xfoc indicators, sold with Baxtran too (9600 8N1).

It opens no port and remembers nothing between two frames.

    02 61 20 20 31 32 2E 33 34 30 6B 67 0D 03       12.340 kg, gross, stable
    |  |  |  |---------------| |---| |  ETX
    |  |  |  as displayed, 7   unit, 2
    |  |  sign: blank or "-"         CR
    |  status, 20h added: b0 gross (else net), b1 tare set, b3 zero, b6 stable
    STX

The tare is not sent, so that a net weight makes no receipt. A display without a number (overload,
switching on) is an error, never a weight. Request: "$".

Sources: Gram K3 user manual, 13.6 and 13.7, with the status byte on page 35; Z3, 12.2.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.frames import skip_noise
from drivers.scales.weight import loose_grams

STX = b"\x02"
FRAME_BYTES = 14
PRINTABLE = 0x20
GROSS, STABLE = 0x01, 0x40

_FRAME = re.compile(rb"\x02(?P<status>.)(?P<value>[ -][ -~]{7})(?P<unit>[ A-Za-z]{2})\r\x03", re.S)


def decode(buffer: bytes) -> Decoded:
    """Decode the frame at the start of the buffer."""
    noise = skip_noise(buffer, STX, protocol="Gram")
    if noise or not buffer:
        return Decoded(used=noise)
    if len(buffer) < FRAME_BYTES:
        return Decoded(used=0)
    raw = buffer[:FRAME_BYTES]
    frame = _FRAME.fullmatch(raw)
    if frame is None or frame["status"][0] < PRINTABLE:
        raise BadFrame(f"Gram: expected STX status, sign, 7, unit CR ETX, came {raw!r}")
    return Decoded(used=FRAME_BYTES, reading=_reading(frame, raw))


def _reading(frame: re.Match[bytes], raw: bytes) -> Reading:
    status = frame["status"][0] - PRINTABLE
    value, unit = frame["value"].decode("ascii"), frame["unit"].decode("ascii")
    shows_number = any(character.isdigit() for character in value)
    return Reading(
        grams=loose_grams(value, unit, frame=raw) if shows_number else None,
        stable=bool(status & STABLE),
        range=Range.OK if shows_number else Range.ERROR,
        kind=Kind.GROSS if status & GROSS else Kind.NET,
        tare_g=None,
        unit=unit.strip(),
        raw=raw,
    )


def conversation() -> AskAndTake:
    """Return the conversation: ask with one character."""
    return AskAndTake(decode, request=b"$")
