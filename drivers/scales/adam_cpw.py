"""Decodes Adam Equipment CPWplus and its likes: 9600 8N1.

It opens no port and remembers nothing between two answers.

    "ASNG/W+  12.34  kg  " CR LF          by itself, in the menu's continuous output
     |||||| |  |---|  unit
     |||||| |  as displayed
     |||||| sign
     |||G/W gross, N/W net, T/W tare
     ||N no error; any other letter is one
     |S stable, U not stable
     address set by the user, or a blank

    "G" CR LF "+  12.34 kg" CR LF         answer to G: NO STABILITY FLAG
     G gross, N net, T tare; some models leave the line out, some write "G/W  +  12.34 kg"

An answer can only be judged still by waiting: equal weights for a second, and the reading and
its receipt are marked so. Such a weight is not for trade. So the continuous output is listened
for first, and only then is G asked: Z, T and H are keys. Silence is silence: this scale's
brothers answer nothing for an empty platform.

Sources: Adam Equipment, CPWplus user manual (2008 and 2010), pages 13 and 14. "U" and the blanks
as captured by five public programs: " SNG/W+  0.50  kg", " UNG/W+  0.00  kg", "AUNG/W+ 1.75 kg".
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import ListenOrAsk, StableByDwell
from drivers.scales.lines import MAX_LINE_BYTES, take_line
from drivers.scales.weight import loose_grams

_LEGEND = re.compile(rb" *(?P<kind>[GNT]) *[\r\n]+")
_VALUE = re.compile(
    r"(?:[ -~]{0,3}(?P<still>[SU])(?P<fault>[A-Z])(?=[GNT]/W)| *)"
    r"(?:(?P<kind>[GNT])(?:/W:?)?)? *"
    r"(?P<value>[+-] *[0-9]+(?:[.,][0-9]+)?) *(?P<unit>[A-Za-z:]{1,5}) *"
)
_KINDS = {"G": Kind.GROSS, "N": Kind.NET, "T": Kind.TARE}


def decode(buffer: bytes) -> Decoded:
    """Decode the answer at the start of the buffer: the legend's line and the value's."""
    first = take_line(buffer, protocol="Adam CPW")
    if first is None:
        return Decoded(used=0)
    if not first.strip(b"\r\n"):
        return Decoded(used=len(first))
    legend = _LEGEND.fullmatch(first)
    if legend is None:
        return Decoded(used=len(first), reading=_read(first, None))
    return _after_legend(buffer, first, legend["kind"].decode("ascii"))


def _after_legend(buffer: bytes, first: bytes, kind: str) -> Decoded:
    """Join the legend with the line after it; both are one answer."""
    start = len(buffer) - len(buffer[len(first) :].lstrip(b"\r\n"))
    second = take_line(buffer[start : start + MAX_LINE_BYTES], protocol="Adam CPW")
    if second is None:
        return Decoded(used=0)
    used = start + len(second)
    if _LEGEND.fullmatch(second):
        raise BadFrame(f"Adam CPW: expected a weight after {first!r}, came {second!r}", used=start)
    return Decoded(used=used, reading=_read(buffer[:used], kind))


def _read(raw: bytes, kind: str | None) -> Reading:
    line = raw.decode("latin-1").strip("\r\n").splitlines()[-1]
    match = _VALUE.fullmatch(line)
    if match is None:
        raise BadFrame(f"Adam CPW: expected '+ 12.34 kg', came {raw!r}", used=len(raw))
    kind = kind or match["kind"]
    faulty = match["fault"] not in (None, "N")
    grams = loose_grams(match["value"], match["unit"], frame=raw)
    return Reading(
        grams=None if faulty else grams,
        stable=None if match["still"] is None else match["still"] == "S",
        range=Range.ERROR if faulty else Range.OK,
        kind=_KINDS[kind] if kind else Kind.UNKNOWN,
        tare_g=None,
        unit=match["unit"],
        raw=raw,
    )


def conversation() -> StableByDwell:
    """Return the conversation: listen, else ask the gross weight and judge by waiting."""
    return StableByDwell(ListenOrAsk(decode, requests=(b"G\r\n",)))
