"""A token may speak for one farm only, and may lapse; an inspector's does after a day."""

from __future__ import annotations

import time

import pytest

from station.access import DAY_S, AccessError
from tests.web_api.station_at_work import Answer, Station, command


def sent(station: Station, token: str, body: Answer) -> Answer:
    headers = {"Authorization": f"Bearer {token}"}
    answer = station.call("POST", "/api/v1/commands", body, role=None, headers=headers)
    return dict(answer.get_json())


def refusal(answer: Answer) -> str | None:
    return answer["refusal"]["code"] if answer["outcome"] == "refused" else None


def test_a_farms_token_speaks_for_its_own_farm_only(station: Station) -> None:
    token = station.access.create_token("ferme", "producer", producer="F01")
    crate = {"product": "RADIS", "crate_type": "E2", "count": 12}
    theirs = station.do("OpenIntake", producer="F02")["intake"]

    own = sent(station, token, command("ReceiveCrate", producer="F01", **crate))
    other = sent(station, token, command("OpenIntake", producer="F02"))
    by_intake = sent(station, token, command("CloseIntake", intake=theirs))
    by_product = sent(
        station, token, command("ReceiveCrate", producer="F01", **{**crate, "product": "YAOURT"})
    )

    assert refusal(own) is None
    assert [refusal(each) for each in (other, by_intake, by_product)] == ["not_allowed"] * 3


def test_a_farms_token_cannot_scan_another_farms_card(station: Station) -> None:
    token = station.access.create_token("ferme", "producer", producer="F01")
    cards = {one["code"]: one["card"] for one in station.get("/api/v1/producers")["items"]}
    headers = {"Authorization": f"Bearer {token}"}
    verdicts = {}
    for code, card in cards.items():
        body = {"command_id": f"essai-farm-{code}", "data": card}
        path = "/api/v1/posts/reception/scans"
        answer = station.call("POST", path, body, role=None, headers=headers)
        verdicts[code] = (answer.get_json()["refusal"] or {}).get("code")

    assert verdicts["F01"] is None and verdicts["F02"] == "not_allowed"


def test_a_producers_token_without_a_farm_is_as_before(station: Station) -> None:
    token = station.access.create_token("quai", "producer")

    assert refusal(sent(station, token, command("OpenIntake", producer="F02"))) is None


def test_an_inspectors_token_lapses_after_a_day(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = station.access.create_token("contrôle", "inspector")
    longer = station.access.create_token("audit", "inspector", days=3)
    assert station.access.token_sender(token) is not None

    later = time.time() + DAY_S + 2
    monkeypatch.setattr(time, "time", lambda: later)

    assert station.access.token_sender(token) is None
    assert station.access.token_sender(longer) is not None


@pytest.mark.parametrize("days", [0, -1, 4_000])
def test_days_are_counted_from_one(station: Station, days: int) -> None:
    with pytest.raises(AccessError, match="days"):
        station.access.create_token("x", "worker", days=days)


def test_only_a_producers_token_is_bound_to_a_farm(station: Station) -> None:
    with pytest.raises(AccessError, match="role producer"):
        station.access.create_token("x", "worker", producer="F01")
