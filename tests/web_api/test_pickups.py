"""Pick-up rounds over HTTP: what a driver takes along, what is under way, a flow that is off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from station.documents.pickup_sheet import pickup_paper
from tests.web_api.station_at_work import Station, command
from tests.web_api.test_flows import hub_with


def planned(station: Station) -> str:
    """Plan a round that collects at both farms; return its id."""
    station.do("RegisterProducer", code="F01", name="Ferme du Vallon", phone="02 00 00 00 01",
               address="Le Vallon", postcode="61110", city="Exempleville")  # fmt: skip
    station.do("PlanRound", date=station.today, round="R1", stops=[], farms=["F01", "F02"])
    return f"{station.today}-R1"


def collect(station: Station, round: str, *crates: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = command(
        "CollectAtFarm", round=round, crates=list(crates), **({"producer": "F01"} | more)
    )
    body |= {"judged": {"verdict": "ok", "snapshot": None}}
    answer: dict[str, Any] = station.post("/api/v1/commands", body, role="driver")
    assert answer["outcome"] == "accepted", answer
    return answer


def test_a_driver_takes_farms_along_with_what_is_expected(station: Station) -> None:
    round = planned(station)
    line = {"order": "W1", "customer": "C01", "delivery_date": station.today, "unit": "kg",
            "producer": "F01", "product": "CAROTTE", "quantity_milli": 20_000}  # fmt: skip
    station.do("ImportOrders", source="essai", added=[line])
    station.do("MakeLabels", producer="F01", delivery_date=station.today)
    station.do("AnnounceGoods", product="RADIS", day=station.today, quantity_milli=30_000)

    found = station.get(f"/api/v1/rounds/{round}/drive", role="driver")

    farm = found["farms"][0]
    assert (farm["producer"], farm["phone"], farm["city"]) == (
        "F01", "02 00 00 00 01", "Exempleville",
    )  # fmt: skip
    assert [(row["product"], len(row["labels"])) for row in farm["expected"]] == [("CAROTTE", 1)]
    assert farm["announced"] == [{"product": "RADIS", "quantity_milli": 30_000}]
    asked = {code: row["asked"] for code, row in found["farm_products"].items()}
    assert (asked["CAROTTE"], asked["YAOURT"]) == (False, True)
    assert found["farm_products"]["YAOURT"]["max_celsius_tenths"] == 40


def test_what_a_farm_announced_and_what_is_ordered_of_it_is_expected_once(
    station: Station,
) -> None:
    round = planned(station)
    line = {"order": "W1", "customer": "C01", "delivery_date": station.today, "producer": "F01"}
    carrots = line | {"product": "CAROTTE", "unit": "kg", "quantity_milli": 20_000}
    radish = line | {"product": "RADIS", "unit": "bunch", "quantity_milli": 30_000}
    station.do("ImportOrders", source="essai", added=[carrots, radish])
    station.do("AnnounceGoods", product="CAROTTE", day=station.today, quantity_milli=25_000)
    station.do("AnnounceGoods", product="RADIS", day=station.today, quantity_milli=30_000)

    with station.hangar.readers.present() as present:
        paper = pickup_paper(present, round, station.hangar.config.hub,
                             settings=station.hangar.bus.settings, printed_at="")  # fmt: skip
    farm = station.get(f"/api/v1/rounds/{round}/drive", role="driver")["farms"][0]

    assert farm["announced"] == [{"product": "CAROTTE", "quantity_milli": 5_000}]
    assert paper is not None
    on_paper = [(goods.name, goods.quantity_milli) for goods in paper.farms[0].goods]
    assert on_paper == [("Carottes", 25_000), ("Radis", 30_000)]


def test_what_is_aboard_waits_for_reception_and_leaves_the_list_with_it(station: Station) -> None:
    round = planned(station)
    collect(station, round, {"product": "RADIS", "crates": 2})

    waiting = station.get("/api/v1/pickups?producer=F01", role="worker")["items"]

    assert [(one["round_name"], one["rows"][0]["crates"]) for one in waiting] == [("R1", 2)]
    assert station.get("/api/v1/pickups?producer=F02", role="worker")["items"] == []
    line = station.get(f"/api/v1/rounds?date={station.today}")["items"]
    farms = next(one for one in line if one["id"] == round)["farms"]
    assert [(farm["crates"], farm["arrived"]) for farm in farms] == [(2, 0), (0, 0)]
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 6, "crates": 2}
    station.do("ReceiveCrate", **data)
    assert station.get("/api/v1/pickups", role="worker")["items"] == []


def test_a_closed_round_says_nothing_of_its_farms(station: Station) -> None:
    round = planned(station)
    collect(station, round, {"product": "RADIS"})
    station.do("RecordRoundCost", round=round, kilometres=40, minutes=90)

    found = station.get(f"/api/v1/rounds/{round}/drive", role="driver")

    assert (found["farms"], found["farm_products"]) == ([], {})


def test_a_pick_up_sheet_is_a_paper_and_a_round_without_farms_has_none(station: Station) -> None:
    round = planned(station)
    station.plan_rounds()

    paper = station.call("GET", f"/api/v1/documents/pickup/{round}.pdf", role="driver")
    none = station.call("GET", f"/api/v1/documents/pickup/{station.today}-T1.pdf", role="driver")

    assert paper.data.startswith(b"%PDF-")
    assert none.status_code == 404


def test_a_hub_without_pick_up_rounds_sees_none(registered: bytes, tmp_path: Path) -> None:
    with hub_with("pick_up = false", registered, tmp_path / "hub") as station:
        round = planned(station)
        page = station.call("GET", "/pickups")
        phone = station.get(f"/api/v1/rounds/{round}/drive", role="driver")
        plan = station.call("GET", "/plan")

    assert (page.status_code, plan.status_code) == (404, 200)
    assert "pickups" in plan.text.partition('data-absent="')[2].partition('"')[0].split()
    assert phone["farms"] == []


def test_a_hub_that_only_collects_has_the_drivers_page(registered: bytes, tmp_path: Path) -> None:
    with hub_with("delivery = false", registered, tmp_path / "hub") as station:
        pages = [station.call("GET", path).status_code for path in ("/drive", "/plan", "/board")]

    assert pages == [200, 200, 404]
