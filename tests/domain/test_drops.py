"""A farm alone at dawn: crates wait unweighed, and leave on its word only where the hub says so."""

from dataclasses import replace
from typing import Any

import pytest

from station.domain.rationing import Preparing
from tests.domain.hub import TODAY, Answer, Hub
from tests.domain.test_orders import promises

T1 = f"{TODAY}-T1"
ALONE: Answer = {"as_role": "producer", "post": "cold-door"}


def dropped(hub: Hub, **more: Any) -> Answer:
    """Leave a crate of carrots on the dry shelves, ten kilograms as the farm says."""
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC", "declared_g": 10_000} | more
    return dict(hub.done("DropOffCrate", **ALONE | data)["crate"])


def cold(hub: Hub, **more: Any) -> Answer:
    """Leave yoghurts, whose class asks for a temperature."""
    goods = {"producer": "F02", "product": "YAOURT", "zone": "CF-2"}
    word = {"declared_g": None, "declared_count": 24}
    return dropped(hub, **goods | word | more)


def declared_is_enough(hub: Hub, code: str = "CAROTTE") -> None:
    """Let a product leave on what its farm declared."""
    known = hub.ask(lambda p: p.world.products.get(code))
    hub.done("RegisterProduct", code=code, producer=known.producer, name=known.name,
             family="essai", unit=known.unit.value, temperature_class=known.temperature_class.value,
             date_kind=known.date_kind.value, shelf_life_days=known.shelf_life_days,
             leaves_declared=True)  # fmt: skip


def bought(hub: Hub, customer: str = "C01") -> Answer:
    """Leave a crate that is a customer's already."""
    line = hub.order(customer, "CAROTTE", 10)
    return hub.on_paper(dropped(hub, customer=customer, order_line=line))


# --- what it is ---


def test_a_crate_that_was_dropped_off_has_a_lot_and_a_place_and_no_weight(hub: Hub) -> None:
    crate = dropped(hub)

    assert (crate["state"], crate["zone"], crate["unmeasured"]) == ("stored", "SEC", True)
    assert (crate["net_g"], crate["count"]) == (None, None)
    assert (crate["drop"]["net_g"], crate["drop"]["source"]) == (10_000, "typed")
    assert hub.lot(crate["lot"]).received_g == 0
    assert hub.balance()["in_stock_g"] == 0
    hub.prove()


def test_its_farms_word_is_no_stock(hub: Hub) -> None:
    declared_is_enough(hub)
    dropped(hub)
    line = hub.order("C01", "CAROTTE", 5)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert hub.ask(lambda p: p.world.allocations.where(order_line=line)) == []


def test_a_ready_made_label_says_what_is_in_it_and_no_second_one_comes_out(hub: Hub) -> None:
    line = hub.order("C02", "RADIS", 12)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]

    crate = dropped(hub, product="RADIS", code=ready, declared_g=None)

    assert (crate["id"], crate["order_line"], crate["customer"]) == (ready, line, "C02")
    assert (crate["drop"]["count"], crate["drop"]["source"]) == (12, "label")
    [paper] = hub.ask(lambda p: p.world.labels.where(crate=ready))
    assert (paper.state, paper.printer) == ("confirmed", "")
    hub.prove()


def test_its_label_says_that_it_waits_for_the_scale_and_not_what_was_declared(hub: Hub) -> None:
    weighed, counted = dropped(hub), dropped(hub, product="RADIS", declared_g=None)

    said = [
        hub.ask(lambda p, id=crate["id"]: p.vault.get(f"label/{id}-1"))
        for crate in (weighed, counted)
    ]
    assert (said[0]["net"], said[0]["net_g"], said[0]["weight_note"]) == ("à peser", "", "")
    assert (said[1]["net"], said[1]["count"]) == ("", "à compter")


