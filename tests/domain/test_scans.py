"""Scans: what one beep means at each post, and what a reader has in hand."""

import pytest

from tests.domain.hub import TODAY, Hub

T1 = f"{TODAY}-T1"


def in_hand(hub: Hub, reader: str, field: str) -> str | None:
    context = hub.ask(lambda present: present.world.contexts.get(reader))
    found: str | None = getattr(context, field) if context else None
    return found


@pytest.mark.parametrize(
    ("kind", "code", "field"),
    [
        ("producer", "F01", "producer"),
        ("product", "TOMME", "product"),
        ("crate-type", "E2", "crate_type"),
        ("zone", "CF-1", "zone"),
        ("round", T1, "round"),
        ("customer", "C01", "customer"),
        ("operator", "amina", "operator"),
    ],
)
def test_a_card_is_taken_in_hand_by_the_reader(hub: Hub, kind: str, code: str, field: str) -> None:
    answer = hub.scan(hub.card(kind, code), post="reception", reader="douchette-1")

    assert (answer["verdict"], in_hand(hub, "douchette-1", field)) == ("ok", code)
    assert answer["say"]["fr"]


def test_a_products_card_names_its_producer_too(hub: Hub) -> None:
    hub.scan(hub.card("product", "TOMME"), post="reception", reader="douchette-1")

    assert in_hand(hub, "douchette-1", "producer") == "F02"


def test_another_producers_card_puts_the_product_down(hub: Hub) -> None:
    hub.scan(hub.card("product", "TOMME"), post="reception", reader="douchette-1")

    hub.scan(hub.card("producer", "F01"), post="reception", reader="douchette-1")

    assert in_hand(hub, "douchette-1", "product") is None


def test_what_one_reader_holds_no_other_does(hub: Hub) -> None:
    hub.scan(hub.card("zone", "CF-1"), post="cold-door", reader="douchette-1")

    answer = hub.scan(hub.tomme()["sscc"], post="cold-door", reader="douchette-2", kind="sscc")

    assert answer["refusal"]["code"] == "zone_needed"


def test_a_door_then_crates_stores_them(hub: Hub) -> None:
    crates = [hub.tomme(), hub.tomme()]
    hub.scan(hub.card("zone", "CF-1"), post="cold-door")

    verdicts = [hub.scan(crate["sscc"], post="cold-door")["verdict"] for crate in crates]

    assert verdicts == ["ok", "ok"]
    assert {hub.crate(crate["id"]).zone for crate in crates} == {"CF-1"}


def test_a_round_then_crates_loads_them(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.scan(hub.card("round", T1), post="dock-1")

    answer = hub.scan(crate["sscc"], post="dock-1")

    assert (answer["verdict"], answer["command_type"]) == ("done", "LoadCrate")
    assert answer["command"]["outcome"] == "accepted"


def test_a_customer_then_crates_hands_them_over(hub: Hub) -> None:
    crate = hub.carrots()
    hub.scan(hub.card("customer", "C03"), post="shop")

    assert hub.scan(crate["sscc"], post="shop")["verdict"] == "ok"
    assert hub.crate(crate["id"]).state == "handed_over"


def test_what_the_call_carries_wins_over_what_the_reader_holds(hub: Hub) -> None:
    hub.scan(hub.card("zone", "SEC"), post="cold-door")

    hub.scan(hub.tomme()["sscc"], post="cold-door", zone="CF-2")

    assert len(hub.ask(lambda p: p.world.crates.where(zone="CF-2"))) == 1


@pytest.mark.parametrize(
    ("post", "code"),
    [("cold-door", "zone_needed"), ("dock-1", "round_needed"), ("shop", "customer_needed")],
)
def test_a_crate_before_its_card_says_what_is_missing(hub: Hub, post: str, code: str) -> None:
    answer = hub.scan(hub.carrots()["sscc"], post=post)

    assert (answer["verdict"], answer["refusal"]["code"]) == ("refused", code)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("gtin", "not_ours"), ("gs1", "not_ours"), ("text", "unknown_code"),
     ("sscc", "unknown_code"), ("internal", "unknown_code")],
)  # fmt: skip
def test_an_unknown_code_is_said_to_be_foreign_only_when_it_is_trade(
    hub: Hub, kind: str, verdict: str
) -> None:
    answer = hub.scan("03017620422003", post="reception", kind=kind)

    assert answer["verdict"] == verdict
    assert [event["type"] for event in answer["command"]["events"]] == ["CommandRefused"]


