"""The demonstration's calls: what the simulated devices do, and what came out on paper.

Exists only in a demonstration; it forwards to the simulated devices' own process.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from flask import Blueprint, Response, request

from web.guard import ANY, FLOOR, allow, hangar
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
