"""Ways of working that a hub does not use are off and unseen; a trial is marked on every page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web_api.station_at_work import Station, write_station


@contextmanager
def hub_with(flows: str, registered: bytes, folder: Path) -> Iterator[Station]:
    folder.mkdir()
    path = write_station(folder, registered)
    path.write_text(path.read_text("utf-8") + f"\n[flows]\n{flows}\n", encoding="utf-8")
    station = Station(path)
    try:
        yield station
    finally:
        station.close()


def test_a_flow_that_is_off_has_no_page_and_no_link(registered: bytes, tmp_path: Path) -> None:
    with hub_with("shares = false\nshop = false", registered, tmp_path / "hub") as station:
        shares = station.call("GET", "/shares")
        shop = station.call("GET", "/shop/shop")
        invoices = station.call("GET", "/invoices")

    assert (shares.status_code, shop.status_code, invoices.status_code) == (404, 404, 200)
    assert "/shares" not in invoices.text
    assert 'data-absent="bench hours shares shop"' in invoices.text


def test_every_flow_is_on_where_nothing_is_said(station: Station) -> None:
    assert station.call("GET", "/shares").status_code == 200
    assert "fait foi" not in station.call("GET", "/shares").text


def test_a_trial_is_marked_on_every_page(registered: bytes, tmp_path: Path) -> None:
    with hub_with("trial = true", registered, tmp_path / "hub") as station:
        pages = [station.call("GET", path).text for path in ("/", "/coordinator", "/login")]

    assert all("le papier fait foi" in page for page in pages)
