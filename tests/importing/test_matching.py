"""Customers and products are found by code, then by alias; never by a name that looks alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from station.importing import Aliases, OrderLine, OrderRow, Problem, Reading, folded, match_orders


@dataclass(frozen=True)
class Customer:
    code: str
    name: str


@dataclass(frozen=True)
class Product:
    code: str
    producer: str
    name: str
    unit: str
    gtin: str = ""


CUSTOMERS = (
    Customer("CANT-01", "Cantine d'Exempleville"),
    Customer("EPI-07", "Épicerie Le Panier"),
)
PRODUCTS = (
    Product("F03-CAROTTE", "F03", "Carottes", "kg"),
    Product("F01-RADIS", "F01", "Radis roses", "bunch"),
    Product("F04-JUS", "F04", "Jus de pomme 1 L", "bottle", "9521234000242"),
    Product("F09-LAIT", "F09", "Lait cru", "litre"),
)
LINE = OrderLine(
    line=2,
    order="R1",
    delivery_date=date(2026, 11, 24),
    customer_code="CANT-01",
    customer_name="Cantine",
    sku="F03-CAROTTE",
    producer_code="",
    producer_name="EARL des Trois Chênes",
    product_name="Carottes",
    variant="",
    unit="",
    quantity=Decimal("2.5"),
    comment="",
)


def match(line: OrderLine, aliases: Aliases | None = None) -> Reading[OrderRow]:
    reading = Reading(rows=(line,), problems=())
    return match_orders(reading, customers=CUSTOMERS, products=PRODUCTS, aliases=aliases)


def row_of(line: OrderLine, aliases: Aliases | None = None) -> OrderRow:
    reading = match(line, aliases)
    assert reading.problems == ()
    return reading.rows[0]


def problem_of(line: OrderLine, aliases: Aliases | None = None) -> Problem:
    reading = match(line, aliases)
    assert reading.rows == ()
    assert reading.problems[0].row == 2
    assert reading.problems[0].order == "R1"
    return reading.problems[0]


def test_a_code_and_a_reference_are_enough() -> None:
    row = row_of(LINE)

    assert (row.customer, row.producer, row.product) == ("CANT-01", "F03", "F03-CAROTTE")
    assert (row.quantity_milli, row.unit) == (2_500, "kg")


def test_codes_match_whatever_their_case() -> None:
    assert row_of(replace(LINE, customer_code="cant-01")).customer == "CANT-01"


def test_a_trade_barcode_is_a_reference_too() -> None:
    row = row_of(replace(LINE, sku="9521234000242", quantity=Decimal(6)))

    assert row.product == "F04-JUS"


def test_a_name_alone_is_proposed_never_taken() -> None:
    problem = problem_of(replace(LINE, customer_code="", customer_name="Epicerie le panier"))

    assert problem.code == "unknown_customer"
    assert problem.proposals == ("EPI-07",)
    assert "EPI-07 Épicerie Le Panier" in problem.message
    assert problem.alias == "Epicerie le panier"


def test_a_saved_alias_finds_the_customer() -> None:
    aliases = Aliases(customers={folded("Epicerie le panier"): "EPI-07"})

    line = replace(LINE, customer_code="", customer_name="ÉPICERIE  Le Panier")

    assert row_of(line, aliases).customer == "EPI-07"


def test_an_unknown_reference_proposes_the_nearest_products() -> None:
    problem = problem_of(replace(LINE, sku="CAR-1KG", product_name="Carotte"))

    assert problem.code == "unknown_product"
    assert problem.proposals[0] == "F03-CAROTTE"
    assert problem.alias == "CAR-1KG"


def test_a_saved_alias_finds_the_product_by_reference_or_by_name() -> None:
    by_sku = Aliases(products={folded("CAR-1KG"): "F03-CAROTTE"})
    by_name = Aliases(products={folded("EARL des Trois Chênes / Carottes"): "F03-CAROTTE"})

    assert row_of(replace(LINE, sku="CAR-1KG"), by_sku).product == "F03-CAROTTE"
    assert row_of(replace(LINE, sku=""), by_name).product == "F03-CAROTTE"


def test_an_alias_of_a_product_that_is_gone_is_no_match() -> None:
    aliases = Aliases(products={folded("CAR-1KG"): "F99-GONE"})

    assert problem_of(replace(LINE, sku="CAR-1KG"), aliases).code == "unknown_product"


def test_nothing_alike_says_what_to_do() -> None:
    problem = problem_of(replace(LINE, sku="ZZ", product_name="Qwxk"))

    assert problem.proposals == ()
    assert "Enregistrez-le" in problem.message


def test_a_masked_customer_is_said_so() -> None:
    assert problem_of(replace(LINE, customer_code="", customer_name="")).code == "missing_value"


def test_both_unknown_give_both_problems() -> None:
    reading = match(replace(LINE, customer_code="X", customer_name="", sku="Y"))

    assert [problem.code for problem in reading.problems] == ["unknown_customer", "unknown_product"]


def test_packings_of_weighed_goods_become_weight() -> None:
    assert row_of(replace(LINE, variant="1kg", quantity=Decimal(12))).quantity_milli == 12_000
    assert row_of(replace(LINE, variant="500 g", quantity=Decimal(3))).quantity_milli == 1_500
    assert row_of(replace(LINE, variant="1,2kg", quantity=Decimal(4))).quantity_milli == 4_800


def test_a_packing_without_weight_is_asked_not_guessed() -> None:
    problem = problem_of(replace(LINE, variant="botte", quantity=Decimal(3)))

    assert problem.code == "unknown_packing"
    assert problem.column == "variant"


def test_packings_of_counted_goods_are_counted() -> None:
    row = row_of(replace(LINE, sku="F01-RADIS", variant="botte", quantity=Decimal(20)))

    assert (row.quantity_milli, row.unit) == (20_000, "bunch")


def test_half_a_bunch_is_refused() -> None:
    assert problem_of(replace(LINE, sku="F01-RADIS")).code == "fraction"


def test_centilitres_add_up_to_litres() -> None:
    row = row_of(replace(LINE, sku="F09-LAIT", variant="50cl", quantity=Decimal(4)))

    assert row.quantity_milli == 2_000


def test_another_unit_than_the_products_is_refused() -> None:
    problem = problem_of(replace(LINE, unit="piece"))

    assert (problem.code, problem.column) == ("wrong_unit", "unit")


def test_a_producer_who_does_not_make_it_is_refused() -> None:
    problem = problem_of(replace(LINE, producer_code="F04"))

    assert (problem.code, problem.column) == ("wrong_producer", "producer")
