"""Plays the arrivals of a day: farms at both bays, with ready-made labels where they have them.

Must leave out what a farm does not bring: a short harvest, a holiday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from station.day import reception, storing
from station.day.cast import COLDNESS, Arrival, Day, arrivals
from station.day.reception import Intake
from station.week.cast import Week


def receive(week: Week, day: Day, brought: list[Arrival]) -> None:
    """Receive what the farms bring, a farm at a time at each bay, then check the cold goods in."""
    queues: list[list[Intake]] = [[] for _ in day.hub.bays]
    for place, farm in enumerate(sorted({one.producer for one in brought})):
        bay = day.hub.bays[place % len(queues)]
        mine = [one for one in brought if one.producer == farm]
        queues[place % len(queues)].append(Intake(producer=farm, brought=mine, bay=bay))
    with ThreadPoolExecutor(max_workers=len(queues)) as people:
        for done in [people.submit(_queue, day, queue) for queue in queues]:
            done.result()
    cold(day)
    week.hour(day, "la réception")


def cold(day: Day) -> None:
    """Check cold crates in by scan, class by class; ambient ones stay on the quay."""
    day.paper.read()
    for name in COLDNESS[1:]:
        crates = [each for each in day.tally.crates if each["temperature_class"] == name]
        if crates:
            storing.check_in_class(day, name, crates)


def _queue(day: Day, queue: list[Intake]) -> None:
    for intake in queue:
        for arrival in intake.brought:
            if arrival.code:
                _label_scanned(day, intake, arrival.code)
            if arrival.net_g is not None:
                reception.receive_weighed(day, intake, arrival)
            elif arrival.code:
                reception.receive_counted(day, intake, [arrival])
        loose = [one for one in intake.brought if one.count is not None and not one.code]
        reception.receive_counted(day, intake, loose)
        reception.close(day, intake)


def _label_scanned(day: Day, intake: Intake, sscc: str) -> None:
    """Scan the label that a farm stuck on: the post knows farm, product and customer by it."""
    scanner = next(each.scanner for each in day.hub.posts if each.id == intake.bay.post)
    assert scanner is not None
    verdict = scanner.scan(day.paper.scan_text(sscc, "GS1-128"))
    day.story.quietly(verdict["verdict"] == "ok", f"étiquette prête {sscc} lue", verdict["say"])


def of(week: Week, place: int, *, without: Collection[str] = ()) -> list[Arrival]:
    """Return what a day's farms bring, less what farms or products bring nothing of."""
    date, nth = week.date(place), Counter[str]()
    brought = []
    for one in arrivals(week.plans[place].farms):
        if one.producer in without or one.product in without:
            continue
        key = f"{date}/{one.customer}/{one.product}"
        nth[key] += 1
        brought.append(replace(one, code=week.ready.get(f"{key}/{nth[key]}")))
    return brought


def short(brought: list[Arrival], product: str, keep: int) -> list[Arrival]:
    """Return arrivals of which only some crates of a product have been harvested."""
    mine = [one for one in brought if one.product == product]
    gone = {id(one) for one in mine[keep:]}
    return [one for one in brought if id(one) not in gone]
