"""What rounds are planned with, and a proposed order of stops.

Must not change a plan: a proposal is an answer, and a person saves what they take of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, from_plain, to_plain
from station.domain.deciding.rounds import CLOCK
from station.stop_order import MAX_STOPS, OrderUnknown, propose, question
from station.views import planning
from web.api.pages import collection
from web.api.spans import day_given
from web.guard import OFFICE, READING, allow, hangar
from web.problems import problem


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsToOrder:
    """Customers of one round, in the order planned; `depart_at` as on the plan, or empty."""

    customers: tuple[str, ...]
    depart_at: str = ""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/vehicles")(allow(READING)(vehicles))
    blueprint.get("/distances")(allow(READING)(distances))
    blueprint.get("/plan")(allow(READING)(plan))
    blueprint.post("/plan/order")(allow(OFFICE)(order))


def vehicles() -> Response:
    """Return the hub's vehicles with what each can take."""
    with hangar().readers.present() as present:
        return collection(planning.vehicles(present))


def distances() -> Response:
    """Return every way between two places that was entered, in minutes, metres, or both."""
    with hangar().readers.present() as present:
        return collection(planning.distances(present))


def plan() -> Response:
    """Return what a day is planned with: vehicles, each customer's load, whose turn it is."""
    date = day_given("date", request.args.get("date") or hangar().clock.today())
    with hangar().readers.present() as present:
        return jsonify(planning.plan(present, date))


def order() -> Response | tuple[Response, int]:
    """Propose an order of stops from the ways entered; nothing is changed by it."""
    asked = from_plain(StopsToOrder, request.get_json(force=True))
    _askable(asked)
    with hangar().readers.present() as present:
        stops = question(present, asked.customers, asked.depart_at)
        names = {code: present.name("customer", code) for code in asked.customers}
    try:
        found = propose(stops)
    except OrderUnknown as unknown:
        return problem(503, "no_order_found", str(unknown), "Demandez encore une fois.")
    return jsonify({**to_plain(found), "names": names})


def _askable(asked: StopsToOrder) -> None:
    if not 1 <= len(asked.customers) <= MAX_STOPS:
        raise Malformed("customers", f"1 to {MAX_STOPS} customers", len(asked.customers))
    if len(set(asked.customers)) != len(asked.customers):
        raise Malformed("customers", "each customer once", list(asked.customers))
    if asked.depart_at and not CLOCK.fullmatch(asked.depart_at):
        raise Malformed("depart_at", "HH:MM or nothing", asked.depart_at)
