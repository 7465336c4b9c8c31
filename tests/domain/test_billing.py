"""Invoices: which quantity may fix a price, exact cents, each note billed once, credits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.billing import (
    InvoiceLine,
    PriceBasis,
    billable,
    totals,
    worth_cents,
)
from station.domain.model import NoteLine, NotePart
from station.domain.words import Basis, Unit
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Answer, Hub

T1 = f"{TODAY}-T1"


def line(**more: Any) -> NoteLine:
    whole = {
        "order_line": "L1", "product": "CAROTTE", "producer": "F01", "lots": ("F01-1",),
        "ordered_milli": 10_000, "unit": Unit.KG, "net_g": 10_000, "count": None,
        "basis": Basis.WEIGHED, "crates": ("k1",),
    } | more  # fmt: skip
    return NoteLine(**whole)


def billed(one: NoteLine, *back: NotePart) -> tuple[int, PriceBasis] | None:
    return billable(one, back, None, 20)


def test_an_unregulated_weight_checks_the_order_and_does_not_fix_the_price() -> None:
    assert billed(line(net_g=9_850)) == (10_000, PriceBasis.DECLARED)


@pytest.mark.parametrize("net_g", [9_799, 10_201])
def test_an_unregulated_weight_too_far_from_the_order_asks_people(net_g: int) -> None:
    assert billed(line(net_g=net_g)) is None


def test_an_unregulated_weight_without_an_order_asks_people() -> None:
    assert billed(line(ordered_milli=None)) is None


def test_a_regulated_weight_fixes_the_price() -> None:
    assert billed(line(net_g=9_660, alibis=("A-1",))) == (9_660, PriceBasis.REGULATED)


def test_grams_computed_from_a_legal_weight_are_not_legal() -> None:
    assert billed(line(net_g=9_000, basis=Basis.COMPUTED, alibis=("A-1",))) is None


def test_what_the_producer_declared_is_billed_as_declared() -> None:
    assert billed(line(net_g=8_000, basis=Basis.DECLARED)) == (8_000, PriceBasis.DECLARED)


def test_pieces_are_counted_less_what_came_back() -> None:
    back = NotePart(crate="k1", product="RADIS", net_g=None, count=5)
    counted = line(product="RADIS", unit=Unit.BUNCH, net_g=None, count=12, basis=None)

    assert billed(counted, back) == (7_000, PriceBasis.COUNTED)


@given(st.lists(st.tuples(st.integers(0, 500_000), st.sampled_from([0, 55, 100, 200]))))
def test_totals_add_up_whatever_the_order(rows: list[tuple[int, int]]) -> None:
    lines = [
        InvoiceLine(
            note="BL-1", date=TODAY, product="P", producer="F", lots=(), unit=Unit.KG,
            quantity_milli=1_000, price_cents=net, net_cents=net, vat_permille=vat,
            basis=PriceBasis.COUNTED,
        )
        for net, vat in rows
    ]  # fmt: skip

    found = totals(lines)

    assert found == totals(reversed(lines))
    assert sum(row.net_cents for row in found) == sum(net for net, _ in rows)
    for row in found:
        assert abs(row.vat_cents * 1_000 - row.net_cents * row.vat_permille) <= 500


def test_half_a_cent_is_rounded_up() -> None:
    assert worth_cents(333, 1_500) == 500
    assert worth_cents(1, 499) == 0


# --- the hub --------------------------------------------------------------------------------------


@pytest.fixture
def priced(hub: Hub) -> Hub:
    """Price the small hub's goods."""
    for code, unit, price in (("CAROTTE", "kg", 150), ("RADIS", "bunch", 110)):
        hub.done("RegisterProduct", code=code, producer="F01", name=code.title(),
                 family="légumes", unit=unit, price_cents=price)  # fmt: skip
    return hub


def left(hub: Hub, *, ordered_kg: int = 10, net_g: int = 10_000, count: int = 12) -> str:
    """Let weighed and counted goods leave for C02; return the note's id."""
    hub.order("C02", "CAROTTE", ordered_kg)
    for crate in (
        hub.for_customer("C02", weigh=hub.weighed(net_g)),
        hub.on_paper(hub.radish(count, customer="C02")),
    ):
        hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    return str(hub.ask(lambda p: p.world.notes.where(customer="C02"))[0].id)


