"""GS1's own published vectors, where they are beside the checkout, and the rules a hub lives by."""

from __future__ import annotations

import pytest
from biip.gs1_messages import GS1Message
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.gs1 import carriers, digital_link, elements, escaping, table
from labels.gs1.check import check
from labels.identity import check_digit
from labels.scanned import interpret
from tests.labels import gs1_vectors

SSCC = "395212340000004128"
GTIN = "99521234000016"


@pytest.mark.parametrize("name", gs1_vectors.FILES)
def test_every_vector_is_answered_as_gs1_does(name: str) -> None:
    if not gs1_vectors.VECTORS.is_dir():
        pytest.skip("GS1's vectors are not beside the checkout")
    file = gs1_vectors.FILES[name]

    wrong = [
        vector["in"]
        for vector in gs1_vectors.vectors(name)
        if not file.agrees(vector) and not file.out_of_scope(vector)
    ]

    assert wrong == []


def test_the_table_of_the_readme_is_of_this_code() -> None:
    if not gs1_vectors.VECTORS.is_dir():
        pytest.skip("GS1's vectors are not beside the checkout")
    readme = gs1_vectors.README.read_text(encoding="utf-8")

    assert "\n".join(gs1_vectors.table()) in readme


@pytest.mark.parametrize(
    ("symbology", "data"),
    [("UPCE", "416000336108"), ("QR", "^"), ("EAN8", "^0102112345678900"), ("DM", "^01123")],
)
def test_a_symbol_that_cannot_hold_data_is_refused(symbology: str, data: str) -> None:
    with pytest.raises(elements.Gs1Error):
        carriers.scan_data(symbology, data)


@given(st.text(st.characters(max_codepoint=127)))
def test_what_is_escaped_is_read_back(value: str) -> None:
    assert escaping.unescape_path(escaping.escape_path(value)) == value
    assert escaping.unescape_query(escaping.escape_query(value)) == value


@pytest.mark.parametrize(
    "line",
    [
        f"(00){SSCC}",
        f"(00){SSCC}(91)F03-261124-1(92)F03-CAROTTE(93)10340",
        f"(01){GTIN}(3103)012345(15)261231(10)L240612A",
        f"(00){SSCC}(02){GTIN}(37)12(3103)012345(15)261231(10)L1",
        "(8003)09521234000013CAISSE7(91)VIDE",
    ],
)
def test_patterns_for_crates_are_allowed(line: str) -> None:
    answer = check(line)

    assert (answer["ok"], answer["error"]) == (True, None)
    assert check(answer["element_string"]) | {"warnings": 0} == answer | {"warnings": 0}
    assert check(answer["scan_data"])["element_string"] == answer["element_string"]
    assert answer["hri"] == line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"(00){SSCC}(3103)012345", "3103"),
        (f"(00){SSCC}(10)L1", "10"),
        (f"(01){GTIN}(37)12", "37"),
        (f"(00){SSCC[:-1]}0", "check digit"),
        ("(91)lot été", "82"),
        ("(17)260230(01)99521234000016", "day"),
        ("", "expected"),
        ("bonjour", "expected"),
        ("]X0123", "symbology"),
    ],
)
def test_a_fault_is_told(line: str, told: str) -> None:
    answer = check(line)

    assert answer["ok"] is False
    assert told in answer["error"]
    assert answer["element_string"] is None


def test_rules_between_elements_can_be_left_out() -> None:
    assert check(f"(00){SSCC}(10)L1", associations=False)["ok"] is True


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"(01){GTIN}(3103)012345(15)261231(10)ABCDEFGHIJ0123456789", "48"),
        (f"(01){GTIN}(3103)012345(15)261231(10)AB12CD34", "165.1"),
        ("(01)09521234000013(3103)012345", "begins with 9"),
        (f"(01){GTIN}", "31nn"),
        ("]E02112345678900", "licence"),
        (f"(00){SSCC}", "demonstration"),
        ("]Q1BONJOUR", "plain"),
    ],
)
def test_limits_of_a_use_are_warnings(line: str, told: str) -> None:
    answer = check(line)

    assert answer["ok"] is True
    assert any(told in warning for warning in answer["warnings"])


