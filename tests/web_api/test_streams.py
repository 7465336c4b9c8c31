"""Streams on a real server: what they bring, and that thirty of them slow nobody."""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from tests.web_api.station_at_work import Station, command, served

POSTS = 15
TIMEOUT_S = 20.0


@pytest.fixture
def port(station: Station) -> Iterator[int]:
    station.plan_rounds()
    with served(station) as port:
        yield port


@contextmanager
def stream(station: Station, port: int, path: str) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)) as connection:
        headers = {"Authorization": f"Bearer {station.tokens['worker']}"}
        connection.request("GET", path, headers=headers)
        yield connection.getresponse()
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def next_message(response: http.client.HTTPResponse, wanted: str) -> object:
    """Return the data of the next message of this name; the socket's timeout bounds the wait."""
    name = ""
    while True:
        line = response.readline()
        assert line, f"the stream ended before {wanted!r}"
        text = line.decode().rstrip("\r\n")
        if text.startswith("event: "):
            name = text.removeprefix("event: ")
        elif text.startswith("data: ") and name == wanted:
            return json.loads(text.removeprefix("data: "))


def post(station: Station, port: int) -> float:
    """Send one command on a connection of its own; return its seconds."""
    body = json.dumps(command("OpenIntake", producer="F01"))
    headers = {"Authorization": f"Bearer {station.tokens['worker']}",
               "Content-Type": "application/json"}  # fmt: skip
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)) as connection:
        began_s = time.perf_counter()
        connection.request("POST", "/api/v1/commands", body, headers)
        answer = json.load(connection.getresponse())
        took_s = time.perf_counter() - began_s
    assert answer["outcome"] == "accepted"
    return took_s


def test_a_post_stream_begins_with_the_present(station: Station, port: int) -> None:
    with stream(station, port, "/api/v1/posts/reception/stream") as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert next_message(response, "labels") == []


def test_an_intake_is_told_to_the_post(station: Station, port: int) -> None:
    with stream(station, port, "/api/v1/posts/reception/stream") as response:
        next_message(response, "labels")
        station.do("OpenIntake", producer="F01")

        told = next_message(response, "intake")

    assert isinstance(told, list) and told[0]["producer"] == "F01"


def test_a_boards_stream_shows_each_crate_as_it_is_loaded(station: Station, port: int) -> None:
    crate = station.crate(customer="C03")
    station.do("ConfirmLabel", label=crate["label"])
    round = f"{station.today}-T2"
    with stream(station, port, f"/api/v1/rounds/{round}/stream") as response:
        before = next_message(response, "board")
        station.do("LoadCrate", post="dock-1", crate=crate["id"], round=round)

        after = next_message(response, "board")

    assert isinstance(before, dict) and isinstance(after, dict)
    assert before != after


def test_a_stream_of_nothing_is_not_found(station: Station, port: int) -> None:
    with stream(station, port, "/api/v1/rounds/RIEN/stream") as response:
        assert response.status == 404


def watched(station: Station) -> list[tuple[str, str]]:
    """Return thirty streams as a hangar has them, each with its first message: boards and posts."""
    boards = [f"/api/v1/rounds/{station.today}-{name}/stream" for name in ("T1", "T2")]
    posts = [f"/api/v1/posts/{id}/stream" for id in ("reception", "cold-door", "dock-1")]
    return [*((path, "board") for path in boards * 12), *((path, "labels") for path in posts * 2)]


def test_thirty_open_streams_do_not_slow_a_post(station: Station, port: int) -> None:
    post(station, port)
    alone_s = statistics.median(post(station, port) for _ in range(POSTS))
    with ExitStack() as opened:
        paths = watched(station)
        for path, first in paths:
            next_message(opened.enter_context(stream(station, port, path)), first)
        assert (len(paths), station.hangar.feed.count("rounds")) == (30, 24)

        crowded_s = statistics.median(post(station, port) for _ in range(POSTS))

    # The streams redraw on the same processor: that is work, and costs a few milliseconds. Threads
    # held by streams would let no post through, and a poll of all tablets would cost seconds.
    print(f"alone {alone_s * 1000:.1f} ms, with 30 streams {crowded_s * 1000:.1f} ms")
    assert crowded_s < max(0.25, 10 * alone_s), (alone_s, crowded_s)


def test_a_stream_that_was_left_is_forgotten(station: Station, port: int) -> None:
    with stream(station, port, "/api/v1/posts/reception/stream") as response:
        next_message(response, "labels")
    deadline_s = time.monotonic() + TIMEOUT_S

    while station.hangar.feed.count("post/reception") and time.monotonic() < deadline_s:
        post(station, port)

    assert station.hangar.feed.count("post/reception") == 0


def test_every_post_is_told_of_a_blocked_lot_with_crates_in_the_hangar_until_it_is_released(
    station: Station, port: int
) -> None:
    crate = station.crate()
    lot = crate["lot"]

    with ExitStack() as streams:
        opened = [
            streams.enter_context(stream(station, port, f"/api/v1/posts/{post}/stream"))
            for post in ("reception", "cold-door", "dock-1", "shop")
        ]
        before = [next_message(each, "alarms") for each in opened]
        station.do("BlockLot", lot=lot, reason="essai")
        blocked = [next_message(each, "alarms") for each in opened]
        station.do("ReleaseLot", lot=lot, reason="essai")
        after = [next_message(each, "alarms") for each in opened]

    assert before == after == [[]] * 4
    assert [[alarm["lot"] for alarm in each] for each in blocked] == [[lot]] * 4  # type: ignore[attr-defined]
    assert blocked[0][0]["verdict"] == "lot_blocked"  # type: ignore[index]


def test_a_tablet_that_comes_late_hears_of_it_and_nobody_of_a_lot_that_has_left(
    station: Station, port: int
) -> None:
    lot = station.crate()["lot"]
    gone = station.crate(product="YAOURT", producer="F02", celsius_tenths=30)
    station.do("BlockLot", lot=lot, reason="essai")
    station.do("DiscardCrate", crate=gone["id"], reason="essai")
    station.do("BlockLot", lot=gone["lot"], reason="essai")

    with stream(station, port, "/api/v1/posts/dock-1/stream") as late:
        alarms = next_message(late, "alarms")

    assert [alarm["lot"] for alarm in alarms] == [lot]  # type: ignore[attr-defined]
