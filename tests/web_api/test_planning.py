"""Planning over HTTP: loads, turns to drive, and an order that changes nothing by itself."""

import io
from datetime import date, timedelta
from typing import Any

import pytest

from station import stop_order
from station.stop_order import OrderUnknown, propose, question
from tests.web_api.station_at_work import Station

WAYS = {("hub", "C01"): 10, ("hub", "C02"): 30, ("hub", "C03"): 20,
        ("C01", "C02"): 20, ("C01", "C03"): 30, ("C02", "C03"): 10}  # fmt: skip
"""Along one road: hub, C01, C02, C03 and round to the hub, in minutes."""


def earlier(station: Station, days: int) -> str:
    return (date.fromisoformat(station.today) - timedelta(days=days)).isoformat()


def enter(station: Station, ways: dict[tuple[str, str], int]) -> None:
    listed = [{"origin": a, "destination": b, "minutes": n} for (a, b), n in ways.items()]
    station.do("EnterDistances", ways=listed)


def ask(station: Station, *customers: str, depart_at: str = "", role: str = "coordinator") -> Any:
    body = {"customers": list(customers), "depart_at": depart_at}
    return station.call("POST", "/api/v1/plan/order", body, role=role)


def hours(station: Station, customer: str, window: str) -> None:
    station.do("RegisterCustomer", code=customer, name=customer, kind="shop", window=window)


def test_ways_that_lack_are_named_and_nothing_is_guessed(station: Station) -> None:
    enter(station, {("hub", "C01"): 10})

    answer = ask(station, "C01", "C02").get_json()

    assert answer["missing"] == [["hub", "C02"], ["C01", "C02"]]
    assert answer["order"] == []


def test_the_shortest_order_is_proposed_and_no_plan_is_changed(station: Station) -> None:
    enter(station, WAYS)
    before = station.get("/api/v1/status")["ledger"]["seq"]

    answer = ask(station, "C01", "C03", "C02").get_json()

    assert answer["order"] in (["C01", "C02", "C03"], ["C03", "C02", "C01"])
    assert ask(station, "C03", "C02", "C01").get_json()["order"] == ["C03", "C02", "C01"]
    assert (answer["measure"], answer["amount"], answer["before_amount"]) == ("minutes", 60, 80)
    assert station.get("/api/v1/status")["ledger"]["seq"] == before


def test_the_loading_plan_follows_the_order_that_was_saved(station: Station) -> None:
    def save(*customers: str) -> list[str]:
        stops = [{"stop": n, "customer": code} for n, code in enumerate(customers, 1)]
        station.do("PlanRound", date=station.today, round="T9", stops=stops)
        board = station.get(f"/api/v1/rounds/{station.today}-T9")
        return [row["customer"]["code"] for row in board["stops"]]

    assert save("C01", "C03", "C02") == ["C02", "C03", "C01"]
    assert save("C01", "C02", "C03") == ["C03", "C02", "C01"]


def test_hours_are_kept_and_a_stop_that_nobody_can_reach_is_said(station: Station) -> None:
    enter(station, WAYS)
    hours(station, "C03", "avant 6 h 30")
    hours(station, "C01", "le matin")

    kept = ask(station, "C01", "C02", "C03", depart_at="06:00").get_json()
    missed = ask(station, "C01", "C02", "C03", depart_at="07:00").get_json()

    assert kept["order"][0] == "C03"
    assert kept["unread"] == ["C01"]
    assert (kept["arrivals"][0]["customer"], kept["arrivals"][0]["at_min"]) == ("C03", 380)
    assert [one["customer"] for one in missed["arrivals"] if one["late_min"]] == ["C03"]


def test_only_the_office_asks_for_an_order(station: Station) -> None:
    answers = {role: ask(station, "C01", role=role).status_code for role in station.tokens}

    assert {role for role, status in answers.items() if status == 200} == {"coordinator", "admin"}


@pytest.mark.parametrize(
    "body",
    [
        {"customers": []},
        {"customers": ["C01", "C01"]},
        {"customers": [f"C{n}" for n in range(61)]},
        {"customers": ["C01"], "depart_at": "25:00"},
        {"customers": "C01"},
    ],
)
def test_a_malformed_question_is_said(station: Station, body: Any) -> None:
    assert station.call("POST", "/api/v1/plan/order", body).status_code == 400


def test_a_child_that_dies_is_no_order(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(station, WAYS)
    with station.hangar.readers.present() as present:
        asked = question(present, ("C01", "C02"), "")
    monkeypatch.setattr(stop_order, "TIMEOUT_S", 0.001)

    with pytest.raises(OrderUnknown):
        propose(asked)


def test_a_day_is_planned_with_loads_and_turns(station: Station) -> None:
    today = station.today
    station.do("RegisterVehicle", code="V1", name="Kangoo", max_crates=20)
    for ago, driver in ((20, "Aline"), (30, "Paul"), (40, "Aline"), (400, "Zoé")):
        day = earlier(station, ago)
        station.do("PlanRound", date=day, round="T8", driver=driver, stops=[])
    station.do("PlanRound", date=today, round="T9", stops=[{"stop": 1, "customer": "C01"}])

    planned = station.get(f"/api/v1/plan?date={today}")

    assert planned["vehicles"][0]["max_crates"] == 20
    assert planned["loads"]["C01"]["crates"] == 0
    turns = [one["name"] for one in planned["turns"] if one["last"]]
    assert turns[:2] == ["Paul", "Aline"] and "Zoé" not in turns


def test_who_drives_on_the_day_already_is_not_proposed(station: Station) -> None:
    station.do("PlanRound", date=earlier(station, 9), round="T1", driver="Paul", stops=[])
    station.do("PlanRound", date=station.today, round="T9", driver="paul", stops=[])

    turns = station.get(f"/api/v1/plan?date={station.today}")["turns"]

    assert "Paul" not in [one["name"] for one in turns]


def test_vehicles_and_ways_come_from_files_too(station: Station) -> None:
    def send(kind: str, text: str) -> Any:
        file = (io.BytesIO(text.encode()), f"{kind}.csv")
        answer = station.call("POST", f"/api/v1/imports/{kind}", data={"file": file})
        return answer.get_json()

    vehicles = send("vehicles", "code,name,max_crates,froid_crates\nV2,Master,40,0\n")
    ways = send("distances", "origin,destination,minutes\nhub,C01,12\nC01,C99,3\n")
    good = send("distances", "origin,destination,minutes\nhub,C01,12\n")
    again = send("distances", "origin,destination,minutes,metres\nhub,C01,12,\n")

    assert vehicles["applied"] and vehicles["added"][0]["froid_crates"] == 0
    assert [(one["row"], one["code"]) for one in ways["problems"]] == [(3, "unknown_destination")]
    assert not ways["applied"] and good["applied"]
    assert (len(again["unchanged"]), again["changed"]) == (1, [])
