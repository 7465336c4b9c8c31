"""The carré-vente: what a customer takes stands on one note a day, and unsold goods go back."""

from typing import Any

from station.views.trace import trace
from tests.domain.hub import TODAY, TOMORROW, Hub


def hand_over(hub: Hub, crate: dict[str, Any], customer: str = "C03") -> str:
    """Hand a crate over; return its note."""
    answer = hub.done("HandOverCrate", post="shop", crate=crate["id"], customer=customer)
    return str(answer["delivery_note"])


def note(hub: Hub, id: str) -> Any:
    return hub.ask(lambda p: p.world.notes.get(id))


def priced_radish(hub: Hub) -> None:
    hub.done("RegisterProduct", code="RADIS", producer="F01", name="Radis", family="légumes",
             unit="bunch", price_cents=150)  # fmt: skip


def test_all_that_a_customer_takes_on_a_day_stands_on_one_note(hub: Hub) -> None:
    first, second = hub.on_paper(hub.radish(5)), hub.on_paper(hub.radish(7))

    id = hand_over(hub, first)

    assert hand_over(hub, second) == id
    issued = note(hub, id)
    assert (issued.round, issued.customer, issued.date) == (None, "C03", TODAY)
    assert [(line.product, line.count) for line in issued.lines] == [("RADIS", 12)]
    assert issued.crates == (first["id"], second["id"])


def test_another_customer_and_another_day_have_notes_of_their_own(hub: Hub) -> None:
    one = hand_over(hub, hub.on_paper(hub.radish(5)))
    other = hand_over(hub, hub.on_paper(hub.radish(5)), "C01")
    hub.clock.day = TOMORROW

    later = hand_over(hub, hub.on_paper(hub.radish(5)))

    assert len({one, other, later}) == 3


def test_what_was_handed_over_is_invoiced_once(hub: Hub) -> None:
    priced_radish(hub)
    id = hand_over(hub, hub.on_paper(hub.radish(5)))

    bill = hub.done("IssueInvoice", customer="C03", since=TODAY, until=TODAY)
    after = hand_over(hub, hub.on_paper(hub.radish(2)))

    lines = bill["events"][0]["data"]["lines"]
    assert [(line["note"], line["quantity_milli"]) for line in lines] == [(id, 5_000)]
    assert after != id, "an invoiced note is never changed"
    assert note(hub, id).invoice is not None


def test_a_note_that_a_customer_claims_on_takes_nothing_more(hub: Hub) -> None:
    id = hand_over(hub, hub.on_paper(hub.radish(5)))
    claim = hub.done("OpenClaim", note=id, product="RADIS", kind="damaged", quantity_milli=2_000)
    after = hand_over(hub, hub.on_paper(hub.radish(2)))
    settled = {"claim": claim["events"][0]["data"]["claim"], "reason": "gâtés"}
    hub.done("SettleClaim", quantity_milli=2_000, **settled)

    assert hand_over(hub, hub.on_paper(hub.radish(1))) == after
    assert after != id
    assert note(hub, id).lines[0].count == 5


def test_a_note_whose_quantity_was_agreed_takes_nothing_more(hub: Hub) -> None:
    priced_radish(hub)
    id = hand_over(hub, hub.on_paper(hub.radish(5)))
    hub.done("AgreeQuantity", note=id, product="RADIS", quantity_milli=4_000, reason="vu ensemble")

    assert hand_over(hub, hub.on_paper(hub.radish(3))) != id
    bill = hub.done("IssueInvoice", customer="C03", since=TODAY, until=TODAY)

    lines = bill["events"][0]["data"]["lines"]
    assert sorted(line["quantity_milli"] for line in lines) == [3_000, 4_000]


def test_a_note_says_what_was_ordered_of_what_was_taken_and_nothing_else(hub: Hub) -> None:
    hub.order("C03", "RADIS", 6)
    hub.order("C03", "TOMME", 2)
    crate = hub.on_paper(hub.radish(6, customer="C03"))

    lines = note(hub, hand_over(hub, crate)).lines

    assert [(line.product, line.ordered_milli, line.count) for line in lines] == [
        ("RADIS", 6_000, 6)
    ]


def test_a_trace_names_the_note_of_a_hand_over(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots())
    id = hand_over(hub, crate)

    found = hub.ask(lambda p: trace(p, crate["lot"]))["lots"][0]

    assert [row["delivery_note"] for row in found["delivered"]] == [id]


def test_a_returned_crate_leaves_its_note_as_it_was_and_is_taken_off_the_bill(hub: Hub) -> None:
    priced_radish(hub)
    crate, other = hub.on_paper(hub.radish(5)), hub.on_paper(hub.radish(7))
    id = hand_over(hub, crate)
    hand_over(hub, other)
    hub.done("ReturnCrate", crate=crate["id"], reason="trop")

    assert hand_over(hub, hub.on_paper(hub.radish(1))) != id
    bill = hub.done("IssueInvoice", customer="C03", since=TODAY, until=TODAY)

    lines = bill["events"][0]["data"]["lines"]
    assert sorted(line["quantity_milli"] for line in lines) == [1_000, 7_000]


def test_unsold_goods_go_back_to_their_farm_and_stay_in_the_balance(hub: Hub) -> None:
    crate = hub.carrots(8_000)

    answer = hub.done("ReturnToProducer", crate=crate["id"], reason="invendue")

    assert answer["events"][0]["data"]["producer"] == "F01"
    assert hub.crate(crate["id"]).state == "returned"
    assert (hub.lot(crate["lot"]).returned_g, hub.balance()["in_stock_g"]) == (8_000, 0)
    found = hub.ask(lambda p: trace(p, crate["lot"]))["lots"][0]
    assert (found["returned_g"], found["unexplained_g"]) == (8_000, 0)


def test_goods_that_go_back_are_promised_to_nobody_any_more(hub: Hub) -> None:
    line, crate = hub.order("C01", "RADIS", 5), hub.radish(12)
    hub.done("AllocateDay", delivery_date=TODAY)

    hub.done("ReturnToProducer", crate=crate["id"], reason="invendue")

    assert hub.ask(lambda p: p.world.allocations.where(order_line=line)) == []


def test_a_customers_crate_and_a_loaded_one_do_not_go_back_to_a_farm(hub: Hub) -> None:
    mine, loaded = hub.for_customer("C03"), hub.loaded("C02")

    for crate, code in ((mine, "wrong_customer"), (loaded, "already_loaded")):
        assert hub.refused("ReturnToProducer", crate=crate["id"], reason="non") == code
    assert hub.refused("ReturnToProducer", crate=hub.carrots()["id"], reason="") == (
        "reason_required"
    )
