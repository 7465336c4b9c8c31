"""Rounds: loading in order, departure with notes, delivery, returns, hand-over, empties."""

import pytest

from station.domain.desk import Handheld
from tests.domain.hub import TODAY, TOMORROW, Answer, Hub, plan_rounds

T1, T2 = f"{TODAY}-T1", f"{TODAY}-T2"


def load(hub: Hub, crate: Answer, round: str = T1, **more: str) -> Answer:
    return hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=round, **more)


def refused_load(hub: Hub, crate: Answer, round: str = T1) -> str:
    return hub.refused("LoadCrate", post="dock-1", crate=crate["id"], round=round)


def notes(hub: Hub) -> dict[str, Answer]:
    found = hub.ask(lambda p: p.world.notes.all())
    return {note.customer: note for note in found}


def test_a_crate_goes_into_the_van_of_its_round(hub: Hub) -> None:
    crate = hub.for_customer("C02")

    load(hub, crate)

    assert (hub.crate(crate["id"]).state, hub.crate(crate["id"]).round) == ("loaded", T1)


def test_a_round_is_found_by_id_by_card_and_by_todays_name(hub: Hub) -> None:
    for round in (T1, hub.card("round", T1), "T1"):
        load(hub, hub.for_customer("C02"), round)

    assert len(hub.ask(lambda p: p.world.crates.where(round=T1))) == 3


def test_the_wrong_round_is_named_with_the_right_one(hub: Hub) -> None:
    crate = hub.for_customer("C03")

    answer = hub.do("LoadCrate", post="dock-1", crate=crate["id"], round=T1)

    assert answer["refusal"]["code"] == "wrong_round"
    assert "T2" in answer["refusal"]["say"]["fr"]


def test_the_last_stop_is_loaded_first(hub: Hub) -> None:
    first_delivered, last_delivered = hub.for_customer("C01"), hub.for_customer("C02")

    assert refused_load(hub, first_delivered) == "wrong_stop"
    load(hub, last_delivered)
    load(hub, first_delivered)


def test_each_temperature_class_has_its_own_loading_order(hub: Hub) -> None:
    warm = hub.for_customer("C01")
    hub.on_paper(hub.tomme(customer="C02"))

    load(hub, warm)


def test_a_blocked_crate_of_a_later_stop_holds_up_nothing(hub: Hub) -> None:
    blocked = hub.for_customer("C02", producer_lot="B")
    hub.done("BlockLot", lot=blocked["lot"], reason="terre")

    load(hub, hub.for_customer("C01"))


@pytest.mark.parametrize(("how_many", "verdict"), [(1, "done"), (2, "ok")])
def test_the_last_crate_of_a_stop_says_that_it_is_complete(
    hub: Hub, how_many: int, verdict: str
) -> None:
    crates = [hub.for_customer("C02") for _ in range(how_many)]

    answer = hub.scan(crates[0]["sscc"], post="dock-1", kind="sscc", round=T1)

    assert answer["verdict"] == verdict


def test_a_crate_is_loaded_once(hub: Hub) -> None:
    assert refused_load(hub, hub.loaded("C02")) == "already_loaded"


def test_a_crate_without_customer_is_not_loaded(hub: Hub) -> None:
    assert refused_load(hub, hub.on_paper(hub.carrots())) == "not_allocated"


def test_a_crate_whose_label_never_came_out_is_not_loaded(hub: Hub) -> None:
    assert refused_load(hub, hub.carrots(customer="C02")) == "not_labelled"


