"""Orders on the telephone and late lines over HTTP."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from station.importing.inbox import Inbox
from tests.importing.test_ofn_report import say, shop
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


FILE = "Client;Produit;Qté;U\nC01;CAROTTE;2,5;Kilo\n"
MAPPING = {
    "name": "panier",
    "columns": {"Client": "customer", "Produit": "product", "Qté": "quantity", "U": "unit"},
    "units": {"Kilo": "kg"},
}


def preview(station: Station, content: str = FILE, **form: str) -> TestResponse:
    sent = {"file": (io.BytesIO(content.encode()), "panier.csv"), **form}
    return station.call("POST", "/api/v1/order-mappings/preview", data=sent)


def test_a_files_columns_are_shown_with_their_words(station: Station) -> None:
    seen = preview(station).get_json()

    assert [column["header"] for column in seen["columns"]] == ["Client", "Produit", "Qté", "U"]
    assert (seen["columns"][3]["values"], seen["report"]) == (["Kilo"], None)


def test_a_mapping_is_tried_without_saving_or_importing(station: Station) -> None:
    seen = preview(station, mapping=json.dumps(MAPPING), delivery_date=DAY).get_json()

    assert [(x["product"], x["quantity_milli"]) for x in seen["report"]["added"]] == [
        ("CAROTTE", 2_500)
    ]
    assert station.get("/api/v1/order-mappings")["items"] == []
    assert station.get(f"/api/v1/orders?date={DAY}")["items"] == []


@pytest.mark.parametrize("day", ["demain", "20310103", "2031-W01-5"])
def test_a_day_is_written_as_the_contract_says_or_asked_again(station: Station, day: str) -> None:
    do(station, "SaveOrderMapping", **MAPPING)
    sent = {"file": (io.BytesIO(FILE.encode()), "p.csv"), "preset": "panier", "delivery_date": day}

    tried = preview(station, mapping=json.dumps(MAPPING), delivery_date=day)
    report = station.call("POST", "/api/v1/imports/orders", data=sent).get_json()

    assert tried.status_code == 400 and "delivery_date" in tried.get_json()["detail"]
    assert not report["applied"] and report["problems"][0]["code"] == "bad_date"
    assert [one["column"] for one in report["problems"]] == ["delivery_date"]


def test_a_saved_mapping_imports(station: Station) -> None:
    do(station, "SaveOrderMapping", **MAPPING)
    sent = {"file": (io.BytesIO(FILE.encode()), "p.csv"), "preset": "panier", "delivery_date": DAY}

    report = station.call("POST", "/api/v1/imports/orders", data=sent).get_json()

    assert report["applied"], report["problems"]


@pytest.mark.parametrize("mapping", ["{", "[]", '{"name": "x"}', '{"name": 3, "columns": {}}'])
def test_a_mapping_that_is_none_is_malformed(station: Station, mapping: str) -> None:
    assert preview(station, mapping=mapping).status_code == 400


def test_a_broken_file_shows_its_problem(station: Station) -> None:
    seen = preview(station, "PK\x03\x04").get_json()

    assert seen["columns"] == [] and seen["problems"]


ROW = {"customer_code": "C01", "sku": "RADIS", "product": "Radis", "variant": "",
       "quantity": 6, "order_number": "R1", "order_cycle": "Semaine 48"}  # fmt: skip
PULL = {"delivery_date": DAY, "since": "2030-12-30", "until": "2031-01-06"}


@contextmanager
def pulling(station: Station, folder: Path, *rows: dict[str, Any]) -> Iterator[None]:
    body = json.dumps({"data": rows}).encode()
    with shop(say(200, body), folder) as (orders, _):
        station.hangar.config = replace(station.hangar.config, orders=orders)
        yield


def test_orders_are_pulled_seen_and_applied_once(station: Station, tmp_path: Path) -> None:
    with pulling(station, tmp_path, ROW):
        shown = station.call("POST", "/api/v1/orders/pull", PULL).get_json()
        taken = station.call("POST", "/api/v1/orders/pull", PULL | {"dry_run": False}).get_json()
        again = station.call("POST", "/api/v1/orders/pull", PULL).get_json()

    assert (shown["applied"], len(shown["added"]), taken["applied"]) == (False, 1, True)
    assert len(again["unchanged"]) == 1 and not again["added"]
    (one,) = station.get("/api/v1/order-imports")["items"]
    assert (one["source"], one["cycle"]) == ("Open Food Network", "Semaine 48")


def test_a_doubtful_row_applies_nothing_of_what_was_pulled(
    station: Station, tmp_path: Path
) -> None:
    with pulling(station, tmp_path, ROW, ROW | {"sku": "RIEN", "order_number": "R2"}):
        taken = station.call("POST", "/api/v1/orders/pull", PULL | {"dry_run": False}).get_json()

    assert not taken["applied"] and taken["problems"][0]["code"] == "unknown_product"
    assert station.get(f"/api/v1/orders?date={DAY}")["items"] == []


def test_without_an_address_nothing_is_pulled(station: Station) -> None:
    assert station.get("/api/v1/order-sources") == {"ofn": False}
    assert station.call("POST", "/api/v1/orders/pull", PULL).status_code == 404


def test_a_pull_for_no_day_is_malformed(station: Station) -> None:
    wrong = PULL | {"since": "hier"}

    assert station.call("POST", "/api/v1/orders/pull", wrong).status_code == 400


HEAD = "order,customer,delivery_date,producer,product,quantity,unit\n"
ORDERS = f"{HEAD}B1,C01,{DAY},F01,RADIS,6,bunch\n"


@pytest.fixture
def dropped(station: Station, tmp_path: Path) -> Path:
    """Drop a file that stands still into the station's folder."""
    folder = tmp_path / "commandes"
    folder.mkdir()
    path = folder / "bon.csv"
    path.write_text(ORDERS)
    seconds = itertools.count(0, 10)
    station.hangar.inbox = Inbox([folder], now_s=lambda: float(next(seconds)))
    station.get("/api/v1/inbox")
    return path


