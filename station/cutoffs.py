"""Tells until when one may order for a delivery date: days before it, at a local time.

Must not decide what becomes of what comes later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from station.config.model import Config
from station.domain.desk import never_closed


def cutoff_of(config: Config, delivery_date: str) -> datetime | None:
    """Return the instant after which orders for a date are late; None where there is no cut-off.

    Raises ValueError for what is no date.
    """
    orders = config.orders
    if orders.cutoff_days_before is None or orders.cutoff_at is None:
        return None
    day = date.fromisoformat(delivery_date) - timedelta(days=orders.cutoff_days_before)
    at = time.fromisoformat(orders.cutoff_at)
    return datetime.combine(day, at, ZoneInfo(config.hub.timezone))


def closing_rule(config: Config) -> Callable[[str, str], bool]:
    """Return the rule: has the cut-off of this date passed at this instant (ISO 8601)?"""
    if config.orders.cutoff_at is None:
        return never_closed

    def closed(delivery_date: str, now: str) -> bool:
        try:
            cutoff = cutoff_of(config, delivery_date)
        except (ValueError, OverflowError):
            return False  # no date at all: the rule that reads dates refuses it
        return cutoff is not None and datetime.fromisoformat(now) > cutoff

    return closed


def closed_now(config: Config) -> Callable[[str], bool]:
    """Return the rule as of now, for what only shows a difference."""
    closed, now = closing_rule(config), datetime.now(UTC).isoformat()
    return lambda delivery_date: closed(delivery_date, now)
