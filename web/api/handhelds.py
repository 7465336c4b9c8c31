"""What handhelds take along and tell: snapshots with an ETag, the decision table, their reports.

Must judge nothing; a snapshot is drawn up once for every device that asks between two events.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from station.answering import ledger_head
from station.clock import instant_text
from station.domain.deciding.rules import decision_json
from station.reading import Present
from station.views import driving, snapshots
from web.api.pages import collection
from web.guard import DRIVING, FLOOR, OFFICE, PUBLIC, READING, allow, hangar, sender
from web.languages import LANGUAGES
from web.problems import problem
from web.speaking import translations

MAX_KEPT = 24
"""Snapshots kept ready: the rounds and posts of a large day."""

Json = dict[str, Any]


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/rounds/<id>/snapshot")(allow(FLOOR)(round_snapshot))
    blueprint.get("/rounds/<id>/drive")(allow(DRIVING)(drive_snapshot))
    blueprint.get("/posts/<post>/snapshot")(allow(FLOOR)(post_snapshot))
    blueprint.get("/decision")(allow(PUBLIC)(decision))
    blueprint.get("/handhelds")(allow(READING)(handhelds))
    blueprint.post("/handhelds/report")(allow(FLOOR)(report))
    blueprint.post("/handhelds/<device>/forget")(allow(OFFICE)(forget))


def decision() -> Response:
    """Return the decision table that handhelds judge by: rules and words in every language."""
    table: Any = decision_json()
    for language in LANGUAGES:
        table = translations().spoken(table, language)
    answer = jsonify(table)
    answer.add_etag()
    return answer


def round_snapshot(id: str) -> Response:
    """Return what a handheld needs to load a round without the network; 304 when unchanged."""
    return _snapshot(f"round/{id}", lambda present: snapshots.round_snapshot(present, id))


def drive_snapshot(id: str) -> Response:
    """Return what a driver needs for the day away from the network; 304 when unchanged."""
    station = hangar()
    settings, today = station.bus.settings, station.clock.today()
    collects = "pick_up" not in station.config.flows.off
    return _snapshot(
        f"drive/{id}",
        lambda present: driving.drive_snapshot(
            present, id, settings=settings, today=today, collects=collects
        ),
    )


def post_snapshot(post: str) -> Response:
    """Return the cards, zones and open rounds of a post; in a cold room the crates too."""
    facts = hangar().bus.settings.posts.get(post)
    if facts is None:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    today = hangar().clock.today()
    return _snapshot(
        f"post/{post}",
        lambda present: snapshots.post_snapshot(present, post, facts.role, today),
    )


class KeptSnapshots:
    """The snapshots drawn up last, with their ETag, as the ledger's seq and day were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[tuple[int, str], Json, str]] = {}

    def of(self, key: str, seen: tuple[int, str], draw: Callable[[], Json | None]) -> Any:
        """Return a snapshot's content and ETag, drawn up anew where something happened since."""
        with self._lock:
            known = self._kept.get(key)
            if known and known[0] == seen:
                return known[1:]
            content = draw()
            if content is None:
                return None
            text = json.dumps(content, sort_keys=True, separators=(",", ":"))
            etag = hashlib.sha256(text.encode()).hexdigest()[:24]
            self._kept.pop(key, None)
            self._kept[key] = (seen, content, etag)
            if len(self._kept) > MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            return content, etag


def _snapshot(key: str, draw: Callable[[Present], Json | None]) -> Response:
    station = hangar()
    kept: KeptSnapshots = current_app.extensions.setdefault("snapshots", KeptSnapshots())
    with station.readers.present() as present:
        head = ledger_head(present.connection, station.config.hub.name)
        today = station.clock.today()
        found = kept.of(key, (head.seq, f"{head.epoch} {today}"), lambda: draw(present))
    if found is None:
        return problem(404, "not_found", f"nothing to take along: {key!r}")
    content, etag = found
    answer = jsonify(
        {
            "epoch": head.epoch,
            "seq": head.seq,
            "generated_at": instant_text(station.clock.now()),
            "today": today,
            "company_prefix": station.config.hub.gs1_company_prefix or "",
            **content,
        }
    )
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def handhelds() -> Response:
    """Return what every handheld last said of itself, the newest first."""
    with hangar().readers.present() as present:
        lots_seq = snapshots.lots_seq(present)
    rows = hangar().handhelds.all()
    for row in rows:
        held = row["snapshot"]
        row["behind"] = bool(row["round"] and held and held["seq"] < lots_seq)
    return collection(rows)


def report() -> Response:
    """Take a handheld's report; answer the ledger's head and what a second copy has."""
    station = hangar()
    now = instant_text(station.clock.now())
    station.handhelds.take(request.get_json(force=True), now=now, sender=sender().name)
    status = station.health.status()
    return jsonify(
        {"ledger": status["ledger"], "second_copy": status.get("second_copy"), "at": now}
    )


def forget(device: str) -> Response:
    """Drop a handheld that is gone for good, so that no departure waits for it."""
    if not hangar().handhelds.forget(device):
        return problem(404, "not_found", f"no handheld {device!r}")
    return jsonify({"done": True})