def invoice(hub: Hub) -> Any:
    answer = hub.done("IssueInvoice", customer="C02", since=YESTERDAY, until=TODAY)
    id = answer["events"][0]["data"]["invoice"]
    return hub.ask(lambda p: p.world.invoices.get(id))


def test_an_invoice_bills_a_note_once(priced: Hub) -> None:
    left(priced)

    found = invoice(priced)

    assert found.id == f"FA-{TODAY[:4]}-0001"
    assert found.net_cents == 10 * 150 + 12 * 110
    assert found.vat_cents == (found.net_cents * 55 + 500) // 1_000
    again = {"customer": "C02", "since": YESTERDAY, "until": TODAY}
    assert priced.refused("IssueInvoice", **again) == "nothing_to_invoice"


def test_numbers_have_no_gap_even_when_one_is_refused(priced: Hub) -> None:
    left(priced)
    priced.refused("IssueInvoice", customer="C03", since=TODAY, until=TODAY)

    assert invoice(priced).id.endswith("-0001")


def test_a_short_weight_waits_for_an_agreement(priced: Hub) -> None:
    note = left(priced, net_g=8_000)
    ask = {"customer": "C02", "since": TODAY, "until": TODAY}
    assert priced.refused("IssueInvoice", **ask) == "quantity_to_agree"

    agreed = {"note": note, "product": "CAROTTE", "quantity_milli": 8_000}
    priced.done("AgreeQuantity", reason="vu avec la cantine", **agreed)

    carrots = next(one for one in invoice(priced).lines if one.product == "CAROTTE")
    assert (carrots.quantity_milli, carrots.basis) == (8_000, PriceBasis.DECLARED)
    assert carrots.weighed_g == 8_000
    assert priced.refused("AgreeQuantity", reason="après", **agreed) == "already_invoiced"


def test_a_legal_net_weight_of_the_indicator_fixes_the_price(priced: Hub) -> None:
    legal = {"receipt": priced.scales.put(9_660, alibi="A-77", regulated=True, kind="net")}
    priced.done("RegisterCrateType", code="SANS", name="Sans caisse", tare_g=0)
    crate = priced.for_customer("C02", weigh=legal, crate_type="SANS")
    priced.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    priced.done("DepartRound", round=T1)

    (only,) = invoice(priced).lines

    assert (only.quantity_milli, only.basis, only.alibis) == (
        9_660, PriceBasis.REGULATED, ("A-77",),
    )  # fmt: skip


def test_a_tare_taken_off_here_makes_no_legal_net(priced: Hub) -> None:
    legal = {"receipt": priced.scales.put(12_000, alibi="A-78", regulated=True)}
    crate = priced.carrots(weigh=legal)

    assert priced.crate(crate["id"]).contents[0].alibis == ()


def test_what_came_back_is_not_billed(priced: Hub) -> None:
    note = left(priced)
    radish = next(
        crate for crate in priced.ask(lambda p: p.world.crates.where(note=note))
        if crate.product == "RADIS"
    )  # fmt: skip
    priced.done("ReturnCrate", crate=radish.id, reason="refusée")

    assert [one.product for one in invoice(priced).lines] == ["CAROTTE"]


def test_goods_without_a_price_are_named(hub: Hub) -> None:
    left(hub)

    ask = {"customer": "C02", "since": TODAY, "until": TODAY}
    assert hub.refused("IssueInvoice", **ask) == "price_missing"


def test_a_price_set_later_serves_notes_that_had_none(hub: Hub) -> None:
    left(hub)
    for code, unit in (("CAROTTE", "kg"), ("RADIS", "bunch")):
        hub.done("RegisterProduct", code=code, producer="F01", name=code, family="", unit=unit,
                 price_cents=100)  # fmt: skip

    assert {one.price_cents for one in invoice(hub).lines} == {100}


