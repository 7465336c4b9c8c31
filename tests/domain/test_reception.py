"""Reception: weighed and counted crates, lots, intakes, dates, temperatures, corrections."""

import pytest

from station.domain.deciding import intake
from tests.domain.hub import E2_TARE_G, TODAY, TOMORROW, YESTERDAY, Hub


def test_a_weighed_crate_holds_scale_minus_tare(hub: Hub) -> None:
    crate = hub.carrots(10_340)

    assert (crate["gross_g"], crate["tare_g"], crate["net_g"]) == (12_340, E2_TARE_G, 10_340)
    assert crate["contents"][0]["net_basis"] == "weighed"


def test_a_crate_has_an_sscc_of_the_hub_and_any_code_finds_it(hub: Hub) -> None:
    crate = hub.carrots()

    assert len(crate["sscc"]) == 18 and "9521234" in crate["sscc"]
    found = {hub.ask(lambda p, c=code: p.world.codes.get(c)).target for code in crate["codes"]}
    assert found == {crate["id"]}


def test_the_receipt_is_kept_with_scale_and_tare_source(hub: Hub) -> None:
    answer = hub.done(
        "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2", weigh=hub.weighed(900)
    )

    weighing = answer["events"][2]["data"]["weighing"]
    assert (weighing["source"], weighing["scale"]) == ("scale", "balance-1")
    assert weighing["tare_source"] == "crate_type"


def test_the_indicators_own_net_is_not_tared_again(hub: Hub) -> None:
    receipt = hub.scales.put(6000, tare_g=1000, kind="net")

    crate = hub.carrots(weigh={"receipt": receipt})

    assert (crate["net_g"], crate["tare_g"]) == (5000, 1000)


def test_a_receipt_weighs_one_crate_only(hub: Hub) -> None:
    weigh = hub.weighed(5000)
    hub.carrots(weigh=weigh)

    code = hub.refused(
        "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2", weigh=weigh
    )

    assert code == "scale_not_cleared"


def test_a_refused_reception_leaves_its_receipt_open(hub: Hub) -> None:
    weigh = hub.weighed(5000)
    hub.refused("ReceiveCrate", producer="F02", product="LAIT", crate_type="E2", weigh=weigh)

    assert hub.carrots(weigh=weigh)["net_g"] == 5000


def test_counted_goods_need_no_scale(hub: Hub) -> None:
    crate = hub.radish(12)

    assert (crate["count"], crate["net_g"], crate["gross_g"]) == (12, None, None)


def test_identical_counted_crates_come_in_at_once_each_with_its_label(hub: Hub) -> None:
    answer = hub.done(
        "ReceiveCrate", producer="F01", product="RADIS", crate_type="E2", count=12, crates=6
    )

    types = [event["type"] for event in answer["events"]]
    assert len(answer["crates"]) == 6
    assert (types.count("CrateReceived"), types.count("LabelQueued")) == (6, 6)
    assert len({crate["sscc"] for crate in answer["crates"]}) == 6


def test_several_crates_never_share_one_weighing(hub: Hub) -> None:
    code = hub.refused(
        "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2", crates=2,
        weigh=hub.weighed(5000),
    )  # fmt: skip

    assert code == "out_of_bounds"


def test_a_counted_crate_may_be_weighed_too(hub: Hub) -> None:
    crate = hub.yoghurt(24, weigh=hub.weighed(3000))

    assert (crate["count"], crate["net_g"]) == (24, 3000)


def test_a_manual_weight_is_marked_and_shown_to_the_coordinator(hub: Hub) -> None:
    crate = hub.carrots(weigh={"gross_g": 8000, "tare_g": 500, "reason": "balance en panne"})

    assert crate["net_g"] == 7500
    assert hub.troubles() == ["manual_weight"]


def test_a_worker_may_not_type_a_weight(hub: Hub) -> None:
    code = hub.refused(
        "ReceiveCrate", as_role="worker", producer="F01", product="CAROTTE",
        weigh={"gross_g": 8000, "tare_g": 500, "reason": "pressé"},
    )  # fmt: skip

    assert code == "not_allowed"


@pytest.mark.parametrize(
    ("gross_g", "tare_g", "accepted"),
    [(1, 0, True), (0, 0, False), (-5, 0, False), (500, 500, False), (501, 500, True),
     (500, -1, False), (1_500_000, 0, True), (1_500_001, 0, False)],
)  # fmt: skip
def test_a_manual_weight_is_within_reason(
    hub: Hub, gross_g: int, tare_g: int, accepted: bool
) -> None:
    weigh = {"gross_g": gross_g, "tare_g": tare_g, "reason": "panne"}

    answer = hub.do("ReceiveCrate", producer="F01", product="CAROTTE", weigh=weigh)

    assert (answer["outcome"] == "accepted") == accepted
    assert accepted or answer["refusal"]["code"] == "out_of_bounds"


