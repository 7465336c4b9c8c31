"""Any CSV of orders by a saved mapping: headers, numbers, dates and unit words of that program."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from station.domain.order_mapping import BUILT_IN, OrderMapping
from station.importing import PRESETS
from station.importing.applying import Report, import_file
from station.importing.presets.mapped import columns_of, read
from tests.domain.hub import TODAY, Hub

DAY = date(2026, 11, 24)
COLUMNS = {
    "N° bon": "order",
    "Client": "customer_name",
    "Livré le": "delivery_date",
    "Réf": "product",
    "Qté": "quantity",
    "U": "unit",
}
MAPPING = OrderMapping(
    name="panier",
    columns=COLUMNS,
    decimal="comma",
    dates="day_first",
    units={"Kilo": "kg", "Botte": "bunch"},
)
FILE = """Export du panier;;;;;
;;;;;
N° bon;Client;Livré le;Réf;Qté;U
B1;Cantine des Tilleuls;24/11/2026;CAROTTE;1.012,5;kilo
B1;Cantine des Tilleuls;24/11/2026;RADIS;6;BOTTE
"""


def saved(hub: Hub, **more: Any) -> None:
    data = {"name": "panier", "columns": COLUMNS, "decimal": "comma", "dates": "day_first",
            "units": MAPPING.units} | more  # fmt: skip
    hub.done("SaveOrderMapping", **data)


def bring(hub: Hub, content: str, **more: Any) -> Report:
    return import_file(
        "orders",
        content.encode(),
        readers=hub.readers,
        send=lambda type, data: hub.do(type, **data),
        source="panier.csv",
        preset="panier",
        **more,
    )


def test_a_file_is_imported_by_a_saved_mapping(hub: Hub) -> None:
    saved(hub)
    hub.done("RegisterAlias", kind="customer", name="Cantine des Tilleuls", code="C01")

    report = bring(hub, FILE)

    assert report.applied, report.problems
    lines = hub.ask(lambda p: p.world.order_lines.all())
    assert {(x.order, x.product, x.quantity_milli, x.delivery_date) for x in lines} == {
        ("B1", "CAROTTE", 1_012_500, TODAY),
        ("B1", "RADIS", 6_000, TODAY),
    }
    assert len(bring(hub, FILE).unchanged) == 2


@pytest.mark.parametrize(
    ("decimal", "cell", "read_as"),
    [
        ("comma", "1.234,5", "1234.5"),
        ("comma", "1 234,5", "1234.5"),
        ("comma", "12.000", "12000"),
        ("dot", "1,234.5", "1234.5"),
        ("any", "2,5", "2.5"),
        ("any", "2.5", "2.5"),
    ],
)
def test_numbers_are_read_as_the_mapping_says(decimal: str, cell: str, read_as: str) -> None:
    columns = {"c": "customer", "p": "product", "q": "quantity"}
    mapping = OrderMapping(name="x", columns=columns, decimal=decimal)

    (line,) = read(f'c;p;q\nC01;P;"{cell}"\n'.encode(), DAY, mapping).rows

    assert str(line.quantity) == read_as


@pytest.mark.parametrize(
    ("dates", "cell", "meant"),
    [
        ("day_first", "03/04/2026", date(2026, 4, 3)),
        ("month_first", "03/04/2026", date(2026, 3, 4)),
        ("iso", "2026-04-03", date(2026, 4, 3)),
        ("iso", "2026-04-03 08:00", date(2026, 4, 3)),
        ("day_first", "3-4-2026", date(2026, 4, 3)),
    ],
)
def test_dates_are_read_as_the_mapping_says(dates: str, cell: str, meant: date) -> None:
    columns = {"c": "customer", "p": "product", "q": "quantity", "d": "delivery_date"}
    mapping = OrderMapping(name="x", columns=columns, dates=dates)

    (line,) = read(f"c;p;q;d\nC01;P;1;{cell}\n".encode(), None, mapping).rows

    assert line.delivery_date == meant


BROKEN = {
    "grouped the other way": ("q", "1,234.5", "bad_quantity"),
    "two numbers": ("q", "2 3", "bad_quantity"),
    "a word": ("q", "deux", "bad_quantity"),
    "nothing": ("q", "", "missing_value"),
    "negative": ("q", "-3", "negative_quantity"),
    "a formula": ("q", "=1+1", "bad_quantity"),
    "a date of another form": ("d", "2026/24/11", "bad_date"),
    "a day that is none": ("d", "31/02/2026", "bad_date"),
    "a month that is none": ("d", "11/24/2026", "bad_date"),
    "a date in words": ("d", "mardi", "bad_date"),
    "a short year": ("d", "24/11/26", "bad_date"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_cell_that_the_mapping_does_not_explain_is_named_and_loses_no_neighbour(
    name: str,
) -> None:
    column, cell, code = BROKEN[name]
    columns = {"c": "customer", "p": "product", "q": "quantity", "d": "delivery_date"}
    mapping = OrderMapping(name="x", columns=columns, decimal="comma", dates="day_first")
    bad = {"q": "1", "d": "24/11/2026"} | {column: cell}
    content = f'c;p;q;d\nC01;P;"{bad["q"]}";{bad["d"]}\nC02;P;2;24/11/2026\n'

    reading = read(content.encode(), None, mapping)

    assert [(p.row, p.code) for p in reading.problems] == [(2, code)]
    assert [line.customer_code for line in reading.rows] == ["C02"]


def test_a_file_without_numbers_names_its_orders_by_day_and_customer() -> None:
    columns = {"Client": "customer_name", "Produit": "product_name", "Qté": "quantity"}
    mapping = OrderMapping(name="panier", columns=columns)

    (line,) = read("Client;Produit;Qté\nÉpicerie;Radis;2\n".encode(), DAY, mapping).rows

    assert line.order == "panier-2026-11-24-epicerie"


def test_a_file_without_days_asks_for_one() -> None:
    columns = {"c": "customer", "p": "product", "q": "quantity"}

    reading = read(b"c;p;q\nC01;P;1\n", None, OrderMapping(name="x", columns=columns))

    assert [p.code for p in reading.problems] == ["delivery_date_required"]


def test_an_unknown_unit_word_keeps_the_line_out(hub: Hub) -> None:
    saved(hub, units={})
    hub.done("RegisterAlias", kind="customer", name="Cantine des Tilleuls", code="C01")

    report = bring(hub, FILE)

    assert not report.applied and {p.code for p in report.problems} == {"wrong_unit"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "hub"}, "out_of_bounds"),
        ({"name": "mon modèle"}, "out_of_bounds"),
        ({"columns": {"Qté": "quantity"}}, "mapping_incomplete"),
        ({"columns": {"a": "customer", "b": "product"}}, "mapping_incomplete"),
        ({"columns": COLUMNS | {"x": "prix"}}, "out_of_bounds"),
        ({"columns": COLUMNS | {"x": "quantity"}}, "out_of_bounds"),
        ({"decimal": "both"}, "out_of_bounds"),
        ({"dates": "year_first"}, "out_of_bounds"),
        ({"units": {"kilo": "kilo"}}, "out_of_bounds"),
    ],
)
def test_a_mapping_that_reads_no_line_is_not_saved(
    hub: Hub, wrong: dict[str, Any], code: str
) -> None:
    good = {"name": "panier", "columns": COLUMNS}

    assert hub.refused("SaveOrderMapping", **(good | wrong)) == code


def test_a_dropped_mapping_is_unknown(hub: Hub) -> None:
    saved(hub)
    hub.done("DropOrderMapping", name="panier")

    assert [p.code for p in bring(hub, FILE).problems] == ["unknown_preset"]


def test_the_columns_of_any_file_are_found_under_its_preamble() -> None:
    assert columns_of(FILE.encode()).columns == ("N° bon", "Client", "Livré le", "Réf", "Qté", "U")


def test_no_mapping_may_take_the_name_of_a_reader_of_ours() -> None:
    assert set(BUILT_IN) == set(PRESETS)
