"""Judges the pattern that a hub writes for a scale nobody here knows, and compiles it.

It decodes nothing; drivers.scales.line_regex does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.errors import DriverError

MAX_PATTERN_CHARS = 300
WEIGHTS = ("weight", "weight_kg", "weight_g")
GROUPS = (*WEIGHTS, "unit", "stable", "unstable", "over", "under", "kind", "tare")
# A repeat of a repeat can take a computer's lifetime on one bad line.
_NESTED_REPEAT = re.compile(r"[*+}]\??\)(?:[*+]|\{[0-9]*,)")
_ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.?))", re.DOTALL)


class BadPattern(DriverError):
    """A pattern or request of the configuration that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePattern:
    """A pattern that was judged good. `fixed_unit`: the unit its group's name says, or None."""

    compiled: re.Pattern[str]
    weight: str
    fixed_unit: str | None

    def has(self, group: str) -> bool:
        return group in self.compiled.groupindex


def compile_pattern(text: str) -> LinePattern:
    """Compile a pattern; raises BadPattern saying what is wrong with it."""
    if len(text) > MAX_PATTERN_CHARS:
        raise BadPattern(f"expected at most {MAX_PATTERN_CHARS} characters, came {len(text)}")
    if _NESTED_REPEAT.search(text):
        raise BadPattern("a repeated group ends in a repeat, such as (a+)+; write it without")
    try:
        compiled = re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError) as problem:
        raise BadPattern(f"no regular expression: {problem}") from problem
    names = set(compiled.groupindex)
    if unknown := sorted(names - set(GROUPS)):
        raise BadPattern(f"unknown groups {', '.join(unknown)}; known: {', '.join(GROUPS)}")
    return _with_weight(compiled, names)


def _with_weight(compiled: re.Pattern[str], names: set[str]) -> LinePattern:
    weights = [name for name in WEIGHTS if name in names]
    if len(weights) != 1:
        raise BadPattern(f"expected one group of {', '.join(WEIGHTS)}, came {weights}")
    fixed = {"weight_kg": "kg", "weight_g": "g"}.get(weights[0])
    if (fixed is None) != ("unit" in names):
        raise BadPattern("expected weight with a group unit, or weight_kg or weight_g without")
    if {"stable", "unstable"} <= names:
        raise BadPattern("expected stable or unstable, not both")
    return LinePattern(compiled=compiled, weight=weights[0], fixed_unit=fixed)


def request_bytes(text: str) -> bytes:
    r"""Return the bytes of a request written with \r, \n, \t, \\ and \x05; raises BadPattern."""

    def byte(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        if match[2] not in _ESCAPES:
            raise BadPattern(f"unknown escape {match[0]!r}; known: \\r \\n \\t \\\\ \\x05")
        return _ESCAPES[match[2]]

    try:
        return _ESCAPE.sub(byte, text).encode("latin-1")
    except UnicodeEncodeError as problem:
        raise BadPattern(f"expected plain characters, came {text!r}") from problem
