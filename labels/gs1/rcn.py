"""Read in-store EAN-13 numbers that carry a weight or a price, by the patterns of their source.

Off unless a source is named: 02 and 20 to 29 mean what each shop decides, and a guess is a wrong
weight. It must not look the item up, and a price read here is for comparing, never for a label.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from labels.gs1.elements import Gs1Error
from labels.identity import check_digit, is_gtin

LENGTH = 13

_PATTERN = re.compile(r"(?P<prefix>02|2\d)(?P<item>\.+)(?P<gap>\**)\{(?P<whole>N*)(?P<part>D*)\}")
_IN_STORE = re.compile(r"02|2\d")
_COMPANY_INTERNAL = "04"


class Meaning(enum.Enum):
    """What the digits of an EAN-13 say."""

    WEIGHT = "weight_kg"
    PRICE = "price_eur"
    IN_STORE_UNKNOWN = "rcn_unknown"
    COMPANY_INTERNAL = "rcn_company_internal_04"
    GTIN = "plain_gtin13"


PLACES = {Meaning.WEIGHT: 3, Meaning.PRICE: 2}
"""Grams in a kilogram and cents in a euro, as decimal places: no pattern may be finer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One rule of one source: 2 digits of prefix, then item, digits not read, value, check."""

    prefix: str
    item_digits: int
    gap_digits: int
    value_digits: int
    decimals: int
    measure: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class InStore:
    """One number, understood. `lookup_code` is the number with its value at zero: the item's own.

    `amount` is in grams for a weight, in cents for a price, None where the number carries none.
    """

    meaning: Meaning
    lookup_code: str
    item: str = ""
    amount: int | None = None


def sources() -> dict[str, tuple[Pattern, ...]]:
    """Give the table of patterns that the package knows, by source."""
    return dict(_table())


def chosen(named: Sequence[str]) -> tuple[Pattern, ...]:
    """Give the patterns a hub has switched on: sources of the table, or `PATTERN MEASURE` itself.

    Raises `Gs1Error` for what is neither, and for two that claim the same prefix.
    """
    found: list[Pattern] = []
    for name in named:
        shape, _, measure = name.partition(" ")
        known = _table().get(name)
        if known is None and not measure:
            raise Gs1Error(f"in-store codes: expected one of {', '.join(_table())}, got {name!r}")
        found += known or (pattern(shape, measure.strip()),)
    prefixes = [one.prefix for one in found]
    if twice := sorted({one for one in prefixes if prefixes.count(one) > 1}):
        raise Gs1Error(f"in-store codes: prefix {', '.join(twice)} has two meanings")
    return tuple(found)


def pattern(text: str, measure: str) -> Pattern:
    """Read `21.....{NNDDD}` with weight_kg or price_eur; raise `Gs1Error` for what is wrong."""
    found = _PATTERN.fullmatch(text)
    meaning = next((known for known in PLACES if known.value == measure), None)
    if found is None or meaning is None:
        raise Gs1Error(
            "in-store pattern: expected such as 21.....{NNDDD} with weight_kg or price_eur, "
            f"got {text!r} with {measure!r}"
        )
    read = Pattern(
        prefix=found["prefix"],
        item_digits=len(found["item"]),
        gap_digits=len(found["gap"]),
        value_digits=len(found["whole"]) + len(found["part"]),
        decimals=len(found["part"]),
        measure=meaning,
    )
    digits = len(read.prefix) + read.item_digits + read.gap_digits + read.value_digits
    if digits != LENGTH - 1 or not read.value_digits:
        raise Gs1Error(f"in-store pattern {text!r}: expected {LENGTH - 1} digits, got {digits}")
    if read.decimals > PLACES[meaning]:
        raise Gs1Error(f"in-store pattern {text!r}: at most {PLACES[meaning]} decimals")
    return read


def read(ean13: str, patterns: Sequence[Pattern] = ()) -> InStore:
    """Read one EAN-13 by a source's patterns (none: no value is ever taken out of a number)."""
    if len(ean13) != LENGTH or not is_gtin(ean13):
        raise Gs1Error(f"expected {LENGTH} digits with their check digit, got {ean13!r}")
    for known in patterns:
        if ean13.startswith(known.prefix):
            return _measured(ean13, known)
    if _IN_STORE.match(ean13):
        return InStore(meaning=Meaning.IN_STORE_UNKNOWN, lookup_code=ean13)
    internal = ean13.startswith(_COMPANY_INTERNAL)
    meaning = Meaning.COMPANY_INTERNAL if internal else Meaning.GTIN
    return InStore(meaning=meaning, lookup_code=ean13)


def _measured(ean13: str, known: Pattern) -> InStore:
    item_end = len(known.prefix) + known.item_digits
    item = ean13[len(known.prefix) : item_end]
    value = ean13[item_end + known.gap_digits : LENGTH - 1]
    zeroed = ean13[:item_end].ljust(LENGTH - 1, "0")
    return InStore(
        meaning=known.measure,
        lookup_code=zeroed + check_digit(zeroed),
        item=item,
        amount=int(value) * 10 ** (PLACES[known.measure] - known.decimals),
    )


@functools.cache
def _table() -> dict[str, tuple[Pattern, ...]]:
    text = (resources.files(__package__) / "rcn.tsv").read_text(encoding="utf-8")
    table: dict[str, tuple[Pattern, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            source, shape, measure = line.split("\t")
            table[source] = (*table.get(source, ()), pattern(shape, measure))
    return table
