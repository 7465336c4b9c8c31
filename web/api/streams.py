"""Server-sent events: a post's live state, and a round's board. One thread a stream."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, current_app, stream_with_context

from station.feed import Listener, Message
from station.views import alarms, boards
from web.api import own
from web.api.lists import at_dock, board_json
from web.api.state import post_json
from web.api.watching import SharedBoards
from web.guard import ANY, allow, hangar, known
from web.problems import problem
from web.speaking import in_language

BEAT_S = 10.0
"""Seconds between signs of life, so that a dead Wi-Fi is noticed on both sides."""
BEAT = "event: beat\ndata: {}\n\n"
"""A sign of life that a page can see too: a stream that is silent for longer is dead."""
MAX_STREAMS = 48
"""Streams at once: each holds a thread of the server, and a scan must always find one free."""
BOARD_GAP_S = 0.2
"""A board is sent at most five times a second, however fast crates are scanned."""
BOARD_LAG_S = 0.03
"""A board waits for this long: the verdict goes to every tablet before any board is drawn up."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/posts/<post>/stream")(allow(ANY)(post_stream))
    blueprint.get("/rounds/<id>/stream")(allow(ANY - {"producer"})(round_stream))


def _sent(name: str, data: object, id: int | None = None) -> str:
    return _framed(name, json.dumps(data, separators=(",", ":")), id)


def _framed(name: str, text: str, id: int | None = None) -> str:
    head = f"id: {id}\n" if id is not None else ""
    return f"{head}event: {name}\ndata: {in_language(text)}\n\n"


def _response(body: Iterator[str]) -> Response:
    if hangar().feed.listeners() >= MAX_STREAMS:
        full = problem(503, "busy", f"expected at most {MAX_STREAMS} open streams", "Réessayez.")
        full.headers["Retry-After"] = "10"
        return full
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(stream_with_context(body), mimetype="text/event-stream", headers=headers)


class _Known:
    """Tells whether a stream may go on: a revoked token or a closed session ends it."""

    def __init__(self) -> None:
        self._checked_s = time.monotonic()

    def __call__(self) -> bool:
        if hangar().feed.closing.is_set():
            return False
        now_s = time.monotonic()
        if now_s - self._checked_s < BEAT_S:
            return True
        self._checked_s = now_s
        return known()


def post_stream(post: str) -> Response:
    """Stream a post's weighing, printer, contexts, labels, intakes, verdicts and alarms."""
    station = hangar()
    if post not in station.bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")

    def body() -> Iterator[str]:
        topics = (f"post/{post}", "printers", "labels", "alarms")
        with station.feed.listen(*topics) as listener:
            yield "retry: 1000\n\n"
            yield from _post_present(post)
            may_go_on = _Known()
            while may_go_on():
                messages = listener.take(BEAT_S)
                if not messages:
                    yield BEAT
                if listener.missed:
                    listener.missed = False
                    yield from _post_present(post)
                for message in messages:
                    yield from _post_message(post, message)

    return _response(body())


def _post_present(post: str) -> Iterator[str]:
    state = post_json(post)
    for name in ("weighing", "printer"):
        yield _sent(name, state[name])
    yield _sent("context", state["readers"])
    yield _sent("intake", state["intakes"])
    yield _sent("labels", state["labels"])
    yield _sent("alarms", _alarms())


def _alarms() -> list[dict[str, Any]]:
    with hangar().readers.present() as present:
        farm = own.farm(present)
        found = alarms.alarms(present)
    return [alarm for alarm in found if farm in (None, alarm["crate"]["producer"])]


def _post_message(post: str, message: Message) -> Iterator[str]:
    if message.name == "verdict" and own.for_a_farm():
        yield from _own_verdict(message)
        return
    if message.name in ("weighing", "verdict"):
        yield _framed(message.name, message.text, message.id)
    elif message.name == "printer":
        if _own_printer(post, message.data):
            yield _framed("printer", message.text, message.id)
    elif message.name == "context":
        yield _sent("context", post_json(post)["readers"], message.id)
    elif message.name == "intake":
        yield _sent("intake", post_json(post)["intakes"], message.id)
    elif message.name == "alarms":
        yield _sent("alarms", _alarms(), message.id)
    elif message.name == "label":
        for label in post_json(post)["labels"]:
            if label["id"] == message.data:
                yield _sent("label", label, message.id)


def _own_verdict(message: Message) -> Iterator[str]:
    """Yield a wired scan of the caller's own drop; its other scans came as answers, the rest are
    somebody else's.
    """
    data = message.data if isinstance(message.data, dict) else {}
    with hangar().readers.present() as present:
        mine = own.at_own_reader(present, data)
    if mine:
        yield _sent("verdict", own.told(data), message.id)


def _own_printer(post: str, data: object) -> bool:
    printer = hangar().bus.settings.posts[post].printer
    return isinstance(data, dict) and data.get("id") == printer


def round_stream(id: str) -> Response:
    """Stream a round's board, whole each time, and the verdicts given for it."""
    station = hangar()
    if board_json(id) is None:
        return problem(404, "not_found", f"no round {id!r}")

    def body() -> Iterator[str]:
        with station.feed.listen("rounds", "verdicts") as listener:
            yield "retry: 1000\n\n"
            yield from _round_events(id, listener)

    return _response(body())


def _round_events(id: str, listener: Listener) -> Iterator[str]:
    """Yield verdicts as they come, and the board after them, but not too often."""
    feed = hangar().feed
    newest, due_s, pending, shown = feed.last_id(), 0.0, True, ""
    may_go_on = _Known()
    while may_go_on():
        wait_s = max(0.0, due_s - time.monotonic()) if pending else BEAT_S
        messages = listener.take(wait_s)
        yield from _round_news(id, messages)
        if messages:
            newest = messages[-1].id
            if not pending:
                pending, due_s = True, max(due_s, time.monotonic() + BOARD_LAG_S)
            if time.monotonic() < due_s:
                continue
        text = _drawn(id, newest)
        yield _framed("board", text, newest) if text != shown else BEAT
        shown, pending, due_s = text, False, time.monotonic() + BOARD_GAP_S


def _drawn(id: str, newest: int) -> str:
    """Return the board as JSON, drawn up once for all streams."""
    return _shared().text(
        id, newest=newest, last_id=hangar().feed.last_id, draw=lambda: board_json(id)
    )


def _shared() -> SharedBoards:
    return cast(SharedBoards, current_app.extensions.setdefault("boards", SharedBoards()))


def _round_news(id: str, messages: list[Message]) -> Iterator[str]:
    for message in messages:
        data: Any = message.data
        if message.name != "verdict" or not isinstance(data, dict):
            continue
        if _shared().concerns(id, message.id, partial(_about, id, data)):
            yield _framed("verdict", message.text, message.id)


def _about(id: str, verdict: dict[str, Any]) -> bool:
    """True for verdicts of a dock that has this round in hand."""
    with hangar().readers.present() as present:
        return boards.concerns(present, id, verdict, at_dock=at_dock(verdict))
