"""The hub's label templates: read, tried, saved when they are without fault, dropped again.

Must not judge a template: the station tries it in a limited process.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed
from station.label_templates import TemplateRefused
from web.guard import OFFICE, allow, hangar
from web.problems import problem

UNPROCESSABLE, CONFLICT = 422, 409


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    one = "/templates/<name>"
    blueprint.get("/templates")(allow(OFFICE)(label_templates))
    blueprint.get(one)(allow(OFFICE)(label_template))
    blueprint.post(f"{one}/trial")(allow(OFFICE)(try_template))
    blueprint.post(one)(allow(OFFICE)(save_template))
    blueprint.post(f"{one}/drop")(allow(OFFICE)(drop_template))


def label_templates() -> Response:
    """Return the label templates: shipped and the hub's own, with the printers that hold them."""
    return jsonify({"items": hangar().label_templates.listed(), "next": None})


def label_template(name: str) -> Response:
    """Return one template with its text."""
    found = hangar().label_templates.one(name)
    return jsonify(found) if found else problem(404, "not_found", f"no template {name!r}")


def try_template(name: str) -> Response:
    """Draw a text with its sample: the picture, and every fault with its line; saves nothing."""
    try:
        return jsonify(hangar().label_templates.trial(name, _text(_body())))
    except TemplateRefused as refusal:
        return _no(refusal)


def save_template(name: str) -> Response:
    """Save a text that draws, fits and decodes; `was` is the hash it began from, null for new."""
    body = _body()
    was = body.get("was")
    if was is not None and not isinstance(was, str):
        raise Malformed("was", "the hash of the template it began from, or null", was)
    try:
        answer = hangar().label_templates.save(name, _text(body), was)
    except TemplateRefused as refusal:
        return _no(refusal)
    if answer["faults"]:
        first = answer["faults"][0]["fr"]
        return problem(UNPROCESSABLE, "faulty_template", first, "Corrigez.", **answer)
    return jsonify(answer)


def drop_template(name: str) -> Response:
    """Go back to the shipped template; the hub's own is kept among the former ones."""
    try:
        return jsonify(hangar().label_templates.drop(name))
    except TemplateRefused as refusal:
        return _no(refusal)


def _body() -> dict[str, Any]:
    body = request.get_json(force=True)
    if not isinstance(body, dict):
        raise Malformed("", "an object", body)
    return body


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise Malformed("text", "the template's text", text)
    text.encode("utf-8")  # half a character is the caller's fault, answered as such
    return text


def _no(refusal: TemplateRefused) -> Response:
    say = {"fr": f"{refusal.say_fr} {refusal.remedy_fr}", "en": refusal.code.replace("_", " ")}
    return problem(CONFLICT, refusal.code, refusal.say_fr, refusal.remedy_fr, say=say)