@pytest.mark.parametrize(
    "word",
    [{"declared_g": 0}, {"declared_g": 2_000_000}, {"declared_count": 5},
     {"product": "RADIS", "declared_g": 500}],
)  # fmt: skip
def test_a_word_that_cannot_be_is_refused(hub: Hub, word: Answer) -> None:
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC"} | word

    assert hub.refused("DropOffCrate", **ALONE | data) == "out_of_bounds"


def test_a_farm_may_say_nothing(hub: Hub) -> None:
    crate = dropped(hub, declared_g=None)

    assert crate["drop"]["source"] == "nobody"


# --- where and how ---


def test_a_wrong_zone_is_refused(hub: Hub) -> None:
    data = {"producer": "F02", "product": "YAOURT", "zone": "SEC", "celsius_tenths": 30}

    assert hub.refused("DropOffCrate", **ALONE | data) == "wrong_zone"


def test_a_zone_that_is_too_warm_takes_nothing(hub: Hub) -> None:
    hub.done("RecordTemperature", zone="CF-2", celsius_tenths=95)
    data = {"producer": "F02", "product": "YAOURT", "zone": "CF-2", "celsius_tenths": 30}

    assert hub.refused("DropOffCrate", **ALONE | data) == "too_warm"


@pytest.mark.parametrize(
    ("celsius_tenths", "kind"),
    [(None, "dropped_without_temperature"), (95, "dropped_too_warm")],
)
def test_a_bad_temperature_is_told_and_keeps_the_crate_here(
    hub: Hub, celsius_tenths: int | None, kind: str
) -> None:
    declared_is_enough(hub, "YAOURT")

    crate = cold(hub, celsius_tenths=celsius_tenths)

    assert hub.troubles() == [kind]
    given = {"post": "shop", "crate": crate["id"], "customer": "C03"}
    assert hub.refused("HandOverCrate", **given) == "not_weighed"


def test_counting_asks_for_the_temperature_that_lacks(hub: Hub) -> None:
    crate = cold(hub)

    assert hub.refused("MeasureCrate", crate=crate["id"], count=24) == "temperature_required"
    warm = {"crate": crate["id"], "count": 24, "celsius_tenths": 95}
    assert hub.refused("MeasureCrate", **warm) == "too_warm"
    hub.done("MeasureCrate", crate=crate["id"], count=24, celsius_tenths=30)

    assert hub.troubles() == []
    assert hub.crate(crate["id"]).celsius_tenths == 30


def test_a_good_temperature_is_not_asked_again(hub: Hub) -> None:
    crate = cold(hub, celsius_tenths=30)

    hub.done("MeasureCrate", crate=crate["id"], count=24)

    assert (hub.crate(crate["id"]).count, hub.troubles()) == (24, [])


def test_a_crate_dropped_too_warm_waits_for_a_good_temperature_whatever_its_class_asks(
    hub: Hub,
) -> None:
    goods = {"producer": "F02", "product": "TOMME", "zone": "CF-1"}
    crate = dropped(hub, **goods, celsius_tenths=200)
    weigh = {"crate": crate["id"], "crate_type": "E2", "weigh": hub.weighed(9_900)}

    assert hub.refused("MeasureCrate", **weigh) == "too_warm"
    assert hub.troubles() == ["dropped_too_warm"]
    hub.done("MeasureCrate", **weigh, celsius_tenths=60)

    assert (hub.crate(crate["id"]).celsius_tenths, hub.troubles()) == (60, [])


def test_what_hands_have_counted_without_a_thermometer_still_asks_for_one(hub: Hub) -> None:
    crate = cold(hub)

    hub.done("MeasureCrate", crate=crate["id"], count=24, judged="ok", reader="m-1")

    assert hub.troubles() == ["dropped_without_temperature"]


@pytest.mark.parametrize("celsius_tenths", [None, 95])
def test_a_crate_that_is_taken_back_asks_nothing_of_its_temperature(
    hub: Hub, celsius_tenths: int | None
) -> None:
    crate = cold(hub, celsius_tenths=celsius_tenths)
    assert hub.troubles() != []

    hub.done("VoidCrate", crate=crate["id"], reason="mauvais produit")

    assert hub.troubles() == []


