"""Whatever carrier a code came by, the same thing is found; rubbish is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.identity import CodeKind, internal_code
from labels.scanned import interpret

SSCC = "395212340000004128"
CRATE = internal_code(CodeKind.CRATE, "A1B2", 77)


@pytest.mark.parametrize(
    "data",
    [
        f"]C100{SSCC}",
        f"00{SSCC}",
        SSCC,
        f"(00){SSCC}",
        f"(00){SSCC}(91)F03-261124-1",
        f"]d200{SSCC}91F03-261124-1\x1d92F03-CAROTTE\x1d9310340",
        f"00{SSCC}91F03-261124-1\x1d9310340",
        f"\x1d00{SSCC}\x1d",
        f"]Q1https://id.gs1.org/00/{SSCC}",
        f"]d1HTTPS://EXAMPLE.ORG/00/{SSCC}",
        f"]C100{SSCC}\r\n".encode(),
        f" {SSCC} ",
    ],
)
def test_a_crate_is_found_by_any_carrier(data: bytes | str) -> None:
    scanned = interpret(data)

    assert (scanned.kind, scanned.code) == ("sscc", SSCC)


def test_the_matrix_gives_lot_product_and_grams() -> None:
    scanned = interpret(f"]d200{SSCC}91F03-261124-1\x1d92F03-CAROTTE\x1d9310340")

    assert scanned.elements == (
        ("00", SSCC),
        ("91", "F03-261124-1"),
        ("92", "F03-CAROTTE"),
        ("93", "10340"),
    )
    assert scanned.aim == "]d2"


@pytest.mark.parametrize(
    "data", [CRATE, CRATE.lower(), f"]C0{CRATE}", f"]d1{CRATE}\r", f"]d291{CRATE}"]
)
def test_an_internal_code_is_found_by_any_carrier(data: str) -> None:
    scanned = interpret(data)

    assert (scanned.kind, scanned.code, scanned.code_kind) == ("internal", CRATE, CodeKind.CRATE)


@pytest.mark.parametrize(
    ("data", "gtin"),
    [
        ("]E03760123456784", "03760123456784"),
        ("3760123456784", "03760123456784"),
        ("]E496385074", "00000096385074"),
        ("]C1019952123400001610LOT", "99521234000016"),
        ("https://shop.example/01/9521234000013/10/AB%2Fc?15=261231", "09521234000013"),
    ],
)
def test_a_trade_item_is_a_gtin_of_14_digits(data: str, gtin: str) -> None:
    scanned = interpret(data)

    assert (scanned.kind, scanned.code) == ("gtin", gtin)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "]",
        "]C1",
        "bonjour",
        "395212340000004120",
        "https://",
        "(00)",
        f"]C100{SSCC[:-1]}0x",
        "00",
    ],
)
def test_anything_else_is_no_identity(data: str) -> None:
    assert interpret(data).kind in {"text", "gs1"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("800309521234000013CAISSE7", "gs1"),
        ("800309521234000014CAISSE7", "text"),
        ("8003095212340000130", "gs1"),
        ("8003095212340000140", "text"),
        ("8003123456789012345", "text"),
        ("00395212340000004128", "sscc"),
        ("00395212340000004120", "text"),
    ],
)
def test_digits_without_an_aim_identifier_are_gs1_only_with_their_check_digit(
    data: str, kind: str
) -> None:
    assert interpret(data).kind == kind


@given(
    st.one_of(st.binary(), st.text(), st.text("]CdQ(0123456789)\x1d^/:hHtTpPsS.?=&%", max_size=60))
)
def test_rubbish_never_raises(data: bytes | str) -> None:
    scanned = interpret(data)

    assert scanned.kind in {"sscc", "internal", "gtin", "gs1", "text"}
