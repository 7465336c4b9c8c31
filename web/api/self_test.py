"""The self-test of a post's devices: its steps, how far it is, and how the last one went.

Must hold no rule: `station.self_test` runs it, the ledger judges it.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, to_plain
from web.guard import FLOOR, READING, allow, hangar, sender
from web.problems import problem

STEPS = ("start", "print", "weigh", "scan", "finish")


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/posts/<post>/self-test")(allow(FLOOR | READING)(self_test))
    blueprint.post("/posts/<post>/self-test")(allow(FLOOR)(self_test_step))


def self_test(post: str) -> Response:
    """Return the self-test under way at a post, and the last one that was kept."""
    if post not in hangar().bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    with hangar().readers.present() as present:
        kept = present.world.self_tests.get(post)
    run = hangar().self_tests.state(post)
    return jsonify({"run": run, "last": to_plain(kept) if kept else None})


def self_test_step(post: str) -> Response:
    """Take one step of a post's self-test: start, print, weigh, scan (with its data) or finish."""
    tests, body = hangar().self_tests, request.get_json(force=True)
    if post not in hangar().bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    step = body.get("step") if isinstance(body, dict) else None
    if step not in STEPS:
        raise Malformed("step", f"one of {', '.join(STEPS)}", step)
    if step != "start" and tests.state(post) is None:
        say = "Aucun essai en cours à ce poste."
        return problem(409, "no_self_test", say, "Recommencez l'essai.")
    match step:
        case "start":
            tests.start(post, sender().operator or sender().name)
        case "print":
            tests.print_label(post)
        case "weigh":
            tests.weigh(post)
        case "scan":
            tests.heard(post, sender().name, _scan(body.get("data")))
        case _:
            tests.finish(post)
    return self_test(post)


def _scan(data: object) -> str:
    if not isinstance(data, str):
        raise Malformed("data", "the text that was scanned", data)
    return data
