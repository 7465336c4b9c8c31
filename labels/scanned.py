"""Interpret what a scanner or a person sent as one identity, whatever the carrier.

It never raises on rubbish (rubbish is `text`), and it must not look anything up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from labels.gs1 import digital_link, elements
from labels.gs1.elements import FNC1, Element, Gs1Error
from labels.identity import CodeKind, is_gtin, is_sscc, parse_internal

Kind = Literal["sscc", "internal", "gtin", "gs1", "text"]

GS1_SYMBOLOGIES = frozenset({"]C1", "]d2", "]d5", "]Q3", "]Q6", "]e0", "]J1"})
TRADE_SYMBOLOGIES = frozenset({"]E0", "]E4", "]I1"})

LONGEST_SCAN = 4096
"""No symbol that a hand scanner reads holds more; the rest is noise and is cut."""

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """One scan, understood.

    code: 18 digits of an SSCC; an internal code in capitals; a GTIN as 14 digits (zeros in front
    of shorter ones, so that a GTIN compares whatever its carrier); else the text itself.
    raw: the text without AIM identifier, for codes that someone else attached to a thing.
    """

    kind: Kind
    code: str
    raw: str
    code_kind: CodeKind | None = None
    elements: tuple[Element, ...] = ()
    aim: str | None = None


def interpret(data: bytes | str) -> Scanned:
    """Interpret one scan; scanner suffixes (CR, LF, tab) and spaces around are dropped."""
    text = _text(data)
    found_aim = _AIM.match(text)
    aim = found_aim[0] if found_aim else None
    raw = text[3:] if aim else text
    found = _elements(raw, aim)
    if found:
        return _of_elements(found, raw, aim)
    return _of_plain(raw.strip(" " + FNC1), aim)


def _text(data: bytes | str) -> str:
    text = data if isinstance(data, str) else _decoded(data)
    return text[:LONGEST_SCAN].strip(" \t\r\n\x00\x02\x03")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _elements(raw: str, aim: str | None) -> tuple[Element, ...]:
    """Give the elements when the carrier or the shape says GS1 and the data agrees."""
    try:
        if digital_link.is_link(raw):
            return digital_link.parse(raw, zero_suppressed=True)
        plain = raw.strip(FNC1)
        if aim in GS1_SYMBOLOGIES or FNC1 in plain or _says_gs1(plain):
            return elements.split(plain)
        if raw.startswith("("):
            return elements.split_bracketed(raw)
    except Gs1Error:
        pass
    return ()


def _says_gs1(plain: str) -> bool:
    """Tell whether a scan without AIM identifier begins with an SSCC or a GRAI and its check."""
    crate = plain[:2] == "00" and is_sscc(plain[2:20])
    return crate or (plain[:4] == "8003" and len(plain) > 18 and is_gtin(plain[4:18]))


def _of_elements(found: tuple[Element, ...], raw: str, aim: str | None) -> Scanned:
    unit = elements.value_of(found, "00")
    if unit is not None and is_sscc(unit):
        return Scanned(kind="sscc", code=unit, raw=raw, elements=found, aim=aim)
    trade = elements.value_of(found, "01")
    if trade is not None and is_gtin(trade):
        return Scanned(kind="gtin", code=trade, raw=raw, elements=found, aim=aim)
    for ai, value in found:
        if ai.startswith("9") and (internal := parse_internal(value)):
            kind, code = internal
            return Scanned(
                kind="internal", code=code, raw=raw, code_kind=kind, elements=found, aim=aim
            )
    return Scanned(kind="gs1", code=elements.bracketed(found), raw=raw, elements=found, aim=aim)


def _of_plain(raw: str, aim: str | None) -> Scanned:
    if internal := parse_internal(raw):
        kind, code = internal
        return Scanned(kind="internal", code=code, raw=raw, code_kind=kind, aim=aim)
    if is_sscc(raw) and aim not in TRADE_SYMBOLOGIES:
        return Scanned(kind="sscc", code=raw, raw=raw, aim=aim)
    if is_gtin(raw):
        return Scanned(kind="gtin", code=raw.zfill(14), raw=raw, aim=aim)
    return Scanned(kind="text", code=raw, raw=raw, aim=aim)
