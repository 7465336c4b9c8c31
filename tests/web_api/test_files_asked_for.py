"""Files and lists that a page links to by their address: there, and of the kind they say."""

import pytest

from tests.web_api.station_at_work import Station

PDF = "application/pdf"
CSV = "text/csv"


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("devices/calibration-sheet.pdf", PDF, b"%PDF-"),
        ("documents/day/{today}.pdf", PDF, b"%PDF-"),
        ("documents/weights/{today}.csv", CSV, b"\xef\xbb\xbf"),
        ("ledger/choices", "application/json", b"{"),
    ],
)
def test_a_linked_file_is_there_and_is_what_it_says(
    station: Station, path: str, kind: str, begins: bytes
) -> None:
    order = {"order": "C-1", "customer": "C01", "delivery_date": station.today, "unit": "kg",
             "producer": "F01", "product": "CAROTTE", "quantity_milli": 5_000}  # fmt: skip
    assert station.do("ImportOrders", source="essai", added=[order])["outcome"] == "accepted"
    station.crate()

    answer = station.call("GET", "/api/v1/" + path.format(today=station.today))

    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.data.startswith(begins)


def test_a_day_without_anything_has_no_papers(station: Station) -> None:
    answer = station.call("GET", "/api/v1/documents/weights/2001-01-01.csv")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_copy_is_begun_by_the_office_and_its_state_is_told(station: Station) -> None:
    answer = station.call("POST", "/api/v1/backups")

    assert (answer.status_code, answer.mimetype) == (202, "application/json")
    assert set(answer.json["backup"]) == set(station.get("/api/v1/status")["backup"])
    assert station.call("POST", "/api/v1/backups", role="worker").status_code == 403
