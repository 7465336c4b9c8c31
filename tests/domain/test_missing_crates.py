"""A crate that is looked for and not found: « reste » until a person says « manque »."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from station.views import boards
from tests.domain.hub import TODAY, Hub

T1 = f"{TODAY}-T1"
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def stop_of(hub: Hub, customer: str) -> dict[str, Any]:
    board = hub.ask(lambda present: boards.board(present, T1, NOW))
    return next(dict(row) for row in board["stops"] if row["customer"]["code"] == customer)


def declare(hub: Hub, crate: dict[str, Any]) -> dict[str, Any]:
    return hub.done("DeclareCrateMissing", crate=crate["id"], round=T1, reason="pas trouvée")


def test_a_crate_is_left_until_somebody_says_it_is_missing(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    before = stop_of(hub, "C02")

    declare(hub, crate)

    after = stop_of(hub, "C02")
    assert (before["expected"], before["missing"]) == (1, 0)
    assert (after["expected"], after["missing"]) == (0, 1)
    assert [line["declared_missing"] for line in after["remaining"]] == [True]
    assert hub.troubles() == ["crate_not_found"]


def test_a_crate_that_is_aboard_on_paper_alone_can_be_declared_missing(hub: Hub) -> None:
    crate = hub.loaded("C02")

    declare(hub, crate)
    hub.done("DepartRound", round=T1)

    known = hub.crate(crate["id"])
    assert (known.state.value, known.zone, known.round) == ("received", None, None)
    assert hub.ask(lambda present: present.world.notes.where(round=T1)) == []


def test_who_saw_it_last_stays_known(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    seen = hub.crate(crate["id"]).seen_at

    declare(hub, crate)

    assert hub.crate(crate["id"]).seen_at == seen


def test_the_next_scan_finds_it(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    declare(hub, crate)

    answer = hub.scan(crate["sscc"], post="dock-1", kind="sscc", round=T1)

    assert answer["verdict"] == "done"
    assert hub.crate(crate["id"]).missing is False
    assert stop_of(hub, "C02")["missing"] == 0


def test_a_round_does_not_wait_for_it_and_nothing_of_it_is_lost(hub: Hub) -> None:
    hub.loaded("C02")
    declare(hub, hub.for_customer("C01"))

    hub.done("DepartRound", round=T1)

    hub.prove()


def test_two_hands_that_say_it_at_once_say_it_once(hub: Hub) -> None:
    crate = hub.for_customer("C02")
    declare(hub, crate)

    assert declare(hub, crate)["events"] == []

    assert hub.refused("DeclareCrateMissing", crate=crate["id"], round=T1, reason=" ") == (
        "reason_required"
    )
