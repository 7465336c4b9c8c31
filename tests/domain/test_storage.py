"""Cold storage: check-in by zone, splits, merges, discards, counts, temperatures."""

import pytest

from tests.domain.hub import Hub


def zone(hub: Hub, crate: str) -> str | None:
    found: str | None = hub.crate(crate).zone
    return found


def test_a_crate_is_checked_into_a_zone_by_id_or_card(hub: Hub) -> None:
    one, other = hub.tomme(), hub.tomme()

    hub.done("StoreCrate", crate=one["sscc"], zone="CF-1")
    hub.done("StoreCrate", crate=other["id"], zone=hub.card("zone", "CF-1"))

    assert (zone(hub, one["id"]), zone(hub, other["id"])) == ("CF-1", "CF-1")
    assert hub.crate(one["id"]).state == "stored"


def test_a_crate_moves_to_a_colder_zone(hub: Hub) -> None:
    crate = hub.tomme()
    hub.done("StoreCrate", crate=crate["id"], zone="CF-1")

    hub.done("MoveCrate", crate=crate["id"], zone="CF-2")

    assert zone(hub, crate["id"]) == "CF-2"


@pytest.mark.parametrize(
    ("product", "place"), [("TOMME", "SEC"), ("TOMME", "CONG"), ("CAROTTE", "CONG")]
)
def test_goods_do_not_go_where_they_spoil_or_freeze(hub: Hub, product: str, place: str) -> None:
    crate = hub.tomme() if product == "TOMME" else hub.carrots()

    assert hub.refused("StoreCrate", crate=crate["id"], zone=place) == "wrong_zone"


def test_a_crate_that_is_there_is_said_to_be_there(hub: Hub) -> None:
    crate = hub.tomme()
    hub.done("StoreCrate", crate=crate["id"], zone="CF-1")

    assert hub.refused("StoreCrate", crate=crate["id"], zone="CF-1") == "already_there"


def test_nothing_is_stored_in_a_zone_that_is_too_warm(hub: Hub) -> None:
    hub.done("RecordTemperature", zone="CF-1", celsius_tenths=95)

    assert hub.refused("StoreCrate", crate=hub.tomme()["id"], zone="CF-1") == "too_warm"


def test_a_warm_zone_raises_an_exception(hub: Hub) -> None:
    answer = hub.done("RecordTemperature", zone="CF-1", celsius_tenths=81)

    assert answer["events"][0]["data"]["alarm"] is True
    assert hub.troubles() == ["zone_too_warm"]


def test_a_zone_that_stays_warm_raises_one_exception_until_it_is_settled(hub: Hub) -> None:
    """A thermometer writes every quarter of an hour; the coordinator is told once."""
    for celsius_tenths in (81, 85, 95):
        hub.done("RecordTemperature", zone="CF-1", celsius_tenths=celsius_tenths)

    assert hub.troubles() == ["zone_too_warm"]


@pytest.mark.parametrize("celsius_tenths", [-601, 1001])
def test_an_impossible_temperature_is_refused(hub: Hub, celsius_tenths: int) -> None:
    code = hub.refused("RecordTemperature", zone="CF-1", celsius_tenths=celsius_tenths)

    assert code == "out_of_bounds"


def test_a_zone_at_its_limit_is_no_alarm(hub: Hub) -> None:
    answer = hub.done("RecordTemperature", zone="CF-1", celsius_tenths=80)

    assert answer["events"][0]["data"]["alarm"] is False


def test_a_loaded_crate_is_not_stored(hub: Hub) -> None:
    crate = hub.loaded("C02")

    assert hub.refused("StoreCrate", crate=crate["id"], zone="SEC") == "already_loaded"


def test_what_a_handheld_judged_good_is_stored_and_shown(hub: Hub) -> None:
    crate = hub.tomme()

    hub.done("StoreCrate", crate=crate["id"], zone="SEC", judged="ok")

    assert zone(hub, crate["id"]) == "SEC"
    assert hub.troubles() == ["judged_otherwise"]


def test_a_crate_that_a_handheld_put_back_is_in_no_van(hub: Hub) -> None:
    crate = hub.loaded("C02")

    hub.done("StoreCrate", crate=crate["id"], zone="SEC", judged="ok")

    assert (hub.crate(crate["id"]).state, hub.crate(crate["id"]).round) == ("stored", None)


