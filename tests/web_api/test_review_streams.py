"""A stream ends with the right to it, says what a sleeper missed, and leaves threads for scans."""

from collections.abc import Iterator

import pytest

from station.feed import MAX_WAITING, Feed
from tests.web_api.station_at_work import Station, served
from tests.web_api.test_streams import next_message, stream
from web.api import streams

PATH = "/api/v1/posts/reception/stream"


@pytest.fixture
def port(station: Station, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(streams, "BEAT_S", 0.1)
    station.plan_rounds()
    with served(station) as port:
        yield port


@pytest.mark.parametrize("path", [PATH, "/api/v1/rounds/{today}-T1/stream"])
def test_a_revoked_token_ends_its_streams(station: Station, port: int, path: str) -> None:
    with stream(station, port, path.format(today=station.today)) as response:
        assert response.readline()

        station.access.revoke_token("essai-worker")

        while response.readline():  # the socket's timeout bounds this
            pass


def test_streams_leave_threads_for_scans(
    station: Station, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MAX_STREAMS", 1)
    with stream(station, port, PATH) as first:
        next_message(first, "labels")

        with stream(station, port, PATH) as second:
            assert (second.status, second.headers["Retry-After"]) == (503, "10")


def delivered(feed: Feed, count: int) -> None:
    """Publish, and wait until all of it was handed out (messages are, in their order)."""
    with feed.listen("end") as fence:
        for number in range(count):
            feed.publish("post/a", "weighing", number)
        feed.publish("end", "end")
        assert fence.take(5)


@pytest.mark.parametrize(("more", "missed"), [(0, False), (1, True)])
def test_a_listener_that_slept_too_long_is_told(more: int, missed: bool) -> None:
    feed = Feed()
    with feed.listen("post/a") as listener:
        delivered(feed, MAX_WAITING + more)

        assert listener.missed is missed
        assert listener.take(0)[0].data == more
    feed.close()
