"""Pick-up rounds: what a driver takes along at farms is aboard, and reception finds it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station.domain.pickups import Collected, FarmStop, PickupState
from station.settings import wall_clock
from station.views.sharing import month
from station.views.trace import trace
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Hub

R1 = f"{TODAY}-R1"


@pytest.fixture
def van(hub: Hub) -> Hub:
    """A round that only collects, at two farms."""
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F02", "F01"])
    return hub


def collected(hub: Hub, producer: str, *crates: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Speak as a phone that comes back: its driver's hands have done it already."""
    more = {"judged": "ok", "as_role": "driver", "reader": "h-phone"} | more
    return hub.done("CollectAtFarm", round=R1, producer=producer, crates=list(crates), **more)


def farms(hub: Hub) -> list[FarmStop]:
    stops: list[FarmStop] = hub.ask(lambda present: present.world.farm_stops.where(round=R1))
    return sorted(stops, key=lambda stop: stop.rank)


def rows(hub: Hub) -> list[Collected]:
    found: list[Collected] = hub.ask(lambda present: present.world.pickups.where(round=R1))
    return found


def blank(hub: Hub) -> str:
    """Give out one emergency label; return its code."""
    return str(hub.done("MakeEmergencyLabels", count=1)["codes"][0])


def test_a_round_collects_at_farms_in_their_order(van: Hub) -> None:
    assert [stop.producer for stop in farms(van)] == ["F02", "F01"]

    van.done("PlanRound", date=TODAY, round="R1", stops=[{"stop": 1, "customer": "C01"}])

    assert [stop.producer for stop in farms(van)] == ["F02", "F01"], "a file knows no farms"
    van.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F01"])
    assert [stop.producer for stop in farms(van)] == ["F01"]


def test_a_plan_names_known_farms_once(van: Hub) -> None:
    plan: dict[str, Any] = {"date": TODAY, "round": "R2", "stops": []}

    assert van.refused("PlanRound", farms=["F09"], **plan) == "not_found"
    assert van.refused("PlanRound", farms=["F01", "F01"], **plan) == "out_of_bounds"


def test_what_is_collected_is_in_the_van_and_no_stock(van: Hub) -> None:
    before = van.balance()

    collected(van, "F01", {"product": "CAROTTE", "crates": 4})

    assert [(row.product, row.crates, row.awaited) for row in rows(van)] == [("CAROTTE", 4, 4)]
    assert van.balance() == before
    assert van.ask(lambda present: present.world.crates.count()) == 0
    assert van.ask(lambda present: present.world.rounds.get(R1).state.value) == "departed"
    assert van.troubles() == []


def test_reception_matches_crates_without_a_label_by_their_product(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 2}, {"product": "RADIS", "crates": 1})

    crates = [van.carrots(), van.radish(), van.carrots()]

    assert [van.crate(crate["id"]).pickup is not None for crate in crates] == [True] * 3
    assert {row.state for row in rows(van)} == {PickupState.IN}
    intake = van.crate(crates[0]["id"]).intake
    van.done("CloseIntake", intake=intake)
    assert [stop.closed for stop in farms(van)] == [False, True]
    assert van.troubles() == []


def test_a_labelled_crate_is_known_when_it_is_scanned_at_reception(van: Hub) -> None:
    code = blank(van)
    collected(van, "F02", {"product": "TOMME", "code": code, "crate_type": "E2"})
    van.carrots()
    van.radish()

    answer = van.scan(code, post="reception")

    assert (answer["verdict"], answer["say"]["fr"]) == (
        "ok", "Tomme, ramassage chez Ferme des Genêts.",
    )  # fmt: skip
    hand = van.ask(lambda present: present.world.contexts.get("douchette"))
    assert (hand.producer, hand.product, hand.crate_type, hand.code) == (
        "F02", "TOMME", "E2", code,
    )  # fmt: skip
    crate = van.tomme(code=code)
    assert van.crate(crate["id"]).pickup == rows(van)[0].id
    assert code in van.crate(crate["id"]).codes


def test_fewer_than_collected_is_one_exception_that_ends_when_the_rest_comes(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 3})
    first = van.carrots()

    van.done("CloseIntake", intake=van.crate(first["id"]).intake)

    assert van.troubles() == ["pickup_short"]
    trouble = van.ask(lambda p: p.world.troubles.where(kind="pickup_short"))[0]
    named = van.ask(lambda present: present.named(trouble.detail))
    assert named == "R1, Ferme du Vallon : 2 × Carottes de moins"
    van.carrots()
    assert van.troubles() == ["pickup_short"]
    van.carrots()
    assert van.troubles() == []


