"""Invoices over HTTP: issued once, papers that agree with the ledger, files that others take."""

import csv
import io
from typing import Any

import pytest
from facturx import get_facturx_xml_from_pdf, xml_check_xsd
from lxml import etree
from pypdf import PdfReader

from tests.web_api.station_at_work import Station, command

NS = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
READ = {"coordinator", "inspector", "admin"}


def do(station: Station, type: str, **data: Any) -> Any:
    answer = station.call("POST", "/api/v1/commands", command(type, **data)).get_json()
    assert answer["outcome"] == "accepted", answer
    return answer


@pytest.fixture
def sold(station: Station) -> Station:
    """Let counted goods at two VAT rates leave for a canteen; return with the note not invoiced."""
    for code, name, price, vat in (("RADIS", "Radis roses", 110, None), ("JUS", "Jus", 333, 200)):
        do(station, "RegisterProduct", code=code, producer="F01", name=name, family="légumes",
           unit="bunch", price_cents=price, vat_permille=vat, egalim=["BIO"])  # fmt: skip
    do(station, "RegisterCustomer", code="C01", name="Cantine des Tilleuls", kind="canteen",
       address="1 rue des Écoles", postcode="61110", city="Exempleville",
       siret="12345678900011", service_code="CANT-1", commitment="ENG-42",
       gln="9521234000013")  # fmt: skip
    today = station.today
    do(station, "PlanRound", date=today, round="T9", stops=[{"stop": 1, "customer": "C01"}])
    for code, count in (("RADIS", 12), ("JUS", 7)):
        got = do(station, "ReceiveCrate", producer="F01", product=code, crate_type="E2",
                 count=count, customer="C01")  # fmt: skip
        do(station, "ConfirmLabel", label=got["label"]["id"])
        do(station, "LoadCrate", crate=got["crate"]["id"], round=f"{today}-T9")
    do(station, "DepartRound", round=f"{today}-T9")
    return station


def issue(station: Station) -> str:
    today = station.today
    answer = do(station, "IssueInvoice", customer="C01", since=today, until=today)
    return str(answer["events"][0]["data"]["invoice"])


NET = 12 * 110 + 7 * 333
VAT = (12 * 110 * 55 + 500) // 1000 + (7 * 333 * 200 + 500) // 1000


def test_what_is_to_invoice_is_listed_until_it_is(sold: Station) -> None:
    (row,) = sold.get("/api/v1/invoices/to-issue")["items"]
    assert (row["customer"], row["net_cents"], row["waiting"]) == ("C01", NET, [])

    issue(sold)

    assert sold.get("/api/v1/invoices/to-issue")["items"] == []
    (issued,) = sold.get("/api/v1/invoices?customer=C01")["items"]
    assert (issued["net_cents"], issued["vat_cents"]) == (NET, VAT)


def test_what_waits_for_people_is_named(sold: Station) -> None:
    do(sold, "RegisterProduct", code="MIEL", producer="F01", name="Miel", family="épicerie",
       unit="piece")  # fmt: skip
    today = sold.today
    do(sold, "PlanRound", date=today, round="T8", stops=[{"stop": 1, "customer": "C01"}])
    got = do(sold, "ReceiveCrate", producer="F01", product="MIEL", crate_type="E2", count=3,
             customer="C01")  # fmt: skip
    do(sold, "ConfirmLabel", label=got["label"]["id"])
    do(sold, "LoadCrate", crate=got["crate"]["id"], round=f"{today}-T8")
    do(sold, "DepartRound", round=f"{today}-T8")

    (row,) = sold.get("/api/v1/invoices/to-issue")["items"]

    assert [(one["why"], one["name"]) for one in row["waiting"]] == [("price_missing", "Miel")]


def test_the_invoice_is_a_pdf_with_the_same_figures_inside(sold: Station) -> None:
    id = issue(sold)

    pdf = sold.call("GET", f"/api/v1/documents/invoice/{id}.pdf").data

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert id in text
    assert "Engagement ENG-42" in text
    name, xml = get_facturx_xml_from_pdf(pdf)
    assert name == "factur-x.xml"
    assert xml_check_xsd(xml)
    found = etree.fromstring(xml)
    assert found.findtext(".//ram:GrandTotalAmount", namespaces=NS) == (
        f"{(NET + VAT) // 100}.{(NET + VAT) % 100:02d}"
    )
    assert found.findtext(".//ram:BuyerReference", namespaces=NS) == "CANT-1"
    buyer = found.find(".//ram:BuyerTradeParty/ram:GlobalID", namespaces=NS)
    assert buyer is not None and (buyer.get("schemeID"), buyer.text) == ("0088", "9521234000013")
    assert found.find(".//ram:SellerTradeParty/ram:GlobalID", namespaces=NS) is None
    rates = [one.text for one in found.findall(
        ".//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent",
        namespaces=NS)]  # fmt: skip
    assert [float(rate or 0) for rate in rates] == [5.5, 20.0]


