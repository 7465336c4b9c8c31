"""The order files of other programs, as they really come, in each of their forms."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from station.domain.order_mapping import OrderMapping
from station.importing import Lines, OrderLine, read_orders
from station.importing.presets import mapped
from station.importing.presets.ofn_headers import HEADERS

DATA = Path(__file__).parent / "data"
PLAIN = DATA / "ofn_order_cycle_customer_totals.fr.csv"
WITH_METADATA = DATA / "ofn_order_cycle_customer_totals.fr.with_metadata_rows.csv"
JSON = DATA / "ofn_api_v0_reports_orders_and_fulfillment_order_cycle_customer_totals.json"
CAMAP = DATA / "camap_Export-commandes-2026-11-17-CAMAP.csv"
DAY = date(2026, 11, 17)


def read(content: bytes, preset: str = "ofn-customer-totals") -> Lines:
    return read_orders(content, preset=preset, delivery_date=DAY)


def facts(line: OrderLine) -> tuple[object, ...]:
    return line.order, line.customer_code, line.sku, line.variant, line.quantity


def in_english(content: bytes) -> bytes:
    """Give the sample the headers of an English shop."""
    header, _, rest = content.decode().partition("\n")
    names = {french: english for english, *others in HEADERS.values() for french in others}
    cells = next(csv.reader([header]))
    bare = [cell.strip().removesuffix(" (€)") for cell in cells]
    english = [
        names.get(one, one) + (" (€)" if "(€)" in cell else "")
        for one, cell in zip(bare, cells, strict=True)
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(english)
    return (out.getvalue() + rest).encode()


def without(content: bytes, *columns: str) -> bytes:
    """Hide columns, as the shop's report page lets its users do."""
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    kept = [name for name in rows[0] if name not in columns]
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


SAMPLE = [
    ("R100000001", "CANT-01", "CAR-1KG", "1kg", Decimal(12)),
    ("R100000001", "CANT-01", "ROT-P", "1.2kg", Decimal(4)),
    ("R100000001", "CANT-01", "OEU-30", "plateau de 30", Decimal(3)),
    ("R100000002", "EPI-07", "RAD-B", "botte", Decimal(20)),
]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.read_bytes(),
        WITH_METADATA.read_bytes(),
        JSON.read_bytes(),
        in_english(PLAIN.read_bytes()),
        PLAIN.read_bytes().decode().encode("utf-8-sig"),
        PLAIN.read_bytes().replace(b"\n", b"\r\n"),
    ],
    ids=["french", "metadata rows", "json", "english", "byte order mark", "windows"],
)
def test_every_form_of_the_shops_report_gives_the_same_lines(content: bytes) -> None:
    reading = read(content)

    assert [facts(line) for line in reading.rows] == SAMPLE
    assert reading.problems == ()


def test_when_an_order_was_placed_is_not_when_it_is_delivered() -> None:
    assert {line.delivery_date for line in read(PLAIN.read_bytes()).rows} == {DAY}


def test_names_with_quotation_marks_and_commas_are_whole() -> None:
    lines = read(PLAIN.read_bytes()).rows

    assert lines[1].product_name == "Rôti de porc, pièce (environ 1,2 kg)"
    assert lines[3].customer_name == 'Épicerie "Le Panier"'


def test_hidden_columns_are_not_missed() -> None:
    hidden = without(
        PLAIN.read_bytes(),
        "Poids ou volume livré",
        "Statut livraison",
        "Email",
        "Date",
        "Total (€)",
    )

    assert [facts(line) for line in read(hidden).rows] == SAMPLE


def test_a_report_without_order_numbers_is_refused_by_name() -> None:
    reading = read(without(PLAIN.read_bytes(), "N° commande"))

    assert reading.rows == ()
    assert [problem.code for problem in reading.problems] == ["missing_column"]
    assert "N° commande" in reading.problems[0].message


def test_a_price_is_read_as_nothing() -> None:
    dearer = PLAIN.read_bytes().replace(b"26.4", b"99.9")

    assert read(dearer) == read(PLAIN.read_bytes())


