"""Orders taken on the telephone: what to start from, the difference, then the order itself.

Must not compare or decide: `station/importing` does, as for a file.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, from_plain
from station.importing.telephone import SOURCE, ToldOrder, telephone_difference
from station.views import changes
from station.views import ordering as views
from web.api.commands import send_as_sender
from web.api.pages import collection
from web.guard import OFFICE, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/orders/draft")(allow(OFFICE)(draft))
    blueprint.post("/orders/telephone")(allow(OFFICE)(tell_order))
    blueprint.get("/late-orders")(allow(READING)(late_orders))
    blueprint.get("/exceptions/<id>/choices")(allow(OFFICE)(change_choices))
    blueprint.get("/order-imports")(allow(READING)(order_imports))


def draft() -> Response:
    """Return what a customer's order for a day starts from: this order, else the last one."""
    given = {name: request.args.get(name, "") for name in ("customer", "date")}
    for name, value in given.items():
        if not value:
            raise Malformed(name, "a value", value)
    with hangar().readers.present() as present:
        return jsonify(views.draft(present, given["customer"], given["date"]))


def late_orders() -> Response:
    """Return what was ordered after the cut-off: `state=open` what waits, the first to go first."""
    with hangar().readers.present() as present:
        return collection(views.late_orders(present, request.args.get("state", "open")))


def change_choices(id: str) -> Response | tuple[Response, int]:
    """Return what may become of goods that were ready before their line changed."""
    station = hangar()
    with station.readers.present() as present:
        found = changes.choices(present, id, station.clock.today())
    return jsonify(found) if found else problem(404, "not_found", f"no choices for {id!r}")


def order_imports() -> Response:
    """Return the imports of orders, the latest first: source, order cycle, dates, counts."""
    with hangar().readers.present() as present:
        return collection(views.order_imports(present))


def tell_order() -> Response:
    """Take an order told on the telephone; `dry_run` only shows what it would change."""
    from station.importing.applying import apply

    told = from_plain(ToldOrder, request.get_json(force=True))
    station = hangar()
    with station.readers.present() as present:
        difference, blocked = telephone_difference(present, told, station.closed)
    return jsonify(apply(difference, blocked, told.dry_run, send_as_sender, SOURCE).as_json())
