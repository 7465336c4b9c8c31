"""Decides the carré-vente's hours, and whether a hand-over falls outside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from station.domain import commands, events
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.rounds import CLOCK
from station.domain.desk import Desk, calendar_day, found
from station.domain.opening import WEEK, Calendar, Span, overlaps
from station.domain.refusals import Refusal
from station.domain.world import World

MAX_SPANS = 6
"""Most spans of one day."""
MAX_NOTE = 80
"""Characters of a day's note; it stands on one line of the public page."""
HOURS = "shop/hours"
"""The stream of the week's hours."""


def day_stream(date: str) -> str:
    """Return the stream of a day's own hours."""
    return f"shop-day/{date}"


def set_shop_hours(command: commands.shop.SetShopHours, desk: Desk) -> Outcome:
    by_day: dict[int, list[Span]] = {}
    for one in command.spans:
        if not 1 <= one.weekday <= 7:
            raise Refusal("out_of_bounds", what=f"jour {one.weekday}")
        by_day.setdefault(one.weekday, []).append(one.span)
    for spans in by_day.values():
        _sound(spans)
    desk.unchanged(HOURS, command.seen)
    ordered = sorted(command.spans, key=lambda one: (one.weekday, one.opens))
    desk.emit(HOURS, events.opening.ShopHoursSet(spans=tuple(ordered)))
    return DONE


def set_shop_day(command: commands.shop.SetShopDay, desk: Desk) -> Outcome:
    calendar_day(command.date)
    _sound(command.spans)
    note = command.note.strip()
    if len(note) > MAX_NOTE or not note.isprintable():
        raise Refusal("out_of_bounds", what="texte trop long")
    if command.seen or desk.world.shop_days.get(command.date):  # dropped is as if never set: 0
        desk.unchanged(day_stream(command.date), command.seen)
    spans = tuple(sorted(command.spans, key=lambda one: one.opens))
    desk.emit(
        day_stream(command.date),
        events.opening.ShopDaySet(date=command.date, spans=spans, note=note),
    )
    return DONE


def drop_shop_day(command: commands.shop.DropShopDay, desk: Desk) -> Outcome:
    found(desk.world.shop_days.get(command.date), command.date[:10])
    desk.unchanged(day_stream(command.date), command.seen)
    desk.emit(day_stream(command.date), events.opening.ShopDayDropped(date=command.date))
    return DONE


def _sound(spans: Sequence[Span]) -> None:
    """Refuse hours that no clock shows, that last nothing, or that overlap."""
    for span in spans:
        for text in (span.opens, span.closes):
            if not CLOCK.fullmatch(text):
                raise Refusal("out_of_bounds", what=f"heure {text[:8]!r}")
        if span.opens == span.closes:
            raise Refusal("out_of_bounds", what=f"de {span.opens} à {span.closes}")
    if len(spans) > MAX_SPANS or overlaps(spans):
        raise Refusal("out_of_bounds", what="heures qui se recouvrent")


def calendar(world: World) -> Calendar | None:
    """Return the carré-vente's calendar; None where nobody has set any hours."""
    week = world.shop_weeks.get(WEEK)
    days = world.shop_days.all()
    return Calendar(week.spans if week else (), days) if week or days else None


def outside_hours(desk: Desk) -> bool:
    """Tell whether the carré-vente is shut now; without hours it never is."""
    known = calendar(desk.world)
    wall = desk.settings.local(desk.now)
    return known is not None and not known.at(datetime.fromisoformat(wall)).open


DECIDES: dict[type, Any] = {
    commands.shop.SetShopHours: set_shop_hours,
    commands.shop.SetShopDay: set_shop_day,
    commands.shop.DropShopDay: drop_shop_day,
}