def test_a_customers_file_does_not_empty_what_only_the_office_writes(sold: Station) -> None:
    """Service code and commitment are what a public canteen pays an invoice by."""
    file = b"code,name,kind,city\nC01,Cantine des Tilleuls,canteen,Autreville\n"

    answer = sold.call(
        "POST", "/api/v1/imports/customers", data={"file": (io.BytesIO(file), "clients.csv")}
    )

    assert answer.get_json()["applied"], answer.text
    [row] = [one for one in sold.get("/api/v1/customers")["items"] if one["code"] == "C01"]
    kept = ("service_code", "commitment", "siret", "gln", "city")
    assert [row[name] for name in kept] == [
        "CANT-1", "ENG-42", "12345678900011", "9521234000013", "Autreville",
    ]  # fmt: skip


def test_a_credit_is_a_paper_of_its_own(sold: Station) -> None:
    id = issue(sold)
    made = do(sold, "IssueCredit", invoice=id, lines=[{"line": 1, "quantity_milli": 2_000}],
              reason="deux gâtés", bears="F01")  # fmt: skip
    credit = made["events"][0]["data"]["credit"]

    pdf = sold.call("GET", f"/api/v1/documents/invoice/{credit}.pdf").data

    _, xml = get_facturx_xml_from_pdf(pdf)
    assert xml_check_xsd(xml)
    assert etree.fromstring(xml).xpath("string(//*[local-name()='TypeCode'])") == "381"


def rows(station: Station, path: str) -> list[dict[str, str]]:
    answer = station.call("GET", path)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))


def test_the_books_are_in_balance(sold: Station) -> None:
    id = issue(sold)
    do(sold, "IssueCredit", invoice=id, lines=[{"line": 2, "quantity_milli": 3_000}],
       reason="cassées")  # fmt: skip

    found = rows(sold, f"/api/v1/documents/books/{sold.today[:7]}.csv")

    def cents(column: str) -> int:
        return sum(int(row[column].replace(",", "")) for row in found)

    assert cents("Debit") == cents("Credit") > NET
    assert found[0]["CompteNum"] == "411000"
    assert found[0]["Debit"] == f"{(NET + VAT) // 100},{(NET + VAT) % 100:02d}"


def test_purchases_fit_the_schema_of_ma_cantine(sold: Station) -> None:
    id = issue(sold)

    found = rows(sold, f"/api/v1/documents/ma-cantine/{id}.csv")

    assert list(found[0]) == [
        "siret", "description", "fournisseur", "date", "prix_ht", "famille_produits",
        "categories_egalim", "origine", "est_circuit_court", "est_local", "definition_local",
    ]  # fmt: skip
    assert {row["siret"] for row in found} == {"12345678900011"}
    by_name = {row["description"]: row for row in found}
    assert by_name["Radis roses"]["prix_ht"] == "13.20"
    assert by_name["Radis roses"]["categories_egalim"] == "BIO"
    assert {row["famille_produits"] for row in found} == {"FRUITS_ET_LEGUMES"}


def test_a_credit_counts_against_its_invoice_in_every_file(sold: Station) -> None:
    id = issue(sold)
    made = do(sold, "IssueCredit", invoice=id, lines=[{"line": 1, "quantity_milli": 2_000}],
              reason="gâtés")  # fmt: skip
    credit = made["events"][0]["data"]["credit"]

    lines = rows(sold, f"/api/v1/documents/invoice-lines/{sold.today[:7]}.csv")
    bought = rows(sold, f"/api/v1/documents/ma-cantine/{credit}.csv")

    assert sum(int(row["net_cents"]) for row in lines) == NET - 2 * 333
    assert [row["credits"] for row in lines][-1] == id
    assert [row["prix_ht"] for row in bought] == ["-6.66"]


def test_a_producers_statement_takes_off_commission_and_the_credit_it_bears(sold: Station) -> None:
    id = issue(sold)
    do(sold, "IssueCredit", invoice=id, lines=[{"line": 1, "quantity_milli": 1_000}],
       reason="gâté", bears="F01")  # fmt: skip

    found = sold.get("/api/v1/producers/F01/statement")
    paper = sold.call("GET", "/api/v1/documents/statement/F01.pdf")

    assert found["sold_cents"] == NET - 333
    assert found["due_cents"] == found["sold_cents"] - found["commission_cents"]
    assert "À vous verser" in PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()


def test_a_formula_in_a_name_stays_a_name(sold: Station) -> None:
    do(sold, "RegisterProduct", code="JUS", producer="F01", name='=HYPERLINK("x")',
       family="", unit="bunch", price_cents=333, vat_permille=200)  # fmt: skip
    issue(sold)

    found = rows(sold, f"/api/v1/documents/invoice-lines/{sold.today[:7]}.csv")

    assert {row["name"][0] for row in found} == {"'", "R"}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/invoices", "/api/v1/invoices/to-issue", "/api/v1/producers/F01/statement"],
)
def test_only_the_office_and_the_inspector_read_invoices(station: Station, path: str) -> None:
    answers = {role: station.call("GET", path, role=role) for role in station.tokens}

    assert {role for role, answer in answers.items() if answer.status_code == 200} == READ


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/documents/invoice/FA-1999-0001.pdf",
        "/api/v1/documents/ma-cantine/x.csv",
        "/api/v1/documents/statement/F99.pdf",
    ],
)
def test_a_paper_that_is_not_there_is_said(station: Station, path: str) -> None:
    assert station.call("GET", path).status_code == 404