def test_a_part_is_weighed_into_a_new_crate_with_its_lineage(hub: Hub) -> None:
    crate = hub.carrots(10_000)

    part = hub.done(
        "SplitCrate", crate=crate["id"], crate_type="CARTON", weigh=hub.weighed(3_000, tare_g=300)
    )["crate"]

    left = hub.crate(crate["id"])
    assert (part["net_g"], part["parents"], part["lot"]) == (3_000, [crate["id"]], crate["lot"])
    assert (left.net_g, left.contents[0].net_basis) == (7_000, "computed")
    assert part["sscc"] != crate["sscc"]


def test_counted_goods_are_split_by_count_and_their_grams_shared(hub: Hub) -> None:
    crate = hub.yoghurt(24, weigh=hub.weighed(3_000))

    part = hub.done("SplitCrate", crate=crate["id"], crate_type="CARTON", count=8)["crate"]

    assert (part["count"], part["net_g"]) == (8, 1_000)
    assert part["contents"][0]["net_basis"] == "computed"


def test_counted_goods_are_not_split_by_weight_alone(hub: Hub) -> None:
    crate = hub.yoghurt(24, weigh=hub.weighed(3_000))

    code = hub.refused(
        "SplitCrate", crate=crate["id"], crate_type="CARTON", weigh=hub.weighed(1000, tare_g=300)
    )

    assert code == "count_required"


def test_grams_found_in_a_split_of_counted_goods_are_booked(hub: Hub) -> None:
    crate = hub.radish(12)

    hub.done(
        "SplitCrate", crate=crate["id"], crate_type="CARTON", count=4,
        weigh=hub.weighed(700, tare_g=300),
    )  # fmt: skip

    assert hub.lot(crate["lot"]).other_g == -700


def test_the_last_units_leave_an_empty_crate_whatever_they_weigh(hub: Hub) -> None:
    crate = hub.yoghurt(24, weigh=hub.weighed(3_000))

    hub.done(
        "SplitCrate", crate=crate["id"], crate_type="CARTON", count=24,
        weigh=hub.weighed(2_900, tare_g=300),
    )  # fmt: skip

    assert hub.crate(crate["id"]).state == "emptied"
    assert hub.lot(crate["lot"]).other_g == 100


def test_no_more_is_split_off_than_is_there(hub: Hub) -> None:
    heavy, counted = hub.carrots(1_000), hub.radish(3)

    by_weight = hub.refused(
        "SplitCrate", crate=heavy["id"], crate_type="CARTON", weigh=hub.weighed(1_001, tare_g=300)
    )
    by_count = hub.refused("SplitCrate", crate=counted["id"], crate_type="CARTON", count=4)

    assert (by_weight, by_count) == ("not_enough", "not_enough")


def test_merged_crates_add_their_lots_and_keep_the_lineage(hub: Hub) -> None:
    one, other = hub.carrots(4_000), hub.carrots(3_000, producer_lot="B")

    merged = hub.done("MergeCrates", source=one["id"], into=other["id"])["crate"]

    assert {c["lot"]: c["net_g"] for c in merged["contents"]} == {
        one["lot"]: 4_000,
        other["lot"]: 3_000,
    }
    assert (merged["parents"], hub.crate(one["id"]).state) == ([one["id"]], "emptied")


def test_a_merged_crate_is_as_cold_and_as_short_dated_as_its_coldest_part(hub: Hub) -> None:
    warm, cold = hub.carrots(), hub.tomme()

    merged = hub.done("MergeCrates", source=cold["id"], into=warm["id"])["crate"]

    assert (merged["temperature_class"], merged["best_before"]) == ("frais", cold["best_before"])


def test_stock_is_not_merged_into_a_customers_crate(hub: Hub) -> None:
    stock, customers = hub.carrots(), hub.carrots(customer="C01")

    code = hub.refused("MergeCrates", source=stock["id"], into=customers["id"])

    assert code == "wrong_customer"


def test_a_crate_is_not_merged_into_itself(hub: Hub) -> None:
    crate = hub.carrots()

    assert hub.refused("MergeCrates", source=crate["id"], into=crate["id"]) == "crate_closed"