@pytest.mark.parametrize("line", [f"(00){SSCC}", f"(01){GTIN}(3103)012345(15)261231"])
def test_bars_that_fit_in_the_longest_symbol_raise_no_warning_of_length(line: str) -> None:
    assert not any("165.1" in warning for warning in check(line)["warnings"])


def test_every_form_of_one_crate_is_answered() -> None:
    assert check(f"]C100{SSCC}") == {
        "ok": True,
        "element_string": f"^00{SSCC}",
        "hri": f"(00){SSCC}",
        "digital_link": f"https://id.gs1.org/00/{SSCC}",
        "scan_data": f"]C100{SSCC}",
        "error": None,
        "warnings": ["(00) carries 952, the prefix of demonstrations"],
    }


@given(st.one_of(st.text(), st.text("]C1dQ3(0123456789)^\x1d/:https.?=&%|e", max_size=80)))
def test_any_line_is_answered(line: str) -> None:
    answer = check(line)

    assert answer["ok"] is (answer["error"] is None)


SET_82 = "".join(sorted(elements.CSET82))
DATES = st.dates().map(lambda day: day.strftime("%y%m%d"))
GTINS = st.text("0123456789", min_size=13, max_size=13).map(lambda body: body + check_digit(body))
TRADE_ITEM = st.tuples(
    GTINS,
    st.dictionaries(
        st.sampled_from(["10", "21", "11", "15", "17", "422", "400", "90", "99", "8200"]),
        st.text(SET_82, min_size=1, max_size=18),
        max_size=5,
    ),
    DATES,
)
"""A trade item with what may stand beside it; what must be a date or a country is made one."""


def trade_item(gtin: str, beside: dict[str, str], date: str) -> tuple[elements.Element, ...]:
    fixed = {"11": date, "15": date, "17": date, "422": "250"}
    return (("01", gtin), *((ai, fixed.get(ai, value)) for ai, value in beside.items()))


@settings(max_examples=150)
@given(TRADE_ITEM)
def test_what_is_built_in_any_form_is_read_back(parts: tuple[str, dict[str, str], str]) -> None:
    built = trade_item(*parts)
    string = "^" + elements.join(built, separator="^")

    bracketed = elements.bracketed((ai, value.replace("(", "\\(")) for ai, value in built)
    scanned = "]d2" + elements.join(built)

    assert check(string)["ok"], check(string)["error"]
    assert check(string)["element_string"] == string
    assert check(bracketed)["element_string"] == string
    assert check(scanned)["element_string"] == string
    assert interpret(scanned).elements == built
    assert elements.split_bracketed(bracketed) == built


@settings(max_examples=150)
@given(TRADE_ITEM)
def test_a_digital_link_holds_what_it_was_built_of(parts: tuple[str, dict[str, str], str]) -> None:
    built = tuple(pair for pair in trade_item(*parts) if pair[0] != "8200")  # never in a link

    link = digital_link.generate(built)

    assert sorted(digital_link.parse(link)) == sorted(built)
    assert sorted(interpret("]Q1" + link).elements) == sorted(built)


@settings(max_examples=300)
@given(
    st.binary(max_size=80),
    st.sampled_from(["]C1", "]d2", "]Q1", "]E0", "^", "(", "https://x/", ""]),
)
def test_random_bytes_behind_any_carrier_are_an_answer(noise: bytes, front: str) -> None:
    text = front + noise.decode("latin-1")

    assert check(text)["ok"] in (True, False)
    assert interpret(front.encode() + noise).kind in {"sscc", "internal", "gtin", "gs1", "text"}


INTERNAL = st.tuples(
    st.sampled_from([f"{ai}" for ai in range(91, 100)]),
    st.text("".join(sorted(elements.CSET82)), min_size=1, max_size=30),
)


@given(st.lists(INTERNAL, unique_by=lambda pair: pair[0], max_size=5))
def test_what_is_built_is_read_back_here_and_by_biip(pairs: list[tuple[str, str]]) -> None:
    built = (("00", SSCC), *pairs)

    data = elements.join(built)

    assert elements.split(data) == built
    message = GS1Message.parse(data)
    assert tuple((part.ai.ai, part.value) for part in message.element_strings) == built


def test_the_table_holds_every_ai_once_with_a_title() -> None:
    known = table.identifiers()

    assert len(known) == 541
    assert known["00"].title == "SSCC"
    assert known["3103"].predefined_length
    assert known["422"].needs_separator
