"""The played day's own checks, held to what they must find: lost answers, grams, odd labels."""

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from station.day.bench import Printed
from station.day.calls import CallFailed, Calls
from station.day.counting import count
from station.day.restart import missing_events, remembered
from station.day.story import Story


class Station:
    """A station over a real socket that forgets what it is told to forget."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.silent = 0
        self.refused = False

    def command(self, body: dict[str, Any]) -> dict[str, Any]:
        known = self.answers.get(body["command_id"])
        if known:
            return known | {"replayed": True}
        event = {"seq": len(self.events) + 1, "id": f"e{len(self.events)}"}
        self.events.append(event)
        answer = {"outcome": "accepted", "replayed": False, "events": [event]}
        self.answers[body["command_id"]] = answer
        return answer


@pytest.fixture
def station() -> Iterator[tuple[Station, Calls]]:
    held = Station()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if held.refused:
                self.send_error(404)
                return
            self.say({"items": held.events, "next": None})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = held.command(body)
            if held.silent:
                held.silent -= 1
                self.close_connection = True
                return
            self.say(answer)

        def say(self, value: object) -> None:
            raw = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield held, Calls(f"http://127.0.0.1:{server.server_port}", {"worker": "w"})
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_that_is_remembered_is_not_lost(station: tuple[Station, Calls]) -> None:
    _, calls = station
    calls.command("StoreCrate", {})

    (known,) = calls.acknowledged

    assert remembered(calls, known)
    assert missing_events(calls, [known]) == []


def test_a_forgotten_answer_is_found(station: tuple[Station, Calls]) -> None:
    held, calls = station
    calls.command("StoreCrate", {})
    held.answers.clear()

    (known,) = calls.acknowledged

    assert not remembered(calls, known)


def test_a_forgotten_event_is_found(station: tuple[Station, Calls]) -> None:
    held, calls = station
    calls.command("StoreCrate", {})
    calls.command("StoreCrate", {})
    held.events[1:] = [{"seq": 2, "id": "another"}]

    assert missing_events(calls, calls.acknowledged) == [2]


def test_a_call_whose_answer_was_lost_is_sent_again_with_its_id(
    station: tuple[Station, Calls],
) -> None:
    held, calls = station
    held.silent = 2

    answer = calls.command("StoreCrate", {})

    assert answer["replayed"] is True
    assert (len(held.events), calls.resent) == (1, 2)


def test_an_error_is_no_answer(station: tuple[Station, Calls]) -> None:
    held, calls = station
    held.refused = True

    with pytest.raises(CallFailed, match="GET /x: expected an answer 200, got 404"):
        calls.get("/x")


def content(grams: int | None) -> list[dict[str, Any]]:
    return [{"lot": "F01-1", "net_g": grams}]


def received(crate: str, grams: int) -> dict[str, Any]:
    data = {"crate": crate, "sscc": crate, "contents": content(grams)}
    return {"type": "CrateReceived", "data": data}


def picked(taken_g: int, left_g: int, other_g: int) -> dict[str, Any]:
    data = {
        "source": "a",
        "into": "b",
        "taken": content(taken_g),
        "left": content(left_g),
        "other_g": {"F01-1": other_g},
    }
    return {"type": "PartPicked", "data": data}


OPENED = {"type": "CustomerCrateOpened", "data": {"crate": "b", "sscc": "b"}}


def test_grams_that_leave_come_back_or_are_thrown_away_stay_counted() -> None:
    counted = count(
        [
            received("a", 1000),
            received("c", 500),
            received("d", 70),
            OPENED,
            picked(400, 600, 0),
            {"type": "RoundDeparted", "data": {"crates": ["b", "c"]}},
            {"type": "CrateReturned", "data": {"crate": "c"}},
            {"type": "CrateDiscarded", "data": {"crate": "d"}},
        ]
    )

    assert (counted.received_g, counted.delivered_g, counted.in_stock_g) == (1570, 400, 1100)
    assert (counted.discarded_g, counted.unexplained_g) == (70, 0)


def test_a_gram_that_nothing_explains_is_found() -> None:
    counted = count([received("a", 1000), OPENED, picked(400, 599, 0)])

    assert counted.unexplained_g == 1


def test_a_difference_that_was_booked_is_explained() -> None:
    counted = count([received("a", 1000), OPENED, picked(400, 599, 1)])

    assert (counted.other_g, counted.unexplained_g) == (1, 0)


def test_a_voided_reception_never_was() -> None:
    counted = count([received("a", 1000), {"type": "CrateVoided", "data": {"crate": "a"}}])

    assert (counted.received_g, counted.in_stock_g, counted.voided) == (0, 0, {"a"})


def test_a_label_whose_symbols_name_two_crates_names_none() -> None:
    one, other = "00395212340000004128", "00395212340000004135"

    good = Printed(printer="p", n=1, symbols={"GS1-128": one, "GS1 DataMatrix": one + "91L1"})
    bad = Printed(printer="p", n=2, symbols={"GS1-128": one, "GS1 DataMatrix": other})

    assert (good.sscc, bad.sscc) == (one[2:], None)


def test_what_did_not_hold_is_kept_and_shouted() -> None:
    shouted = io.StringIO()
    story = Story(out=None, err=shouted)

    story.expect(True, "bon")
    story.quietly(False, "le poids est juste", 12)

    assert (story.held, [failure.came for failure in story.failures]) == (1, ["12"])
    assert "le poids est juste — reçu : 12" in shouted.getvalue()
