"""Routes of the pages a person opens: each renders one template, the data comes from the JSON API.

It must hold no rule of the hangar and touch no ledger.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template

HERE = Path(__file__).parent
WORDS = HERE / "static" / "words.json"

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
"""What a page may load: the station's own files."""
COMPILING_POLICY = f"{CONTENT_POLICY}; script-src 'self' 'wasm-unsafe-eval'"

PUBLIC: frozenset[str] = frozenset()
ANYBODY = frozenset({"worker", "driver", "producer", "coordinator", "inspector", "admin"})
FLOOR = frozenset({"worker", "driver", "coordinator", "admin"})
DRIVING = frozenset({"driver", "coordinator", "admin"})
OFFICE = frozenset({"coordinator", "admin"})
DROPPING = OFFICE | {"producer"}
READERS = frozenset({"coordinator", "admin", "inspector"})

View = Callable[..., Any]
Access = Callable[[frozenset[str], View], View]
Context = Callable[[str, Mapping[str, str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its address, the template of the same name, who may open it.

    `menu` is the drawer of the office's menu that it stands in, empty for none.
    """

    rule: str
    name: str
    roles: frozenset[str]
    demonstration: bool = False
    menu: str = ""
    flow: str = ""
    """The ways of working it belongs to, between spaces; a hub that uses none has no such page."""
    endpoint: str = ""
    compiles: bool = False
    """Whether it may compile WebAssembly: the camera's reader, on its own screen only."""


DRIVEN = "delivery pick_up"
"""Ways of working in which somebody drives a round."""

PAGES = (
    Page(rule="/login", name="login", roles=PUBLIC),
    Page(rule="/pair", name="pair", roles=PUBLIC),
    Page(rule="/enrol", name="enrol", roles=PUBLIC),
    Page(rule="/", name="home", roles=ANYBODY),
    Page(rule="/start/<post>", name="start", roles=FLOOR),
    Page(rule="/reception/<post>", name="reception", roles=FLOOR),
    Page(rule="/store/<post>", name="store", roles=FLOOR),
    Page(rule="/drop/<post>", name="drop", roles=DROPPING, flow="lone_drop"),
    Page(rule="/stock/<post>", name="stock", roles=FLOOR),
    Page(rule="/prepare/<post>", name="prepare", roles=FLOOR, flow="preparation"),
    Page(rule="/dock/<post>", name="dock", roles=FLOOR, flow="delivery"),
    Page(rule="/tare/<post>", name="tare", roles=FLOOR),
    Page(rule="/shop/<post>", name="shop", roles=FLOOR, flow="shop"),
    Page(rule="/hand", name="hand", roles=PUBLIC),
    Page(rule="/hand/<post>", name="hand", endpoint="hand_post", roles=PUBLIC),
    Page(rule="/hand/<post>/camera", name="hand_camera", roles=PUBLIC, compiles=True),
    Page(rule="/drive", name="drive", roles=PUBLIC, flow=DRIVEN),
    Page(rule="/drive/<round>", name="drive", endpoint="drive_round", roles=PUBLIC, flow=DRIVEN),
    Page(
        rule="/drive/<round>/camera",
        name="drive_camera",
        roles=PUBLIC,
        flow=DRIVEN,
        compiles=True,
    ),
    Page(rule="/return/<round>", name="return", roles=DRIVING, flow=DRIVEN),
    Page(rule="/board", name="boards", roles=ANYBODY - {"producer"}, menu="day", flow="delivery"),
    Page(rule="/board/<round>", name="board", roles=ANYBODY - {"producer"}, flow="delivery"),
    Page(rule="/trace", name="trace", roles=ANYBODY - {"producer"}, menu="look"),
    Page(rule="/coordinator", name="coordinator", roles=OFFICE, menu="day"),
    Page(rule="/orders", name="orders", roles=OFFICE, menu="day"),
    Page(rule="/farms", name="farms", roles=OFFICE, menu="day", flow="cross_docking"),
    Page(rule="/plan", name="plan", roles=OFFICE, menu="day", flow=DRIVEN),
    Page(rule="/pickups", name="pickups", roles=READERS, menu="day", flow="pick_up"),
    Page(rule="/ledger", name="ledger", roles=READERS, menu="look"),
    Page(rule="/records", name="records", roles=OFFICE, menu="data"),
    Page(rule="/import", name="import", roles=OFFICE, menu="data"),
    Page(rule="/mappings", name="mappings", roles=OFFICE, menu="data"),
    Page(rule="/charter", name="charter", roles=READERS, menu="data", flow="charter"),
    Page(rule="/hours", name="hours", roles=READERS, menu="data", flow="shop"),
    Page(rule="/claims", name="claims", roles=READERS, menu="day", flow="claims"),
    Page(rule="/empties", name="empties", roles=READERS, menu="day", flow="empties"),
    Page(rule="/invoices", name="invoices", roles=READERS, menu="money", flow="invoices"),
    Page(rule="/shares", name="shares", roles=READERS, menu="money", flow="shares"),
    Page(rule="/indicators", name="indicators", roles=READERS, menu="money"),
    Page(rule="/devices", name="devices", roles=READERS, menu="setup"),
    Page(rule="/tablets", name="tablets", roles=READERS, menu="setup"),
    Page(rule="/learn", name="learn", roles=OFFICE, menu="setup"),
    Page(rule="/templates", name="templates", roles=OFFICE, menu="setup"),
    Page(rule="/cards", name="cards", roles=OFFICE, menu="data"),
    Page(rule="/bench", name="bench", roles=ANYBODY, demonstration=True, menu="setup"),
)

MENUS = ("day", "look", "data", "money", "setup")
"""The drawers of the office's menu, in their order; a word `menu_…` names each."""


def pages_of(*, demonstration: bool, off: frozenset[str] = frozenset()) -> list[Page]:
    """Return the pages that a hub has: those of flows that are off are not there."""
    return [
        page
        for page in PAGES
        if (demonstration or not page.demonstration)
        and (not page.flow or set(page.flow.split()) - off)
    ]


def menus(role: str, pages: list[Page]) -> list[tuple[str, list[Page]]]:
    """Return the drawers that hold a page for this role, with those pages."""
    shown = [page for page in pages if role in page.roles]
    drawers = [(menu, [page for page in shown if page.menu == menu]) for menu in MENUS]
    return [(menu, pages) for menu, pages in drawers if pages]


def words() -> dict[str, str]:
    """Read the one wording table that templates and scripts share."""
    loaded: dict[str, str] = json.loads(WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def in_french(name: str) -> bool:
    """Return whether a page stays French whoever opens it: those of the office do."""
    template = HERE / "templates" / f"{name}.html"
    return 'extends "office.html"' in template.read_text(encoding="utf-8")


def page_view(page: Page, context: Context, given: Mapping[str, Any]) -> View:
    """Make the view of one page, passing the parts of its address to the template."""

    def view(**parts: str) -> Response:
        here = {"post": "", "round": "", **parts, **given, **context(page.name, parts)}
        answer = Response(render_template(f"{page.name}.html", page=page.name, **here))
        if page.compiles:
            answer.headers["Content-Security-Policy"] = COMPILING_POLICY
        return answer

    return view


def pages_blueprint(
    *,
    access: Access,
    context: Context,
    demonstration: bool,
    off: frozenset[str] = frozenset(),
) -> Blueprint:
    """Build the blueprint of all pages; `access` wraps a view with the roles that may open it.

    An empty set of roles is a public page: the log-in, and the handheld's, which hold nobody's
    data until a script has asked for it. `off` names flows without pages. `context` adds what a
    template needs beside the API: `w` (the words in its `language`), `me` (name, role),
    `csrf_token` and, on the log-in page, `people` and `languages`.
    """
    blueprint = Blueprint("pages", __name__)
    there = pages_of(demonstration=demonstration, off=off)
    given = {
        "demonstration": demonstration,
        "menus": partial(menus, pages=there),
        "absent": sorted({page.name for page in PAGES} - {page.name for page in there}),
    }
    for page in there:
        view = access(page.roles, page_view(page, context, given))
        blueprint.add_url_rule(page.rule, endpoint=page.endpoint or page.name, view_func=view)
    return blueprint
