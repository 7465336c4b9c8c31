"""The carré-vente's hours: the week, the days that differ, and what holds now.

Must not decide anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from station.domain.codec import to_plain
from station.domain.deciding.opening import HOURS, calendar, day_stream
from station.domain.opening import WEEK
from station.reading import Present

Json = dict[str, Any]


def hours(present: Present, wall: datetime) -> Json:
    """Return the hours as they are set; `wall` is the clock in the hall, without a zone.

    `now` is null where nobody has set any hours.
    """
    week = present.world.shop_weeks.get(WEEK)
    known = calendar(present.world)
    today = wall.date().isoformat()
    return {
        "version": present.version(HOURS),
        "week": to_plain(week.spans) if week else [],
        "days": [
            to_plain(day) | {"version": present.version(day_stream(day.date))}
            for day in present.world.shop_days.all()
            if day.date >= today
        ],
        "now": to_plain(known.at(wall)) if known else None,
    }