def test_a_best_before_date_is_asked_for_where_no_shelf_life_is_announced(hub: Hub) -> None:
    hub.done(
        "RegisterProduct", code="CIDRE", producer="F01", name="Cidre", family="boissons",
        unit="bottle", date_kind="best_before",
    )  # fmt: skip
    data = {"producer": "F01", "product": "CIDRE", "count": 6}

    assert hub.refused("ReceiveCrate", **data) == "date_required"
    crate = hub.done("ReceiveCrate", **data, best_before=TOMORROW)["crate"]
    assert (crate["best_before"], crate["use_by"]) == (TOMORROW, None)


def test_a_lot_is_producer_day_and_number(hub: Hub) -> None:
    assert hub.carrots()["lot"] == "F01-261124-1"
    assert hub.radish()["lot"] == "F01-261124-2"


def test_a_lot_number_keeps_to_its_twenty_characters(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_LOT_SERIAL", 2)
    for producer_lot in ("A", "B"):
        hub.carrots(producer_lot=producer_lot)

    code = hub.refused("ReceiveCrate", producer="F01", product="RADIS", count=6, producer_lot="C")

    assert code == "out_of_bounds"


def test_the_same_goods_of_one_day_share_a_lot(hub: Hub) -> None:
    assert hub.carrots()["lot"] == hub.carrots()["lot"]


def test_another_producer_lot_is_another_lot_and_is_kept(hub: Hub) -> None:
    plain, named = hub.carrots(), hub.carrots(producer_lot=" 24-11 A ")

    assert plain["lot"] != named["lot"]
    assert hub.lot(named["lot"]).producer_lot == "24-11 A"


def test_a_blocked_lot_takes_in_no_further_crate(hub: Hub) -> None:
    first = hub.carrots()
    hub.done("BlockLot", lot=first["lot"], reason="terre")

    assert hub.carrots()["lot"] != first["lot"]


def test_a_use_by_date_comes_from_the_shelf_life_unless_given(hub: Hub) -> None:
    assert hub.yoghurt()["use_by"] == "2026-12-04"
    assert hub.yoghurt(use_by=TOMORROW)["use_by"] == TOMORROW


def test_a_use_by_product_without_shelf_life_needs_its_date(hub: Hub) -> None:
    data = {"producer": "F02", "product": "LAIT", "count": 6, "celsius_tenths": 30}

    assert hub.refused("ReceiveCrate", **data) == "date_required"
    assert hub.done("ReceiveCrate", **data, use_by=TODAY)["crate"]["use_by"] == TODAY


def test_goods_past_their_date_do_not_come_in(hub: Hub) -> None:
    code = hub.refused(
        "ReceiveCrate", producer="F02", product="LAIT", count=6, celsius_tenths=30, use_by=YESTERDAY
    )

    assert code == "past_use_by"


@pytest.mark.parametrize("text", ["demain", "2026-13-01", ""])
def test_a_date_that_is_none_is_refused(hub: Hub, text: str) -> None:
    code = hub.refused(
        "ReceiveCrate", producer="F02", product="LAIT", count=6, celsius_tenths=30, use_by=text
    )

    assert code == "out_of_bounds"


def test_cold_goods_need_their_temperature(hub: Hub) -> None:
    data = {"producer": "F02", "product": "YAOURT", "count": 6}

    assert hub.refused("ReceiveCrate", **data) == "temperature_required"
    assert hub.refused("ReceiveCrate", **data, celsius_tenths=41) == "too_warm"
    assert hub.refused("ReceiveCrate", **data, celsius_tenths=4000) == "out_of_bounds"
    assert hub.done("ReceiveCrate", **data, celsius_tenths=40)["crate"]["celsius_tenths"] == 40


def test_a_product_belongs_to_its_producer(hub: Hub) -> None:
    code = hub.refused("ReceiveCrate", producer="F02", product="RADIS", count=3)

    assert code == "not_found"


def test_the_first_crate_opens_the_producers_intake_at_its_post(hub: Hub) -> None:
    first, second = hub.carrots(), hub.radish()
    elsewhere = hub.radish(post="shop")

    assert first["intake"] == second["intake"] != elsewhere["intake"]


def test_several_intakes_stay_open_at_a_post(hub: Hub) -> None:
    hub.done("OpenIntake", producer="F01")
    hub.done("OpenIntake", producer="F02")

    assert len(hub.ask(lambda p: p.world.intakes.where(post="reception", state="open"))) == 2


def test_an_intake_note_counts_crates_grams_and_units(hub: Hub) -> None:
    intake = hub.carrots(10_000)["intake"]
    hub.radish(12)
    void = hub.carrots(7_000)
    hub.done("VoidCrate", crate=void["id"], reason="erreur")

    note = hub.done("CloseIntake", intake=intake)["events"][0]["data"]

    assert (note["crates"], note["net_g"], note["count"]) == (2, 10_000, 12)


def test_a_closed_intake_is_followed_by_a_new_one(hub: Hub) -> None:
    intake = hub.carrots()["intake"]
    hub.done("CloseIntake", intake=intake)

    assert hub.refused("CloseIntake", intake=intake) == "intake_closed"
    assert hub.carrots()["intake"] != intake


def test_a_cross_dock_crate_serves_the_customers_open_line(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 10)

    crate = hub.carrots(customer="C01")

    assert (crate["customer"], crate["order_line"], crate["deliver_on"]) == ("C01", line, TODAY)


def test_a_cross_dock_crate_without_an_order_is_for_today(hub: Hub) -> None:
    crate = hub.carrots(customer="C03")

    assert (crate["customer"], crate["order_line"], crate["deliver_on"]) == ("C03", None, TODAY)


def test_an_order_line_of_another_product_is_refused(hub: Hub) -> None:
    line = hub.order("C01", "RADIS", 10)

    code = hub.refused(
        "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2", order_line=line,
        weigh=hub.weighed(3000),
    )  # fmt: skip

    assert code == "wrong_product"


def test_a_corrected_weight_shows_its_difference_and_prints_a_new_label(hub: Hub) -> None:
    crate = hub.carrots(10_000)

    answer = hub.done(
        "CorrectWeight", crate=crate["id"], weigh=hub.weighed(9_400), reason="terre tombée"
    )

    assert (answer["crate"]["net_g"], hub.lot(crate["lot"]).other_g) == (9_400, 600)
    assert answer["label"]["copy"] == 2


def test_a_correction_needs_a_weight_and_one_lot(hub: Hub) -> None:
    crate, other = hub.carrots(), hub.carrots(producer_lot="B")
    assert (
        hub.refused("CorrectWeight", crate=crate["id"], weigh=None, reason="x") == "weight_required"
    )
    hub.done("MergeCrates", source=other["id"], into=crate["id"])

    code = hub.refused("CorrectWeight", crate=crate["id"], weigh=hub.weighed(900), reason="x")

    assert code == "out_of_bounds"


def test_a_counted_crate_weighed_later_leaves_no_gram_unexplained(hub: Hub) -> None:
    crate = hub.radish(12)

    hub.done("CorrectWeight", crate=crate["id"], weigh=hub.weighed(3_000), reason="pesée")

    assert hub.balance()["unexplained_g"] == 0
    assert hub.crate(crate["id"]).net_g == 3_000


def test_a_corrected_crate_promises_its_new_weight(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 10)
    crate = hub.carrots(10_000, customer="C01")

    hub.done("CorrectWeight", crate=crate["id"], weigh=hub.weighed(9_000), reason="erreur")

    promise = hub.ask(lambda p: p.world.allocations.get(f"{crate['id']}|{line}"))
    assert promise.net_g == 9_000


def test_a_void_crate_never_was(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 10)
    crate = hub.carrots(10_000, customer="C01")

    hub.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert hub.lot(crate["lot"]).received_g == 0
    assert hub.ask(lambda p: p.world.allocations.where(order_line=line)) == []
    assert hub.ask(lambda p: p.world.labels.where(crate=crate["id"]))[0].state == "voided"


def test_a_crate_of_which_something_was_taken_is_not_voided(hub: Hub) -> None:
    crate = hub.carrots(10_000)
    hub.done("SplitCrate", crate=crate["id"], crate_type="E2", weigh=hub.weighed(2_000))

    assert hub.refused("VoidCrate", crate=crate["id"], reason="erreur") == "crate_closed"


def test_a_tare_is_weighed_with_several_empty_crates(hub: Hub) -> None:
    receipt = hub.scales.put(20_150)

    hub.done("MeasureTare", crate_type="E2", count=10, weigh={"receipt": receipt})

    measured = hub.ask(lambda p: p.world.crate_types.get("E2"))
    assert (measured.tare_g, measured.tare_since) == (2_015, TODAY)
