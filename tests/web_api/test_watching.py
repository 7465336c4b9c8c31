"""Thirty tablets cost one board and one packet each: what keeps a scan fast while they watch."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from threading import Barrier, Thread

from flask import Flask, Response

from station.serving import prepare, server_for
from web.api.watching import MAX_BOARDS, SharedBoards

TIMEOUT_S = 10.0


class Drawing:
    """Draws up boards and counts them; the feed stands at message `last`."""

    def __init__(self) -> None:
        self.boards, self.drawn, self.last = SharedBoards(), 0, 7

    def draw(self) -> dict[str, int]:
        self.drawn += 1
        return {"n": self.drawn}

    def text(self, newest: int, id: str = "2026-11-24-T1") -> str:
        return self.boards.text(id, newest=newest, last_id=lambda: self.last, draw=self.draw)


def test_a_board_is_drawn_up_once_for_all_who_watch() -> None:
    drawing = Drawing()
    start, seen = Barrier(10), []

    def watch() -> None:
        start.wait(TIMEOUT_S)
        seen.append(drawing.text(newest=7))

    threads = [Thread(target=watch) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT_S)

    assert seen == ['{"n":1}'] * 10


def test_news_after_the_drawing_asks_for_another() -> None:
    drawing = Drawing()
    drawing.text(newest=7)

    drawing.last = 9
    known, fresh = drawing.text(newest=7), drawing.text(newest=8)

    assert (known, fresh) == ('{"n":1}', '{"n":2}')


def test_the_boards_of_other_days_are_not_kept() -> None:
    drawing = Drawing()
    for day in range(MAX_BOARDS + 1):
        drawing.text(newest=7, id=f"round {day}")

    drawing.text(newest=7, id="round 0")

    assert drawing.drawn == MAX_BOARDS + 2


def test_an_answer_goes_out_in_one_piece() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: Response("x" * 3000, mimetype="text/plain"))
    server = server_for("127.0.0.1", 0, app)
    prepare(server)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        with closing(socket.create_connection(server.bind_addr, TIMEOUT_S)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            first = connection.recv(65_536)
    finally:
        server.stop()
        thread.join(TIMEOUT_S)

    assert first.startswith(b"HTTP/1.1 200 OK")
    assert first.endswith(b"x" * 3000)


def test_a_stream_goes_out_piece_by_piece() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: Response(json.dumps(n) for n in range(3)))
    server = server_for("127.0.0.1", 0, app)
    prepare(server)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        with closing(socket.create_connection(server.bind_addr, TIMEOUT_S)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            with connection.makefile("rb") as whole:
                body = whole.read().partition(b"\r\n\r\n")[2]
    finally:
        server.stop()
        thread.join(TIMEOUT_S)

    assert body == b"1\r\n0\r\n1\r\n1\r\n1\r\n2\r\n0\r\n\r\n"
