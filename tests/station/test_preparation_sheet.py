"""A preparation sheet on paper: numbered, by customer, only what changed is marked."""

import csv
from io import BytesIO, StringIO

from pypdf import PdfReader

from station import documents
from tests.domain.hub import TODAY, Answer, Hub
from tests.station.test_mailer import HUB


def paper(hub: Hub) -> Answer:
    found = hub.ask(lambda p: documents.sheet_json(p, "F01", TODAY, HUB))
    assert found is not None
    return dict(found)


def text(hub: Hub) -> str:
    made = hub.ask(lambda p: documents.sheet_pdf(p, "F01", TODAY, HUB))
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def change(hub: Hub, line: str, quantity: int) -> None:
    changed = {"order_line": line, "quantity_milli": quantity * 1000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[changed])


def test_before_it_is_sent_a_sheet_is_a_draft(hub: Hub) -> None:
    hub.order("C01", "CAROTTE", 20)

    assert paper(hub)["version"] == 0 and "projet, pas encore envoyé" in text(hub)


def test_the_second_version_marks_only_what_changed(hub: Hub) -> None:
    more, same, gone = (hub.order("C01", name, 6) for name in ("CAROTTE", "RADIS", "CAROTTE"))
    hub.done("SendSheets", delivery_date=TODAY)
    change(hub, more, 8)
    hub.done("ImportOrders", source="essai", cancelled=[gone])
    new = hub.order("C03", "RADIS", 2)

    hub.done("SendSheets", delivery_date=TODAY)

    found = paper(hub)
    marks = {row["order_line"]: row["change"] for row in found["rows"]}
    assert found["title"] == "version 2, remplace la 1"
    assert marks == {more: "changé, avant : 6\xa0kg", same: "", gone: "annulé", new: "nouveau"}
    shown = text(hub).replace("\xa0", " ")
    assert "version 2, remplace la 1" in shown and "changé, avant : 6 kg" in shown
    assert "8 bottes" in shown  # the harvest: six and two


def test_an_order_that_moved_since_is_said_and_the_version_stays_what_it_was(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 6)
    hub.done("SendSheets", delivery_date=TODAY)

    change(hub, line, 9)

    found = paper(hub)
    assert (found["version"], found["outdated"]) == (1, True)
    assert found["rows"][0]["quantity_milli"] == 6_000


def test_customers_stand_in_the_order_of_the_round(hub: Hub) -> None:
    for customer in ("C03", "C02", "C01"):
        hub.order(customer, "CAROTTE", 2)

    rows = paper(hub)["rows"]

    assert [(row["round"], row["stop"], row["customer"]) for row in rows] == [
        ("T1", 1, "C01"), ("T1", 2, "C02"), ("T2", 1, "C03"),
    ]  # fmt: skip


def test_a_spreadsheet_gets_the_same_rows_and_no_formula(hub: Hub) -> None:
    hub.done("RegisterCustomer", code="C01", name="=CMD()", kind="canteen")
    hub.order("C01", "CAROTTE", 20)

    made = hub.ask(lambda p: documents.sheet_csv(p, "F01", TODAY, HUB))

    [row] = csv.DictReader(StringIO(made.lstrip("\ufeff")), delimiter=";")
    assert (row["quantity_milli"], row["unit"], row["round"]) == ("20000", "kg", "T1")
    assert row["customer_name"] == "'=CMD()"


def test_a_customer_is_named_and_nothing_more(hub: Hub) -> None:
    hub.done("RegisterCustomer", code="C01", name="Cantine", kind="canteen", phone="0600000000",
             address="3 rue Cachée")  # fmt: skip
    hub.order("C01", "CAROTTE", 20)

    assert "Cantine" in text(hub)
    assert "0600000000" not in str(paper(hub)) + text(hub)
    assert "Cachée" not in str(paper(hub)) + text(hub)


def test_a_farm_nobody_knows_has_no_sheet(hub: Hub) -> None:
    assert hub.ask(lambda p: documents.sheet_pdf(p, "F99", TODAY, HUB)) is None
