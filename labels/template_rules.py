"""Judge what a template file holds, key by key: every fault with its element, in two languages.

It must not draw: what only a drawing shows is found by `checking.py`. The limits here keep a
template that somebody made in a browser from using up a small machine.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labels.parts import IN_HOUSE, NEVER_SHOWN, TRADE

MOST_BYTES = 64_000
"""The longest template we ship has 8 kB."""
MOST_ELEMENTS = 120
"""The calibration sheet has 75. Each is drawn alone when overlaps are looked for."""
MOST_MARKS = 8
"""Fields in one text; each may be 400 characters long."""
MOST_SAMPLE_FIELDS = 80
LONGEST_TEXT = 200
LONGEST_SAMPLE = 400
LARGEST_MM = {"width_mm": 220, "height_mm": 300}
SMALLEST_MM = 10
MOST_LINES = 30
WIDEST_MODULE_MM, FINEST_MODULE_MM = 5.0, 0.08

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a template: where (element from 1, key) and what was expected."""

    en: str
    fr: str
    element: int | None = None
    key: str = ""

    def __str__(self) -> str:
        """Say it on one line, for a maintainer."""
        place = f"element {self.element}: " if self.element else ""
        return place + (f"{self.key}: " if self.key else "") + self.en

    def said(self) -> str:
        """Say it on one line, in French, for the hub's people."""
        place = f"Élément {self.element} : " if self.element else ""
        return place + (f"« {self.key} » : " if self.key else "") + self.fr


class TemplateError(ValueError):
    """List what is wrong in a template file; `faults` has each of them."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(f"template {name}: " + "; ".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What one key may hold, in words for both kinds of reader."""

    good: Callable[[Any], bool]
    en: str
    fr: str
    needed: bool = False


def _number(lowest: float, highest: float, *, needed: bool = False) -> _Key:
    def good(value: Any) -> bool:
        number = type(value) in (int, float) and math.isfinite(value)
        return number and lowest <= value <= highest

    span_en, span_fr = f"{lowest:g} to {highest:g}", f"{lowest:g} à {highest:g}"
    return _Key(good=good, en=f"a number, {span_en}", fr=f"un nombre de {span_fr}", needed=needed)


def _words(*words: str, needed: bool = False) -> _Key:
    listed = ", ".join(words)
    return _Key(
        good=lambda value: value in words,
        en=f"one of {listed}",
        fr=f"un de ces mots : {listed}",
        needed=needed,
    )


def _line(longest: int, *, needed: bool = False) -> _Key:
    return _Key(
        good=lambda value: isinstance(value, str) and len(value) <= longest,
        en=f"text of at most {longest} characters",
        fr=f"un texte de {longest} caractères au plus",
        needed=needed,
    )


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and not _bad_marks(value)


def _bad_marks(text: str) -> bool:
    """Tell whether a text has more than plain {field} marks: a width in one would eat memory."""
    try:
        marks = [mark for mark in string.Formatter().parse(text) if mark[1] is not None]
    except ValueError:
        return True
    return len(marks) > MOST_MARKS or any(
        not _is_name(name) or spec or conversion for _, name, spec, conversion in marks
    )


_FLAG = _Key(good=lambda value: type(value) is bool, en="true or false", fr="true ou false")
_NAMES = _Key(
    good=lambda value: isinstance(value, list) and len(value) <= 20 and all(map(_is_name, value)),
    en='a list of fields such as ["customer"]',
    fr='une liste de champs comme ["customer"]',
)
_FIELD = _Key(good=_is_name, en="the name of a field", fr="le nom d'un champ", needed=True)
_MODULES = _Key(
    good=lambda value: (
        isinstance(value, list)
        and 1 <= len(value) <= 10
        and all(_number(FINEST_MODULE_MM, WIDEST_MODULE_MM).good(one) for one in value)
    ),
    en="a list of widths in mm such as [0.75, 0.5]",
    fr="une liste de largeurs en mm comme [0.75, 0.5]",
    needed=True,
)
_TEXT = _Key(
    good=_is_text,
    en=f"text with plain {{field}} marks, at most {MOST_MARKS} and {LONGEST_TEXT} characters",
    fr=f"un texte avec de simples {{champs}}, {MOST_MARKS} et {LONGEST_TEXT} caractères au plus",
    needed=True,
)
_COUNT = _Key(
    good=lambda value: type(value) is int and 1 <= value <= MOST_LINES,
    en=f"a whole number, 1 to {MOST_LINES}",
    fr=f"un nombre entier de 1 à {MOST_LINES}",
)

_BOX = {name: _number(0, 300, needed=True) for name in ("x_mm", "y_mm", "width_mm", "height_mm")}
_CONDITION = {"when": _NAMES, "unless": _NAMES}