def test_a_crate_that_is_promised_is_not_merged_away(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    promised, other = hub.carrots(), hub.carrots()
    hub.done("AllocateCrate", crate=promised["id"], order_line=line, net_g=4_000)

    code = hub.refused("MergeCrates", source=promised["id"], into=other["id"])

    assert code == "crate_closed"
    hub.done("MergeCrates", source=other["id"], into=promised["id"])


def test_what_is_thrown_away_is_counted_and_its_promises_fall(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    crate = hub.carrots(10_000)
    hub.done("AllocateCrate", crate=crate["id"], order_line=line, net_g=4_000)

    hub.done("DiscardCrate", crate=crate["id"], reason="gelée")

    assert hub.lot(crate["lot"]).discarded_g == 10_000
    assert hub.ask(lambda p: p.world.allocations.where(crate=crate["id"])) == []


def test_a_discard_says_why(hub: Hub) -> None:
    assert hub.refused("DiscardCrate", crate=hub.carrots()["id"], reason=" ") == "reason_required"


def test_what_is_in_a_van_is_not_thrown_away_here(hub: Hub) -> None:
    crate = hub.loaded("C02")

    assert hub.refused("DiscardCrate", crate=crate["id"], reason="gelée") == "already_loaded"


def test_a_customers_crate_is_not_said_to_be_empty(hub: Hub) -> None:
    crate = hub.for_customer("C01")

    assert hub.refused("EmptyCrate", crate=crate["id"]) == "wrong_customer"


def test_what_an_empty_crate_should_have_held_is_shown_as_a_difference(hub: Hub) -> None:
    crate = hub.carrots(10_340)

    hub.done("EmptyCrate", crate=crate["id"])

    lot = hub.ask(lambda p: p.world.lots.get(crate["lot"]))
    assert (str(hub.crate(crate["id"]).state), lot.other_g) == ("emptied", 10_340)


def test_a_crate_that_still_counts_units_is_not_empty(hub: Hub) -> None:
    assert hub.refused("EmptyCrate", crate=hub.radish()["id"]) == "out_of_bounds"


def test_a_count_of_a_zone_finds_what_is_absent_and_what_is_too_much(hub: Hub) -> None:
    here, gone, stray = hub.carrots(), hub.carrots(), hub.carrots()
    for crate in (here, gone):
        hub.done("StoreCrate", crate=crate["id"], zone="SEC")

    answer = hub.done("CountZone", zone="SEC", crates=[here["sscc"], stray["sscc"]])

    counted = answer["events"][0]["data"]
    assert (counted["found"], counted["absent"]) == ([here["id"]], [gone["id"]])
    assert counted["unexpected"] == [stray["id"]]
    assert zone(hub, stray["id"]) == "SEC"
    assert hub.troubles() == ["not_found_in_zone"]


def test_a_crate_that_left_and_is_found_in_a_zone_is_an_exception(hub: Hub) -> None:
    crate = hub.carrots()
    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C01")

    hub.done("CountZone", zone="SEC", crates=[crate["id"]])

    assert hub.troubles() == ["found_in_zone"]
    assert hub.crate(crate["id"]).state == "handed_over"


def red_pallet(hub: Hub, code: str = "ROUGE", kind: str = "ambiant") -> None:
    data = {"name": "Palette rouge", "temperature_class": kind, "quarantine": True}
    hub.done("RegisterZone", as_role="admin", code=code, **data)


def test_a_stopped_crate_put_down_stands_in_quarantine_once(hub: Hub) -> None:
    red_pallet(hub)
    crate = hub.for_customer("C01")

    first = hub.done("SetAside", as_role="driver", crate=crate["id"])
    again = hub.done("SetAside", as_role="driver", crate=crate["id"])

    assert (hub.crate(crate["id"]).zone, first["zone"], again["zone"]) == ("ROUGE",) * 3
    assert [event["type"] for event in first["events"]] == ["CrateStored"]
    assert again["events"] == []


def test_a_crate_put_down_from_the_van_is_no_longer_loaded(hub: Hub) -> None:
    red_pallet(hub)
    crate = hub.loaded("C01")

    answer = hub.done("SetAside", crate=crate["id"])

    assert [event["type"] for event in answer["events"]] == ["CrateUnloaded", "CrateStored"]
    assert (hub.crate(crate["id"]).state.value, hub.crate(crate["id"]).zone) == ("stored", "ROUGE")


def test_cold_goods_go_to_a_cold_quarantine_where_there_is_one(hub: Hub) -> None:
    red_pallet(hub)
    red_pallet(hub, "ZF", "froid")
    milk = hub.yoghurt()

    assert hub.done("SetAside", crate=milk["id"])["zone"] == "ZF"


def test_a_hub_without_a_quarantine_notes_nothing(hub: Hub) -> None:
    crate = hub.for_customer("C01")
    before = hub.crate(crate["id"])

    answer = hub.done("SetAside", crate=crate["id"])

    assert answer["events"] == [] and "zone" not in answer
    assert hub.crate(crate["id"]) == before


def test_a_crate_that_has_left_is_not_set_aside(hub: Hub) -> None:
    red_pallet(hub)
    crate = hub.loaded("C01")
    hub.done("DepartRound", round="2026-11-24-T1", override={"reason": "essai"})

    assert hub.refused("SetAside", crate=crate["id"]) == "already_left"
