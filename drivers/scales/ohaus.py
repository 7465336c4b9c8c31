"""Decodes Ohaus's own lines: Defender 3000, Ranger, Navigator, Scout (9600 8N1, older 2400 7N2).

It opens no port and remembers nothing between two lines.

    "   12.340 kg    ?G  " CR LF      Defender 3000: sign 1, blank, weight 7, blank, unit 5,
                                      "?" when not stable, legend 3
    "    12.340 kg ? NET" CR LF       Ranger: sign, 2 blanks, weight 7, unit 2, "?", legend 3
    "       12.34 kg ?" CR LF         Navigator, Scout: weight 11 or 12, unit 1 to 5, "?"
    "   12.340   kg? CB/G" CR LF       older Navigator: A, O or U checkweighing, C centre of zero
    "     12.340    kg ? N Accept" CR LF   Defender 5000: and what its checkweighing says

Legend: G, B/G or B gross; NET, Net or N net; T, Tare or PT a tare; none: not said. The place of the
"?" differs by family, so that words are read and not columns; a line without its front could pass
for a lighter weight, so that the first one after opening is dropped. Request: IP, the weight now.
Ranger and Defender can be switched to MT-SICS with PSI, which says more: prefer that.

Sources: Ohaus 3000 series indicators, 5.2; Ranger RC, 5.1.4; RS232 interface manual, EN-3;
Defender 5000, EN-51; Navigator NBF1A2, page 30. Captured from a Defender 3000, with N for net:
github chumpon-asaneerat/NSerialCommTools, "-  1.640 kg   ?N".
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake
from drivers.scales.lines import decode_line
from drivers.scales.weight import loose_grams

_LINE = re.compile(
    r" *(?P<value>-? *[0-9]+(?:[.,][0-9]+)?) +(?P<unit>[A-Za-z%]{1,5}) *(?P<moving>\?)? *"
    r"(?:(?<= |\?)[AOU]?C?(?= |B/G|Net|Tare))? *"
    r"(?P<legend>G|B/G|B|NET|Net|N|T|Tare|PT)? *(?:(?<= )(?:Under|Accept|Over))? *"
)
# Answers to other commands, which carry no weight.
_ANSWER = re.compile(r" *(?:OK!?|PSI|POH)? *")
# The shortest line of any family: Navigator's eleven for the weight, a blank and the unit.
MIN_CHARS = 12
_KINDS = {"G": Kind.GROSS, "B": Kind.GROSS, "N": Kind.NET, "T": Kind.TARE, "P": Kind.TARE}


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer."""
    return decode_line(buffer, protocol="Ohaus", read=_read)


def _read(line: str, raw: bytes) -> Reading | None:
    if _ANSWER.fullmatch(line):
        return None
    if line.strip() == "ES":
        return _reading(raw, range_=Range.ERROR)
    match = _LINE.fullmatch(line)
    if match is None or len(line) < MIN_CHARS:
        raise BadFrame(f"Ohaus: expected '    12.340 kg', came {raw!r}", used=len(raw))
    legend = match["legend"]
    return _reading(
        raw,
        grams=loose_grams(match["value"], match["unit"], frame=raw),
        stable=match["moving"] is None,
        kind=_KINDS[legend[0]] if legend else Kind.UNKNOWN,
        unit=match["unit"],
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


def conversation() -> AskAndTake:
    """Return the conversation: ask for the weight now."""
    return AskAndTake(decode, request=b"IP\r\n", cut_at_front=True)
