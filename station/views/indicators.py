"""The hub's indicators over a span of days: turnover, volumes, basket, fill rate, losses, stops.

Must not rank people: farms and customers are counted, nobody's speed is.
"""

from __future__ import annotations

from typing import Any

from station.domain.model import DeliveryNote, OrderLine
from station.domain.words import LineState
from station.reading import Present
from station.views.sharing import line_cents, turnover_cents

Json = dict[str, Any]

WRONG_LOADS = ("wrong_round", "wrong_stop", "lot_blocked", "past_use_by", "already_loaded")
"""What the dock stopped before it left: refusals that are counted."""


def indicators(present: Present, *, since: str, until: str) -> Json:
    """Return the figures of the days from `since` to `until`, both included."""
    notes = _notes(present, since, until)
    lines = _ordered(present, since, until)
    baskets = {(note.customer, note.date) for note in notes if note.crates}
    turnover = sum(turnover_cents(note) for note in notes)
    left = _served(notes)
    served = sum(1 for line in lines if (line.customer, line.delivery_date, line.product) in left)
    return {
        "since": since,
        "until": until,
        "turnover_cents": turnover,
        "lines_without_price": sum(
            1 for note in notes for line in note.lines if line.crates and line_cents(line) is None
        ),
        "baskets": len(baskets),
        "average_basket_cents": turnover // len(baskets) if baskets else None,
        "producers": _producers(present, notes, since, until),
        "lines_ordered": len(lines),
        "lines_served": served,
        "fill_permille": served * 1_000 // len(lines) if lines else None,
        "discarded_g": _discarded_g(present, since, until),
        "stopped": _stopped(present, since, until),
    }


def _notes(present: Present, since: str, until: str) -> list[DeliveryNote]:
    return [note for note in present.world.notes.all() if since <= note.date <= until]


def _ordered(present: Present, since: str, until: str) -> list[OrderLine]:
    return [
        line
        for line in present.world.order_lines.all()
        if since <= line.delivery_date <= until and line.state is not LineState.CANCELLED
    ]


def _served(notes: list[DeliveryNote]) -> set[tuple[str, str, str]]:
    """Return for whom, when and what some goods left."""
    return {
        (note.customer, note.date, line.product)
        for note in notes
        for line in note.lines
        if line.crates
    }


def _producers(present: Present, notes: list[DeliveryNote], since: str, until: str) -> list[Json]:
    received: dict[str, int] = {}
    for lot in present.world.lots.all():
        if since <= lot.opened_on <= until:
            received[lot.producer] = received.get(lot.producer, 0) + lot.received_g
    delivered: dict[str, int] = {}
    counted: dict[str, int] = {}
    worth: dict[str, int] = {}
    for note in notes:
        for line in note.lines:
            back = [part for part in note.returned if part.product == line.product]
            net_g = (line.net_g or 0) - sum(part.net_g or 0 for part in back)
            count = (line.count or 0) - sum(part.count or 0 for part in back)
            cents = line_cents(line, note.returned) or 0
            delivered[line.producer] = delivered.get(line.producer, 0) + net_g
            counted[line.producer] = counted.get(line.producer, 0) + count
            worth[line.producer] = worth.get(line.producer, 0) + cents
    active = {code for code, grams in received.items() if grams} | {*delivered}
    return [
        {
            "code": code,
            "name": present.name("producer", code),
            "received_g": received.get(code, 0),
            "delivered_g": delivered.get(code, 0),
            "delivered_count": counted.get(code, 0),
            "turnover_cents": worth.get(code, 0),
        }
        for code in sorted(active)
    ]


def _discarded_g(present: Present, since: str, until: str) -> int:
    return sum(
        lot.discarded_g for lot in present.world.lots.all() if since <= lot.opened_on <= until
    )


def _stopped(present: Present, since: str, until: str) -> dict[str, int]:
    """Count by reason what was stopped; days are those of the ledger's clock (UTC)."""
    rows = present.connection.execute(
        "SELECT json_extract(data, '$.code'), count(*) FROM events WHERE type = 'CommandRefused'"
        " AND substr(recorded_at, 1, 10) BETWEEN ? AND ? GROUP BY 1",
        (since, until),
    ).fetchall()
    counted = dict(rows)
    return {code: int(counted.get(code, 0)) for code in WRONG_LOADS}
