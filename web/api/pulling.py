"""Orders pulled from Open Food Network: the difference first, applied when a person says so.

Must not fetch by itself: a call does, and what is doubtful is never applied.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, from_plain
from station.domain.desk import calendar_day
from station.domain.refusals import Refusal
from web.api.commands import send_as_sender
from web.guard import OFFICE, allow, hangar
from web.problems import problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PullBody:
    """What to pull: orders completed from `since` until before `until`, for `delivery_date`."""

    delivery_date: str
    since: str
    until: str
    order_cycle: str = ""
    dry_run: bool = True
    confirm_cancellations: bool = False


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/order-sources")(allow(OFFICE)(order_sources))
    blueprint.post("/orders/pull")(allow(OFFICE)(pull_orders))


def order_sources() -> Response:
    """Return where orders can be pulled from, as the configuration says."""
    return jsonify({"ofn": bool(hangar().config.orders.ofn_url)})


def pull_orders() -> Response | tuple[Response, int]:
    """Pull the report and compare it; without `dry_run` it is applied whole, or not at all."""
    from station.importing.applying import Report, import_file
    from station.importing.ofn_report import PRESET, Asked, fetch
    from station.importing.problems import Problem

    body = from_plain(PullBody, request.get_json(force=True))
    for name in ("delivery_date", "since", "until"):
        try:
            calendar_day(getattr(body, name))
        except Refusal as error:
            raise Malformed(name, "a date", getattr(body, name)) from error
    station = hangar()
    if not station.config.orders.ofn_url:
        return problem(404, "not_found", "orders.ofn_url is not set in hangar.toml")
    asked = Asked(since=body.since, until=body.until, order_cycle=body.order_cycle)
    content = fetch(station.config.orders, asked)
    if isinstance(content, Problem):
        return jsonify(Report(problems=(content,)).as_json())
    report = import_file(
        "orders",
        content,
        readers=station.readers,
        send=send_as_sender,
        source="Open Food Network",
        preset=PRESET,
        delivery_date=body.delivery_date,
        dry_run=body.dry_run,
        confirm_cancellations=body.confirm_cancellations,
        closed=station.closed,
    )
    return jsonify(report.as_json())
