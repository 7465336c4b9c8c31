"""Reads the span of days or the month that a call asks for.

Must not know what is asked about it.
"""

from __future__ import annotations

import re

from flask import request

from station.domain.codec import Malformed
from station.domain.desk import calendar_day
from station.domain.refusals import Refusal
from web.guard import hangar

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def span_asked() -> tuple[str, str]:
    """Return the days `since` to `until` that were asked, else those of this month so far."""
    today = hangar().clock.today()
    since = day_given("since", request.args.get("since") or f"{today[:7]}-01")
    return since, day_given("until", request.args.get("until") or today)


def month_asked(text: str) -> str:
    """Return a month as it was asked, like 2026-11; raise `Malformed` for anything else."""
    if not MONTH.fullmatch(text):
        raise Malformed("month", "a month like 2026-11", text)
    return text


def day_given(name: str, text: str) -> str:
    """Return a day as it was given, like 2026-11-24; raise `Malformed` for anything else."""
    try:
        return calendar_day(text).isoformat()
    except Refusal as refusal:
        raise Malformed(name, "a day like 2026-11-24", text) from refusal
