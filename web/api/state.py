"""How the station is: status, posts, events, health, the verdict table, metrics."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.answering import event_json
from station.domain.codec import to_plain
from station.domain.verdicts import verdicts_json
from station.ledger.chain import events_after
from station.reading import Present
from station.views import lists
from web.api import own
from web.api.pages import limit
from web.guard import ANY, OFFICE, PUBLIC, READING, allow, hangar, sender
from web.problems import problem

LARGEST_SEQ = 2**62
"""Beyond what SQLite counts; an `after` that is larger finds nothing."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/status")(allow(ANY)(status))
    blueprint.get("/events")(allow(ANY - {"producer", "driver"})(events))
    blueprint.get("/posts")(allow(ANY)(posts))
    blueprint.get("/posts/<post>")(allow(ANY)(one_post))
    blueprint.get("/verdicts")(allow(PUBLIC)(verdicts))


def status() -> Response:
    """Return the contract's status document."""
    return jsonify(hangar().health.status())


def events() -> Response:
    """Return events after a sequence number, oldest first."""
    asked = request.args.get("after", type=int) or request.args.get("cursor", default=0, type=int)
    after = min(max(0, asked), LARGEST_SEQ)
    most = limit()
    with hangar().readers.present() as present:
        found = list(events_after(present.connection, after, limit=most))
    following = str(found[-1].seq) if len(found) == most else None
    items = without_badges([event_json(event) for event in found])
    return jsonify({"items": items, "next": following})


def without_badges(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return events as the caller may read them: people's badges are for the office alone."""
    if sender().role.value not in OFFICE:
        for event in events:
            if event["type"] == "OperatorRegistered":
                event["data"].pop("card", None)
    return events


def posts() -> Response:
    """Return the posts with their roles and devices."""
    return jsonify({"items": hangar().health.status()["posts"], "next": None})


def one_post(post: str) -> Response:
    """Return what happens at one post now."""
    if post not in hangar().bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    return jsonify(post_json(post))


def post_json(post: str) -> dict[str, Any]:
    """Return a post's live state: weighing, readers, printer, labels, intakes, last verdict.

    A farm reads its own reader, labels and intakes of it, and no verdict of anybody.
    """
    station = hangar()
    facts = station.bus.settings.posts[post]
    with station.readers.present() as present:
        contexts = {
            context.reader: to_plain(context)
            for context in present.world.contexts.where(post=post)
            if not own.for_a_farm() or context.reader == sender().name
        }
        return {
            "id": post,
            "role": facts.role.value,
            "weighing": station.floor.weighing(post),
            "readers": contexts,
            "context": contexts,
            "printer": station.printer_json(facts.printer),
            "labels": _labels(present, post),
            "intakes": own.narrowed(present, lists.intakes(present, post=post, state="open")),
            "last": None if own.for_a_farm() else station.last_verdicts.get(post),
        }


def _labels(present: Present, post: str) -> list[dict[str, Any]]:
    found = lists.labels_of_post(present, post)
    stored = ((line, present.world.labels.get(line["id"])) for line in found)
    return [line for line, label in stored if label and own.label_is_own(present, label)]


def verdicts() -> Response:
    """Return the one table of verdicts: look, sound, vibration, words."""
    return jsonify({"items": verdicts_json(), "next": None})


def metrics() -> Response:
    """Return counters for Prometheus."""
    return Response(hangar().health.metrics(), mimetype="text/plain; version=0.0.4")


def healthz() -> Response:
    """Return 200 when a real probe of the ledger succeeds; says nothing else to strangers."""
    if hangar().health.probe():
        return jsonify({"status": "ok"})
    return problem(503, "ledger", "the ledger does not answer")


METRICS_ACCESS = READING