def test_where_nothing_prints_a_crate_must_carry_a_label(hub: Hub) -> None:
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC", "as_role": "producer"}
    assert hub.refused("DropOffCrate", post="dock-1", **data) == "label_needed"
    [blank] = hub.done("MakeEmergencyLabels", count=1)["codes"]

    crate = hub.done("DropOffCrate", post="dock-1", code=blank, **data)["crate"]

    assert blank in hub.crate(crate["id"]).codes
    assert hub.ask(lambda p: p.world.labels.where(crate=crate["id"])) == []
    weigh = {"crate_type": "E2", "weigh": hub.weighed(9_000)}
    label = hub.done("MeasureCrate", crate=crate["id"], **weigh)["label"]
    assert (label["printer"], label["copy"]) == ("etiqueteuse-1", 1)


def test_another_farms_label_is_refused(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]
    data = {"producer": "F02", "product": "TOMME", "zone": "CF-1", "code": ready}

    assert hub.refused("DropOffCrate", **ALONE | data) == "other_farm"


# --- weighed or counted later ---


def test_weighing_makes_it_a_crate_like_any_other(hub: Hub) -> None:
    crate = dropped(hub)

    answer = hub.done("MeasureCrate", crate=crate["id"], crate_type="E2", weigh=hub.weighed(9_900))

    known = hub.crate(crate["id"])
    assert (known.unmeasured, known.net_g, known.contents[0].net_basis) == (False, 9_900, "weighed")
    assert (known.zone, hub.lot(crate["lot"]).received_g) == ("SEC", 9_900)
    assert answer["label"]["copy"] == 2
    intake = hub.ask(lambda p: p.world.intakes.get(known.intake))
    assert (intake.crates, intake.dropped, intake.net_g) == (1, 1, 9_900)
    hub.prove()


def test_a_customers_line_counts_what_was_found(hub: Hub) -> None:
    crate = bought(hub)

    hub.done("MeasureCrate", crate=crate["id"], crate_type="E2", weigh=hub.weighed(9_500))

    [served] = hub.ask(lambda p: p.world.allocations.where(crate=crate["id"]))
    assert (served.net_g, served.picked) == (9_500, True)


def test_it_is_measured_once(hub: Hub) -> None:
    crate = dropped(hub)
    weigh = {"crate_type": "E2", "weigh": hub.weighed(9_500)}
    hub.done("MeasureCrate", crate=crate["id"], **weigh)

    assert hub.refused("MeasureCrate", crate=crate["id"], count=1) == "already_received"


def test_a_weight_needs_a_crate_type_and_kilograms_a_weight(hub: Hub) -> None:
    crate = dropped(hub)

    assert hub.refused("MeasureCrate", crate=crate["id"], weigh=hub.weighed(9_000)) == "not_found"
    assert hub.refused("MeasureCrate", crate=crate["id"], count=12) == "weight_required"


def test_a_word_that_differs_is_told(hub: Hub) -> None:
    near, far = dropped(hub), dropped(hub)

    for crate, net_g in ((near, 9_100), (far, 8_900)):
        weigh = {"crate_type": "E2", "weigh": hub.weighed(net_g)}
        hub.done("MeasureCrate", crate=crate["id"], **weigh)

    [told] = hub.ask(lambda p: p.world.troubles.where(state="open"))
    assert (told.kind, told.subject) == ("declared_differs", far["id"])


