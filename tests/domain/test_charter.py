"""Farms' documents: told before they end, done as the hub decided after; weekly limits counted."""

from typing import Any

import pytest

from station.domain.charter import limit_class, used
from station.domain.model import Product
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Hub


def document(hub: Hub, kind: str, until: str | None, producer: str = "F02", **more: Any) -> None:
    hub.done("RegisterDocument", producer=producer, document=kind, until=until, **more)


def test_a_document_is_good_on_its_last_day(hub: Hub) -> None:
    document(hub, "approval", TODAY)

    hub.tomme()

    assert "document_ended" not in hub.troubles()


def test_after_an_end_reception_refuses_where_the_hub_said_so(hub: Hub) -> None:
    document(hub, "approval", YESTERDAY)

    code = hub.refused("ReceiveCrate", producer="F02", product="YAOURT", count=3, celsius_tenths=30)

    assert code == "document_ended"


def test_after_an_end_reception_warns_once(hub: Hub) -> None:
    document(hub, "insurance", YESTERDAY)

    hub.tomme()
    hub.tomme()

    assert hub.troubles().count("document_ended") == 1


def test_a_crate_that_waits_for_a_document_leaves_once_it_is_renewed(hub: Hub) -> None:
    document(hub, "derogation", YESTERDAY)
    crate = hub.tomme(customer="C03")
    hand = {"crate": crate["id"], "customer": "C03", "post": "shop"}
    assert hub.refused("HandOverCrate", **hand) == "crate_incomplete"

    document(hub, "derogation", TOMORROW)

    hub.done("HandOverCrate", **hand)
    assert "document_ended" not in hub.troubles()


def test_a_charter_has_one_date_wherever_it_is_said(hub: Hub) -> None:
    document(hub, "charter", TOMORROW)

    assert hub.ask(lambda p: p.world.producers.get("F02")).charter_until == TOMORROW
    assert hub.ask(lambda p: p.world.documents.all()) == []


def test_a_certificate_that_ended_is_left_to_the_organic_rule(hub: Hub) -> None:
    document(hub, "organic", YESTERDAY, reference="FR-BIO-01")

    hub.tomme()

    assert "document_ended" not in hub.troubles()


@pytest.mark.parametrize(("brought_g", "raised"), [(79_000, ""), (80_000, "weekly_limit_near"),
                                                   (101_000, "weekly_limit_passed")])  # fmt: skip
def test_a_weekly_limit_is_counted_from_receptions(hub: Hub, brought_g: int, raised: str) -> None:
    document(hub, "derogation", TOMORROW, under_30_percent=False)
    crates = [hub.tomme(20_000)["id"] for _ in range(brought_g // 20_000)]
    mistake = hub.tomme(10_000)
    hub.done("VoidCrate", crate=mistake["id"], reason="mauvais produit")

    if brought_g % 20_000:
        crates.append(hub.tomme(brought_g % 20_000)["id"])

    (one,) = hub.ask(lambda p: used(p.world, "F02", TODAY))
    assert (one.brought, one.most) == (brought_g, 100_000)
    limits = [kind for kind in hub.troubles() if kind.startswith("weekly")]
    assert (raised in limits) if raised else (limits == [])


def test_a_farm_without_derogation_has_no_weekly_limit(hub: Hub) -> None:
    hub.tomme(20_000)

    assert hub.ask(lambda p: used(p.world, "F02", TODAY)) == []


@pytest.mark.parametrize(("family", "name", "unit", "found"), [
    ("légumes", "Carottes", "kg", None),
    ("laitages", "Lait entier", "litre", "LAIT_TRAITE"),
    ("fromages", "Tomme", "kg", "PRODUITS_LAITIERS"),
    ("viandes", "Bœuf haché", "kg", "VIANDE_HACHEE"),
    ("viandes", "Poulet fermier", "kg", "PREP_PRODUITS_VIANDE_PLATS_VOLAILLE"),
    ("viandes", "Rôti de porc", "kg", "VIANDE_BOUCHERIE_FRAICHE"),
    ("légumes", "Plants de salade", "piece", None),
])  # fmt: skip
def test_goods_count_in_one_class_of_limits(
    hub: Hub, family: str, name: str, unit: str, found: str | None
) -> None:
    hub.done("RegisterProduct", code="X", producer="F01", name=name, family=family, unit=unit)
    product: Product = hub.ask(lambda p: p.world.products.get("X"))

    assert limit_class(product) == found
