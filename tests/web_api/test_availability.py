"""The catalogue over HTTP: three forms by Accept; a public page only where the hub says so."""

from pathlib import Path
from typing import Any

from tests.web_api.station_at_work import Station, command, write_station


def stocked(station: Station) -> None:
    body = command("ReceiveCrate", producer="F01", product="RADIS", crate_type="E2", count=12)
    assert station.call("POST", "/api/v1/commands", body).get_json()["outcome"] == "accepted"


def asked(station: Station, accept: str) -> Any:
    return station.call("GET", "/api/v1/availability", headers={"Accept": accept})


def test_the_caller_chooses_the_form(station: Station) -> None:
    stocked(station)

    plain = asked(station, "application/json")
    linked = asked(station, "application/ld+json")
    table = asked(station, "text/csv")

    (item,) = plain.get_json()["items"]
    assert (item["product"], item["free_milli"]) == ("RADIS", 12_000)
    assert linked.mimetype == "application/ld+json"
    assert linked.get_json(force=True)["@graph"][0]["@type"] == "dfc-b:Enterprise"
    assert table.text.lstrip("\ufeff").startswith("product;")


def test_the_public_page_is_there_only_where_the_hub_says_so(
    station: Station, registered: bytes, tmp_path: Path
) -> None:
    assert station.browser().get("/catalogue").status_code == 404

    folder = tmp_path / "public"
    folder.mkdir()
    path = write_station(folder, registered)
    path.write_text(path.read_text("utf-8") + "\n[catalogue]\npublic = true\n", encoding="utf-8")
    other = Station(path)
    try:
        stocked(other)
        page = other.browser().get("/catalogue")
    finally:
        other.close()

    assert page.status_code == 200
    assert "12 bottes" in page.text.replace("\xa0", " ")
    assert "C01" not in page.text