@pytest.mark.parametrize(
    ("type", "more"),
    [
        ("CorrectWeight", {"reason": "essai", "weigh": {"receipt": "x"}}),
        ("SplitCrate", {"crate_type": "CARTON", "count": 1}),
        ("EmptyCrate", {}),
        ("AllocateCrate", {}),
        ("PickToCustomer", {}),
        ("MergeCrates", {}),
    ],
)
def test_nothing_is_taken_of_what_nobody_has_weighed(hub: Hub, type: str, more: Answer) -> None:
    declared_is_enough(hub)
    crate, other = dropped(hub), hub.carrots()
    line = hub.order("C01", "CAROTTE", 5)
    data = {
        "AllocateCrate": {"crate": crate["id"], "order_line": line},
        "PickToCustomer": {"from": crate["id"], "customer": "C01", "weigh": hub.weighed(1_000)},
        "MergeCrates": {"source": crate["id"], "into": other["id"]},
    }.get(type, {"crate": crate["id"]})

    assert hub.refused(type, **data | more) == "not_weighed"


def promised_by_itself(hub: Hub) -> None:
    settings = replace(hub.bus.settings, preparing=Preparing(promise_at_intake=True))
    hub.bus.settings = settings


def test_what_is_counted_after_the_end_of_its_drop_is_promised_as_the_end_would_have(
    hub: Hub,
) -> None:
    promised_by_itself(hub)
    crate, line = dropped(hub, product="RADIS", declared_g=None), hub.order("C01", "RADIS", 5)
    closed(hub, crate)
    assert promises(hub, line) == {}

    hub.done("MeasureCrate", crate=crate["id"], count=12)

    assert promises(hub, line) == {crate["id"]: (None, 5)}
    hub.prove()


def test_what_is_counted_while_its_drop_goes_on_waits_for_the_end(hub: Hub) -> None:
    promised_by_itself(hub)
    crate, line = dropped(hub, product="RADIS", declared_g=None), hub.order("C01", "RADIS", 5)

    hub.done("MeasureCrate", crate=crate["id"], count=12)

    assert promises(hub, line) == {}


def test_a_hub_that_did_not_ask_promises_nothing_at_a_weighing(hub: Hub) -> None:
    crate, line = dropped(hub, product="RADIS", declared_g=None), hub.order("C01", "RADIS", 5)
    closed(hub, crate)

    hub.done("MeasureCrate", crate=crate["id"], count=12)

    assert promises(hub, line) == {}


# --- leaving on the word alone ---


def test_without_a_rule_it_does_not_leave(hub: Hub) -> None:
    crate = bought(hub)

    assert hub.refused("LoadCrate", post="dock-1", crate=crate["id"], round=T1) == "not_weighed"


def test_where_the_hub_lets_it_leave_it_stays_marked_as_declared(hub: Hub) -> None:
    declared_is_enough(hub)
    crate = bought(hub)

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    note = hub.done("DepartRound", round=T1)["delivery_note"]

    [line] = hub.ask(lambda p: p.world.notes.get(note)).lines
    assert (line.net_g, line.basis) == (10_000, "declared")
    assert hub.lot(crate["lot"]).received_g == 10_000
    hub.prove()


def test_counted_goods_leave_as_declared_too(hub: Hub) -> None:
    declared_is_enough(hub, "RADIS")
    crate = dropped(hub, product="RADIS", declared_g=None, declared_count=12)

    given = {"post": "shop", "crate": crate["id"], "customer": "C03"}
    note = hub.done("HandOverCrate", **given)["delivery_note"]

    [line] = hub.ask(lambda p: p.world.notes.get(note)).lines
    assert (line.count, line.basis) == (12, "declared")


def radishes_aboard(hub: Hub) -> Answer:
    """Load twelve bunches that their farm left for C01, and that nobody has counted."""
    declared_is_enough(hub, "RADIS")
    line = hub.order("C01", "RADIS", 12)
    word = {"product": "RADIS", "declared_g": None, "declared_count": 12}
    crate = hub.on_paper(dropped(hub, customer="C01", order_line=line, **word))
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    return crate


