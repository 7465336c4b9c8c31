"""What a driver did away from the hangar is taken late as it is; differences become exceptions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.hub import TODAY, Hub

T1 = f"{TODAY}-T1"
PICTURE = {"round": T1, "customer": "C02", "about": "unsigned", "jpeg": "/9j/4AAQSkZJRg=="}


def gone(hub: Hub, *customers: str) -> list[dict[str, Any]]:
    """Load one crate for each customer, and let the round leave."""
    crates = [hub.loaded(customer) for customer in customers]
    hub.done("DepartRound", round=T1)
    return crates


def state(hub: Hub, crate: dict[str, Any]) -> str:
    return str(hub.crate(crate["id"]).state.value)


def phoned(hub: Hub, type: str, **data: Any) -> dict[str, Any]:
    """Speak as a phone that comes back: its driver's hands have done it already."""
    return hub.done(type, as_role="driver", judged="ok", reader="h-phone", **data)


def test_only_the_crates_that_were_scanned_out_are_delivered(hub: Hub) -> None:
    given, kept = gone(hub, "C02", "C02")

    phoned(hub, "DeliverStop", round=T1, customer="C02", crates=[given["sscc"]])

    assert (state(hub, given), state(hub, kept)) == ("delivered", "left")
    assert hub.troubles() == ["not_handed_over"]


def test_a_crate_given_to_another_stop_is_taken_and_told(hub: Hub) -> None:
    other, own = gone(hub, "C02", "C01")

    phoned(hub, "DeliverStop", round=T1, customer="C01", crates=[own["id"], other["id"]])

    assert (state(hub, own), state(hub, other)) == ("delivered", "delivered")
    assert hub.troubles() == ["delivered_elsewhere"]


def test_a_crate_that_one_stop_has_is_not_delivered_again_to_the_next(hub: Hub) -> None:
    had, own = gone(hub, "C02", "C01")
    phoned(hub, "DeliverStop", round=T1, customer="C02", crates=[had["id"]])

    told = phoned(hub, "DeliverStop", round=T1, customer="C01", crates=[own["id"], had["id"]])

    stop = next(event for event in told["events"] if event["type"] == "StopDelivered")
    assert stop["data"]["crates"] == [own["id"]]
    assert hub.crate(had["id"]).lent_to == "C02"
    assert hub.troubles() == ["delivered_elsewhere"]


def test_a_hand_at_the_hangar_cannot_deliver_a_crate_of_another_stop(hub: Hub) -> None:
    other, _ = gone(hub, "C02", "C01")

    code = hub.refused("DeliverStop", round=T1, customer="C01", crates=[other["id"]])

    assert code == "not_loaded"


def test_a_stop_told_by_phone_after_the_sheet_moves_no_empties_twice(hub: Hub) -> None:
    gone(hub, "C02")
    empties = [{"crate_type": "E2", "given": 1, "taken": 4}]
    hub.done("DeliverStop", round=T1, customer="C02", empties=empties)

    phoned(hub, "DeliverStop", round=T1, customer="C02", empties=empties)

    owed = hub.ask(lambda present: present.world.empties.get("C02|E2").owed)
    assert owed == -3
    assert hub.troubles() == ["delivered_twice"]


def test_a_stop_delivered_before_anybody_said_gone_has_its_note_at_departure(hub: Hub) -> None:
    crate = hub.loaded("C02")
    assert hub.refused("DeliverStop", round=T1, customer="C02") == "round_not_departed"

    phoned(hub, "DeliverStop", round=T1, customer="C02")
    hub.done("DepartRound", round=T1)

    notes = hub.ask(lambda present: present.world.notes.where(customer="C02"))
    assert [note.crates for note in notes] == [(crate["id"],)]
    assert state(hub, crate) == "delivered"
    assert hub.troubles() == ["delivered_undeparted"]


def test_a_crate_refused_at_the_door_comes_back_though_nobody_said_gone(hub: Hub) -> None:
    crate = hub.loaded("C02")
    assert hub.refused("ReturnCrate", crate=crate["id"], reason="abîmée") == "not_loaded"

    phoned(hub, "ReturnCrate", crate=crate["id"], reason="abîmée")

    assert state(hub, crate) == "received"


def test_what_cannot_be_recorded_of_a_phone_is_an_exception_and_not_dropped(hub: Hub) -> None:
    gone(hub, "C02")
    moved = {"crate_type": "PERDU", "given": 1, "taken": 0}

    answer = hub.do("MoveEmpties", party="C02", judged="ok", as_role="driver", **moved)

    assert answer["outcome"] == "refused"
    assert hub.troubles() == ["judged_otherwise"]


def test_goods_left_without_a_signature_are_marked_on_the_note(hub: Hub) -> None:
    gone(hub, "C02")

    phoned(hub, "DeliverStop", round=T1, customer="C02", unsigned=True)

    notes = hub.ask(lambda present: present.world.notes.where(customer="C02"))
    assert [note.unsigned for note in notes] == [True]


