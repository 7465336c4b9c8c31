r"""Decodes the lines of any other scale by a pattern from the hub's configuration.

It opens no port, and knows no maker: for Precia-Molen, EPELSA, Master-K and what else has no
public byte table here. The pattern must match the whole line, its CR, LF, STX and ETX taken off:

    protocol = "line-regex"
    pattern = '(?P<stable>S)?.(?P<kind>[GN]) *(?P<weight>-?[0-9.]+) *(?P<unit>kg|g)'
    request = 'W\r'                          # left out: the scale sends by itself

    weight with unit, or weight_kg or weight_g      digits, point or comma, a sign
    stable      still when it matched something; or unstable, the other way round; neither: judged
                by waiting a second, and marked so
    over, under out of range when matched: no weight is read then
    kind        begins with G or B: gross, N: net, T: a tare (not used as a weight)
    tare        in the weight's unit

Source: the hub's own capture (`hangar devices listen`), kept beside its configuration.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import AskAndTake, StableByDwell
from drivers.scales.line_pattern import LinePattern, compile_pattern, request_bytes
from drivers.scales.lines import take_line
from drivers.scales.weight import loose_grams

# A plain "12.340 kg" or "ST 12.340 kg", with a question mark somewhere behind when it moves.
DEFAULT_PATTERN = (
    r"[^0-9+-]*(?P<weight>[+-]? *[0-9]+(?:[.,][0-9]+)?) *(?P<unit>kg|g|KG) *(?P<unstable>\?)?.*"
)
# Longer lines would give a slow pattern too much to chew on.
MAX_LINE_BYTES = 80

_AROUND = "".join(map(chr, range(0x20)))
_KINDS = {"G": Kind.GROSS, "B": Kind.GROSS, "N": Kind.NET, "T": Kind.TARE}


class LineDecoder:
    """One pattern, applied to one line after the other."""

    def __init__(self, pattern: LinePattern) -> None:
        self._pattern = pattern

    def decode(self, buffer: bytes) -> Decoded:
        """Decode the line at the start of the buffer."""
        raw = take_line(buffer, protocol="line-regex", max_bytes=MAX_LINE_BYTES)
        if raw is None:
            return Decoded(used=0)
        line = raw.decode("latin-1").strip(_AROUND)
        if not line:
            return Decoded(used=len(raw))
        match = self._pattern.compiled.fullmatch(line)
        if match is None:
            raise BadFrame(
                f"line-regex: expected {self._pattern.compiled.pattern!r}, came {raw!r}",
                used=len(raw),
            )
        return Decoded(used=len(raw), reading=self._reading(match, raw))

    def _reading(self, match: re.Match[str], raw: bytes) -> Reading:
        found = {name: text for name, text in match.groupdict().items() if text}
        unit = self._pattern.fixed_unit or found.get("unit", "")
        where = Range.OVER if "over" in found else Range.UNDER if "under" in found else Range.OK
        value, tare = found.get(self._pattern.weight), found.get("tare")
        weighed = where is Range.OK and value is not None
        return Reading(
            grams=loose_grams(value, unit, frame=raw) if weighed and value else None,
            stable=self._stable(found) if weighed else False,
            range=where,
            kind=_KINDS.get(found.get("kind", " ")[0].upper(), Kind.UNKNOWN),
            tare_g=loose_grams(tare, unit, frame=raw) if weighed and tare else None,
            unit=unit,
            raw=raw,
        )

    def _stable(self, found: dict[str, str]) -> bool | None:
        if self._pattern.has("stable"):
            return "stable" in found
        if self._pattern.has("unstable"):
            return "unstable" not in found
        return None


def conversation(pattern: str = DEFAULT_PATTERN, request: str = "") -> StableByDwell:
    """Return the conversation for a pattern; raises BadPattern."""
    decoder = LineDecoder(compile_pattern(pattern))
    asking = AskAndTake(decoder.decode, request=request_bytes(request), cut_at_front=True)
    return StableByDwell(asking)