def test_nothing_of_a_blocked_lot_is_loaded(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.done("BlockLot", lot=crate["lot"], reason="terre")

    assert refused_load(hub, crate) == "lot_blocked"


def test_nothing_past_its_use_by_date_is_loaded(hub: Hub) -> None:
    crate = hub.on_paper(hub.yoghurt(use_by=TODAY, customer="C02"))
    hub.clock.day = TOMORROW

    assert refused_load(hub, crate) == "past_use_by"


def test_what_a_handheld_judged_good_is_in_the_van_whatever_we_say(hub: Hub) -> None:
    crate = hub.for_customer("C03")

    load(hub, crate, T1, judged="ok", reader="mobile-2")

    assert (hub.crate(crate["id"]).state, hub.crate(crate["id"]).round) == ("loaded", T1)
    assert hub.troubles() == ["judged_otherwise"]


@pytest.mark.parametrize("verdict", ["wrong_round", "refused", "not_in_list"])
def test_what_a_handheld_judged_bad_is_not_loaded(hub: Hub, verdict: str) -> None:
    crate = hub.for_customer("C03")

    code = hub.refused("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged=verdict)

    assert code == "wrong_round"


def test_two_handhelds_that_load_the_same_crate_are_an_exception(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    load(hub, crate, judged="done", reader="mobile-1", sender="mobile-1")

    load(hub, crate, judged="done", reader="mobile-2", sender="mobile-2")

    assert hub.crate(crate["id"]).state == "loaded"
    assert hub.troubles() == ["loaded_twice"]


def test_a_crate_that_left_and_was_judged_good_again_stays_gone_with_an_exception(
    hub: Hub,
) -> None:
    crate = hub.loaded("C02")
    hub.done("DepartRound", round=T1)

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged="ok")

    assert hub.crate(crate["id"]).state == "left"
    assert "loaded_twice" in hub.troubles()


def test_a_crate_is_unloaded_back_to_its_zone(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.done("StoreCrate", crate=crate["id"], zone="SEC")
    load(hub, crate)

    hub.done("UnloadCrate", crate=crate["id"], round=T1)

    assert (hub.crate(crate["id"]).state, hub.crate(crate["id"]).zone) == ("stored", "SEC")
    assert hub.refused("UnloadCrate", crate=crate["id"], round=T1) == "not_loaded"


def test_a_round_leaves_with_one_note_a_customer_of_what_was_weighed(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 12)
    hub.order("C02", "RADIS", 6)
    later = hub.on_paper(hub.radish(6, customer="C02"))
    sooner = hub.for_customer("C01", net_g=11_800)
    load(hub, later)
    load(hub, sooner)

    answer = hub.done("DepartRound", round=T1)

    assert len(answer["delivery_notes"]) == 2
    line = notes(hub)["C01"].lines[0]
    assert (line.ordered_milli, line.net_g, line.basis) == (12_000, 11_800, "weighed")
    assert (line.producer, line.lots) == ("F01", (sooner["lot"],))
    assert notes(hub)["C02"].lines[0].count == 6
    assert hub.crate(sooner["id"]).note == notes(hub)["C01"].id


def test_a_note_shows_what_was_ordered_and_did_not_come(hub: Hub) -> None:
    hub.order("C02", "RADIS", 6)
    hub.loaded("C02")

    hub.done("DepartRound", round=T1)

    lines = {line.product: line for line in notes(hub)["C02"].lines}
    assert (lines["RADIS"].count, lines["RADIS"].crates) == (0, ())


def test_two_lines_of_one_product_add_up_on_the_note(hub: Hub) -> None:
    hub.order("C02", "CAROTTE", 6)
    hub.order("C02", "CAROTTE", 5)
    hub.loaded("C02")

    hub.done("DepartRound", round=T1)

    assert notes(hub)["C02"].lines[0].ordered_milli == 11_000


def test_a_round_that_is_not_complete_needs_a_reason(hub: Hub) -> None:
    hub.for_customer("C01")
    hub.loaded("C02")

    assert hub.refused("DepartRound", round=T1) == "round_incomplete"
    assert hub.refused("DepartRound", round=T1, override={"reason": " "}) == "reason_required"
    hub.done("DepartRound", round=T1, override={"reason": "client fermé"})
    assert hub.troubles() == ["departed_incomplete"]


def test_a_round_that_leaves_lines_unserved_tells_the_coordinator(hub: Hub) -> None:
    hub.order("C02", "CAROTTE", 6)
    hub.loaded("C02")
    hub.order("C01", "RADIS", 12)

    hub.done("DepartRound", round=T1)

    assert hub.troubles() == ["lines_not_served"]


def test_a_line_declared_missing_is_no_surprise_at_departure(hub: Hub) -> None:
    line = hub.order("C01", "RADIS", 12)
    hub.loaded("C02")
    hub.done("DeclareMissing", order_line=line, round=T1, reason="récolte courte")

    hub.done("DepartRound", round=T1)

    assert hub.troubles() == []


def test_a_crate_that_leaves_without_a_stop_is_an_exception(hub: Hub) -> None:
    crate = hub.for_customer("C03")
    load(hub, crate, judged="ok")

    hub.done("DepartRound", round=T1)

    assert "left_without_note" in hub.troubles()
    assert hub.crate(crate["id"]).state == "left"


def test_a_lot_blocked_in_the_van_holds_the_round(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("BlockLot", lot=crate["lot"], reason="terre")

    assert hub.refused("DepartRound", round=T1) == "lot_blocked"


def test_a_round_leaves_once(hub: Hub) -> None:
    hub.loaded("C02")
    hub.done("DepartRound", round=T1)

    assert hub.refused("DepartRound", round=T1) == "round_departed"
    assert refused_load(hub, hub.for_customer("C01")) == "round_departed"


def test_a_departed_round_is_not_planned_anew(hub: Hub) -> None:
    hub.done("DepartRound", round=T1)

    assert hub.refused("PlanRound", date=TODAY, round="T1", stops=[]) == "round_departed"


def test_a_round_planned_anew_keeps_its_card(hub: Hub) -> None:
    card = hub.card("round", T1)

    hub.done("PlanRound", date=TODAY, round="T1", stops=[{"stop": 1, "customer": "C03"}])

    stops = hub.ask(lambda p: p.world.stops.where(round=T1))
    assert ([stop.customer for stop in stops], hub.card("round", T1)) == (["C03"], card)


def test_two_stops_do_not_share_a_place(hub: Hub) -> None:
    stops = [{"stop": 1, "customer": "C01"}, {"stop": 1, "customer": "C02"}]

    assert hub.refused("PlanRound", date=TODAY, round="T3", stops=stops) == "out_of_bounds"


def test_a_driver_is_not_named_in_the_chain(hub: Hub) -> None:
    query = "SELECT count(*) FROM events WHERE data LIKE '%Dominique%'"

    assert hub.ask(lambda p: p.connection.execute(query).fetchone()[0]) == 0
    assert hub.ask(lambda p: p.vault.get(f"driver/{T1}")) == {"name": "Dominique"}


def test_a_line_declared_missing_is_no_longer_open(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)

    hub.done("DeclareMissing", order_line=line, round=T1, reason="pas récolté")

    assert (hub.line(line).state, hub.line(line).missing_reason) == ("missing", "pas récolté")
    assert hub.refused("DeclareMissing", order_line=line, round=T1, reason="x") == "line_closed"


def test_a_delivered_stop_settles_crates_note_and_empties(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("DepartRound", round=T1)

    empties = [{"crate_type": "E2", "given": 1, "taken": 3}]
    hub.done("DeliverStop", as_role="driver", round=T1, customer="C02", empties=empties)

    assert hub.crate(crate["id"]).state == "delivered"
    assert notes(hub)["C02"].delivered_at is not None
    assert hub.ask(lambda p: p.world.empties.get("C02|E2")).owed == -2


def test_a_returned_crate_is_stock_again_and_its_note_is_to_revise(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("DepartRound", round=T1)

    hub.done("ReturnCrate", crate=crate["id"], reason="refusée")

    back = hub.crate(crate["id"])
    assert (back.state, back.customer, back.note) == ("received", None, None)
    assert hub.troubles() == ["note_to_revise"]


def test_a_crate_that_never_left_does_not_return(hub: Hub) -> None:
    assert hub.refused("ReturnCrate", crate=hub.carrots()["id"], reason="?") == "not_loaded"


def test_a_customer_takes_a_stock_crate_at_the_hangar(hub: Hub) -> None:
    crate = hub.carrots()

    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C03")

    assert (hub.crate(crate["id"]).state, hub.crate(crate["id"]).customer) == ("handed_over", "C03")


def test_a_crate_is_handed_to_its_own_customer_only(hub: Hub) -> None:
    crate = hub.carrots(customer="C01")

    code = hub.refused("HandOverCrate", post="shop", crate=crate["id"], customer="C03")

    assert code == "wrong_customer"


def test_a_crate_reserved_for_orders_is_not_handed_over(hub: Hub) -> None:
    crate, line = hub.carrots(10_000), hub.order("C01", "CAROTTE", 4)
    hub.done("AllocateCrate", crate=crate["id"], order_line=line, net_g=4_000)

    code = hub.refused("HandOverCrate", post="shop", crate=crate["id"], customer="C03")

    assert code == "wrong_customer"


def test_a_hand_over_that_a_handheld_judged_good_has_happened(hub: Hub) -> None:
    crate = hub.carrots(customer="C01")

    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C03", judged="ok")

    assert hub.crate(crate["id"]).state == "handed_over"
    assert hub.troubles() == ["judged_otherwise"]


def test_empties_are_owed_by_customers_and_producers(hub: Hub) -> None:
    hub.done("MoveEmpties", party="F01", crate_type="E2", given=10, taken=0)
    hub.done("MoveEmpties", party="F01", crate_type="E2", given=0, taken=4)

    assert hub.ask(lambda p: p.world.empties.get("F01|E2")).owed == 6


@pytest.mark.parametrize("given", [-1, 1001])
def test_impossible_numbers_of_empties_are_refused(hub: Hub, given: int) -> None:
    code = hub.refused("MoveEmpties", party="C01", crate_type="E2", given=given)

    assert code == "out_of_bounds"


def test_tomorrows_crate_is_not_loaded_today(hub: Hub) -> None:
    plan_rounds(hub, TOMORROW)
    hub.order("C02", "CAROTTE", 10, day=TOMORROW)
    crate = hub.for_customer("C02")

    assert refused_load(hub, crate, T1) == "wrong_round"
    load(hub, crate, f"{TOMORROW}-T1")


@pytest.mark.parametrize("verdict", ["wrong_stop", "not_in_list", "duplicate"])
def test_a_crate_that_a_handheld_left_aside_is_not_moved(hub: Hub, verdict: str) -> None:
    crate = hub.for_customer("C02")

    answer = hub.scan(crate["sscc"], post="dock-1", judged=verdict, round=T1)

    assert answer["verdict"] == verdict
    assert hub.crate(crate["id"]).state == "received"
    assert hub.troubles() == ["judged_otherwise"]


def test_a_crate_left_aside_for_our_reason_too_is_no_exception(hub: Hub) -> None:
    crate = hub.for_customer("C03")

    answer = hub.scan(crate["sscc"], post="dock-1", judged="wrong_round", round=T1)

    assert (answer["verdict"], hub.troubles()) == ("wrong_round", [])


def test_a_scan_judged_good_is_told_what_we_would_have_said(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    hub.done("BlockLot", lot=crate["lot"], reason="essai")

    answer = hub.scan(crate["sscc"], post="dock-1", judged="ok", round=T1)

    assert hub.crate(crate["id"]).state == "loaded"
    assert (answer["otherwise"]["verdict"], answer["otherwise"]["code"]) == (
        "lot_blocked",
        "lot_blocked",
    )


def handheld(hub: Hub, *, pending: int = 0, snapshot_seq: int | None = None) -> None:
    seq = hub.seq() if snapshot_seq is None else snapshot_seq
    hub.handhelds = (Handheld(name="Mobile 1", pending=pending, snapshot_seq=seq),)


def test_a_round_waits_for_the_scans_of_its_handhelds(hub: Hub) -> None:
    hub.loaded("C02")
    handheld(hub, pending=3)

    assert hub.refused("DepartRound", round=T1) == "handheld_pending"

    handheld(hub, pending=0)
    hub.done("DepartRound", round=T1)


def test_a_round_waits_for_a_handheld_with_an_old_list_of_blocked_lots(hub: Hub) -> None:
    hub.loaded("C02")
    handheld(hub)
    other = hub.carrots(producer="F02", product="TOMME")
    hub.done("BlockLot", lot=other["lot"], reason="essai")

    assert hub.refused("DepartRound", round=T1) == "handheld_behind"

    handheld(hub)
    hub.done("DepartRound", round=T1)


def test_a_person_may_let_a_round_go_without_its_handhelds_and_says_why(hub: Hub) -> None:
    hub.loaded("C02")
    handheld(hub, pending=3)

    answer = hub.done("DepartRound", round=T1, override={"reason": "batterie vide"})

    departed = next(e for e in answer["events"] if e["type"] == "RoundDeparted")
    assert departed["data"]["override"] == "batterie vide"
    assert hub.troubles() == ["departed_unsynced"]


def test_an_empty_reason_lets_no_round_go(hub: Hub) -> None:
    hub.loaded("C02")
    handheld(hub, pending=3)

    code = hub.refused("DepartRound", round=T1, override={"reason": "  "})

    assert code == "reason_required"


def test_a_plan_made_on_an_older_one_is_refused_and_changes_nothing(hub: Hub) -> None:
    """Two people plan the same round: who saves second sees what the first one changed."""
    plan = {"date": TOMORROW, "round": "T9"}
    one, two = {"stop": 1, "customer": "C01"}, {"stop": 2, "customer": "C02"}

    hub.done("PlanRound", **plan, stops=[one], seen=0)

    assert hub.refused("PlanRound", **plan, stops=[two], seen=0) == "changed_meanwhile"
    hub.done("PlanRound", **plan, stops=[one, two], seen=1)
    assert len(hub.ask(lambda p: p.world.stops.where(round=f"{TOMORROW}-T9"))) == 2


def test_a_plan_that_says_nothing_of_what_it_saw_is_taken(hub: Hub) -> None:
    for _ in range(2):
        hub.done("PlanRound", date=TOMORROW, round="T9", stops=[])


def test_a_round_waits_for_a_handheld_that_is_out_of_reach(hub: Hub) -> None:
    hub.loaded("C02")
    hub.handhelds = (Handheld(name="Mobile 1", pending=0, snapshot_seq=hub.seq(), age_s=301),)

    assert hub.refused("DepartRound", round=T1) == "handheld_behind"
