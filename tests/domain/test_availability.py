"""What can be ordered: free stock and announcements; nothing blocked, expired or promised."""

from typing import Any

from station.config.model import Hub as HubConfig
from station.documents.availability_files import availability_csv, availability_dfc
from station.views.availability import availability
from tests.domain.hub import TODAY, TOMORROW, Hub

HUB = HubConfig(
    name="MIL d'essai", address="", gs1_company_prefix=None, organic_body="",
    languages=("fr",), timezone="Europe/Paris",
)  # fmt: skip


def listed(hub: Hub) -> dict[str, Any]:
    items = hub.ask(lambda present: availability(present, today=hub.clock.today()))
    return {item["product"]: item for item in items}


def test_promised_goods_are_in_stock_and_not_free(hub: Hub) -> None:
    hub.carrots(10_000)
    hub.order("C01", "CAROTTE", 4)
    hub.done("AllocateDay", delivery_date=TODAY)

    carrots = listed(hub)["CAROTTE"]

    assert (carrots["in_stock_milli"], carrots["free_milli"]) == (10_000, 6_000)


def test_blocked_expired_and_customers_goods_are_left_out(hub: Hub) -> None:
    hub.done("BlockLot", lot=hub.carrots()["lot"], reason="analyse")
    hub.yoghurt(12, use_by=TODAY)
    hub.for_customer("C01", producer_lot="B")

    hub.clock.day = "2026-12-24"

    assert listed(hub) == {}


def test_announced_goods_are_expected_until_their_day(hub: Hub) -> None:
    hub.done("AnnounceGoods", product="RADIS", day=TOMORROW, quantity_milli=40_000)

    assert listed(hub)["RADIS"]["expected"] == [{"day": TOMORROW, "quantity_milli": 40_000}]

    hub.clock.day = "2026-12-24"
    assert listed(hub) == {}


def test_files_hold_the_same_amounts(hub: Hub) -> None:
    hub.radish(12)
    hub.done("RegisterProduct", code="RADIS", producer="F01", name="=Radis", family="légumes",
             unit="bunch", price_cents=115, vat_permille=55)  # fmt: skip
    items = list(listed(hub).values())

    graph = availability_dfc(items, HUB, "http://hub/dfc/")["@graph"]

    by_type = {node["@type"]: node for node in graph}
    assert by_type["dfc-b:CatalogItem"]["dfc-b:stockLimitation"] == 12
    assert by_type["dfc-b:CatalogItem"]["dfc-b:sku"] == "RADIS"
    assert by_type["dfc-b:Offer"]["dfc-b:hasPrice"]["dfc-b:value"] == 1.15
    assert by_type["dfc-b:Offer"]["dfc-b:hasPrice"]["dfc-b:VATrate"] == 5.5
    assert ";12000;12000;" in availability_csv(items)
    assert ";'=Radis;" in availability_csv(items)


def test_every_reference_of_the_graph_is_in_the_graph(hub: Hub) -> None:
    hub.radish(12)
    hub.carrots()

    graph = availability_dfc(list(listed(hub).values()), HUB, "http://hub/dfc/")["@graph"]

    known = {node["@id"] for node in graph}
    told = [
        one["@id"]
        for node in graph
        for value in node.values()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, dict) and "@id" in one
    ]
    assert set(told) <= known