def test_a_lot_is_not_a_crate(hub: Hub) -> None:
    answer = hub.scan(hub.carrots()["lot"], post="reception")

    assert answer["refusal"]["code"] == "lot_scanned"


@pytest.mark.parametrize(
    ("customer", "verdict"), [("C01", "wrong_stop"), ("C02", "ok"), ("C03", "wrong_round")]
)
def test_the_dock_judges_each_crate(hub: Hub, customer: str, verdict: str) -> None:
    crates = {name: hub.for_customer(name) for name in ("C01", "C02", "C03")}
    hub.for_customer("C02")

    answer = hub.scan(crates[customer]["sscc"], post="dock-1", kind="sscc", round=T1)

    assert answer["verdict"] == verdict
    assert answer["crate"]["id"] == crates[customer]["id"]


def test_the_same_crate_twice_is_a_duplicate(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.scan(crate["sscc"], post="dock-1", round=T1)

    assert hub.scan(crate["sscc"], post="dock-1", round=T1)["verdict"] == "duplicate"


def test_a_blocked_and_an_expired_crate_stop_at_the_dock(hub: Hub) -> None:
    blocked = hub.for_customer("C02")
    hub.done("BlockLot", lot=blocked["lot"], reason="terre")
    expired = hub.on_paper(hub.yoghurt(use_by=TODAY, customer="C02"))
    hub.clock.day = "2026-11-25"

    verdicts = [
        hub.scan(crate["sscc"], post="dock-1", round=T1)["verdict"] for crate in (blocked, expired)
    ]

    assert verdicts == ["lot_blocked", "past_use_by"]


def test_a_crate_that_left_is_kept_and_told(hub: Hub) -> None:
    crate = hub.carrots()
    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C01")

    answer = hub.scan(crate["sscc"], post="reception")

    assert answer["refusal"]["code"] == "already_left"


def test_a_scan_that_a_handheld_judged_good_is_loaded(hub: Hub) -> None:
    crate = hub.for_customer("C03")

    answer = hub.scan(crate["sscc"], post="dock-1", round=T1, judged="ok")

    assert (hub.crate(crate["id"]).round, hub.troubles()) == (T1, ["judged_otherwise"])
    assert answer["verdict"] in ("ok", "done")


def test_a_code_that_is_a_crate_and_void_says_so(hub: Hub) -> None:
    crate = hub.carrots()
    hub.done("VoidCrate", crate=crate["id"], reason="erreur")

    assert hub.scan(crate["sscc"], post="reception")["refusal"]["code"] == "crate_closed"


def test_a_code_that_is_a_crate_and_thrown_away_says_so(hub: Hub) -> None:
    crate = hub.carrots()
    hub.done("DiscardCrate", crate=crate["id"], reason="gelée")

    assert hub.scan(crate["sscc"], post="reception")["refusal"]["code"] == "crate_closed"


def test_a_producers_label_proposes_at_reception_with_a_product_in_hand(hub: Hub) -> None:
    told = {"producer_lot": "L-12", "use_by": "2026-11-30"}
    data = {"kind": "gtin", "code": "09521234000013", "told": told}

    alone = hub.do("TakeScan", post="reception", reader="d", **data)
    hub.scan(hub.card("product", "CAROTTE"), post="reception", reader="d")
    read = hub.do("TakeScan", post="reception", reader="d", **data)
    dock = hub.do("TakeScan", post="dock-1", reader="d", **data)

    assert (alone["verdict"], alone["proposed"]) == ("not_ours", None)
    assert (read["verdict"], read["proposed"]) == ("ok", told)
    assert dock["verdict"] == "not_ours"
