"""Decodes the protocol of the Scale Manufacturers Association, SCP-0499: 9600 8N1.

It opens no port; the conversation asks the tare too, so that every stable weight knows it.

    0A 20 31 47 20 20 20 20 20 20 31 32 2E 33 34 30 6B 67 20 0D       12.340 kg gross
    |  |  |  |  |  |  |---------------------------| |------| CR
    LF s  r  n  m  f  weight, 10                    unit, 3: "kg " or, as the standard's table
                                                    prints it and emupos 0.4 sends it, "kg_"

    s  blank, Z zero; no weight: O over, U under, E zero error, I initial error, T tare error,
       e not displayed (Cardinal)
    r  range, 1 the first        n  G gross, N net, T tare; g, n in high resolution: refused
    m  M in motion               f  kept for later
    0A 3F 0D                     "?": the command was not understood

Requests: LF W CR the weight, LF M CR the tare.

Sources: Sartorius PR 5220 manual, SMA protocol (reply format); Fairbanks X-series 51207, section
5; Cardinal 190, page 124; BTEK T419S, 7.1.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame, BadUnit
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import PairedTare
from drivers.scales.frames import skip_noise
from drivers.scales.weight import loose_grams

LF, CR = b"\n", b"\r"
# LF, 5 of status, 10 of weight, 3 of unit, CR; Cardinal's weight has one more.
MAX_FRAME_BYTES = 21
UNKNOWN_COMMAND = b"\n?\r"

_FRAME = re.compile(
    rb"\n(?P<status>[ ZOUEITe])(?P<range>[0-9 ])(?P<kind>[GNTgn])(?P<motion>[M ])."
    rb"(?P<value>[ 0-9.,+-]{10,11})(?P<unit>[A-Za-z _]{3})\r",
    re.DOTALL,
)
_KINDS = {b"G": Kind.GROSS, b"N": Kind.NET, b"T": Kind.TARE}
_RANGES = {b"O": Range.OVER, b"U": Range.UNDER, b" ": Range.OK, b"Z": Range.OK}


def decode(buffer: bytes) -> Decoded:
    """Decode the frame at the start of the buffer; a tare comes as a reading of kind TARE."""
    noise = skip_noise(buffer, LF, protocol="SMA")
    if noise or not buffer:
        return Decoded(used=noise)
    end = buffer.find(CR, 0, MAX_FRAME_BYTES)
    again = buffer.find(LF, 1, end if end > 0 else MAX_FRAME_BYTES)
    if again == 1:
        return Decoded(used=1)
    if again > 0:
        raise BadFrame(f"SMA: frame cut short: {buffer[:again]!r}", used=again)
    if end < 0 and len(buffer) < MAX_FRAME_BYTES:
        return Decoded(used=0)
    if end < 0:
        raise BadFrame(f"SMA: no CR within {MAX_FRAME_BYTES} bytes: {buffer[:MAX_FRAME_BYTES]!r}")
    return _frame(buffer[: end + 1])


def _frame(raw: bytes) -> Decoded:
    if raw == UNKNOWN_COMMAND:
        return Decoded(used=len(raw), reading=_reading(raw, range_=Range.ERROR))
    frame = _FRAME.fullmatch(raw)
    if frame is None:
        raise BadFrame(f"SMA: expected LF s r n m f weight unit CR, came {raw!r}", used=len(raw))
    if frame["kind"] in (b"g", b"n"):
        raise BadUnit(f"SMA: high resolution in {raw!r}; leave it on the indicator", used=len(raw))
    return Decoded(used=len(raw), reading=_weight(frame, raw))


def _weight(frame: re.Match[bytes], raw: bytes) -> Reading:
    kind = _KINDS[frame["kind"]]
    where = _RANGES.get(frame["status"], Range.ERROR)
    if where is not Range.OK:
        return _reading(raw, range_=where, kind=Kind.UNKNOWN if kind is Kind.TARE else kind)
    unit = frame["unit"].decode("ascii").strip(" _")
    return _reading(
        raw,
        grams=loose_grams(frame["value"].decode("ascii"), unit, frame=raw),
        stable=frame["motion"] == b" ",
        kind=kind,
        unit=unit,
    )


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


def conversation() -> PairedTare:
    """Return the conversation: weight and tare in turn."""
    return PairedTare(
        decode,
        weight_request=b"\nW\r",
        tare_request=b"\nM\r",
        no_tare=lambda reading: reading.raw == UNKNOWN_COMMAND,
    )
