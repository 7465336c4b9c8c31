"""Listening to a device nobody knows yet, for the people who set the station up.

Must not open a port itself, nor change the configuration.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, send_file

from station.domain.codec import Malformed
from station.learn import CannotListen
from web.guard import OFFICE, allow, hangar
from web.problems import problem

DEFAULT_SECONDS = 3


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/devices/learn")(allow(OFFICE)(learned))
    blueprint.post("/devices/learn")(allow(OFFICE)(learn))
    blueprint.get("/devices/learn/recording.jsonl")(allow(OFFICE)(recording))


def learned() -> Response:
    """Return the listening under way or the last one: raw bytes, what fits, lines to copy."""
    return jsonify({"session": hangar().learning.state()})


def learn() -> Response:
    """Begin to listen at a URL for some seconds; a port that a device uses is refused."""
    body = request.get_json(force=True)
    if not isinstance(body, dict) or not isinstance(body.get("url"), str):
        raise Malformed("url", "the URL of a port", body)
    seconds, ask = body.get("seconds", DEFAULT_SECONDS), body.get("ask", False)
    if type(seconds) is not int:
        raise Malformed("seconds", "a whole number", seconds)
    try:
        hangar().learning.start(body["url"], seconds=seconds, ask=ask is True)
    except CannotListen as refusal:
        return problem(409, refusal.code, refusal.say_fr, refusal.remedy_fr)
    return learned()


def recording() -> Response:
    """Return the recording of the last listening, to be replayed or sent with a question."""
    path = hangar().learning.recording
    if not path.exists():
        return problem(404, "no_recording", "Rien n'a été écouté.", "Écoutez d'abord un appareil.")
    return send_file(
        path, mimetype="application/jsonl", as_attachment=True, download_name="hangar-ecoute.jsonl"
    )