def test_more_than_collected_is_an_exception(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 1})
    van.carrots()
    last = van.radish()

    van.done("CloseIntake", intake=van.crate(last["id"]).intake)

    assert van.troubles() == ["pickup_over"]


def test_what_the_farm_brought_itself_before_is_not_too_much(van: Hub) -> None:
    van.radish()
    collected(van, "F01", {"product": "CAROTTE"})
    last = van.carrots()

    van.done("CloseIntake", intake=van.crate(last["id"]).intake)

    assert van.troubles() == []


def test_a_crate_that_lost_its_label_on_the_way_is_still_that_crate(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "code": blank(van)}, {"product": "RADIS"})
    van.radish()
    bare = van.carrots()

    van.done("CloseIntake", intake=van.crate(bare["id"]).intake)

    assert van.crate(bare["id"]).pickup == rows(van)[0].id
    assert van.troubles() == []


def test_a_farms_own_drop_while_the_van_is_out_misses_nothing(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 2})
    own = van.radish()

    van.done("CloseIntake", intake=van.crate(own["id"]).intake)

    assert van.troubles() == []
    assert not any(stop.closed for stop in farms(van))


def test_what_a_phone_tells_after_reception_finds_the_crates_that_came(van: Hub) -> None:
    code = blank(van)
    crates = [van.carrots(code=code), van.radish()]
    van.done("CloseIntake", intake=van.crate(crates[0]["id"]).intake)

    collected(van, "F01", {"product": "CAROTTE", "code": code}, {"product": "RADIS", "crates": 2})

    assert [row.awaited for row in rows(van)] == [0, 1]
    assert van.troubles() == []
    van.done("ClosePickup", round=R1, producer="F01")
    assert van.troubles() == ["pickup_short"]
    assert van.refused("ClosePickup", round=R1, producer="F01") == "already_noted"


def test_what_a_driver_tells_as_it_happens_is_not_what_the_farm_brought_itself(van: Hub) -> None:
    own = [van.carrots(), van.carrots()]
    van.done("CloseIntake", intake=van.crate(own[0]["id"]).intake)
    two = {"product": "CAROTTE", "crates": 2}

    van.done("CollectAtFarm", as_role="driver", round=R1, producer="F01", crates=[two])

    assert [row.awaited for row in rows(van)] == [2]
    van.done("ClosePickup", round=R1, producer="F01")
    assert van.troubles() == ["pickup_short"]


def test_a_phone_that_tells_late_finds_what_came_in_after_it_had_collected(van: Hub) -> None:
    van.carrots()  # at 06:00 UTC

    collected(van, "F01", {"product": "CAROTTE"}, at=f"{TODAY}T07:30:00+01:00")
    collected(van, "F01", {"product": "CAROTTE"}, at=f"{TODAY}T06:30:00+01:00", more=True)

    assert [row.awaited for row in rows(van)] == [1, 0]


def test_a_crate_of_today_is_found_in_an_intake_open_since_yesterday(hub: Hub) -> None:
    hub.clock.day = YESTERDAY
    hub.done("OpenIntake", producer="F01")
    hub.radish()
    hub.clock.day = TODAY
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F01"])
    code = blank(hub)
    hub.carrots(code=code)
    hub.radish()

    collected(hub, "F01", {"product": "CAROTTE", "code": code}, {"product": "RADIS", "crates": 2})

    assert [row.awaited for row in rows(hub)] == [0, 1]
    assert hub.troubles() == []


def test_a_crate_came_on_the_day_of_the_clock_on_the_hubs_wall(van: Hub) -> None:
    van.bus.settings = replace(van.bus.settings, local=wall_clock("Pacific/Pago_Pago"))
    van.carrots()  # at 06:00 UTC, which is 19:00 of the day before

    collected(van, "F01", {"product": "CAROTTE"}, reader="sheet")

    assert [row.awaited for row in rows(van)] == [1]


def test_a_farm_told_by_phone_and_by_paper_counts_once(van: Hub) -> None:
    code, other = blank(van), blank(van)
    empties = [{"crate_type": "E2", "given": 5, "taken": 0}]
    collected(van, "F01", {"product": "RADIS", "crates": 3}, {"product": "CAROTTE", "code": code},
              empties=empties)  # fmt: skip

    collected(van, "F01", {"product": "RADIS", "crates": 3}, {"product": "CAROTTE", "code": code},
              {"product": "CAROTTE", "code": other}, empties=empties, reader="sheet")  # fmt: skip

    assert [row.crates for row in rows(van)] == [3, 1, 1]
    assert van.ask(lambda present: present.world.empties.get("F01|E2").owed) == 5
    assert van.troubles() == ["collected_twice"]


