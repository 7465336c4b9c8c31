"""The searchable ledger: what fits is found newest first, in bounded steps, nothing else is."""

import pytest

from station.ledger import seeking
from tests.web_api.station_at_work import Station


def found(station: Station, query: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = station.get(f"/api/v1/ledger?{query}")["items"]
    return items


def test_a_crates_label_finds_all_that_happened_to_it(station: Station) -> None:
    crate, other = station.crate(), station.crate()
    station.do("StoreCrate", crate=crate["id"], zone="SEC")

    by_label = found(station, f"code=(00){crate['sscc']}")

    assert {event["type"] for event in by_label} >= {"CrateReceived", "CrateStored"}
    assert [event for event in by_label if other["id"] in str(event["data"])] == []
    assert str(crate["sscc"]) in str(by_label[0]["say"])


def test_a_lot_finds_the_crates_that_hold_it(station: Station) -> None:
    crate = station.crate()

    types = [event["type"] for event in found(station, f"code={crate['contents'][0]['lot']}")]

    assert types[-2:] == ["CrateReceived", "LotOpened"]


def test_filters_by_type_post_and_day(station: Station) -> None:
    station.crate()

    assert {e["type"] for e in found(station, "type=CrateReceived")} == {"CrateReceived"}
    assert {e["post"] for e in found(station, "post=reception")} == {"reception"}
    assert found(station, f"type=CrateReceived&day={station.today}")
    assert found(station, "day=2001-02-03") == []


def test_pages_go_down_to_the_first_event_without_a_gap(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question looks at few rows here, so that an empty page is met on the way too."""
    monkeypatch.setattr(seeking, "LOOKED_AT", 5)
    station.crate()
    last = station.get("/api/v1/status")["ledger"]["seq"]
    everything, rare, before = [], [], ""
    while before is not None:
        page = station.get(f"/api/v1/ledger?limit=3&before={before}")
        everything += [event["seq"] for event in page["items"]]
        before = page["next"]
    before = ""
    while before is not None:
        page = station.get(f"/api/v1/ledger?type=LotOpened&before={before}")
        rare += page["items"]
        before = page["next"]

    assert everything == list(range(last, 0, -1))
    assert len(rare) == 1


def test_an_inspector_reads_and_a_worker_does_not(station: Station) -> None:
    assert station.call("GET", "/api/v1/ledger", role="inspector").status_code == 200
    assert station.call("GET", "/api/v1/ledger", role="worker").status_code == 403


def test_a_day_that_is_none_is_a_malformed_call(station: Station) -> None:
    assert station.call("GET", "/api/v1/ledger?day=demain").status_code == 400


def test_badges_are_read_by_the_office_alone(station: Station) -> None:
    for role, shown in (("admin", True), ("coordinator", True), ("inspector", False)):
        (event, *_) = station.get("/api/v1/ledger?type=OperatorRegistered", role=role)["items"]
        assert ("card" in event["data"]) is shown, role
    for role, shown in (("coordinator", True), ("worker", False), ("inspector", False)):
        events = station.get("/api/v1/events?limit=2000", role=role)["items"]
        people = [event for event in events if event["type"] == "OperatorRegistered"]
        assert people and all(("card" in event["data"]) is shown for event in people), role
        assert any("card" in event["data"] for event in events if event not in people)
