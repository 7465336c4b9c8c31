"""Decodes the Radwag dialect, also sold as Kern (KEN-TM, PLE, PLB): 9600 8N1.

It opens no port; the conversation asks the tare too, so that every stable weight knows it.

    "SI ?       18.500 kg " CR LF         answer to SI
     |  |  |---------| |unit, 3, left
     |  |  sign and mass, 1 + 9, right aligned
     |  stability: blank stable, "?" not, "^" over range, "v" under range
     command, 3 characters: SI, S, SU, SUI; newer balances put one blank more behind it

    "OT      2.000 kg  " CR LF            the tare (request OT)
    "SI I" not now · "S A" accepted, the weight follows · "S E" not still in time · "ES" unknown

It looks like MT-SICS and means other things by the same letters, so that neither decoder takes
the other's lines. The mass is what the display shows: net while a tare is set.

Sources: Radwag PUE C/31H user manual, pages 58-59; WPT series, page 69; BPS data, page 138 (the
longer form, "^" and "v"); WTC series, page 48 (answers); PUE HY10, 37.4.3 (OT).
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import PairedTare
from drivers.scales.lines import decode_line
from drivers.scales.weight import loose_grams

# Sign and mass are ten columns wide, always: a line that lost a byte has fewer.
_MASS = re.compile(
    r"(?:SUI|SU |SI |S  ) ?(?P<state>[ ?^v]) (?P<mass>[ -][ 0-9.-]{9}) (?P<unit>[A-Za-z%]{1,3}) *"
)
_TARE = re.compile(r"OT +[ ?]? *(?P<mass>[0-9.]{1,9}) (?P<unit>[A-Za-z%]{1,3}) *")
_ANSWER = re.compile(r"(?:SUI|SU|SI|S|OT) (?P<answer>[ADEI^v]) *")


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer; a tare comes as a reading of kind TARE."""
    return decode_line(buffer, protocol="Radwag", read=_read)


def _read(line: str, raw: bytes) -> Reading | None:
    mass, tare = _MASS.fullmatch(line), _TARE.fullmatch(line)
    if mass:
        return _weight(mass["state"], mass["mass"], mass["unit"], raw)
    if tare:
        return _reading(
            raw,
            grams=loose_grams(tare["mass"], tare["unit"], frame=raw),
            kind=Kind.TARE,
            unit=tare["unit"],
        )
    if answer := _ANSWER.fullmatch(line):
        return _answer(answer["answer"], raw)
    if line == "ES":
        return _reading(raw, range_=Range.ERROR)
    raise BadFrame(f"Radwag: expected 'SI' and a mass, came {raw!r}", used=len(raw))


def _weight(state: str, mass: str, unit: str, raw: bytes) -> Reading:
    if state in "^v":
        return _answer(state, raw) or _reading(raw)
    grams = loose_grams(mass, unit, frame=raw)
    return _reading(raw, grams=grams, stable=state == " ", unit=unit)


def _answer(answer: str, raw: bytes) -> Reading | None:
    match answer:
        case "^":
            return _reading(raw, range_=Range.OVER)
        case "v":
            return _reading(raw, range_=Range.UNDER)
        case "I" | "E":
            return _reading(raw, stable=False)
        case _:
            return None


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
    """Return the conversation: mass and tare in turn."""
    return PairedTare(
        decode,
        weight_request=b"SI\r\n",
        tare_request=b"OT\r\n",
        no_tare=lambda reading: reading.raw.startswith(b"ES"),
    )
