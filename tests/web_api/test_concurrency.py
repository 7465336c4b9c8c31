"""Several people at once on a real server: each crate is loaded once, everybody is answered."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.station.killing import call
from tests.web_api.station_at_work import Station, served

HANDHELDS = 6
CRATES = 15


@pytest.fixture
def port(station: Station) -> Iterator[int]:
    station.plan_rounds()
    with served(station) as port:
        yield port


def crates(station: Station) -> list[str]:
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 6,
            "customer": "C03", "crates": CRATES}  # fmt: skip
    return [crate["sscc"] for crate in station.do("ReceiveCrate", **data)["crates"]]


def scan(station: Station, port: int, reader: int, code: str, **more: Any) -> Any:
    body = {"command_id": str(uuid.uuid4()), "data": code, "reader": f"mobile-{reader}",
            "context": {"round": f"{station.today}-T2"}} | more  # fmt: skip
    path = "/api/v1/posts/dock-1/scans"
    status, answer = call(port, "POST", path, body, station.tokens["driver"])
    assert status == 200, answer
    return answer


def everybody_scans(station: Station, port: int, codes: list[str], **more: Any) -> Counter[str]:
    def walk(reader: int) -> list[str]:
        turned = codes[reader:] + codes[:reader]
        return [str(scan(station, port, reader, code, **more)["verdict"]) for code in turned]

    with ThreadPoolExecutor(HANDHELDS) as pool:
        return Counter(verdict for row in pool.map(walk, range(HANDHELDS)) for verdict in row)


def loaded(station: Station) -> int:
    return len(station.get("/api/v1/crates?state=loaded")["items"])


def test_each_crate_is_good_once_and_a_duplicate_for_all_others(
    station: Station, port: int
) -> None:
    codes = crates(station)

    verdicts = everybody_scans(station, port, codes)

    assert verdicts["ok"] + verdicts["done"] == CRATES
    assert verdicts["duplicate"] == CRATES * (HANDHELDS - 1)
    assert verdicts["done"] == 1
    assert loaded(station) == CRATES


def test_handhelds_that_judged_alone_are_all_believed_and_told_to_the_coordinator(
    station: Station, port: int
) -> None:
    codes = crates(station)

    judged = {"verdict": "ok", "snapshot": 1}
    verdicts = everybody_scans(station, port, codes, judged=judged)

    assert set(verdicts) <= {"ok", "done"}
    assert loaded(station) == CRATES
    twice = station.get("/api/v1/exceptions?limit=2000")["items"]
    assert {trouble["kind"] for trouble in twice} == {"loaded_twice"}
    assert len(twice) == CRATES * (HANDHELDS - 1)


def test_what_was_sent_twice_at_the_same_time_is_done_once(station: Station, port: int) -> None:
    code, id = crates(station)[0], str(uuid.uuid4())

    with ThreadPoolExecutor(HANDHELDS) as pool:
        answers = list(
            pool.map(lambda _: scan(station, port, 1, code, command_id=id), range(HANDHELDS))
        )

    assert sum(not answer["replayed"] for answer in answers) == 1
    assert len({answer["ledger"]["head"] for answer in answers}) == 1
    assert loaded(station) == 1
