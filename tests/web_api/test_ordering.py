"""Orders on the telephone and late lines over HTTP."""

from __future__ import annotations

from dataclasses import replace

from tests.web_api.station_at_work import Station

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
