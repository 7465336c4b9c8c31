"""Plays the end of a day: kilometres entered, the day closed, a verified copy made.

Must wait until the copy is proven: a copy that was only begun protects nothing.
"""

from __future__ import annotations

from station.day.bench import seen
from station.day.cast import Day
from station.week import money
from station.week.cast import Week

COPY_S = 120.0
"""Longest wait for a copy: a process of its own, which steps back for others, proves the chain."""


def evening(week: Week, day: Day, name: str) -> None:
    """End a day: costs, closing, copy, balance; say what it asked of people."""
    money.rounds_cost(day)
    closed = day.calls.office("/api/v1/closings", {})
    closings = day.calls.get("/api/v1/closings")["items"]
    today = [each for each in closings if each["date"] == day.hub.date]
    week.closings += 1
    day.story.expect(
        closed["outcome"] == "accepted" and len(today) == 1,
        f"{name} est clos, l'empreinte du registre est sur l'étiquette du soir",
        closed.get("refusal") or closings,
    )
    _copied(day)
    week.hour(day, f"la clôture de {name}")
    left = len(day.calls.all("/api/v1/exceptions"))
    spent = week.effort.end(name, day, left)
    day.story.tell(
        f"{name} : {spent.crates} caisses, {spent.coordinator_actions} gestes de la"
        f" coordinatrice ; {spent.each(spent.scans)} scans et {spent.each(spent.taps)} touches"
        f" par caisse ; {left} exceptions ouvertes."
    )


def _copied(day: Day) -> None:
    """Ask for a copy and wait until one is proven that holds all of the day."""
    seq = day.calls.get("/api/v1/status")["ledger"]["seq"]
    day.calls.office("/api/v1/backups", {})

    def done() -> bool:
        last = day.calls.get("/api/v1/status")["backup"]["last"]
        return bool(last and last["seq"] >= seq)

    seen(done, f"a verified copy up to event {seq}", COPY_S)
    day.story.expect(True, f"copie de nuit vérifiée, jusqu'à l'événement {seq}")
