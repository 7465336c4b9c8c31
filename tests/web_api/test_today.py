"""The day at a glance, from the day's own events: ordered and received, gaps, temperatures."""

from datetime import datetime, timedelta
from typing import Any

from station.views import boards
from tests.web_api.station_at_work import Station

MANUAL = {"tare_g": 2_000, "reason": "essai"}


def today(station: Station) -> dict[str, Any]:
    found: dict[str, Any] = station.get(f"/api/v1/today?date={station.today}")
    return found


def order(station: Station, product: str, quantity: int) -> None:
    line = {
        "order": "C-1",
        "customer": "C01",
        "delivery_date": station.today,
        "producer": "F01",
        "product": product,
        "quantity_milli": quantity * 1_000,
        "unit": "kg",
    }
    answer = station.do("ImportOrders", source="essai", added=[line])
    assert answer["outcome"] == "accepted", answer


def carrots(station: Station, gross_g: int) -> dict[str, Any]:
    crate: dict[str, Any] = station.do(
        "ReceiveCrate",
        post="reception",
        producer="F01",
        product="CAROTTE",
        crate_type="E2",
        weigh={**MANUAL, "gross_g": gross_g},
    )["crate"]
    return crate


def test_what_came_in_is_added_up_by_hour_and_farm(station: Station) -> None:
    carrots(station, 12_000)
    carrots(station, 7_000)

    seen = today(station)

    assert seen["received"] == {"intakes": 1, "crates": 2, "net_g": 15_000}
    assert sum(hour["net_g"] for hour in seen["hours"]) == 15_000
    farm = next(row for row in seen["producers"] if row["producer"] == "F01")
    assert (farm["crates"], farm["received_g"]) == (2, 15_000)


def test_a_reception_that_was_taken_back_never_was(station: Station) -> None:
    station.do("VoidCrate", crate=carrots(station, 12_000)["id"], reason="essai")

    assert today(station)["received"]["crates"] == 0


def test_a_farm_that_is_expected_stands_before_those_that_came(station: Station) -> None:
    order(station, "CAROTTE", 20)
    expected = today(station)["producers"]
    carrots(station, 12_000)

    assert [(row["ordered_g"], row["crates"]) for row in expected] == [(20_000, 0)]


def test_clearly_less_than_ordered_is_a_gap_once_it_began_to_come(station: Station) -> None:
    order(station, "CAROTTE", 20)
    assert today(station)["gaps"] == []

    carrots(station, 12_000)
    assert [(gap["ordered_g"], gap["received_g"]) for gap in today(station)["gaps"]] == [
        (20_000, 10_000)
    ]

    carrots(station, 11_100)
    assert today(station)["gaps"] == []


def test_a_reweighed_crate_shows_what_differs(station: Station) -> None:
    crate = carrots(station, 12_000)
    station.do(
        "CorrectWeight", crate=crate["id"], weigh={**MANUAL, "gross_g": 11_500}, reason="terre"
    )

    assert [(one["lot"], one["other_g"]) for one in today(station)["differences"]] == [
        (crate["contents"][0]["lot"], 500)
    ]


def test_cold_rooms_have_their_limit_and_the_days_readings(station: Station) -> None:
    for tenths in (40, 95):
        station.do("RecordTemperature", zone="CF-1", celsius_tenths=tenths)

    room = next(zone for zone in today(station)["temperatures"] if zone["zone"] == "CF-1")

    assert room["max_celsius_tenths"] == 80
    assert [(one["celsius_tenths"], one["alarm"]) for one in room["points"]] == [
        (40, False),
        (95, True),
    ]


def test_another_day_is_empty_and_a_word_is_no_day(station: Station) -> None:
    carrots(station, 12_000)

    assert station.get("/api/v1/today?date=2001-02-03")["received"]["crates"] == 0
    assert station.call("GET", "/api/v1/today?date=demain").status_code == 400


def test_a_round_is_overdue_from_the_minute_after_its_time_until_it_leaves(
    station: Station,
) -> None:
    stops = [{"stop": 1, "customer": "C01"}]
    station.do("PlanRound", date=station.today, round="T9", stops=stops, depart_at="07:15")
    time = datetime.fromisoformat(f"{station.today}T07:15").astimezone()

    def overdue(now_local: datetime) -> bool:
        with station.hangar.readers.present() as present:
            (round,) = boards.rounds(present, station.today, now_local)
        return bool(round["overdue"])

    assert [overdue(time + timedelta(minutes=late)) for late in (-60, 0, 1)] == [False, False, True]
    (round,) = station.get(f"/api/v1/rounds?date={station.today}")["items"]
    station.do("DepartRound", round=round["id"], override={"reason": "essai"})
    assert not overdue(time + timedelta(minutes=60))
