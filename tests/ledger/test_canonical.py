"""Canonical JSON: one value, one text (RFC 8785 without floats)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.ledger.canonical import canonical, sha256_hex

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # The example of RFC 8785, section 3.2.3; the last two differ from the order of code points.
    keys = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]

    text = canonical(dict.fromkeys(keys, 0))

    assert list(json.loads(text)) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]


def test_only_what_must_be_escaped_is_escaped() -> None:
    assert canonical('€$\x0f\nA\'B"\\\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


def test_no_white_space_and_plain_literals() -> None:
    assert canonical({"b": [1, -2, None], "a": {"x": True}}) == '{"a":{"x":true},"b":[1,-2,null]}'


@given(VALUES)
def test_the_text_reads_back_to_the_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers(0, 9)))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize("value", [1.0, {"net_g": 1.5}, [float("nan")], b"x", {1: 2}, {1, 2}])
def test_what_is_not_json_without_floats_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, "\ud800", {"\udfff": 1}])
def test_what_has_two_spellings_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        canonical(value)


def test_digest_names_its_algorithm() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert sha256_hex("") == f"sha256:{empty}"
