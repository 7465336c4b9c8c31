"""Plays a pick-up round: a driver collects at a farm before the day begins, reception matches it.

Must bring everything about by a call or a device, as people do.
"""

from __future__ import annotations

from collections import Counter

from station.day.cast import Arrival, Day
from station.week.cast import Week, settle

ROUND = "R1"
KILOMETRES, MINUTES = 38, 70


def collect(week: Week, day: Day, brought: list[Arrival], farm: str) -> None:
    """Plan a round that only collects, and collect a farm's crates: the driver counts one twice."""
    date = day.hub.date
    plan = {"date": date, "round": ROUND, "stops": [], "farms": [farm], "vehicle": "Fourgon"}
    planned = day.calls.command("PlanRound", plan, role="coordinator")
    counted = Counter(one.product for one in brought if one.producer == farm)
    counted[min(counted)] += 1
    crates = [{"product": product, "crates": n} for product, n in sorted(counted.items())]
    data = {"round": f"{date}-{ROUND}", "producer": farm, "crates": crates}
    told = day.calls.command("CollectAtFarm", data, role="driver")
    aboard = day.calls.all("/api/v1/pickups", "worker")
    here = sum(row["crates"] for each in aboard for row in each["rows"])
    day.story.expect(
        (planned["outcome"], told["outcome"], here) == ("accepted", "accepted", counted.total()),
        f"ramassage à l'aube chez {day.hub.producers[farm]['name']} : {here} caisses à bord",
        (planned.get("refusal"), told.get("refusal"), here),
    )
    week.hour(day, "le ramassage")


def unloaded(week: Week, day: Day, farm: str) -> None:
    """See that reception found each crate of the van but the one that was counted twice."""
    rounds = day.calls.all(f"/api/v1/rounds?date={day.hub.date}", "worker")
    stop = next(one["farms"][0] for one in rounds if one["round"] == ROUND)
    short = settle(day, "pickup_short", "comptée deux fois, la ferme confirme")
    cost = {"round": f"{day.hub.date}-{ROUND}", "kilometres": KILOMETRES, "minutes": MINUTES}
    driven = day.calls.command("RecordRoundCost", cost, role="driver")
    day.story.expect(
        (stop["closed"], stop["crates"] - stop["arrived"], short, driven["outcome"])
        == (True, 1, 1, "accepted"),
        f"{stop['arrived']} caisses du camion reconnues à la réception, une comptée deux fois",
        (stop, short, driven.get("refusal")),
    )