def test_a_phone_may_add_to_what_it_told_before(van: Hub) -> None:
    collected(van, "F01", {"product": "RADIS", "crates": 3})

    collected(van, "F01", {"product": "RADIS", "crates": 1}, more=True)

    assert [row.crates for row in rows(van)] == [3, 1]
    assert van.troubles() == []


def test_goods_whose_class_asks_for_it_are_measured_or_say_why_not(van: Hub) -> None:
    asked: dict[str, Any] = {"round": R1, "producer": "F02"}
    yoghurt = {"product": "YAOURT"}

    assert van.refused("CollectAtFarm", crates=[yoghurt], **asked) == "temperature_required"
    warm = yoghurt | {"celsius_tenths": 90}
    assert van.refused("CollectAtFarm", crates=[warm], **asked) == "too_warm"
    told = yoghurt | {"no_celsius": "sonde cassée"}
    van.done("CollectAtFarm", crates=[told], **asked)

    assert [(row.celsius_tenths, row.no_celsius) for row in rows(van)] == [(None, "sonde cassée")]


def test_a_phones_warm_unmeasured_or_strange_crate_is_taken_and_told(van: Hub) -> None:
    mine = van.carrots()["sscc"]

    collected(van, "F02", {"product": "YAOURT", "celsius_tenths": 90}, {"product": "YAOURT"},
              {"product": "RADIS"}, {"product": "TOMME", "code": mine},
              {"product": "TOMME", "code": "4006381333931"})  # fmt: skip

    assert len(rows(van)) == 5
    assert van.troubles() == ["pickup_otherwise"] * 5


def test_a_label_of_another_farm_is_refused_at_the_gate(van: Hub) -> None:
    van.order("C01", "CAROTTE", 20, day=TOMORROW)
    ready = van.done("MakeLabels", producer="F01", delivery_date=TOMORROW)["ready_crate"]
    at: dict[str, Any] = {"round": R1, "crates": [{"product": "TOMME", "code": ready}]}

    assert van.refused("CollectAtFarm", producer="F02", **at) == "other_farm"
    own = [{"product": "CAROTTE", "code": ready}]
    van.done("CollectAtFarm", round=R1, producer="F01", crates=own)
    assert van.refused("CollectAtFarm", round=R1, producer="F01", crates=own) == "already_noted"


def test_a_ready_label_that_was_collected_goes_to_its_customer(van: Hub) -> None:
    van.order("C01", "CAROTTE", 20)
    ready = van.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]
    collected(van, "F01", {"product": "CAROTTE", "code": ready})

    crate = van.carrots(code=ready)

    assert (crate["id"], van.crate(ready).customer) == (ready, "C01")
    assert rows(van)[0].arrived == {ready: 10_000}


def test_a_crate_that_is_left_at_the_farm_is_told_with_its_reason(van: Hub) -> None:
    left = [{"product": "CAROTTE", "crates": 2, "reason": "pourries"}]

    collected(van, "F01", refused=left)

    assert rows(van) == []
    assert van.troubles() == ["pickup_refused"]
    assert van.refused("CollectAtFarm", round=R1, producer="F02",
                       refused=[left[0] | {"reason": " "}]) == "reason_required"  # fmt: skip


def test_a_farm_nobody_planned_is_taken_into_the_round(van: Hub) -> None:
    van.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F02"])

    collected(van, "F01", {"product": "CAROTTE"})

    assert [(stop.producer, stop.collected_at is not None) for stop in farms(van)] == [
        ("F02", False), ("F01", True),
    ]  # fmt: skip


