"""Check characters catch what tired hands and worn labels do to a code."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.identity import (
    ALPHABET,
    LARGEST_INTERNAL_SERIAL,
    CodeKind,
    check_digit,
    company_prefix_problem,
    epoch_tag,
    internal_code,
    is_gtin,
    is_sscc,
    parse_internal,
    sscc,
)

CODES = [
    internal_code(kind, tag, serial)
    for kind, tag, serial in itertools.product(
        CodeKind, ("0000", "YYYY", "A1B2"), (0, 1, 12345, LARGEST_INTERNAL_SERIAL)
    )
]


@pytest.mark.parametrize(
    ("body", "digit"),
    [("39521234000000412", "8"), ("376012345678", "4"), ("0952123400001", "3"), ("0", "0")],
)
def test_check_digit_follows_gs1(body: str, digit: str) -> None:
    assert check_digit(body) == digit


def test_sscc_fills_the_serial_behind_the_prefix() -> None:
    assert sscc(3, "9521234", 412) == "395212340000004128"
    assert is_sscc("395212340000004128")
    assert not is_sscc("395212340000004120")


@pytest.mark.parametrize(
    ("extension", "prefix", "serial"),
    [(10, "9521234", 1), (0, "95A1234", 1), (0, "9521234", 10**9)],
)
def test_impossible_sscc_is_refused(extension: int, prefix: str, serial: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        sscc(extension, prefix, serial)


@pytest.mark.parametrize("code", CODES)
def test_every_single_wrong_character_is_caught(code: str) -> None:
    for position, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert parse_internal(code[:position] + wrong + code[position + 1 :]) is None


@pytest.mark.parametrize("code", CODES)
def test_every_swap_of_two_characters_is_caught(code: str) -> None:
    for left, right in itertools.combinations(range(len(code)), 2):
        if code[left] != code[right]:
            swapped = list(code)
            swapped[left], swapped[right] = code[right], code[left]

            assert parse_internal("".join(swapped)) is None


@given(
    st.sampled_from(CodeKind), st.text(ALPHABET, min_size=4, max_size=4), st.integers(0, 31**6 - 1)
)
def test_an_internal_code_reads_back_in_either_case(kind: CodeKind, tag: str, serial: int) -> None:
    code = internal_code(kind, tag, serial)

    assert parse_internal(code) == (kind, code)
    assert parse_internal(f" {code.lower()} ") == (kind, code)
    assert not is_sscc(code)
    assert not is_gtin(code)


def test_kind_letters_are_in_the_alphabet_and_are_letters() -> None:
    assert all(kind.value in ALPHABET and kind.value.isalpha() for kind in CodeKind)


@given(st.text())
def test_an_epoch_of_any_form_gets_a_tag(epoch: str) -> None:
    assert parse_internal(internal_code(CodeKind.CRATE, epoch_tag(epoch), 1)) is not None


@pytest.mark.parametrize(
    "prefix",
    [
        "0201234",
        "0412345",
        "2012345",
        "9771234",
        "9781234",
        "9812345",
        "9912345",
        "12345",
        "1A34567",
    ],
)
def test_a_prefix_that_cannot_be_a_licence_is_named(prefix: str) -> None:
    assert company_prefix_problem(prefix, demonstration=True)


def test_the_demonstration_prefix_is_for_demonstrations() -> None:
    assert company_prefix_problem("9521234", demonstration=True) is None
    assert company_prefix_problem("9521234", demonstration=False)
    assert company_prefix_problem("3760123", demonstration=False) is None
