"""Builds the Flask application over a running hangar: pages, API, streams, headers.

Must hold no rule of the hangar; whoever starts it passes the station in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request

from station.access import Access
from station.hangar import Hangar
from station.views import lists
from web import farm, note_page, problems
from web.api import api_blueprint, state
from web.compressing import compress
from web.guard import PUBLIC, READING, allow, csrf_token, device, last_people, wrap
from web.languages import FRENCH, RIGHT_TO_LEFT, Translations
from web.pages import CONTENT_POLICY, in_french, pages_blueprint, words
from web.shell import service_worker
from web.speaking import language, offered, speak, translations
from web.speaking import words as spoken_words
from web.static_files import StaticFiles

HERE = Path(__file__).parent
MAX_BODY_BYTES = 12 * 1024 * 1024
"""Largest request: an order file of ten megabytes and its form."""
PART_OF_A_PAGE = frozenset({"text/javascript", "text/css", "font/woff2"})
"""What is never a document of its own: the page that loads it carries the policy."""


def create_app(hangar: Hangar, access: Access) -> Flask:
    """Return the application; every route declares who may call it."""
    app = Flask(__name__, static_folder=None)
    app.extensions["hangar"], app.extensions["access"] = hangar, access
    hangar.tell_of_erasures(access.forget)
    app.extensions["translations"] = Translations(HERE / "translations", dict(words()))
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["TRUSTED_HOSTS"] = list(hangar.config.web.trusted_hosts)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    problems.register(app)
    app.register_blueprint(api_blueprint())
    demonstration = hangar.config.demonstration
    app.register_blueprint(
        pages_blueprint(
            access=wrap,
            context=lambda page, parts: _context(hangar, page),
            demonstration=demonstration,
            off=hangar.config.flows.off,
        )
    )
    if demonstration:
        from web.demo import demo_blueprint

        app.register_blueprint(demo_blueprint())
    if hangar.config.catalogue.public:
        from web import catalogue

        catalogue.register(app)
    if hangar.config.web.hw_proxy:
        from web.hw_proxy import hw_proxy_blueprint

        app.register_blueprint(hw_proxy_blueprint())
    farm.register(app)
    note_page.register(app)
    app.add_url_rule("/healthz", view_func=allow(PUBLIC)(state.healthz))
    app.add_url_rule("/sw.js", view_func=allow(PUBLIC)(service_worker))
    app.add_url_rule("/metrics", view_func=allow(READING)(state.metrics))
    app.add_url_rule("/words/<language>.json", endpoint="words", view_func=spoken_words)
    static = allow(PUBLIC)(StaticFiles(HERE / "static").send)
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)
    app.after_request(_headers)
    app.after_request(compress)
    app.after_request(speak)  # runs first: what is said is known before it is made small
    return app


def _headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype in PART_OF_A_PAGE:
        return response
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _context(hangar: Hangar, page: str) -> Mapping[str, Any]:
    """Return what every page's template needs beside the API."""
    spoken = FRENCH if in_french(page) else language()
    context: dict[str, Any] = {
        "language": spoken,
        "direction": "rtl" if spoken in RIGHT_TO_LEFT else "ltr",
        "w": translations().words(spoken),
        "csrf_token": csrf_token(),
        "demonstration": hangar.config.demonstration,
        "school": hangar.config.school,
        "trial": hangar.config.flows.trial,
        "hub": hangar.config.hub.name,
        "timezone": hangar.config.hub.timezone,
        "today": hangar.clock.today(),
    }
    with hangar.readers.present() as present:
        caller = g.get("sender")
        if caller:
            here = device()
            name = present.name("operator", caller.operator) if caller.operator else ""
            name = name or (here.name if here else caller.name)
            context["me"] = {"name": name, "role": caller.role.value}
        if page == "login":
            context["people"] = _people(hangar, lists.operators(present))
            context["languages"] = offered()
            context["device"] = device()
            context["last_people"] = last_people()
    return context


def _people(hangar: Hangar, operators: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the people on the log-in page: of a paired device, or of a demonstration.

    Whoever else opens it is a stranger to the hub. Only a demonstration shows roles, badges, PINs.
    """
    if not (device() or hangar.config.demonstration):
        return []
    shown = [{"code": p["code"], "name": p["name"]} for p in operators]
    if hangar.config.demonstration:
        from station.demo.people import PINS

        for person, operator in zip(shown, operators, strict=True):
            person["role"] = operator["role"]
            person["pin"] = PINS.get(person["code"], "")
            person["card"] = operator["card"]
    return shown
