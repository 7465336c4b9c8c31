"""Shared rounds and indicators over HTTP: figures of a day that was driven, and odd questions."""

import csv
import io
from typing import Any

import pytest

from tests.web_api.station_at_work import Station, command

ROLES_THAT_READ = {"coordinator", "inspector", "admin"}


def do(station: Station, type: str, **data: Any) -> Any:
    answer = station.call("POST", "/api/v1/commands", command(type, **data)).get_json()
    assert answer["outcome"] == "accepted", answer
    return answer


@pytest.fixture
def driven(station: Station) -> Station:
    """Let two farms' counted goods leave for two customers, and note the kilometres."""
    today = station.today
    carrot = {"code": "RADIS", "producer": "F01", "name": "Radis", "family": "légumes",
              "unit": "bunch", "price_cents": 110}  # fmt: skip
    do(station, "RegisterProduct", **carrot)
    stops = [{"stop": 1, "customer": "C01"}, {"stop": 2, "customer": "C02"}]
    do(station, "PlanRound", date=today, round="T9", stops=stops)
    for customer, count in (("C02", 10), ("C01", 12)):
        got = do(station, "ReceiveCrate", producer="F01", product="RADIS", crate_type="E2",
                 count=count, customer=customer)  # fmt: skip
        do(station, "ConfirmLabel", label=got["label"]["id"])
        do(station, "LoadCrate", crate=got["crate"]["id"], round=f"{today}-T9")
    do(station, "DepartRound", round=f"{today}-T9")
    do(station, "VoteSharing", since=today, stops_percent=50, kilograms_percent=25,
       crates_percent=25, km_cents=45, hour_cents=1_500, decision="assemblée")  # fmt: skip
    do(station, "RecordRoundCost", round=f"{today}-T9", kilometres=20, minutes=60)
    return station


def test_a_month_shows_its_rounds_and_members(driven: Station) -> None:
    found = driven.get(f"/api/v1/shares?month={driven.today[:7]}")

    assert found["total_cents"] == 900 + 1_500
    assert [one["cents"] for one in found["rounds"][0]["producers"]] == [2_400]
    assert sum(one["balance_cents"] for one in found["members"]) == 0


def test_a_key_is_tried_and_the_answer_says_so(driven: Station) -> None:
    found = driven.get("/api/v1/shares?stops=0&kilograms=0&crates=100")

    assert found["tried"] == [0, 0, 100]
    assert found["rounds"][0]["key"]["crates_percent"] == 100


def test_a_month_as_a_file_holds_every_input(driven: Station) -> None:
    month = driven.today[:7]
    answer = driven.call("GET", f"/api/v1/documents/shares/{month}.csv", role="inspector")

    (row,) = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
    assert row["producer"] == "F01"
    assert (row["kilometres"], row["km_cents"], row["cents"]) == ("20", "45", "2400")
    assert (row["stops"], row["crates"]) == ("2", "2")


def test_indicators_add_up_what_left(driven: Station) -> None:
    found = driven.get(f"/api/v1/indicators?since={driven.today}&until={driven.today}")

    assert found["turnover_cents"] == 22 * 110
    assert (found["baskets"], found["average_basket_cents"]) == (2, 22 * 110 // 2)
    assert [one["code"] for one in found["producers"]] == ["F01"]
    assert found["producers"][0]["delivered_count"] == 22
    assert found["producers"][0]["turnover_cents"] == 22 * 110


def test_what_the_dock_stopped_is_counted(driven: Station) -> None:
    crate = do(driven, "ReceiveCrate", producer="F01", product="RADIS", crate_type="E2",
               count=3, customer="C03")  # fmt: skip
    for name, customer in (("T7", "C01"), ("T8", "C03")):
        stops = [{"stop": 1, "customer": customer}]
        do(driven, "PlanRound", date=driven.today, round=name, stops=stops)
    do(driven, "ConfirmLabel", label=crate["label"]["id"])
    body = command("LoadCrate", crate=crate["crate"]["id"], round=f"{driven.today}-T7")
    assert driven.call("POST", "/api/v1/commands", body).get_json()["outcome"] == "refused"

    found = driven.get("/api/v1/indicators")

    assert found["stopped"]["wrong_round"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/shares?month=novembre",
        "/api/v1/shares?stops=50",
        "/api/v1/shares?stops=50&kilograms=50&crates=50",
        "/api/v1/shares?stops=-1&kilograms=50&crates=51",
        "/api/v1/indicators?since=hier",
        "/api/v1/documents/shares/2026-13.csv",
    ],
)
def test_an_odd_question_is_answered_with_what_was_expected(station: Station, path: str) -> None:
    answer = station.call("GET", path)

    assert answer.status_code == 400
    assert answer.get_json()["code"] == "malformed"


@pytest.mark.parametrize("path", ["/api/v1/shares", "/api/v1/indicators"])
def test_only_the_office_and_the_inspector_read_money(station: Station, path: str) -> None:
    seen = {
        role for role in station.tokens if station.call("GET", path, role=role).status_code == 200
    }
    assert seen == ROLES_THAT_READ
