"""What hands have done is a fact, a scan proves only what it can, and odd values are refused."""

from typing import Any

import pytest

from tests.domain.hub import TODAY, TOMORROW, Answer, Hub

T1 = f"{TODAY}-T1"


def label_of(hub: Hub, crate: Answer) -> Any:
    return hub.ask(lambda present: present.world.labels.get(hub.crate(crate["id"]).label))


def reprinted(hub: Hub, crate: Answer) -> Any:
    hub.done("ReprintLabel", label=label_of(hub, crate).id)
    return label_of(hub, crate)


def test_a_scan_does_not_confirm_a_label_that_still_waits_to_be_printed(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots())
    second = reprinted(hub, crate)

    hub.scan(crate["sscc"], post="reception")

    assert (label_of(hub, crate).id, label_of(hub, crate).state) == (second.id, "queued")


def test_a_scan_confirms_a_second_label_too(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots())
    hub.scan(crate["id"], post="reception")
    reprinted(hub, crate)
    hub.on_paper(crate)

    hub.scan(crate["id"], post="reception")

    assert label_of(hub, crate).state == "confirmed"


def test_a_label_given_up_and_found_again_is_confirmed_by_its_scan(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots())
    hub.done("VoidLabel", label=label_of(hub, crate).id, reason="pas sortie")

    hub.scan(crate["id"], post="reception")

    assert label_of(hub, crate).state == "confirmed"
    assert hub.crate(crate["id"]).label_seen


def test_a_scanned_crate_is_loaded_while_its_label_waits(hub: Hub) -> None:
    crate = hub.carrots(customer="C02")
    by_hand = hub.refused("LoadCrate", post="dock-1", crate=crate["id"], round=T1)

    scanned = hub.scan(crate["id"], post="dock-1", round=T1)

    assert (by_hand, scanned["command"]["outcome"]) == ("not_labelled", "accepted")
    assert label_of(hub, crate).state == "queued"


def test_a_scan_does_no_more_than_its_sender_may_command(hub: Hub) -> None:
    crate = hub.on_paper(hub.carrots())
    context = {"zone": "SEC"}

    answer = hub.do(
        "TakeScan", post="cold-door", as_role="driver", kind="internal", code=crate["id"],
        context=context,
    )  # fmt: skip

    assert answer["refusal"]["code"] == "not_allowed"
    assert hub.crate(crate["id"]).state == "received"


def test_a_crate_judged_into_a_van_that_has_left_is_gone_with_it(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.done("DepartRound", round=T1, override={"reason": "pressés"})

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged="ok")

    assert hub.crate(crate["id"]).state == "left"
    assert "left_without_note" in hub.troubles()


