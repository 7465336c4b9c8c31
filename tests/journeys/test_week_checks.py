"""The played week's own checks, held to what they must find: grams, empties, cents, taps."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

import station
from station.day.bench import Paper
from station.day.calls import Acknowledged, Calls
from station.day.cast import Day, Hub, Tally
from station.day.story import Story
from station.week.books import Books
from station.week.effort import taps
from station.week.money import _worth

Json = dict[str, Any]


class Shown:
    """What a station shows over a real socket: events and lists, to be spoiled one by one."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {
            "/api/v1/events": page(
                {"seq": 1, "type": "CrateReceived", "data": received("a", 1_000)},
                {"seq": 2, "type": "CrateReceived", "data": received("b", None, 12)},
                {"seq": 3, "type": "RoundDeparted", "data": {"crates": ["b"]}},
                {"seq": 4, "type": "CrateEmptied", "data": {"crate": "a", "other_g": {"L": 1_000}}},
                {"seq": 5, "type": "EmptiesMoved", "data": moved(3, 1)},
            ),
            "/api/v1/balance": {"received_g": 1_000, "delivered_g": 0, "in_stock_g": 0,
                                "discarded_g": 0, "returned_g": 0, "other_g": 1_000,
                                "unexplained_g": 0},
            "/api/v1/crates": page({"id": "a", "net_g": None, "count": None, "state": "emptied"},
                                   {"id": "b", "net_g": None, "count": 12, "state": "delivered"}),
            "/api/v1/empties": page({"party": "C01", "crate_type": "E2", "owed": 2}),
        }  # fmt: skip


def page(*items: Json) -> Json:
    return {"items": list(items), "next": None}


def received(crate: str, net_g: int | None, count: int | None = None) -> Json:
    contents = [{"lot": "L", "product": "P", "net_g": net_g, "count": count}]
    return {"crate": crate, "sscc": crate, "contents": contents}


def moved(given: int, taken: int) -> Json:
    return {"party": "C01", "crate_type": "E2", "given": given, "taken": taken}