def test_the_farms_word_is_taken_when_the_van_leaves_and_not_at_the_dock(hub: Hub) -> None:
    crate = radishes_aboard(hub)
    assert (hub.crate(crate["id"]).unmeasured, hub.lot(crate["lot"]).received_count) == (True, 0)
    assert hub.scan(crate["id"], post="reception")["refusal"]["code"] == "already_loaded"
    assert hub.refused("MeasureCrate", crate=crate["id"], count=9) == "already_loaded"

    note = hub.done("DepartRound", round=T1)["delivery_note"]

    [line] = hub.ask(lambda p: p.world.notes.get(note)).lines
    assert (line.count, line.basis, line.farm_word) == (12, "declared", True)
    assert hub.lot(crate["lot"]).received_count == 12
    hub.prove()


def test_a_crate_that_was_unloaded_again_serves_nobody_until_it_is_counted(hub: Hub) -> None:
    crate = radishes_aboard(hub)
    hub.done("UnloadCrate", post="dock-1", crate=crate["id"], round=T1)
    [row] = hub.ask(lambda p: p.world.allocations.where(crate=crate["id"]))
    hub.done("ReleaseAllocation", crate=crate["id"], order_line=row.order_line)

    hub.done("AllocateDay", delivery_date=TODAY)
    assert hub.ask(lambda p: p.world.allocations.where(order_line=row.order_line)) == []
    hub.done("MeasureCrate", crate=crate["id"], count=9)

    [content] = hub.crate(crate["id"]).contents
    assert (content.count, content.net_basis) == (9, None)
    hub.prove()


def test_a_van_that_nobody_sent_off_has_left_with_the_farms_word(hub: Hub) -> None:
    crate = radishes_aboard(hub)
    told = {"as_role": "driver", "judged": "ok", "reader": "h-phone"}
    hub.done("DeliverStop", round=T1, customer="C01", **told)

    note = hub.done("DepartRound", round=T1)["delivery_note"]

    [line] = hub.ask(lambda p: p.world.notes.get(note)).lines
    assert (line.count, line.farm_word, line.crates) == (12, True, (crate["id"],))
    hub.prove()


def test_what_is_learnt_to_have_left_with_a_van_left_on_its_farms_word(hub: Hub) -> None:
    declared_is_enough(hub)
    crate = bought(hub)
    hub.done("DepartRound", round=T1, override={"reason": "essai"})

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged="ok", reader="m-1")

    known = hub.crate(crate["id"])
    assert (known.state, known.net_g, known.drop.taken) == ("left", 10_000, True)
    hub.prove()


def test_a_declared_number_stays_declared_when_crates_are_merged(hub: Hub) -> None:
    declared_is_enough(hub, "RADIS")
    counted = hub.radish(12, customer="C01")
    crate = dropped(hub, product="RADIS", declared_g=None, declared_count=12)
    hub.done("HandOverCrate", post="shop", crate=crate["id"], customer="C03")
    hub.done("ReturnCrate", crate=crate["id"], reason="trop")

    stock = hub.radish(6)
    hub.done("MergeCrates", source=crate["id"], into=stock["id"])

    [content] = hub.crate(stock["id"]).contents
    assert (content.count, content.net_basis) == (18, "declared")
    assert hub.crate(counted["id"]).contents[0].net_basis is None


def test_a_farm_that_said_nothing_leaves_nothing_on_its_word(hub: Hub) -> None:
    declared_is_enough(hub)
    crate = dropped(hub, declared_g=None)

    given = {"post": "shop", "crate": crate["id"], "customer": "C03"}
    assert hub.refused("HandOverCrate", **given) == "not_weighed"


def test_a_rule_that_is_not_named_again_stays(hub: Hub) -> None:
    declared_is_enough(hub)

    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes", unit="kg",
             family="légumes")  # fmt: skip

    assert hub.ask(lambda p: p.world.products.get("CAROTTE")).leaves_declared


