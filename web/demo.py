"""The demonstration's calls: what simulated devices do, what came out on paper, which day it is.

Exists only in a demonstration; it forwards to the simulated devices' own process.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.clock import instant_text
from station.demo.moved_clock import MovedClock
from station.domain.codec import Malformed
from web.guard import ANY, FLOOR, OFFICE, allow, hangar
from web.problems import problem

TIMEOUT_S = 5.0
"""The devices' process is on this machine; longer means it is gone."""


def demo_blueprint() -> Blueprint:
    """Return the routes under /demo."""
    blueprint = Blueprint("demo", __name__, url_prefix="/demo")
    blueprint.get("/devices")(allow(ANY)(devices))
    blueprint.post("/devices/<id>")(allow(FLOOR | {"producer"})(change))
    blueprint.get("/devices/<id>")(allow(ANY)(device))
    blueprint.get("/devices/<id>/labels")(allow(ANY)(paper))
    blueprint.get("/devices/<id>/labels/<int:n>.png")(allow(ANY)(paper_png))
    blueprint.get("/clock")(allow(ANY)(clock))
    blueprint.post("/clock")(allow(OFFICE)(move_clock))
    return blueprint


def _ask(path: str, body: bytes | None = None) -> tuple[int, bytes, str]:
    control = hangar().config.demo_control or ""
    asked = urllib.request.Request(control + path, data=body, method="POST" if body else "GET")
    asked.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as answer:
            return answer.status, answer.read(), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        return error.code, error.read(), "application/json"


def _forward(id: str, path: str, body: bytes | None = None) -> Response:
    if not _known(id):
        return _absent(id)
    try:
        status, content, kind = _ask(path, body)
    except OSError as error:
        return problem(502, "devices_gone", f"the simulated devices do not answer: {error}")
    return Response(content, status, mimetype=kind)


def _known(id: str) -> bool:
    return any(device.id == id for device in hangar().config.devices)


def _absent(id: str) -> Response:
    return problem(404, "not_found", f"device: expected one of hangar.toml's, got {id!r}")


def devices() -> Response:
    """Return what every simulated device does now."""
    items: list[Any] = []
    for configured in hangar().config.devices:
        status, content, _ = _ask(f"/devices/{configured.id}")
        state = json.loads(content) if status == 200 else {}
        items.append({"id": configured.id, "kind": configured.kind, "state": state})
    return Response(json.dumps({"items": items, "next": None}), mimetype="application/json")


def change(id: str) -> Response:
    """Merge what a simulated device does; null clears."""
    return _forward(id, f"/devices/{id}", request.get_data() or b"{}")


def device(id: str) -> Response:
    """Return what one simulated device does now."""
    return _forward(id, f"/devices/{id}")


def paper(id: str) -> Response:
    """Return what came out on paper of a simulated printer, decoded."""
    if not _known(id):
        return _absent(id)
    try:
        status, content, _ = _ask(f"/devices/{id}/labels")
    except OSError as error:
        return problem(502, "devices_gone", f"the simulated devices do not answer: {error}")
    if status != 200:
        return Response(content, status, mimetype="application/json")
    found = json.loads(content)
    for item in found["items"]:
        item["png"] = f"/demo/devices/{id}/labels/{item['n']}.png"
    return Response(json.dumps(found), mimetype="application/json")


def paper_png(id: str, n: int) -> Response:
    """Return the picture of one label that came out."""
    return _forward(id, f"/devices/{id}/labels/{n}.png")


def clock() -> Response:
    """Return the demonstration's day and instant, and how many days they are ahead."""
    kept = hangar().clock
    ahead_days = kept.ahead_days if isinstance(kept, MovedClock) else 0
    now = instant_text(kept.now())
    return jsonify({"today": kept.today(), "now": now, "ahead_days": ahead_days})


def move_clock() -> Response:
    """Be so many days ahead of the machine (`ahead_days`); never back."""
    kept, said = hangar().clock, request.get_json(silent=True)
    days = said.get("ahead_days") if isinstance(said, dict) else None
    if not isinstance(kept, MovedClock):
        return problem(409, "clock_fixed", "this demonstration was started with a fixed clock")
    if type(days) is not int:
        raise Malformed("ahead_days", "a whole number of days", days)
    try:
        kept.move(days)
    except ValueError as error:
        raise Malformed("ahead_days", str(error), days) from error
    return clock()