def test_masked_customers_come_as_absent() -> None:
    masked = PLAIN.read_bytes().replace(b"CANT-01", b"< Hidden >")

    assert read(masked).rows[0].customer_code == ""


def test_numbers_of_json_stay_exact() -> None:
    report = json.loads(JSON.read_text())
    text = json.dumps(report).replace('"quantity": 12', '"quantity": 0.1')

    assert read(text.encode()).rows[0].quantity == Decimal("0.1")


def test_a_bad_line_of_json_is_named_by_its_place() -> None:
    text = JSON.read_text().replace('"quantity": 4', '"quantity": "quatre"')

    reading = read(text.encode())

    assert [(p.row, p.column, p.code, p.order) for p in reading.problems] == [
        (2, "quantity", "bad_quantity", "R100000001")
    ]
    assert len(reading.rows) == 3


def test_camap_gives_one_order_per_member_and_day() -> None:
    reading = read(CAMAP.read_bytes(), "camap")

    assert reading.problems == ()
    assert [(line.order, line.customer_name, line.sku, line.quantity) for line in reading.rows] == [
        ("CAMAP-2026-11-17-12", "Dupont Marie & Paul", "CAR", Decimal(2)),
        ("CAMAP-2026-11-17-15", "Martin Léa", "POU", Decimal("1.86")),
    ]


def test_camap_quotation_marks_inside_cells_tear_nothing() -> None:
    content = CAMAP.read_bytes().replace(b"Carottes 1 kg", b'Jus "bio"; 1 L, doux')

    assert read(content, "camap").rows[0].product_name == 'Jus "bio"; 1 L, doux'


def test_camap_saved_again_by_a_spreadsheet_still_reads() -> None:
    content = CAMAP.read_bytes().replace(b'"', b"")

    assert read(content, "camap") == read(CAMAP.read_bytes(), "camap")


OWN = "order;customer;delivery_date;producer;product;quantity;unit;comment\n"


def test_the_hubs_own_form_with_semicolons_and_decimal_commas() -> None:
    content = (OWN + "R1;CANT-01;2026-11-24;F03;F03-CAROTTE;2,5;kg;« Petites »\n").encode()

    (line,) = read_orders(content).rows

    assert line.quantity == Decimal("2.5")
    assert line.delivery_date == date(2026, 11, 24)
    assert (line.producer_code, line.sku, line.unit) == ("F03", "F03-CAROTTE", "kg")


def test_columns_may_stand_in_any_order() -> None:
    content = b"quantity,product,order,customer\n3,F03-X,R1,C1\n"

    (line,) = read_orders(content, delivery_date=DAY).rows

    assert facts(line) == ("R1", "C1", "F03-X", "", Decimal(3))


def test_the_row_of_the_file_wins_over_the_chosen_day() -> None:
    content = (OWN + "R1;C1;2026-11-24;F03;F03-X;3;kg;\n").encode()

    assert read_orders(content, delivery_date=DAY).rows[0].delivery_date == date(2026, 11, 24)


def test_a_formula_in_a_comment_is_text() -> None:
    content = (OWN + "R1;C1;2026-11-24;F03;F03-X;3;kg;=HYPERLINK(A1)\n").encode()

    assert read_orders(content).rows[0].comment == "=HYPERLINK(A1)"


def test_a_saved_mapping_reads_a_foreign_form() -> None:
    content = "Exporté hier\n\nRéf;Cde;Acheteur;Qté\nF03-X;R1;C1;3\n".encode()
    mapping = {"Réf": "product", "Cde": "order", "Acheteur": "customer", "Qté": "quantity"}

    reading = mapped.read(content, DAY, OrderMapping(name="x", columns=mapping))

    assert [facts(line) for line in reading.rows] == [("R1", "C1", "F03-X", "", Decimal(3))]
    assert reading.problems == ()


def test_accents_of_another_computer_are_the_same_accents() -> None:
    composed = (OWN + "R1;C1;2026-11-24;F03;F03-X;3;kg;pâté\n").encode()
    decomposed = composed.replace("â".encode(), "a\u0302".encode())

    assert read_orders(decomposed) == read_orders(composed)
