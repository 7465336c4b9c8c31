"""The calls of the closing; what a closing is, is tests/domain/test_closing.py."""

from __future__ import annotations

import pytest

from tests.web_api.station_at_work import Station

PATH = "/api/v1/closings"


@pytest.mark.parametrize(
    ("role", "reads", "closes"),
    [("worker", 403, 403), ("inspector", 200, 403), (None, 401, 401), ("coordinator", 200, 200)],
)
def test_the_office_closes_and_the_inspector_reads(
    station: Station, role: str | None, reads: int, closes: int
) -> None:
    assert station.call("GET", PATH, role=role).status_code == reads
    assert station.call("POST", PATH, {}, role=role).status_code == closes


def test_a_closing_is_listed_and_can_be_printed_as_a_page(station: Station) -> None:
    station.crate()

    answer = station.post(PATH, {})

    (closing,) = station.get(PATH)["items"]
    assert closing["id"] == answer["closing"] == f"{station.today}-1"
    assert (closing["received"], closing["gone"], closing["in_stock"]) == (1, 0, 1)
    page = station.call("GET", f"{PATH}/{closing['id']}.pdf")
    assert (page.status_code, page.data[:5]) == (200, b"%PDF-")
    assert station.call("GET", f"{PATH}/2026-01-01-1.pdf").status_code == 404
