"""Decodes the cash-register dialogue of CAS, Dibal, Elzab and Ohaus Aviator: 9600 8N1.

It opens no port; the conversation only remembers which of the two questions comes next.

    station 05 (ENQ)        scale 06 (ACK: ready) or 15 (NAK: ask again)
    station 11 (DC1)        scale:

    01 02 53 20 31 32 2E 33 34 30 6B 67 70 03 04         12.340 kg, stable
    |  |  |  |  |---------------| |---| |  |  EOT
    |  |  |  |  weight, 6         unit  |  ETX
    |  |  |  sign: blank, "-", "F" overflow
    |  |  S stable for 500 ms, U not    exclusive or of status to unit
    SOH STX

There is no tare in this dialogue: the weight is what the display shows.

Sources: Ohaus Aviator 7000 service manual, 6.1.1; Elzab/Angel AP-1 protocol description.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.frames import skip_noise
from drivers.scales.weight import loose_grams

ENQ, DC1 = b"\x05", b"\x11"
SOH, ACK, NAK = 0x01, 0x06, 0x15
FRAME_BYTES = 15


def decode(buffer: bytes) -> Decoded:
    """Decode the answer at the start of the buffer; ACK and NAK give no reading."""
    noise = skip_noise(buffer, bytes((SOH, ACK, NAK)), protocol="CAS ENQ")
    if noise or not buffer:
        return Decoded(used=noise)
    if buffer[0] != SOH:
        return Decoded(used=1)
    if len(buffer) < FRAME_BYTES and b"\x01\x02".startswith(buffer[:2]):
        return _more_or_cut(buffer)
    raw = buffer[:FRAME_BYTES]
    if raw[:2] != b"\x01\x02" or raw[13:] != b"\x03\x04":
        raise BadFrame(f"CAS ENQ: expected SOH STX ... ETX EOT, came {raw!r}")
    if reduce(xor, raw[2:13]):
        raise BadFrame(f"CAS ENQ: wrong check byte in {raw!r}", used=FRAME_BYTES)
    return Decoded(used=FRAME_BYTES, reading=_reading(raw))


def _more_or_cut(buffer: bytes) -> Decoded:
    again = buffer.find(b"\x01\x02", 1)
    if again > 0:
        raise BadFrame(f"CAS ENQ: frame cut short: {buffer[:again]!r}", used=again)
    return Decoded(used=0)


def _reading(raw: bytes) -> Reading:
    status, sign = raw[2:3], raw[3:4]
    if status not in (b"S", b"U") or sign not in (b" ", b"-", b"F"):
        raise BadFrame(f"CAS ENQ: expected 'S' or 'U' and a sign, came {raw!r}", used=len(raw))
    overflow = sign == b"F"
    unit = raw[10:12].decode("latin-1")
    grams = None
    if not overflow:
        grams = loose_grams((sign + raw[4:10]).decode("latin-1"), unit, frame=raw)
    return Reading(
        grams=grams,
        stable=status == b"S",
        range=Range.OVER if overflow else Range.OK,
        kind=Kind.UNKNOWN,
        tare_g=None,
        unit=unit,
        raw=raw,
    )


class CasEnq:
    """The conversation: ENQ and DC1 in turn; a scale that is not ready says NAK and is asked on."""

    def __init__(self) -> None:
        self._enquired = False

    def hello(self) -> bytes:
        return b""

    def poll(self) -> bytes:
        self._enquired = not self._enquired
        return ENQ if self._enquired else DC1

    def decode(self, buffer: bytes) -> Decoded:
        return decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        return reading
