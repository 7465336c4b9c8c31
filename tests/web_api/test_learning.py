"""The calls of the learn page; what is heard is tests/station/test_learn.py."""

import pytest

from tests.web_api.station_at_work import Station

PATH = "/api/v1/devices/learn"


@pytest.mark.parametrize(
    ("role", "status"), [("worker", 403), ("inspector", 403), (None, 401), ("coordinator", 409)]
)
def test_only_the_office_may_listen(station: Station, role: str | None, status: int) -> None:
    answer = station.call("POST", PATH, {"url": "file:///etc/passwd"}, role=role)

    assert answer.status_code == status


def test_a_refusal_says_what_to_write(station: Station) -> None:
    answer = station.call("POST", PATH, {"url": "file:///etc/passwd"}).get_json()

    assert answer["code"] == "bad_url"
    assert "socket://" in answer["remedy"]


@pytest.mark.parametrize("body", [[], {}, {"url": 3}, {"url": "socket://h:1", "seconds": "2"}])
def test_a_call_without_a_url_is_malformed(station: Station, body: object) -> None:
    assert station.call("POST", PATH, body).status_code == 400


def test_before_the_first_listening_there_is_nothing(station: Station) -> None:
    assert station.get(PATH) == {"session": None}
    assert station.call("GET", f"{PATH}/recording.jsonl").status_code == 404
