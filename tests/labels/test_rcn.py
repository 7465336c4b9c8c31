"""In-store numbers are read by the patterns of their source, and by none unless one is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.gs1 import rcn
from labels.gs1.elements import Gs1Error
from labels.identity import check_digit

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "gs1" / "fr_rcn_ean13.json"
ODOO = rcn.sources()["odoo"]


def test_every_vector_is_read_as_written() -> None:
    if not VECTORS.exists():
        pytest.skip("the in-store vectors are not beside the checkout: fr_rcn_ean13.json")
    table = json.loads(VECTORS.read_text(encoding="utf-8"))
    patterns = [rcn.pattern(rule["pattern"], rule["type"]) for rule in table["rules"]]

    assert [answer(vector["ean13"], patterns) for vector in table["vectors"]] == [
        expected(vector) for vector in table["vectors"]
    ]


def expected(vector: dict[str, Any]) -> tuple[Any, ...] | None:
    """Say what a vector asks, its value in grams or cents."""
    if not vector["ok"]:
        return None
    if "value" not in vector:
        return vector["type"], "", vector["ean13"], None
    places = 3 if vector["type"] == "weight_kg" else 2
    amount = int(Decimal(vector["value"]).scaleb(places))
    return vector["type"], vector["item"], vector["lookup_code"], amount


def answer(ean13: str, patterns: list[rcn.Pattern]) -> tuple[Any, ...] | None:
    """Read one number."""
    try:
        found = rcn.read(ean13, patterns)
    except Gs1Error:
        return None
    return found.meaning.value, found.item, found.lookup_code, found.amount


def test_a_weight_is_whole_grams() -> None:
    found = rcn.read("2112345012346", ODOO)

    assert found == rcn.InStore(
        meaning=rcn.Meaning.WEIGHT, item="12345", amount=1234, lookup_code="2112345000008"
    )


def test_without_a_source_no_value_is_taken_out_of_a_number() -> None:
    found = rcn.read("2112345012346")

    assert (found.meaning, found.amount) == (rcn.Meaning.IN_STORE_UNKNOWN, None)


def test_another_source_reads_the_same_number_otherwise() -> None:
    assert rcn.read("2605000123452", ODOO).amount is None
    assert rcn.read("2605000123452", rcn.sources()["odoo-26"]).amount == 12345


def test_a_pattern_may_have_digits_that_are_not_read() -> None:
    shape = rcn.pattern("22....*{NNNDD}", "price_eur")
    digits = "221234" + "7" + "01250"

    found = rcn.read(digits + check_digit(digits), [shape])

    assert (found.item, found.amount) == ("1234", 1250)
    assert found.lookup_code.startswith("221234000000")


def test_fewer_decimals_are_brought_to_grams() -> None:
    shape = rcn.pattern("29......{NNND}", "weight_kg")
    digits = "29123456" + "0123"

    assert rcn.read(digits + check_digit(digits), [shape]).amount == 12300


@pytest.mark.parametrize(
    ("shape", "measure"),
    [
        ("21.....{NNDDD}", "weight"),
        ("21....{NNDDD}", "weight_kg"),
        ("37.....{NNDDD}", "weight_kg"),
        ("21.....{NDDDD}", "weight_kg"),
        ("21.....{NNDDD}", "price_eur"),
        ("21..........{}", "price_eur"),
    ],
)
def test_a_wrong_pattern_is_refused(shape: str, measure: str) -> None:
    with pytest.raises(Gs1Error, match="pattern"):
        rcn.pattern(shape, measure)


@given(st.text("0123456789 é²", max_size=14))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = rcn.read(text, ODOO)
    except Gs1Error:
        return

    assert rcn.read(found.lookup_code, ODOO).item == found.item
