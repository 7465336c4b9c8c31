"""Orders pulled from a real HTTP server on loopback that answers as Open Food Network documents."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from station.config.model import Orders
from station.importing.ofn_report import REPORT, Asked, fetch
from station.importing.problems import Problem

TOKEN = "0a1b2c3d4e5f"
ROW = {
    "customer": "Cantine des Tilleuls", "customer_code": "C01", "producer": "Ferme", "sku": "RADIS",
    "product": "Radis", "variant": "botte", "quantity": 6, "order_number": "R123456789",
    "order_cycle": "Semaine 48", "date": "2026-11-20 10:00:00 +0100", "comments": None,
}  # fmt: skip
ASKED = Asked(since="2026-11-18", until="2026-11-25", order_cycle="12")
Answer = Callable[[BaseHTTPRequestHandler], None]


def say(status: int, body: bytes, **headers: str) -> Answer:
    def answer(call: BaseHTTPRequestHandler) -> None:
        call.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            call.send_header(name.replace("_", "-"), value)
        call.send_header("Content-Length", str(len(body)))
        call.end_headers()
        call.wfile.write(body)

    return answer


GOOD = say(200, json.dumps({"data": [ROW]}).encode())


@contextmanager
def shop(answer: Answer, folder: Path, token: str = TOKEN) -> Iterator[tuple[Orders, list[str]]]:
    """Serve the report to who has the token; yield the settings and the paths that were asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if not self.path.startswith(REPORT):
                say(404, b'{"error":"not found"}')(self)
            elif self.headers["X-Spree-Token"] != TOKEN:
                say(401, b'{"error":"You are not authorized to perform that action."}')(self)
            else:
                answer(self)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    (folder / "jeton").write_text(token + "\n")
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        yield Orders(ofn_url=address, ofn_token_file=folder / "jeton"), asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def code(found: bytes | Problem) -> str:
    assert isinstance(found, Problem)
    return found.code


def test_the_report_comes_for_the_token_and_the_days_that_were_asked(tmp_path: Path) -> None:
    with shop(GOOD, tmp_path) as (orders, asked):
        found = fetch(orders, ASKED)

    assert isinstance(found, bytes) and json.loads(found)["data"] == [ROW]
    assert parse_qs(urlsplit(asked[0]).query) == {
        "q[completed_at_gt]": ["2026-11-18"],
        "q[completed_at_lt]": ["2026-11-25"],
        "q[order_cycle_id_in][]": ["12"],
    }


def test_a_wrong_token_is_said(tmp_path: Path) -> None:
    with shop(GOOD, tmp_path, token="faux") as (orders, _):
        assert code(fetch(orders, ASKED)) == "ofn_token"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (say(403, b"{}"), "ofn_token"),
        (say(404, b"{}"), "ofn_no_report"),
        (say(500, b"oops"), "ofn_error"),
        (say(422, b'{"errors":["x"]}'), "ofn_error"),
        (say(302, b"", Location="http://127.0.0.1:9/"), "ofn_redirected"),
        (say(200, b"<html>login</html>"), "ofn_not_json"),
        (say(200, b"\xff\xfe"), "ofn_not_json"),
        (say(200, b""), "ofn_not_json"),
        (say(200, b"[" * 100_000), "ofn_not_json"),
        (say(200, b"[]"), "ofn_no_report"),
        (say(200, b'{"data": {}}'), "ofn_no_report"),
        (say(200, b'{"data": [' + b"1," * 5_100_000 + b"1]}"), "ofn_unreachable"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_no_report_is_said_in_words(tmp_path: Path, answer: Answer, expected: str) -> None:
    with shop(answer, tmp_path) as (orders, _):
        assert code(fetch(orders, ASKED)) == expected


def test_a_silent_shop_is_left_after_a_bounded_wait(tmp_path: Path) -> None:
    enough = threading.Event()
    try:
        with shop(lambda call: enough.wait(30) and None, tmp_path) as (orders, _):
            found = fetch(orders, ASKED, timeout_s=0.2)
            enough.set()
    finally:
        enough.set()

    assert code(found) == "ofn_slow"


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with shop(GOOD, tmp_path) as (orders, _):
        pass

    assert code(fetch(orders, ASKED)) == "ofn_unreachable"


@pytest.mark.parametrize("content", [b"", b"un jeton", "jet\u00f6n".encode()])
def test_a_token_that_cannot_be_one_is_said_without_a_call(tmp_path: Path, content: bytes) -> None:
    with shop(GOOD, tmp_path) as (orders, asked):
        (tmp_path / "jeton").write_bytes(content)
        found = fetch(orders, ASKED)

    assert (code(found), asked) == ("ofn_token", [])