def test_credits_never_exceed_what_was_billed(priced: Hub) -> None:
    left(priced)
    id = invoice(priced).id

    def credit(quantity_milli: int) -> Answer:
        lines = [{"line": 1, "quantity_milli": quantity_milli}]
        return priced.do("IssueCredit", invoice=id, lines=lines, reason="abîmé", bears="F01")

    assert credit(6_000)["outcome"] == "accepted"
    assert credit(4_001)["refusal"]["code"] == "credit_too_large"
    assert credit(4_000)["outcome"] == "accepted"
    credits = priced.ask(lambda p: p.world.invoices.where(credits=id))
    assert sum(one.net_cents for one in credits) == 10 * 150
    assert {one.bears for one in credits} == {"F01"}
    assert [one.id[-4:] for one in credits] == ["0001", "0002"]


def test_a_credit_is_not_credited_again(priced: Hub) -> None:
    left(priced)
    asked = {"lines": [{"line": 1, "quantity_milli": 1_000}], "reason": "abîmé"}
    credit = priced.done("IssueCredit", invoice=invoice(priced).id, **asked)["credit"]

    assert priced.refused("IssueCredit", invoice=credit, **asked) == "not_found"


def test_tomorrow_is_not_invoiced_today(priced: Hub) -> None:
    left(priced)

    ask = {"customer": "C02", "since": TODAY, "until": TOMORROW}
    assert priced.refused("IssueInvoice", **ask) == "out_of_bounds"


def test_only_the_office_invoices(priced: Hub) -> None:
    left(priced)

    ask = {"customer": "C02", "since": TODAY, "until": TODAY}
    assert priced.refused("IssueInvoice", as_role="worker", **ask) == "not_allowed"


# --- late returns ---------------------------------------------------------------------------------


def returned(hub: Hub, note: str, product: str) -> None:
    """Bring the crate of one product of a note back to the quay."""
    lines = hub.ask(lambda p: p.world.notes.get(note)).lines
    (crate,) = next(line for line in lines if line.product == product).crates
    hub.done("ReturnCrate", crate=crate, reason="refusée")


def test_what_came_back_before_the_invoice_is_not_billed(priced: Hub) -> None:
    returned(priced, left(priced), "RADIS")

    billed = {line.product: line.quantity_milli for line in invoice(priced).lines}

    assert billed == {"CAROTTE": 10_000}
    assert priced.troubles() == ["note_to_revise"]


def test_what_comes_back_after_the_invoice_is_to_be_credited(priced: Hub) -> None:
    note = left(priced)
    made = invoice(priced)

    returned(priced, note, "RADIS")

    (trouble,) = priced.ask(lambda p: p.world.troubles.where(kind="return_to_credit"))
    assert (trouble.subject, made.id in trouble.detail) == (note, True)


@pytest.mark.parametrize("parts", [(500, 500), (333, 333, 334), (1, 998, 1)])
def test_credits_in_parts_give_back_the_whole_and_no_cent_more(
    hub: Hub, parts: tuple[int, ...]
) -> None:
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes", family="",
             unit="kg", price_cents=101)  # fmt: skip
    hub.order("C02", "CAROTTE", 1)
    crate = hub.for_customer("C02", weigh=hub.weighed(1_000))
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    whole = invoice(hub)

    for quantity_milli in parts:
        lines = [{"line": 1, "quantity_milli": quantity_milli}]
        hub.done("IssueCredit", invoice=whole.id, lines=lines, reason="abîmé")

    credits = hub.ask(lambda p: p.world.invoices.where(credits=whole.id))
    assert sum(one.net_cents for one in credits) == whole.net_cents
    assert sum(one.vat_cents for one in credits) == whole.vat_cents


def test_a_customer_has_one_stop_in_a_round(hub: Hub) -> None:
    stops = [{"stop": 1, "customer": "C02"}, {"stop": 2, "customer": "C02"}]

    assert hub.refused("PlanRound", date=TODAY, round="T9", stops=stops) == "out_of_bounds"


def test_a_note_of_hand_overs_keeps_the_price_it_told(priced: Hub) -> None:
    priced.done("HandOverCrate", post="shop", crate=priced.radish(5)["id"], customer="C03")
    priced.done("RegisterProduct", code="RADIS", producer="F01", name="Radis", family="légumes",
                unit="bunch", price_cents=200)  # fmt: skip

    priced.done("HandOverCrate", post="shop", crate=priced.radish(3)["id"], customer="C03")

    notes = priced.ask(lambda p: p.world.notes.where(customer="C03"))
    told = [(line.count, line.price_cents) for one in notes for line in one.lines]
    assert told == [(5, 110), (3, 200)]
