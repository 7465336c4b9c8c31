"""Check one line of GS1 data in any of its forms and give all the other forms.

It must not print; `hangar gs1 check` prints what it answers, one JSON object for every line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.gs1 import digital_link, elements, rules
from labels.gs1.elements import FNC1, Element, Gs1Error
from labels.identity import is_gtin

GS1_CARRIERS = ("]C1", "]d2", "]Q3", "]J1", "]e0")
PLAIN_CARRIERS = ("]Q1", "]d1", "]J0")
TRADE_LENGTHS = {"]E0": 13, "]E4": 8, "]I1": 14}
COMPOSITE = "|]e0"

DEFAULT_CARRIER = "]d2"
"""The matrix: it has room for every element string, and a line does not say its carrier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a line holds: its elements, its own element string, and the carrier it came by."""

    elements: tuple[Element, ...]
    element_string: str
    scan_data: str
    warnings: tuple[str, ...] = ()


def check(line: str, *, associations: bool = True) -> dict[str, Any]:
    """Check one line; never raises on any text."""
    answer: dict[str, Any] = {
        "ok": False,
        "element_string": None,
        "hri": None,
        "digital_link": None,
        "scan_data": None,
        "error": None,
        "warnings": [],
    }
    try:
        read = _read(line)
        _judge(read.elements, associations=associations)
    except Gs1Error as fault:
        return answer | {"error": str(fault)}
    return answer | {
        "ok": True,
        "element_string": read.element_string,
        "hri": elements.bracketed(read.elements) or None,
        "digital_link": _link(read.elements),
        "scan_data": read.scan_data,
        "warnings": [
            *read.warnings,
            *rules.warnings(read.elements, len(elements.join(read.elements))),
        ],
    }


def _read(line: str) -> _Read:
    if line.startswith("("):
        return _whole(elements.split_bracketed(line))
    if line.startswith("^"):
        return _whole(_split(line[1:], separator="^"))
    if line.startswith("]"):
        return _scan(line[:3], line[3:])
    if digital_link.is_link(line):
        return _whole(digital_link.parse(line), scan_data="]Q1" + line)
    raise Gs1Error(
        "expected (AI)value, ^ for FNC1 first, scan data with its ] identifier or a Digital Link, "
        f"got {line[:40]!r}"
    )


def _whole(found: tuple[Element, ...], scan_data: str = "") -> _Read:
    return _Read(
        elements=found,
        element_string=_element_string(found),
        scan_data=scan_data or DEFAULT_CARRIER + elements.join(found),
    )


def _scan(aim: str, data: str) -> _Read:
    if aim in GS1_CARRIERS:
        found = _split(data, separator=FNC1)
        return _whole(found, scan_data=aim + elements.join(found))
    if aim in PLAIN_CARRIERS and digital_link.is_link(data):
        return _whole(digital_link.parse(data), scan_data=aim + data)
    if aim in PLAIN_CARRIERS:
        return _plain(aim, data)
    if aim in TRADE_LENGTHS:
        return _trade(aim, data)
    raise Gs1Error(f"symbology {aim!r} carries no GS1 data")


def _plain(aim: str, data: str) -> _Read:
    """Plain data of a 2D symbol is what it is; a leading ^ is escaped as GS1's own tools do."""
    escapes = data.startswith("^") or data.lstrip("\\").startswith("^")
    return _Read(
        elements=(),
        element_string="\\" + data if escapes else data,
        scan_data=aim + data,
        warnings=("plain data: the symbol says nothing in GS1's terms",),
    )


def _trade(aim: str, data: str) -> _Read:
    """EAN-13, EAN-8, ITF-14, the first two perhaps with a composite component above."""
    number, composite, above = data.partition(COMPOSITE)
    if len(number) != TRADE_LENGTHS[aim] or not is_gtin(number):
        raise Gs1Error(
            f"expected {TRADE_LENGTHS[aim]} digits with their check digit, got {number!r}"
        )
    more = _split(above, separator=FNC1) if composite else ()
    return _Read(
        elements=(("01", number.zfill(14)), *more),
        element_string=number + ("|" + _element_string(more) if composite else ""),
        scan_data=aim + number + (COMPOSITE + elements.join(more) if composite else ""),
    )


def _split(data: str, *, separator: str) -> tuple[Element, ...]:
    if separator != FNC1 and FNC1 in data:
        raise Gs1Error("expected ^ for FNC1, got the character U+001D")
    if not data:
        raise Gs1Error("no AI, no data")
    return elements.split(data.replace(separator, FNC1) if separator != FNC1 else data)


def _judge(found: Sequence[Element], *, associations: bool) -> None:
    for ai, value in found:
        if fault := rules.format_fault(ai, value):
            raise Gs1Error(fault)
    if associations and (fault := rules.association_fault(found)):
        raise Gs1Error(fault)


def _element_string(found: Sequence[Element]) -> str:
    return "^" + elements.join(found, separator="^")


def _link(found: Sequence[Element]) -> str | None:
    try:
        return digital_link.generate(found)
    except Gs1Error:
        return None