@pytest.fixture
def shown() -> Iterator[tuple[Shown, Day]]:
    held = Shown()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = json.dumps(held.pages[urlsplit(self.path).path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield held, day_of(Calls(f"http://127.0.0.1:{server.server_port}", {}))
    server.shutdown()
    server.server_close()
    thread.join()


def day_of(calls: Calls) -> Day:
    hub = Hub(date="2026-11-24", rounds=[], posts=[], bays=[], producers={}, products={},
              customers={}, crate_types={}, zones={}, operators={})  # fmt: skip
    return Day(calls=calls, story=Story(out=None, err=StringIO()), seed=1, hub=hub,
               paper=Paper(calls=calls, printers=[]), tally=Tally())  # fmt: skip


def faults(day: Day) -> str:
    Books().balance(day, "l'essai")
    return "".join(failure.came for failure in day.story.failures)


def test_books_that_agree_are_balanced(shown: tuple[Shown, Day]) -> None:
    assert faults(shown[1]) == ""
    assert shown[1].story.held == 1


@pytest.mark.parametrize(
    ("path", "where", "wrong", "found"),
    [
        ("balance", "other_g", 999, "('other_g', 1000, 999)"),
        ("crates", 1, {"id": "b", "net_g": None, "count": 11, "state": "delivered"}, "'b'"),
        ("crates", 1, {"id": "b", "net_g": None, "count": 12, "state": "stored"}, "'b'"),
        ("crates", 1, {"id": "a", "net_g": None, "count": None, "state": "emptied"}, "absente"),
        ("empties", 0, {"party": "C01", "crate_type": "E2", "owed": 3}, "('C01', 'E2'), 2, 3"),
    ],
)
def test_whatever_does_not_agree_is_found(
    shown: tuple[Shown, Day], path: str, where: Any, wrong: Any, found: str
) -> None:
    held, day = shown
    table = held.pages[f"/api/v1/{path}"]
    table.get("items", table)[where] = wrong

    assert found in faults(day)


def test_units_that_nothing_explains_are_found(shown: tuple[Shown, Day]) -> None:
    held, day = shown
    held.pages["/api/v1/events"]["items"].append(
        {"seq": 6, "type": "CrateEmptied", "data": {"crate": "b", "other_g": {}}}
    )
    held.pages["/api/v1/crates"]["items"][1] |= {"count": 0}

    assert "'inexpliqué', 0, 12" in faults(day)


# --- cents ----------------------------------------------------------------------------------------


def note(unit: str, net_g: int | None, count: int | None, ordered: int) -> Json:
    line = {"product": "P", "unit": unit, "net_g": net_g, "count": count, "price_cents": 250,
            "ordered_milli": ordered, "crates": ["a"]}  # fmt: skip
    return {"type": "DeliveryNoteIssued", "data": {"note": "BL-1", "lines": [line]}}


def test_a_weight_nobody_verified_is_worth_what_was_ordered() -> None:
    assert sum(_worth([note("kg", 10_100, None, 10_000)])) == 2_500


def test_units_that_came_back_are_worth_nothing() -> None:
    came = {"type": "CrateReceived", "data": received("a", None, 12)}
    back = {"type": "CrateReturned", "data": {"crate": "a"}}

    assert sum(_worth([came, note("piece", None, 20, 20_000), back])) == 8 * 250


def test_what_a_credit_took_back_is_taken_off_what_people_agreed() -> None:
    agreed = {"note": "BL-1", "product": "P", "quantity_milli": 9_000}
    taken = {"lines": [{"note": "BL-1", "product": "P", "quantity_milli": 1_000}]}

    worth = _worth(
        [
            note("kg", 9_000, None, 10_000),
            {"type": "QuantityAgreed", "data": agreed},
            {"type": "CreditIssued", "data": taken},
        ]
    )

    assert sum(worth) == 8 * 250


# --- taps -----------------------------------------------------------------------------------------


def sent(type: str, data: Json, role: str = "worker") -> Acknowledged:
    body = {"type": type, "post": "reception", "data": data}
    return Acknowledged(path="/api/v1/commands", role=role, body=body, answer={})


CARROTS = {"producer": "F03", "product": "CAROTTE", "crate_type": "E2", "customer": "C01"}


def test_what_stays_chosen_is_touched_once() -> None:
    weighed = CARROTS | {"weigh": {"receipt": "w"}}

    assert taps([sent("ReceiveCrate", weighed)]) == 4
    assert taps([sent("ReceiveCrate", weighed)] * 3) == 4


def test_a_label_that_says_it_spares_the_touches() -> None:
    labelled = CARROTS | {"weigh": {"receipt": "w"}, "code": "395212340000004128"}

    assert taps([sent("ReceiveCrate", labelled)]) == 1


def test_goods_that_are_counted_are_typed_and_confirmed() -> None:
    counted = CARROTS | {"count": 12}

    assert taps([sent("ReceiveCrate", counted)] * 2) == 4 + 2 + 2


def test_a_crate_left_alone_costs_what_its_label_does_not_say() -> None:
    alone = {"product": "F04-POIRE", "zone": "SEC", "declared_g": 4_000, "code": None}
    labelled = alone | {"declared_g": None, "code": "395"}

    assert taps([sent("DropOffCrate", alone)] * 2) == 4 + 3
    assert taps([sent("DropOffCrate", labelled)]) == 1


def test_the_coordinator_has_actions_not_taps() -> None:
    assert taps([sent("AllocateDay", {}, "coordinator"), sent("StoreCrate", {})]) == 1


def test_a_scan_is_no_tap() -> None:
    scan = Acknowledged(path="/api/v1/posts/dock-1/scans", role="worker", body={}, answer={})

    assert taps([scan]) == 0


@pytest.mark.parametrize("folder", ["week", "day"])
def test_what_is_played_uses_nothing_of_the_station(folder: str) -> None:
    modules = sorted((Path(station.__file__).parent / folder).glob("*.py"))
    used = {
        line.split()[1]
        for module in modules
        for line in module.read_text("utf-8").splitlines()
        if line.strip().startswith("from station")
    }

    assert len(modules) > 5
    assert {name for name in used if not name.startswith(("station.day", "station.week"))} == set()