def test_a_crate_that_left_and_is_judged_into_a_zone_has_come_back(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("DepartRound", round=T1)

    hub.done("StoreCrate", crate=crate["id"], zone="SEC", judged="ok")

    stored = hub.crate(crate["id"])
    assert (stored.state, stored.zone, stored.note) == ("stored", "SEC", None)
    assert "judged_otherwise" in hub.troubles()


def test_a_fact_that_cannot_be_recorded_is_left_to_a_person(hub: Hub) -> None:
    hub.scan("CZZZZ000001X", post="dock-1", judged="ok", round=T1)

    assert hub.troubles() == ["judged_otherwise"]


def test_a_scanned_text_about_a_person_does_not_stand_in_the_chain(hub: Hub) -> None:
    hub.scan("BEGIN:VCARD\nFN:Jeanne Modèle\nEND:VCARD", post="reception", kind="text")

    query = "SELECT count(*) FROM events WHERE data LIKE '%Jeanne%'"
    assert hub.ask(lambda present: present.connection.execute(query).fetchone()[0]) == 0


def test_what_is_written_beside_an_order_is_kept_outside_the_chain(hub: Hub) -> None:
    line = {"order": "O1", "customer": "C02", "delivery_date": TODAY, "producer": "F01",
            "product": "CAROTTE", "quantity_milli": 4_000, "unit": "kg"}  # fmt: skip
    placed = hub.done("ImportOrders", source="essai", added=[line | {"comment": "Jeanne, 06 00"}])
    id = placed["events"][0]["data"]["order_line"]
    change = {"order_line": id, "quantity_milli": 5_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[change | {"comment": "Jeanne, 07 00"}])

    query = "SELECT count(*) FROM events WHERE data LIKE '%Jeanne%'"
    assert hub.ask(lambda present: present.connection.execute(query).fetchone()[0]) == 0
    assert hub.ask(lambda present: present.comment(id)) == "Jeanne, 07 00"


def test_the_badge_scanned_at_a_reader_says_who_acts_there(hub: Hub) -> None:
    hub.scan(hub.card("operator", "amina"), post="cold-door")
    crate = hub.on_paper(hub.carrots())

    answer = hub.scan(crate["id"], post="cold-door", zone="SEC")

    events = answer["command"]["events"]
    assert {event["operator"] for event in events} == {"amina"}


def test_a_badge_of_another_day_says_nothing(hub: Hub) -> None:
    hub.scan(hub.card("operator", "amina"), post="cold-door")
    crate = hub.on_paper(hub.carrots())
    hub.clock.day = TOMORROW

    answer = hub.scan(crate["id"], post="cold-door", zone="SEC")

    events = answer["command"]["events"]
    assert {event["operator"] for event in events} == {None}


def test_the_same_alarm_is_raised_once(hub: Hub) -> None:
    hub.done("OpenIntake", producer="F01", command_id="twice-used-1")

    for producer in ("F02", "F02", "F02"):
        hub.do("OpenIntake", producer=producer, command_id="twice-used-1")

    assert hub.troubles() == ["duplicate_id"]


def test_goods_released_after_preparation_are_stock_again(hub: Hub) -> None:
    line = hub.order("C02", "CAROTTE", 10)
    crate = hub.on_paper(hub.carrots(10_000, customer="C02"))

    hub.done("ReleaseAllocation", crate=crate["id"], order_line=line)

    freed = hub.crate(crate["id"])
    assert (freed.customer, freed.for_customer) == (None, False)


def test_nobody_picks_from_a_crate_that_was_given_to_another_customer(hub: Hub) -> None:
    crate = hub.carrots(10_000)
    hub.done("AllocateCrate", crate=crate["id"], order_line=hub.order("C02", "CAROTTE", 10))

    pick = {"from": crate["id"], "customer": "C01", "weigh": hub.weighed(3_000, tare_g=0)}

    assert hub.refused("PickToCustomer", post="cold-door", **pick) == "wrong_customer"


ROUND: Answer = {"date": TODAY, "round": "T9", "stops": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2026-13-45"},
        {"date": "20261124"},
        {"round": "T/9"},
        {"round": ""},
        {"depart_at": "7h30"},
        {"depart_at": "24:00"},
        {"stops": [{"stop": 0, "customer": "C01"}]},
    ],
)
def test_a_round_that_no_board_could_show_is_not_planned(hub: Hub, wrong: Answer) -> None:
    assert hub.refused("PlanRound", **(ROUND | wrong)) == "out_of_bounds"


@pytest.mark.parametrize("date", ["20261201", "2026-W49-2", "demain", ""])
def test_a_date_has_one_spelling(hub: Hub, date: str) -> None:
    data = {"producer": "F01", "product": "RADIS", "count": 12, "use_by": date}

    assert hub.refused("ReceiveCrate", **data) == "out_of_bounds"


def test_only_the_date_the_station_shows_can_be_confirmed(hub: Hub) -> None:
    assert hub.refused("ConfirmDate", date=TOMORROW) == "out_of_bounds"
    hub.done("ConfirmDate", date=TODAY)


def test_a_loaded_crate_is_traced_to_the_van(hub: Hub) -> None:
    from station.views.trace import trace

    crate = hub.for_customer("C02")
    hub.done("StoreCrate", crate=crate["id"], zone="SEC")
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)

    found = hub.ask(lambda present: trace(present, crate["id"]))

    assert [row["zone"] for row in found["lots"][0]["in_stock"]] == ["van"]


def test_an_emptied_part_is_still_traced_to_its_lot(hub: Hub) -> None:
    from station.views.trace import trace

    crate = hub.carrots()
    part = hub.done("SplitCrate", crate=crate["id"], crate_type="E2", weigh=hub.weighed(3_000))
    hub.done("DiscardCrate", crate=part["crate"]["id"], reason="tombée")

    found = hub.ask(lambda present: trace(present, part["crate"]["id"]))

    assert [row["lot"] for row in found["lots"]] == [crate["lot"]]
