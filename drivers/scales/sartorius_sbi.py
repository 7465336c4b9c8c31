"""Decodes Sartorius SBI, 16 and 22 characters: Combics, Entris, MC, Master (1200 7O1 or 9600).

It opens no port and remembers nothing between two lines.

    "+    12.340 kg " CR LF                  16 characters
     | |------| |---|
     | value, 8  unit, 3: BLANK = NOT STABLE
     sign

    "G#    +    12.340 kg " CR LF            22 characters
     |---| as above
     what it is: G# or G gross, N net, T, T1, T2, PT2 tare, Stat a status

    "      High      " / "H", "Low" / "L", "Cal." / "C", "Err 54" / "Stat     ERR 054" / "OFF"

A digit in [ ] is not verified, and such a weight is refused. While the balance moves it sends no
unit, and without a unit a number is no weight. Request: ESC P CR LF.

Sources: Sartorius Combics 1, page 98; Entris II, data output; LE2202S, page 51; Master, 5-5. "G",
"OFF", "HH" and "LL" are as the PyPI packages sartorius 0.7.1 and sartoriuslib 0.4.3 take them.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame, BadUnit
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.lines import decode_line
from drivers.scales.weight import loose_grams

SHORT, LONG, ID = 14, 20, 6

_VALUE = re.compile(r"(?P<value>[+ -][ 0-9.,\[\]]{9}) (?P<unit>[A-Za-z ]{3})")
_STATUS = re.compile(
    r" *(?P<word>High|Low|HH?|LL?|C|Cal[A-Za-z. ]*|OFF|(?:Err|ERR|APP|DIS|PRT)[ -~]*|) *"
)
_IDS = {
    "": Kind.UNKNOWN,
    "G#": Kind.GROSS,
    "G": Kind.GROSS,
    "N": Kind.NET,
    "T": Kind.TARE,
    "T1": Kind.TARE,
    "T2": Kind.TARE,
    "PT2": Kind.TARE,
}


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer."""
    return decode_line(buffer, protocol="SBI", read=_read)


def _read(line: str, raw: bytes) -> Reading:
    name, body = (line[:ID].strip(), line[ID:]) if len(line) == LONG else ("", line)
    status = _STATUS.fullmatch(body)
    if len(body) != SHORT or (status and name not in ("", "Stat")):
        raise _bad(raw)
    if status:
        return _status(status["word"], raw)
    value, kind = _VALUE.fullmatch(body), _IDS.get(name)
    if value is None or kind is None:
        raise _bad(raw)
    return _weight(value["value"], value["unit"].strip(), kind, raw)


def _weight(value: str, unit: str, kind: Kind, raw: bytes) -> Reading:
    if "[" in value or "]" in value:
        raise BadUnit(
            f"SBI: a digit that is not verified in {raw!r}; choose the verified resolution",
            used=len(raw),
        )
    if not unit:
        return _reading(raw, stable=False, kind=kind)
    grams = loose_grams(value, unit, frame=raw)
    return _reading(raw, grams=grams, stable=True, kind=kind, unit=unit)


def _status(word: str, raw: bytes) -> Reading:
    if word.startswith("H"):
        return _reading(raw, range_=Range.OVER)
    if word.startswith("L"):
        return _reading(raw, range_=Range.UNDER)
    if word.startswith("C") or not word:
        return _reading(raw, stable=False)
    return _reading(raw, range_=Range.ERROR)


def _bad(raw: bytes) -> BadFrame:
    return BadFrame(f"SBI: expected '+    12.340 kg ' (14 or 20), came {raw!r}", used=len(raw))


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


def conversation() -> AskAndTake:
    """Return the conversation: ask to print."""
    # A line of 22 that lost its first 6 characters would pass for one of 16.
    return AskAndTake(decode, request=b"\x1bP\r\n", cut_at_front=True)
