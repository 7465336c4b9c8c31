"""Orders on the telephone and late lines over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.web_api.station_at_work import Station, command

DAY = "2031-01-07"
TOLD = {
    "customer": "C01",
    "delivery_date": DAY,
    "lines": [{"product": "CAROTTE", "quantity_milli": 2_500}],
}


def test_a_told_order_is_shown_then_noted(station: Station) -> None:
    shown = station.call("POST", "/api/v1/orders/telephone", TOLD | {"dry_run": True}).get_json()
    noted = station.call("POST", "/api/v1/orders/telephone", TOLD).get_json()

    assert (shown["applied"], noted["applied"]) == (False, True)
    draft = station.get(f"/api/v1/orders/draft?customer=C01&date={DAY}")
    assert (draft["of"], draft["lines"][0]["quantity_milli"]) == ("this", 2_500)
    (one,) = station.get("/api/v1/order-imports")["items"]
    assert (one["source"], one["delivery_dates"]) == ("téléphone", [DAY])


def test_an_order_after_the_cut_off_stands_in_the_list(station: Station) -> None:
    bus = station.hangar.bus
    bus.settings = replace(bus.settings, closed=lambda date, now: date == DAY)

    told = station.call("POST", "/api/v1/orders/telephone", TOLD).get_json()

    assert [line["late"] for line in told["added"]] == [True]
    (late,) = station.get("/api/v1/late-orders")["items"]
    assert (late["name"], late["customer_name"]) == ("Carottes", "Cantine des Tilleuls")


def test_workers_take_no_orders(station: Station) -> None:
    answer = station.call("POST", "/api/v1/orders/telephone", TOLD, role="worker")

    assert answer.status_code == 403


def test_half_an_order_is_malformed(station: Station) -> None:
    assert station.call("POST", "/api/v1/orders/telephone", {"customer": "C01"}).status_code == 400
    assert station.call("GET", "/api/v1/orders/draft?customer=C01").status_code == 400


def do(station: Station, type: str, **data: object) -> Any:
    answer = station.call("POST", "/api/v1/commands", command(type, **data)).get_json()
    assert answer["outcome"] == "accepted", answer
    return answer


def test_a_changed_line_offers_what_is_free_of_its_family(station: Station) -> None:
    day, weigh = station.today, {"gross_g": 9_000, "tare_g": 2_000, "reason": "panne"}
    line = {"order": "CMD-1", "customer": "C01", "delivery_date": day, "producer": "F01",
            "product": "CAROTTE", "quantity_milli": 4_000, "unit": "kg"}  # fmt: skip
    placed = do(station, "ImportOrders", source="essai", added=[line])["events"][0]["data"]
    stock = do(station, "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2",
               weigh=weigh)["crate"]["id"]  # fmt: skip
    do(station, "ReceiveCrate", producer="F01", product="RADIS", crate_type="E2", count=12)
    picked = {"gross_g": 4_000, "tare_g": 0, "reason": "panne"}
    do(station, "PickToCustomer", **{"from": stock}, customer="C01", weigh=picked)
    do(station, "ImportOrders", source="essai", cancelled=[placed["order_line"]])
    listed = station.get("/api/v1/exceptions")["items"]
    kind = "cancelled_after_preparation"
    (trouble,) = [one for one in listed if one["kind"] == kind]

    found = station.get(f"/api/v1/exceptions/{trouble['id']}/choices")

    assert (found["ready_milli"], found["ordered_milli"]) == (4_000, 0)
    assert [(x["product"], x["free_milli"]) for x in found["substitutes"]] == [("RADIS", 12_000)]


def test_other_exceptions_have_no_choices(station: Station) -> None:
    assert station.call("GET", "/api/v1/exceptions/rien/choices").status_code == 404