def test_a_reception_taken_back_leaves_the_crate_in_the_van(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE"})
    crate = van.carrots()

    van.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert [(row.awaited, row.state) for row in rows(van)] == [(1, PickupState.ABOARD)]
    assert van.crate(van.carrots()["id"]).pickup == rows(van)[0].id


def test_a_reception_taken_back_after_the_close_is_awaited_and_compared_anew(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE"})
    crate = van.carrots()
    van.done("CloseIntake", intake=van.crate(crate["id"]).intake)

    van.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert [(row.awaited, row.state) for row in rows(van)] == [(1, PickupState.ABOARD)]
    van.done("ClosePickup", round=R1, producer="F01")
    assert van.troubles() == ["pickup_short"]
    van.carrots()
    assert van.troubles() == []


def test_what_was_told_as_short_is_not_told_again_by_a_reception_taken_back(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 3})
    crate = van.carrots()
    van.done("CloseIntake", intake=van.crate(crate["id"]).intake)

    van.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert [(row.awaited, row.state) for row in rows(van)] == [(3, PickupState.CLOSED)]
    assert van.refused("ClosePickup", round=R1, producer="F01") == "already_noted"
    assert van.troubles() == ["pickup_short"]


def test_a_reception_taken_back_does_not_say_that_the_van_was_unloaded(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE"})
    van.done("VoidCrate", crate=van.carrots()["id"], reason="mauvais produit")
    own = van.radish()

    van.done("CloseIntake", intake=van.crate(own["id"]).intake)

    assert not any(stop.closed for stop in farms(van))
    assert van.troubles() == []


def test_a_trace_says_who_collected_a_lot_when_and_how_cold(van: Hub) -> None:
    collected(van, "F02", {"product": "YAOURT", "crates": 2, "celsius_tenths": 35},
              operator="amina")  # fmt: skip
    crate = van.yoghurt()
    van.done("DiscardCrate", crate=crate["id"], reason="tombée")

    (lot,) = van.ask(lambda present: trace(present, crate["lot"]))["lots"]

    (one,) = lot["collected"]
    assert (one["round"], one["by"], one["crates"], one["celsius_tenths"]) == (
        "R1", "Amina", [crate["id"]], 35,
    )  # fmt: skip


def test_a_trace_knows_what_was_collected_the_day_before(hub: Hub) -> None:
    hub.clock.day = YESTERDAY
    hub.done("PlanRound", date=YESTERDAY, round="R1", stops=[], farms=["F01"])
    evening = {"round": f"{YESTERDAY}-R1", "producer": "F01"}
    hub.done("CollectAtFarm", crates=[{"product": "CAROTTE"}, {"product": "RADIS"}], **evening)
    hub.clock.day = TODAY
    received, dropped = hub.carrots(), {"product": "RADIS", "zone": "SEC", "crate_type": "E2"}
    left = hub.done("DropOffCrate", producer="F01", **dropped)["crate"]
    hub.done("DiscardCrate", crate=received["id"], reason="tombée")

    for crate in (received, left):
        (lot,) = hub.ask(lambda present, id=crate["id"]: trace(present, id))["lots"]
        assert [one["crates"] for one in lot["collected"]] == [[crate["id"]]]


def test_a_crate_that_the_driver_leaves_in_a_zone_is_the_one_that_was_collected(van: Hub) -> None:
    code = blank(van)
    collected(van, "F01", {"product": "CAROTTE", "code": code, "crate_type": "E2"})
    dropped = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2", "zone": "SEC"}

    crate = van.done("DropOffCrate", code=code, **dropped)["crate"]

    assert rows(van)[0].arrived == {crate["id"]: 0}
    van.done("MeasureCrate", crate=crate["id"], weigh=van.weighed(9_000))
    assert rows(van)[0].arrived == {crate["id"]: 9_000}


def test_a_round_that_only_collects_is_borne_by_the_farms_it_called_at(van: Hub) -> None:
    collected(van, "F01", {"product": "CAROTTE", "crates": 3})
    collected(van, "F02", {"product": "TOMME", "crates": 1})
    key = {"stops_percent": 0, "kilograms_percent": 50, "crates_percent": 50}
    rates = {"km_cents": 100, "hour_cents": 0, "decision": "assemblée"}
    van.done("VoteSharing", since=TODAY, **key, **rates)
    for _ in range(3):
        van.carrots(5_000)
    van.tomme(5_000)

    van.done("RecordRoundCost", round=R1, kilometres=40, minutes=0)

    sheet = van.ask(lambda present: month(present, TODAY[:7]))["rounds"][0]
    shares = {row["code"]: row["cents"] for row in sheet["producers"]}
    assert (sheet["cost_cents"], shares) == (4_000, {"F01": 3_000, "F02": 1_000})
    assert sheet["customers"] == []


def test_a_van_that_delivers_too_leaves_when_somebody_says_so(hub: Hub) -> None:
    hub.done("PlanRound", date=TODAY, round="R1", farms=["F01"],
             stops=[{"stop": 1, "customer": "C01"}])  # fmt: skip

    collected(hub, "F01", {"product": "CAROTTE"})

    assert hub.ask(lambda present: present.world.rounds.get(R1).state.value) == "planned"


@pytest.mark.parametrize(
    "crate",
    [{"crates": 0}, {"crates": 61}, {"count": 0}, {"celsius_tenths": 2_000},
     {"crates": 2, "code": "4006381333931"}],
)  # fmt: skip
def test_numbers_that_nobody_carries_are_refused(van: Hub, crate: dict[str, Any]) -> None:
    crates = [{"product": "CAROTTE"} | crate]

    assert van.refused("CollectAtFarm", round=R1, producer="F01", crates=crates) == "out_of_bounds"