KEYS: dict[str, dict[str, _Key]] = {
    "text": {
        **_BOX,
        **_CONDITION,
        "text": _TEXT,
        "size_mm": _number(0.5, 100, needed=True),
        "smallest_mm": _number(0.5, 100),
        "bold": _FLAG,
        "turned": _FLAG,
        "lines": _COUNT,
        "overflow": _words("shrink", "wrap", "refuse"),
        "align": _words("left", "center", "right"),
        "vertical": _words("top", "middle", "bottom"),
        "ink": _words("black", "white"),
        "direction": _words("ltr", "rtl"),
        "caption": _line(60),
    },
    "symbol": {
        **_BOX,
        "shape": _words("linear", "matrix", needed=True),
        "modules_mm": _MODULES,
        "turned": _FLAG,
        "encodes": _Key(good=_is_name, en=_FIELD.en, fr=_FIELD.fr),
    },
    "area": {**_BOX, **_CONDITION, "outline_mm": _number(0, 20)},
    "pictogram": {**_BOX, **_CONDITION, "field": _FIELD},
}
"""What each kind of element may hold. To add a key: a line here, a slot in `parts.py`."""

TOP: dict[str, _Key] = {
    "title": _line(80),
    "use": _words(TRADE, IN_HOUSE),
    "width_mm": _number(SMALLEST_MM, LARGEST_MM["width_mm"], needed=True),
    "height_mm": _number(SMALLEST_MM, LARGEST_MM["height_mm"], needed=True),
    "element": _Key(
        good=lambda value: (
            isinstance(value, list)
            and len(value) <= MOST_ELEMENTS
            and all(isinstance(row, dict) for row in value)
        ),
        en=f"[[element]] tables, at most {MOST_ELEMENTS}",
        fr=f"des tables [[element]], {MOST_ELEMENTS} au plus",
        needed=True,
    ),
    "sample": _Key(
        good=lambda value: (
            isinstance(value, dict)
            and len(value) <= MOST_SAMPLE_FIELDS
            and all(
                _is_name(key) and isinstance(each, str | int) and len(str(each)) <= LONGEST_SAMPLE
                for key, each in value.items()
            )
        ),
        en=f"a table of field = text, at most {MOST_SAMPLE_FIELDS}",
        fr=f"une table champ = texte, {MOST_SAMPLE_FIELDS} au plus",
        needed=True,
    ),
}


def faults(table: Mapping[str, Any]) -> list[Fault]:
    """List what is wrong in a template's table, without drawing it."""
    found = list(_key_faults(table, TOP, None))
    if any(fault.key == "element" for fault in found):
        return found
    for number, row in enumerate(table["element"], 1):
        kind = str(row.get("kind"))
        if kind not in KEYS:
            known = ", ".join(KEYS)
            found.append(
                Fault(
                    en=f"expected one of {known}, got {row.get('kind')!r}",
                    fr=f"attendu un de ces mots : {known} ; reçu {row.get('kind')!r}",
                    element=number,
                    key="kind",
                )
            )
            continue
        keys = {key: value for key, value in row.items() if key != "kind"}
        wrong = list(_key_faults(keys, KEYS[kind], number))
        found += wrong or _whole_faults(table, row, number)
    return found


def _key_faults(
    row: Mapping[str, Any], keys: Mapping[str, _Key], element: int | None
) -> Iterator[Fault]:
    for name, value in row.items():
        if name not in keys:
            yield Fault(
                en=f"unknown; known are {', '.join(keys)}",
                fr="mot inconnu ici",
                element=element,
                key=str(name)[:40],
            )
        elif not keys[name].good(value):
            came = repr(value)[:60]
            yield Fault(
                en=f"expected {keys[name].en}, got {came}",
                fr=f"attendu {keys[name].fr} ; reçu {came}",
                element=element,
                key=name,
            )
    for name, key in keys.items():
        if key.needed and name not in row:
            yield Fault(
                en=f"is missing: expected {key.en}",
                fr=f"il manque : {key.fr}",
                element=element,
                key=name,
            )


def _whole_faults(table: Mapping[str, Any], row: Mapping[str, Any], number: int) -> list[Fault]:
    """Find what keys say together: a box off the label, a smallest size above the largest."""
    found = []
    for start, length in (("x_mm", "width_mm"), ("y_mm", "height_mm")):
        room = table.get(length)
        if TOP[length].good(room) and row[start] + row[length] > room:
            found.append(
                Fault(
                    en=f"its box leaves the label of {room} mm",
                    fr=f"le cadre dépasse l'étiquette de {room} mm",
                    element=number,
                    key=length,
                )
            )
    found += [
        Fault(
            en=f"a label never shows a price, got {{{name}}}",
            fr=f"une étiquette ne montre jamais de prix : {{{name}}}",
            element=number,
            key="text",
        )
        for _, name, _, _ in string.Formatter().parse(row.get("text", ""))
        if name and any(part in name.casefold() for part in NEVER_SHOWN)
    ]
    if row.get("smallest_mm", 0) > row.get("size_mm", math.inf):
        found.append(
            Fault(
                en="expected at most size_mm",
                fr="doit être au plus size_mm",
                element=number,
                key="smallest_mm",
            )
        )
    return found
