"""Farms' documents over HTTP: how they stand for the office, what reception must say."""

from datetime import date, timedelta
from typing import Any

from tests.web_api.station_at_work import Station, command


def note(station: Station, **data: Any) -> None:
    sent = command("RegisterDocument", producer="F01", **data)
    answer = station.call("POST", "/api/v1/commands", sent).get_json()
    assert answer["outcome"] == "accepted", answer


def days(station: Station, later: int) -> str:
    return (date.fromisoformat(station.today) + timedelta(days=later)).isoformat()


def test_the_worst_farm_comes_first_with_its_documents(station: Station) -> None:
    note(station, document="insurance", until=days(station, -1))
    note(station, document="approval", until=days(station, 20), reference="61.001.001")

    farm = station.get("/api/v1/charter")["items"][0]

    assert (farm["producer"], farm["standing"]) == ("F01", "ended")
    stand = {one["document"]: one["standing"] for one in farm["documents"]}
    assert (stand["insurance"], stand["approval"]) == ("ended", "soon")


def test_reception_is_told_only_what_ends_or_ended(station: Station) -> None:
    note(station, document="insurance", until=days(station, 400))
    note(station, document="approval", until=days(station, 30))

    found = station.call("GET", "/api/v1/producers/F01/notices", role="worker").get_json()

    told = [one["document"] for one in found["documents"] if one["document"] in ("insurance",
            "approval")]  # fmt: skip
    assert told == ["approval"]


def test_only_readers_see_every_farms_documents(station: Station) -> None:
    assert station.call("GET", "/api/v1/charter", role="worker").status_code == 403
    assert station.call("GET", "/api/v1/charter", role="producer").status_code == 403
