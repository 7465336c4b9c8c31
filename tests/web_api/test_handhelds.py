"""What handhelds take along and tell: snapshots with an ETag, lists of scans, reports."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.web_api.station_at_work import Station

REPORT = "/api/v1/handhelds/report"


@pytest.fixture
def dock(station: Station) -> Station:
    station.plan_rounds()
    return station


def round_of(station: Station, name: str = "T1") -> str:
    return f"{station.today}-{name}"


def snapshot(station: Station, address: str = "", **headers: str) -> Any:
    path = address or f"/api/v1/rounds/{round_of(station)}/snapshot"
    return station.call("GET", path, role="worker", headers=headers)


def told(station: Station, **more: Any) -> dict[str, Any]:
    seq = station.get("/api/v1/status")["ledger"]["seq"]
    held = {"etag": "x", "seq": seq, "at": "2026-11-24T06:00:00+01:00"}
    body = {"device": "mobile-1", "name": "Mobile 1", "post": "dock-1", "snapshot": held}
    return body | {"round": round_of(station)} | more


def test_a_snapshot_names_each_crate_its_stop_and_the_blocked_lots(dock: Station) -> None:
    crate = dock.crate(customer="C02")
    dock.do("BlockLot", lot=crate["lot"], reason="essai")

    taken = snapshot(dock).get_json()

    (row,) = taken["crates"]
    assert (row["id"], row["stop"], row["blocked"]) == (crate["id"], 2, True)
    assert crate["sscc"] in row["codes"]
    assert taken["blocked"] == [crate["lot"]]
    assert taken["seq"] == dock.get("/api/v1/status")["ledger"]["seq"]


def test_an_unchanged_snapshot_is_not_sent_again(dock: Station) -> None:
    first = snapshot(dock)

    again = snapshot(dock, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_new_crate_changes_the_snapshot(dock: Station) -> None:
    first = snapshot(dock)
    dock.crate(customer="C02")

    again = snapshot(dock, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_a_block_and_a_release_make_an_older_list_old(dock: Station) -> None:
    """The content is the same afterwards; whoever did not ask since may have seen neither."""
    lot = dock.crate(customer="C02")["lot"]
    first = snapshot(dock)
    dock.do("BlockLot", lot=lot, reason="essai")
    dock.do("ReleaseLot", lot=lot, reason="essai")

    again = snapshot(dock, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200


def test_a_snapshot_of_a_large_day_stays_under_200_kb(dock: Station) -> None:
    for _ in range(300):
        dock.crate(customer="C02")

    body = snapshot(dock).data

    assert len(json.loads(body)["crates"]) == 300
    assert len(body) < 200_000


def test_a_dock_takes_cards_and_rounds_and_a_cold_room_its_crates(dock: Station) -> None:
    dock.crate()

    at_dock = snapshot(dock, "/api/v1/posts/dock-1/snapshot").get_json()
    at_door = snapshot(dock, "/api/v1/posts/cold-door/snapshot").get_json()

    assert [one["name"] for one in at_dock["rounds"]] == ["T1", "T2"]
    assert {one["code"] for one in at_dock["zones"]} >= {"SEC", "CF-1"}
    assert (len(at_dock["crates"]), len(at_door["crates"])) == (0, 1)


def test_nothing_is_taken_along_of_what_is_not_there(dock: Station) -> None:
    assert snapshot(dock, "/api/v1/rounds/nulle/snapshot").status_code == 404
    assert snapshot(dock, "/api/v1/posts/nulle/snapshot").status_code == 404


def test_a_list_of_scans_is_judged_item_by_item(dock: Station) -> None:
    crate = dock.crate(customer="C02")
    scan = {
        "data": crate["sscc"],
        "context": {"round": round_of(dock)},
        "operator": "amina",
        "at": "2026-11-24T06:41:07+01:00",
        "judged": {"verdict": "done", "snapshot": "e"},
    }
    good, again = (scan | {"command_id": str(uuid.uuid4())} for _ in range(2))

    items = dock.post("/api/v1/posts/dock-1/scans", [good, {"data": "x"}, good, again])["items"]

    assert [item["status"] for item in items] == [200, 400, 200, 200]
    assert [items[i]["replayed"] for i in (0, 2, 3)] == [False, True, False]
    (event,) = [e for e in items[0]["command"]["events"] if e["type"] == "CrateLoaded"]
    assert (event["operator"], event["occurred_at"]) == ("amina", "2026-11-24T06:41:07+01:00")


def test_a_list_that_is_too_long_is_refused_whole(dock: Station) -> None:
    answer = dock.call("POST", "/api/v1/posts/dock-1/scans", [{}] * 201)

    assert answer.status_code == 400


def test_a_round_does_not_depart_while_a_handheld_holds_scans(dock: Station) -> None:
    dock.post(REPORT, told(dock, pending=2), role="worker")
    depart = {
        "command_id": str(uuid.uuid4()),
        "type": "DepartRound",
        "data": {"round": round_of(dock)},
    }

    first = dock.post("/api/v1/commands", depart)
    dock.post(REPORT, told(dock, pending=0), role="worker")
    second = dock.post("/api/v1/commands", depart | {"command_id": str(uuid.uuid4())})

    assert first["refusal"]["code"] == "handheld_pending"
    assert first["refusal"]["say"]["fr"] == "Mobile 1 n'a pas envoyé 2 scans."
    assert second["outcome"] == "accepted"


def test_a_handheld_that_was_forgotten_holds_nobody_up(dock: Station) -> None:
    dock.post(REPORT, told(dock, pending=2), role="worker")

    assert dock.post("/api/v1/handhelds/mobile-1/forget", {}) == {"done": True}

    assert dock.get("/api/v1/handhelds")["items"] == []
    dock.do("DepartRound", round=round_of(dock))


def test_what_a_handheld_says_is_kept_and_answered_with_the_head(dock: Station) -> None:
    answer = dock.post(REPORT, told(dock, pending=1, battery=80, secure=True), role="worker")

    (row,) = dock.get("/api/v1/handhelds")["items"]
    assert (row["pending"], row["battery"], row["secure"], row["behind"]) == (1, 80, True, False)
    assert row["seen_at"] == answer["at"]
    assert set(answer["ledger"]) == {"epoch", "seq", "head"}


@pytest.mark.parametrize(
    "more", [{"device": ""}, {"pending": -1}, {"battery": 101}, {"name": "x" * 81}, {"round": 7}]
)
def test_a_report_that_cannot_be_is_refused(dock: Station, more: dict[str, Any]) -> None:
    assert dock.call("POST", REPORT, told(dock) | more, role="worker").status_code == 400
