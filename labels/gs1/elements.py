"""Split GS1 element strings into (AI, value) pairs and join pairs into element strings.

It must not judge values: formats live in `formats.py`, rules between elements in `rules.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from labels.gs1 import table

FNC1 = "\x1d"
"""What scanners send for the function character: <GS>, U+001D."""

CSET82 = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)

MOST_ELEMENTS = 64
"""As many as GS1's own tools take; no symbol needs more."""

Element = tuple[str, str]


class Gs1Error(ValueError):
    """Say what is wrong with data that claims to be GS1."""


def is_cset82(text: str) -> bool:
    """Tell whether every character may stand in a GS1 lot or serial (no space, no accent)."""
    return bool(text) and all(char in CSET82 for char in text)


def split(data: str) -> tuple[Element, ...]:
    """Split an element string whose first FNC1 is already gone; separators are <GS>."""
    elements: list[Element] = []
    position = 0
    while position < len(data):
        if len(elements) == MOST_ELEMENTS:
            raise Gs1Error(f"more than {MOST_ELEMENTS} elements")
        known = table.find(data, position)
        if known is None:
            raise Gs1Error(f"no AI is known at {data[position : position + 4]!r}")
        start = position + len(known.ai)
        end = start + known.longest if known.predefined_length else _end(data, start)
        value = data[start:end]
        if not value or (known.predefined_length and FNC1 in value):
            raise Gs1Error(f"({known.ai}) expected {known.longest} characters, got {value!r}")
        if len(value) > known.longest:
            raise Gs1Error(f"({known.ai}) is too long: at most {known.longest}, got {value!r}")
        elements.append((known.ai, value))
        position = end + 1 if data[end : end + 1] == FNC1 else end
    return tuple(elements)


def join(elements: Iterable[Element], *, separator: str = FNC1) -> str:
    """Join pairs in the order given, with a separator where the next element needs one."""
    parts: list[str] = []
    pending = ""
    for ai, value in elements:
        parts.append(pending + ai + value)
        known = table.identifiers().get(ai)
        pending = "" if known is not None and known.predefined_length else separator
    return "".join(parts)


def bracketed(elements: Iterable[Element]) -> str:
    """Write pairs as people read them: (00)395212340000004128(10)L1."""
    return "".join(f"({ai}){value}" for ai, value in elements)


_BRACKETED = re.compile(r"\((\d{2,4})\)((?:[^(]|(?<=\\)\()*)")


def split_bracketed(text: str) -> tuple[Element, ...]:
    r"""Split `(AI)value(AI)value`; a bracket inside a value is written `\(`."""
    elements: list[Element] = []
    position = 0
    while position < len(text):
        found = _BRACKETED.match(text, position)
        if found is None:
            raise Gs1Error(f"expected an AI in brackets, got {text[position : position + 6]!r}")
        elements.append((found[1], found[2].replace("\\(", "(")))
        position = found.end()
    return tuple(elements)


def value_of(elements: Sequence[Element], ai: str) -> str | None:
    """Give the first value of an AI; None when it is absent."""
    return next((value for key, value in elements if key == ai), None)


def _end(data: str, start: int) -> int:
    separator = data.find(FNC1, start)
    return len(data) if separator < 0 else separator
