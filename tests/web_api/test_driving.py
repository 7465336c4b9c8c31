"""What a driver's phone takes along, and the pictures it brings back late."""

from __future__ import annotations

import base64
import io
import uuid
from typing import Any

import pytest
from PIL import Image

from station import limited_child
from tests.web_api.station_at_work import Station, command


def picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def on_the_way(station: Station) -> str:
    """Let a round leave with one crate for C02; return its id."""
    station.plan_rounds()
    station.do("RegisterCustomer", code="C02", name="École", kind="canteen", phone="02 00 00 00 00",
               door_code="A42", window="6 h à 9 h")  # fmt: skip
    crate = station.crate(customer="C02")
    round = f"{station.today}-T1"
    loading = command("LoadCrate", post="dock-1", crate=crate["id"], round=round)
    loading |= {"judged": {"verdict": "ok", "snapshot": None}}
    station.post("/api/v1/commands", loading)
    station.do("DepartRound", round=round, override={"reason": "essai"})
    return round


def send(station: Station, round: str, body: dict[str, Any]) -> Any:
    path = f"/api/v1/rounds/{round}/photos/{body['command_id']}"
    return station.call("POST", path, [body], role="worker")


def body_of(**more: Any) -> dict[str, Any]:
    return {"command_id": str(uuid.uuid4()), "customer": "C02", "about": "unsigned",
            "operator": "amina", "data_b64": picture()} | more  # fmt: skip


def test_a_driver_takes_the_day_along_and_asks_for_news_by_its_etag(station: Station) -> None:
    path = f"/api/v1/rounds/{on_the_way(station)}/drive"

    answer = station.call("GET", path, role="driver")

    stop = next(one for one in answer.get_json()["stops"] if one["customer"] == "C02")
    assert (stop["door_code"], stop["window"], stop["phone"]) == ("A42", "6 h à 9 h",
                                                                  "02 00 00 00 00")  # fmt: skip
    assert stop["note"] and stop["products"] == ["RADIS"]
    assert [row["stop"] for row in answer.get_json()["crates"]] == [stop["stop"]]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert station.call("GET", path, role="driver", headers=known).status_code == 304


def test_only_the_office_lists_the_doors_of_all_customers(station: Station) -> None:
    on_the_way(station)

    for role, lists_doors in (("driver", False), ("inspector", False), ("coordinator", True)):
        rows = station.get("/api/v1/customers", role=role)["items"]
        assert all("phone" in row for row in rows), role
        assert all(("door_code" in row, "window" in row) == (lists_doors,) * 2 for row in rows)


def test_a_worker_does_not_read_door_codes(station: Station) -> None:
    round = on_the_way(station)

    assert station.call("GET", f"/api/v1/rounds/{round}/drive", role="worker").status_code == 403
    rows = station.get("/api/v1/customers", role="worker")["items"]
    assert all("door_code" not in row and "window" not in row for row in rows)


def test_a_picture_whose_turn_does_not_come_is_to_be_sent_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    round = on_the_way(station)
    monkeypatch.setattr(limited_child, "WAIT_S", 0)

    with limited_child._TURN:
        busy = send(station, round, body_of()).get_json()["items"][0]
        nowhere = send(station, "RIEN", body_of()).get_json()["items"][0]

    assert (busy["status"], busy["code"]) == (503, "pictures_busy")
    assert (nowhere["status"], nowhere["code"]) == (404, "not_found")


def test_a_closed_round_says_nothing_of_its_customers(station: Station) -> None:
    round = on_the_way(station)
    station.do("RecordRoundCost", round=round, kilometres=40, minutes=90)

    found = station.get(f"/api/v1/rounds/{round}/drive", role="driver")

    assert found["round"]["closed"] is True
    assert (found["stops"], found["crates"], found["customers"]) == ([], [], {})


def test_a_picture_that_comes_twice_is_kept_once_under_who_took_it(station: Station) -> None:
    round, body = on_the_way(station), body_of()

    items = [send(station, round, body).get_json()["items"][0] for _ in range(2)]

    assert [item["status"] for item in items] == [200, 200]
    assert items[1]["replayed"] is True
    kept = station.get(f"/api/v1/rounds/{round}/photos")["items"]
    assert [one["about"] for one in kept] == ["unsigned"]
    jpeg = station.call("GET", f"/api/v1/photos/{kept[0]['id']}.jpg")
    assert jpeg.data.startswith(b"\xff\xd8\xff")
    assert (
        station.call("GET", f"/api/v1/photos/{kept[0]['id']}.jpg", role="driver").status_code == 403
    )


def test_rubbish_for_a_picture_answers_for_itself_and_is_not_kept(station: Station) -> None:
    round = on_the_way(station)
    rubbish = base64.b64encode(b"no picture").decode()

    answers = [send(station, round, body_of(data_b64=data)) for data in (rubbish, "%%%", None)]

    assert [one.get_json()["items"][0]["status"] for one in answers] == [422, 422, 422]
    assert send(station, round, body_of(about="other")).status_code == 400
    assert station.get(f"/api/v1/rounds/{round}/photos")["items"] == []