def settle(station: Station, **more: Any) -> Any:
    return station.call("POST", "/api/v1/inbox", {"file": "0:bon.csv", **more})


def test_a_dropped_file_is_seen_then_applied_and_put_away(station: Station, dropped: Path) -> None:
    shown = settle(station).get_json()
    assert (len(shown["added"]), shown["applied"], dropped.exists()) == (1, False, True)

    taken = settle(station, dry_run=False, digest=shown["digest"]).get_json()

    assert taken["applied"] and not dropped.exists()
    why = (dropped.parent / "done" / "bon.csv.txt").read_text()
    assert "1 lignes ajoutées" in why
    dropped.write_text(ORDERS)
    station.get("/api/v1/inbox")
    assert len(settle(station).get_json()["unchanged"]) == 1


def test_a_file_that_changed_since_it_was_seen_is_not_applied(
    station: Station, dropped: Path
) -> None:
    digest = settle(station).get_json()["digest"]
    dropped.write_text(ORDERS.replace(",6,", ",9,"))
    station.get("/api/v1/inbox")

    assert settle(station, dry_run=False, digest=digest).status_code == 409
    assert dropped.exists() and station.get(f"/api/v1/orders?date={DAY}")["items"] == []


def test_a_broken_file_stays_until_a_person_refuses_it(station: Station, dropped: Path) -> None:
    dropped.write_text(ORDERS + f"B2,C01,{DAY},F01,RIEN,6,bunch\n")
    station.get("/api/v1/inbox")
    digest = settle(station).get_json()["digest"]
    assert not settle(station, dry_run=False, digest=digest).get_json()["applied"]
    assert dropped.exists()

    settle(station, refuse="produit inconnu")

    assert (dropped.parent / "refused" / "bon.csv.txt").read_text() == "produit inconnu\n"


def test_a_file_outside_the_folder_is_not_found(station: Station, dropped: Path) -> None:
    answer = station.call("POST", "/api/v1/inbox", {"file": "0:../hangar.toml"})

    assert answer.status_code == 404
