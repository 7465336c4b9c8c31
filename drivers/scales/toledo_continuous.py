"""Decodes Toledo continuous output: IND, 8142, 8530, Kern FTC, and many that say "MT format".

It opens no port and remembers nothing between two frames.

    02 34 30 20 30 31 32 33 34 30 30 30 30 30 30 30 0D 5F      12.340... see below
    |  |  |  |  |---------------| |---------------| |  |
    |  |  |  |  weight, 6 digits  tare, 6 digits    CR checksum: all 18 bytes add up to 0 (7 bits)
    |  SWA SWB SWC                no point, no sign, blanks for leading zeros
    STX

    SWA  b0-2 point: 0 = x00, 1 = x0, 2 = x, 3 = .x, 4 = .xx, 5 = .xxx, 6, 7; b3-4 step; b5 = 1
    SWB  b0 net, b1 negative, b2 out of range, b3 motion, b4 kg (else pound), b6 not yet zeroed
    SWC  b0-2 unit: 0 = SWB b4, 1 = g, others refused; b3 print key, b4 tenfold resolution

The scale sends 7 to 20 frames a second by itself. Frames out of range carry digits too. Bits 5 to
7 of the status words differ between makers where they are constant, and are not tested. The same
frames without the checksum are a protocol of their own here: where the checksum may be missing,
half of its worth is lost.

Sources: Mettler-Toledo IND445/ICS425 user manual 22013194B, 5.2.2 (frame, checksum); Rice Lake
520, 13.8 and Fairbanks FB2550, appendix II (bits of the status words); Cardinal 225, page 118
(without checksum).
"""

from __future__ import annotations

from decimal import Decimal

from drivers.errors import BadFrame, BadUnit
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.frames import skip_noise
from drivers.scales.weight import whole_grams

STX, CR = b"\x02", 0x0D
BODY_BYTES = 17
NET, NEGATIVE, OUT_OF_RANGE, MOTION, KILOGRAMS, NOT_ZEROED = 0x01, 0x02, 0x04, 0x08, 0x10, 0x40
EXPANDED = 0x10
GRAMS = 1

_NO_BIT_7 = bytes(value & 0x7F for value in range(256))


def decode(buffer: bytes) -> Decoded:
    """Decode the frame with checksum at the start of the buffer."""
    return _decode(buffer, checksum=True)


def decode_without_checksum(buffer: bytes) -> Decoded:
    """Decode the frame without checksum at the start of the buffer."""
    return _decode(buffer, checksum=False)


def _decode(buffer: bytes, *, checksum: bool) -> Decoded:
    plain = buffer.translate(_NO_BIT_7)
    noise = skip_noise(plain, STX, protocol="Toledo continuous")
    if noise or not plain:
        return Decoded(used=noise)
    length = BODY_BYTES + checksum
    if len(plain) < length:
        return Decoded(used=0)
    raw, frame = buffer[:length], plain[:length]
    if frame[BODY_BYTES - 1] != CR:
        raise BadFrame(f"Toledo continuous: expected CR as byte 17, came {raw!r}")
    if checksum and sum(frame) & 0x7F:
        raise BadFrame(
            f"Toledo continuous: wrong checksum in {raw!r}; if every frame is, the indicator "
            "sends none: take toledo-continuous-nochk",
            used=BODY_BYTES,
        )
    return Decoded(used=length, reading=_reading(frame, raw))


def _reading(frame: bytes, raw: bytes) -> Reading:
    point, status, extra = frame[1] & 0x07, frame[2], frame[3]
    unit = _unit(status, extra, raw)
    where = _range(status)
    grams = _grams(frame[4:10], point, unit, raw) if where is Range.OK else None
    if grams is not None and status & NEGATIVE:
        grams = -grams
    return Reading(
        grams=grams,
        stable=not status & MOTION,
        range=where,
        kind=Kind.NET if status & NET else Kind.GROSS,
        tare_g=_grams(frame[10:16], point, unit, raw) if where is Range.OK else None,
        unit=unit,
        raw=raw,
    )


def _range(status: int) -> Range:
    if status & NOT_ZEROED:
        return Range.ERROR
    if status & OUT_OF_RANGE:
        return Range.UNDER if status & NEGATIVE else Range.OVER
    return Range.OK


def _unit(status: int, extra: int, raw: bytes) -> str:
    if extra & EXPANDED:
        raise BadUnit(
            f"Toledo continuous: tenfold resolution in {raw!r}; leave it on the indicator",
            used=len(raw),
        )
    if extra & 0x07 == GRAMS:
        return "g"
    if extra & 0x07 or not status & KILOGRAMS:
        raise BadUnit(
            f"Toledo continuous: expected kg or g, came another unit in {raw!r}; "
            "set the indicator to kg",
            used=len(raw),
        )
    return "kg"


def _grams(digits: bytes, point: int, unit: str, raw: bytes) -> int:
    text = digits.decode("ascii").lstrip(" ")
    if not text.isdigit():
        raise BadFrame(f"Toledo continuous: expected digits, came {raw!r}", used=len(raw))
    value = Decimal(text).scaleb(2 - point)
    return whole_grams(f"{value:f}", unit, frame=raw)


def conversation() -> AskAndTake:
    """Return the conversation with an indicator that sends the checksum."""
    return AskAndTake(decode)


def conversation_without_checksum() -> AskAndTake:
    """Return the conversation with an indicator that sends none."""
    return AskAndTake(decode_without_checksum)