def test_what_hands_have_loaded_against_the_rule_holds_the_round_until_it_is_weighed(
    hub: Hub,
) -> None:
    crate = bought(hub)

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged="ok", reader="m-1")

    assert hub.refused("DepartRound", round=T1) == "not_weighed"
    hub.done("UnloadCrate", post="dock-1", crate=crate["id"], round=T1)
    weigh = {"crate_type": "E2", "weigh": hub.weighed(9_900)}
    hub.done("MeasureCrate", crate=crate["id"], **weigh)
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    hub.prove()


def test_the_price_of_a_declared_quantity_says_whose_word_it_is(hub: Hub) -> None:
    declared_is_enough(hub)
    crate = dropped(hub)
    given = {"post": "shop", "crate": crate["id"], "customer": "C03"}
    hub.done("HandOverCrate", **given)
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes", unit="kg",
             family="légumes", price_cents=150)  # fmt: skip

    bill = hub.done("IssueInvoice", customer="C03", since=TODAY, until=TODAY)

    [line] = bill["events"][0]["data"]["lines"]
    assert (line["quantity_milli"], line["basis"], line["weighed_g"]) == (10_000, "declared", None)
    assert line["farm_word"]


# --- scans ---


def test_a_farmers_badge_at_the_cold_door_takes_labels_in_hand(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="lise", name="Lise", role="producer",
             producer="F01")  # fmt: skip
    hub.order("C01", "CAROTTE", 20)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]
    hub.scan(hub.card("operator", "lise"), post="cold-door")

    answer = hub.scan(ready, post="cold-door")

    assert (answer["verdict"], answer["code"]) == ("ok", ready)
    assert answer["next"]["fr"] == "Déposez la caisse."


def test_a_workers_badge_ends_the_farms_drop(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="lise", name="Lise", role="producer",
             producer="F01")  # fmt: skip
    hub.order("C01", "CAROTTE", 20)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]
    hub.scan(hub.card("operator", "lise"), post="cold-door")
    hub.scan(hub.card("operator", "amina"), post="cold-door")

    answer = hub.scan(ready, post="cold-door")

    assert answer["refusal"]["code"] == "not_received"


def test_a_drop_reads_its_own_labels_back_and_no_others(hub: Hub) -> None:
    mine, other = hub.on_paper(dropped(hub)), hub.tomme()

    said = [
        hub.scan(code, post="cold-door", producer="F01")
        for code in (mine["id"], mine["id"], other["id"])
    ]

    assert [one["verdict"] for one in said] == ["ok", "duplicate", "refused"]
    assert [(one["refusal"] or {}).get("code") for one in said] == [
        None, "already_dropped", "other_farm",
    ]  # fmt: skip


def test_a_drop_takes_no_other_farms_label(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)
    ready = hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"]

    answer = hub.scan(ready, post="cold-door", producer="F02")

    assert answer["refusal"]["code"] == "other_farm"


def test_an_unknown_code_at_a_drop_says_why(hub: Hub) -> None:
    answer = hub.scan("N'IMPORTE", post="cold-door", kind="text", producer="F01")

    assert answer["verdict"] == "unknown_code"


def test_the_reception_takes_a_dropped_crate_in_hand_and_weighing_puts_it_down(hub: Hub) -> None:
    crate = dropped(hub)

    answer = hub.scan(crate["id"], post="reception")

    assert (answer["verdict"], answer["dropped"]) == ("ok", crate["id"])
    held = hub.ask(lambda p: p.world.contexts.get("douchette"))
    assert (held.code, held.product) == (crate["id"], "CAROTTE")
    hub.done("MeasureCrate", crate=crate["id"], crate_type="E2", weigh=hub.weighed(9_900))
    assert hub.ask(lambda p: p.world.contexts.get("douchette")).code is None


# --- the receipt ---


def closed(hub: Hub, crate: Answer, post: str = "cold-door") -> Answer:
    intake = hub.crate(crate["id"]).intake
    return hub.done("CloseIntake", intake=intake, post=post, as_role="producer")


