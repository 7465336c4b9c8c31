"""Says how far a device may be trusted: a scale's verification date, the last self-test of each.

Must not stop anything: a scale whose date has passed still weighs, and says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from station.answering import Answer
from station.domain.codec import to_plain
from station.reading import Present

WARN_DAYS = 30
"""How long before a verification lapses it is said: a visit is booked some weeks ahead."""


def verification(until: date | None, today: date) -> Answer | None:
    """Return whether a scale's verification holds: valid, soon or past; None without a date."""
    if until is None:
        return None
    days = (until - today).days
    state = "past" if days < 0 else "soon" if days <= WARN_DAYS else "valid"
    written = until.strftime("%d/%m/%Y")
    say = {
        "valid": None,
        "soon": {
            "fr": f"Balance à faire vérifier avant le {written}.",
            "en": f"Have the scale verified before {until}.",
        },
        "past": {
            "fr": f"Vérification de la balance dépassée depuis le {written}.",
            "en": f"The scale's verification lapsed on {until}.",
        },
    }[state]
    return {"state": state, "until": until.isoformat(), "days": days, "say": say}


def last_tries(present: Present) -> dict[str, Answer]:
    """Return by device how it did in the latest self-test that tried it, and when."""
    found: dict[str, Answer] = {}
    for test in sorted(present.world.self_tests.all(), key=lambda test: test.at):
        for one in test.results:
            plain: dict[str, Any] = to_plain(one)
            found[one.device] = {
                "at": test.at,
                "post": test.post,
                "operator": test.operator,
                "result": plain["result"],
                "detail": plain["detail"],
            }
    return found
