r"""Say what a scanner sends for data put into a symbol: the AIM identifier, then the data.

`^01…` is GS1 data with `^` for FNC1, `…|^99…` has a composite component above it, and plain data
that begins with `^` is written `\^`. It must not draw symbols.
"""

from __future__ import annotations

import re

from labels.gs1 import elements, rules
from labels.gs1.elements import FNC1, Element, Gs1Error
from labels.identity import check_digit, is_gtin

COMPOSITE_AIM = "]e0"

MATRIX_AIMS = {"QR": ("]Q1", "]Q3"), "DM": ("]d1", "]d2"), "DotCode": ("]J0", "]J1")}
"""Plain and GS1 identifier of the carriers that hold either."""

STRING_AIMS = {"GS1_128_CCA": "]C1", "GS1_128_CCC": "]C1", "DataBarExpanded": "]e0"}
"""Carriers that hold any GS1 element string and nothing else."""

NUMBER_AIMS = {
    "DataBarOmni": ("]e0", 14),
    "DataBarLimited": ("]e0", 14),
    "EAN13": ("]E0", 13),
    "UPCA": ("]E0", 12),
    "UPCE": ("]E0", 12),
    "EAN8": ("]E4", 8),
}
"""Carriers that hold one GTIN, and its length."""

UPC_AND_EAN13_SENT = 13

_SUPPRESSIBLE = re.compile(r"0(?:\d\d[012]0000\d{3}|\d{3}00000\d\d|\d{4}00000\d|\d{5}0000[5-9])\d")
"""UPC-E leaves zeros out: only UPC-A numbers of these shapes can be written in it."""


def scan_data(symbology: str, text: str, *, add_check_digit: bool = False) -> str:
    """Give what a scanner sends; raise `Gs1Error` for what the symbology cannot hold."""
    if symbology in MATRIX_AIMS:
        return _matrix(*MATRIX_AIMS[symbology], text)
    primary, _, above = text.partition("|")
    if symbology in STRING_AIMS:
        return _string(STRING_AIMS[symbology], primary, above)
    if symbology in NUMBER_AIMS:
        return _number(symbology, primary, above, add_check_digit=add_check_digit)
    raise Gs1Error(f"symbology {symbology!r} carries no data")


def _matrix(plain_aim: str, gs1_aim: str, text: str) -> str:
    if text.startswith("^"):
        return gs1_aim + _gs1(text)[0]
    escaped = text.lstrip("\\").startswith("^")
    return plain_aim + (text[1:] if escaped else text)


def _string(aim: str, primary: str, above: str) -> str:
    data, found = _gs1(primary)
    if not above:
        return aim + data
    return COMPOSITE_AIM + elements.join((*found, *_gs1(above)[1]))


def _number(symbology: str, primary: str, above: str, *, add_check_digit: bool) -> str:
    aim, length = NUMBER_AIMS[symbology]
    number = _gtin(primary, length, add_check_digit=add_check_digit)
    if symbology == "DataBarLimited" and number[0] not in "01":
        raise Gs1Error(f"DataBar Limited holds GTINs that begin with 0 or 1, got {number!r}")
    if symbology == "UPCE" and not _SUPPRESSIBLE.fullmatch(number):
        raise Gs1Error(f"UPC-E cannot leave zeros out of {number!r}")
    upper = _gs1(above)[1] if above else ()
    if aim == COMPOSITE_AIM:
        return aim + elements.join((("01", number), *upper))
    sent = number.zfill(UPC_AND_EAN13_SENT) if aim == "]E0" else number
    return aim + sent + (f"|{COMPOSITE_AIM}{elements.join(upper)}" if upper else "")


def _gtin(text: str, length: int, *, add_check_digit: bool) -> str:
    """Read `^01` and 14 digits, or the carrier's own number of digits."""
    zeros = "0" * (14 - length)
    number = text.removeprefix("^01" + zeros) if text.startswith("^01" + zeros) else text
    if add_check_digit and len(number) == length - 1 and number.isascii() and number.isdigit():
        number += check_digit(number)
    if len(number) != length or not is_gtin(number):
        raise Gs1Error(f"expected {length} digits with their check digit, got {text!r}")
    return number


def _gs1(text: str) -> tuple[str, tuple[Element, ...]]:
    """Give the data as it is sent and its elements, each judged by itself."""
    if not text.startswith("^") or FNC1 in text or len(text) == 1:
        raise Gs1Error(f"expected ^ and AIs, got {text!r}")
    data = text[1:].replace("^", FNC1)
    found = elements.split(data)
    for ai, value in found:
        if fault := rules.format_fault(ai, value):
            raise Gs1Error(fault)
    return data, found
