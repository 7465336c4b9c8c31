"""The carré-vente's hours over HTTP and on the public catalogue."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.web_api.station_at_work import Station

ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "23:59"} for day in range(1, 8)]


def test_hours_that_nobody_set_say_nothing(station: Station) -> None:
    assert station.get("/api/v1/shop-hours", role="worker") == {
        "version": 0, "week": [], "days": [], "now": None,
    }  # fmt: skip


def test_hours_and_coming_days_are_told_and_gone_ones_are_not(station: Station) -> None:
    today = date.fromisoformat(station.today)
    station.do("SetShopHours", spans=ALL_DAY)
    for days in (-1, 1):
        station.do("SetShopDay", date=(today + timedelta(days=days)).isoformat(), note="foire")

    hours = station.get("/api/v1/shop-hours")

    assert len(hours["week"]) == 7
    assert [(day["date"], day["version"]) for day in hours["days"]] == [
        ((today + timedelta(days=1)).isoformat(), 1)
    ]


def test_only_the_office_sets_hours(station: Station) -> None:
    body = {"command_id": "h-1", "type": "SetShopHours", "data": {"spans": []}}

    assert station.call("POST", "/api/v1/commands", body, role="worker").status_code == 403


@pytest.mark.parametrize("more", ["", "[flows]\nshop = false\n"])
def test_the_public_catalogue_tells_the_hours_of_a_hub_that_has_a_shop(
    station: Station, tmp_path: Path, more: str
) -> None:
    tomorrow = (date.fromisoformat(station.today) + timedelta(days=1)).isoformat()
    station.do("SetShopHours", spans=ALL_DAY)
    station.do("SetShopDay", date=tomorrow, note="<b>foire</b>")
    station.close()
    path = tmp_path / "hangar.toml"
    path.write_text(path.read_text("utf-8") + f"\n[catalogue]\npublic = true\n{more}", "utf-8")
    other = Station(path)
    try:
        page = other.browser().get("/catalogue").text
    finally:
        other.close()

    assert ("mardi" in page) is (not more)
    assert ("&lt;b&gt;foire&lt;/b&gt;" in page) is (not more)
