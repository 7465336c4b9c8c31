"""The made-up hub's files read without a problem and hold together."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from station.domain.mentions import family_of
from station.importing import check_references, match_orders, read_master, read_orders
from station.importing.kinds import UNITS

DATA = files("station.demo") / "data"
TODAY = b"2026-11-24"


def content(name: str) -> bytes:
    return (DATA / f"{name}.csv").read_bytes().replace(b"DATE", TODAY)


def rows(kind: str) -> tuple[Any, ...]:
    reading = read_master(kind, content(kind))
    assert reading.problems == ()
    return reading.rows


@pytest.fixture(scope="module")
def orders() -> tuple[Any, ...]:
    reading = match_orders(
        read_orders(content("orders")), customers=rows("customers"), products=rows("products")
    )
    assert reading.problems == ()
    return reading.rows


def test_the_hub_has_the_size_it_says() -> None:
    rounds = Counter(row.round for row in rows("rounds"))

    assert len(rows("producers")) == 17
    assert len(rows("customers")) == 32
    assert len(rounds) == 3
    assert set(rounds.values()) == {10, 11}


def test_products_of_every_family_and_unit_are_sold() -> None:
    families = {row.family for row in rows("products")}

    assert {row.unit for row in rows("products")} == set(UNITS)
    assert families == {
        "légumes", "fruits", "viande", "lait de vache", "chèvre", "œufs", "pain", "boissons",
        "cidre", "huile", "vinaigre", "farine", "pâtes",
    }  # fmt: skip


def test_references_between_the_files_hold() -> None:
    producers = {row.code for row in rows("producers")}
    customers = {row.code for row in rows("customers")}
    known = {"producer": producers, "farms": producers, "customer": customers}

    products = check_references("products", read_master("products", content("products")), known)
    stops = check_references("rounds", read_master("rounds", content("rounds")), known)

    assert products.problems == stops.problems == ()


def test_goods_of_certified_farms_alone_are_organic() -> None:
    certified = {row.code for row in rows("producers") if row.organic_body}

    assert all(row.organic == (row.producer in certified) for row in rows("products"))


def test_an_unknown_producer_is_named_with_the_nearest() -> None:
    known = {"producer": {"F03"}}

    reading = check_references("products", read_master("products", content("products")), known)

    assert "unknown_producer" in {problem.code for problem in reading.problems}
    assert {row.producer for row in reading.rows} == {"F03"}


def test_orders_are_for_the_day_and_every_product_is_asked_for(orders: tuple[Any, ...]) -> None:
    assert {row.delivery_date for row in orders} == {date(2026, 11, 24)}
    assert {row.product for row in orders} == {row.code for row in rows("products")}


def test_arrivals_are_some_130_crates_that_cover_the_orders(orders: tuple[Any, ...]) -> None:
    arrivals = list(csv.DictReader(content("arrivals").decode().splitlines()))
    units = {row.code: row.unit for row in rows("products")}
    crate_types = {row.code for row in rows("crate-types")}

    brought: Counter[str] = Counter()
    for crate in arrivals:
        amount = crate["net_g"] if units[crate["product"]] == "kg" else crate["count"]
        brought[crate["product"]] += int(amount) * (1 if crate["net_g"] else 1_000)
    wanted: Counter[str] = Counter()
    for row in orders:
        wanted[row.product] += row.quantity_milli

    assert len(arrivals) == 132
    assert {crate["crate_type"] for crate in arrivals} == crate_types
    short = {one for one in wanted if brought[one] < wanted[one] * 0.95}
    assert short == set()
    assert {
        one for one, unit in units.items() if unit != "kg" and brought[one] != wanted[one]
    } == set()


def test_many_lines_are_smaller_than_a_crate(orders: tuple[Any, ...]) -> None:
    arrivals = list(csv.DictReader(content("arrivals").decode().splitlines()))
    sorted_on_the_farm = {(crate["customer"], crate["product"]) for crate in arrivals}

    small = [row for row in orders if (row.customer, row.product) not in sorted_on_the_farm]

    assert len(small) > len(orders) / 2


def test_goods_of_the_demonstration_come_complete() -> None:
    """Laying and reference come with the lot; a farm's address says the origin."""
    farms = {row.code: row.mentions for row in rows("producers")}
    with_the_lot = {"origin", "laid_on", "beef_reference"}

    for row in rows("products"):
        family = family_of(row.family, row.name)
        known = {*row.mentions, *farms[row.producer], *with_the_lot}
        assert not set(family.needs if family else ()) - known, row.code