def test_a_drivers_picture_is_kept_beside_the_chain_and_can_be_erased(hub: Hub) -> None:
    photo = hub.done("PhotographDelivery", as_role="admin", **PICTURE)["photo"]
    kept = hub.ask(lambda present: present.vault.get(f"photo/{photo}"))

    hub.done("EraseDeliveryPhotograph", photo=photo, reason="un visage")

    assert kept == {"jpeg": PICTURE["jpeg"]}
    assert hub.ask(lambda present: present.vault.get(f"photo/{photo}")) is None
    hub.prove()


def test_a_picture_is_not_erased_without_a_reason(hub: Hub) -> None:
    photo = hub.done("PhotographDelivery", as_role="admin", **PICTURE)["photo"]

    assert hub.refused("EraseDeliveryPhotograph", photo=photo, reason=" ") == "reason_required"

    assert hub.ask(lambda present: present.vault.get(f"photo/{photo}")) == {"jpeg": PICTURE["jpeg"]}


def test_a_drivers_pictures_go_with_the_customers_name(hub: Hub) -> None:
    photo = hub.done("PhotographDelivery", as_role="admin", **PICTURE)["photo"]

    hub.done("EraseParty", as_role="admin", kind="customer", code="C02", why="asked")

    assert hub.ask(lambda present: present.vault.get(f"photo/{photo}")) is None


def test_a_round_takes_few_pictures_and_only_pictures(hub: Hub) -> None:
    text = PICTURE | {"jpeg": "R0lGODlh"}
    assert hub.refused("PhotographDelivery", as_role="admin", **text) == "out_of_bounds"
    for _ in range(40):
        hub.done("PhotographDelivery", as_role="admin", **PICTURE)

    assert hub.refused("PhotographDelivery", as_role="admin", **PICTURE) == "out_of_bounds"


def test_a_door_code_stays_until_somebody_changes_it(hub: Hub) -> None:
    school = {"code": "C02", "name": "École", "kind": "canteen"}
    hub.done("RegisterCustomer", door_code="A42", window="6 h à 9 h", **school)

    hub.done("RegisterCustomer", **school)

    entry = hub.ask(lambda present: present.vault.get("customer/C02"))
    assert (entry["door_code"], entry["window"]) == ("A42", "6 h à 9 h")
    hub.done("RegisterCustomer", door_code="", **school)
    assert hub.ask(lambda present: present.vault.get("customer/C02"))["door_code"] == ""


MEASURED = {"round": T1, "customer": "C02", "temperature_class": "frais"}


def temperatures(hub: Hub) -> dict[str, int]:
    rows = hub.ask(lambda p: p.world.stop_temperatures.where(round=T1, customer="C02"))
    return {row.temperature_class.value: row.celsius_tenths for row in rows}


def test_what_nobody_measured_at_a_stop_has_no_value_and_the_last_word_counts(hub: Hub) -> None:
    gone(hub, "C02")
    phoned(hub, "DeliverStop", round=T1, customer="C02")
    before = temperatures(hub)

    phoned(hub, "NoteStopTemperature", **MEASURED, celsius_tenths=72)
    phoned(hub, "NoteStopTemperature", **MEASURED, celsius_tenths=68)
    frozen = MEASURED | {"temperature_class": "surgele", "celsius_tenths": -185}
    phoned(hub, "NoteStopTemperature", **frozen)

    assert before == {}
    assert temperatures(hub) == {"frais": 68, "surgele": -185}
    assert hub.troubles() == []


@pytest.mark.parametrize(("tenths", "told"), [(80, []), (81, ["delivered_too_warm"])])
def test_what_is_warmer_than_its_limit_is_kept_and_told(
    hub: Hub, tenths: int, told: list[str]
) -> None:
    gone(hub, "C02")

    answer = phoned(hub, "NoteStopTemperature", **MEASURED, celsius_tenths=tenths)

    [noted] = [one["data"] for one in answer["events"] if one["type"] == "StopTemperatureNoted"]
    assert (noted["limit_tenths"], noted["alarm"]) == (80, bool(told))
    assert temperatures(hub) == {"frais": tenths}
    assert hub.troubles() == told


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"celsius_tenths": 1001}, "out_of_bounds"), ({"celsius_tenths": -601}, "out_of_bounds"),
     ({"customer": "C03"}, "not_found"), ({"round": "2026-11-24-T9"}, "not_found")],
)  # fmt: skip
def test_a_temperature_that_cannot_be_is_refused(
    hub: Hub, wrong: dict[str, Any], code: str
) -> None:
    gone(hub, "C02")

    assert hub.refused("NoteStopTemperature", **(MEASURED | {"celsius_tenths": 40} | wrong)) == code


def test_a_temperature_before_departure_is_a_phones_fact_only(hub: Hub) -> None:
    hub.loaded("C02")
    data = MEASURED | {"celsius_tenths": 40}

    refused = hub.refused("NoteStopTemperature", **data)
    phoned(hub, "NoteStopTemperature", **data)

    assert refused == "round_not_departed"
    assert temperatures(hub) == {"frais": 40}