def test_the_end_of_a_drop_prints_a_timed_receipt(hub: Hub) -> None:
    dropped(hub)
    dropped(hub, declared_g=2_500)
    cold(hub, celsius_tenths=32)
    last = dropped(hub, product="RADIS", declared_g=None)

    label = closed(hub, last)["label"]

    assert (label["template"], label["printer"], label["state"]) == (
        "drop-receipt", "etiqueteuse-2", "queued",
    )  # fmt: skip
    said = hub.ask(lambda p: p.vault.get(f"label/{label['id']}"))
    assert (said["date"], said["time"], said["crates"]) == (TODAY, "06:00", "3 caisses déposées")
    assert said["lines"].splitlines() == [
        "2 × Carottes : 12,500 kg, Étagères sèches",
        "1 × Radis : quantité non dite, Étagères sèches",
    ]
    assert said["waits"] == "Quantités déclarées. Non pesé, non compté."
    hub.prove()


def test_a_receipt_without_room_for_all_says_how_many_more(hub: Hub) -> None:
    for tenths in range(30, 40):
        last = cold(hub, celsius_tenths=tenths)

    label = closed(hub, last)["label"]

    lines = hub.ask(lambda p: p.vault.get(f"label/{label['id']}"))["lines"].splitlines()
    assert (len(lines), lines[-1]) == (8, "et 3 autres lignes")


def test_where_no_paper_is_large_enough_the_drop_ends_without_one(hub: Hub) -> None:
    [blank] = hub.done("MakeEmergencyLabels", count=1)["codes"]
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC", "code": blank}
    crate = hub.done("DropOffCrate", post="dock-1", as_role="producer", **data)["crate"]

    assert closed(hub, crate, "dock-1")["label"] is None


def test_a_reception_without_drops_prints_no_receipt(hub: Hub) -> None:
    intake = hub.crate(hub.carrots(post="cold-door")["id"]).intake

    assert hub.done("CloseIntake", intake=intake, post="cold-door")["label"] is None


def test_after_the_drop_its_reader_has_no_farm_in_hand(hub: Hub) -> None:
    hub.done("RegisterOperator", as_role="admin", code="lise", name="Lise", role="producer",
             producer="F01")  # fmt: skip
    hub.scan(hub.card("operator", "lise"), post="cold-door")

    closed(hub, dropped(hub))

    hand = hub.ask(lambda p: p.world.contexts.get("douchette"))
    assert (hand.producer, hand.operator) == (None, None)


# --- taken back ---


def test_a_farm_takes_back_what_it_dropped_off_and_nothing_else(hub: Hub) -> None:
    mine, weighed = dropped(hub), hub.carrots()
    undo = {"as_role": "producer", "reason": "mauvais produit"}

    hub.done("VoidCrate", crate=mine["id"], **undo)

    assert hub.crate(mine["id"]).state == "voided"
    assert hub.refused("VoidCrate", crate=weighed["id"], **undo) == "not_allowed"
    hub.prove()


def test_a_returnable_crate_counts_once_whatever_is_said_of_its_type(hub: Hub) -> None:
    crate = dropped(hub, crate_type="E2")
    owed = hub.ask(lambda p: p.world.empties.get("F01|E2")).owed

    weigh = {"crate_type": "CARTON", "weigh": hub.weighed(9_900, tare_g=300)}
    hub.done("MeasureCrate", crate=crate["id"], **weigh)
    hub.done("VoidCrate", crate=crate["id"], reason="erreur")

    assert (owed, hub.ask(lambda p: p.world.empties.get("F01|E2")).owed) == (-1, 0)


def test_a_crate_that_was_discarded_and_is_loaded_late_declares_nothing(hub: Hub) -> None:
    declared_is_enough(hub)
    crate = bought(hub)
    hub.done("DiscardCrate", crate=crate["id"], reason="essai")
    hub.done("DepartRound", round=T1, override={"reason": "essai"})

    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1, judged="ok")

    assert hub.crate(crate["id"]).contents == ()
    hub.prove()
