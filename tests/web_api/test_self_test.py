"""The calls of a self-test; what it does with devices is tests/station/test_self_test.py."""

import pytest

from tests.web_api.station_at_work import Station

PATH = "/api/v1/posts/reception/self-test"


def step(station: Station, name: object, *, role: str | None = "worker", path: str = PATH) -> int:
    return station.call("POST", path, {"step": name}, role=role).status_code


def test_a_self_test_is_begun_and_shown(station: Station) -> None:
    assert station.get(PATH) == {"run": None, "last": None}

    assert step(station, "start") == 200

    assert station.get(PATH)["run"] == {"scale": None, "printer": None, "scanners": []}


@pytest.mark.parametrize("name", ["print", "weigh", "scan", "finish"])
def test_no_step_is_taken_before_the_start(station: Station, name: str) -> None:
    assert step(station, name) == 409


def test_a_post_without_devices_has_nothing_to_keep(station: Station) -> None:
    step(station, "start")

    assert step(station, "finish") == 200

    assert station.get(PATH) == {"run": None, "last": None}


@pytest.mark.parametrize(("role", "status"), [("inspector", 403), (None, 401), ("driver", 200)])
def test_people_of_the_floor_try_the_devices(
    station: Station, role: str | None, status: int
) -> None:
    assert step(station, "start", role=role) == status


@pytest.mark.parametrize("name", ["stop", None, 3])
def test_a_step_that_does_not_exist_is_malformed(station: Station, name: object) -> None:
    assert step(station, name) == 400


def test_a_scan_is_text(station: Station) -> None:
    step(station, "start")

    assert station.call("POST", PATH, {"step": "scan", "data": 3}).status_code == 400


def test_a_post_that_does_not_exist_is_not_found(station: Station) -> None:
    path = "/api/v1/posts/nowhere/self-test"

    assert step(station, "start", path=path) == 404
    assert station.call("GET", path).status_code == 404
