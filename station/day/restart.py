"""Plays the power cut: the server is killed while several people work, and comes back by itself.

Must ask again for everything that was ever acknowledged, and find all of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from station.day.bench import seen
from station.day.calls import Acknowledged, Answer, Calls
from station.day.cast import Bay, Day
from station.day.paper_out import settle
from station.day.reception import Intake, receive_counted, receive_weighed

WORK_BEFORE_S = 20.0
"""Longest wait for the work to get going before the power goes."""
HURRY_S = 0.001
"""Pause between two looks at how far the work is."""


def power_cut(day: Day, intakes: list[Intake], kill: Callable[[], bool]) -> None:
    """Receive several farms at once and kill the server in the middle of it."""
    before = len(day.calls.acknowledged)
    dice = day.dice("power cut")
    with ThreadPoolExecutor(max_workers=len(intakes) + len(day.hub.bays)) as people:
        work = [people.submit(_counted, day, intake) for intake in intakes]
        work += [people.submit(_weighed, day, bay, intakes) for bay in day.hub.bays]
        _wait_for_work(day, before + dice.randint(2, 5))
        time.sleep(dice.randint(0, 8) / 1000)
        gone = kill()
        seen(lambda: _healthy(day), "the server back after the power cut", 60.0)
        for each in work:
            each.result()
    day.tally.restarts += 1
    brought = sum(len(intake.brought) for intake in intakes)
    received = len({crate["id"] for intake in intakes for crate in intake.crates})
    day.story.expect(
        gone and day.calls.resent > 0 and received == brought,
        f"coupure en plein travail : {brought} caisses reçues, ni perdue ni doublée",
        (gone, day.calls.resent, received),
    )
    unsure = sum(settle(day, bay.post) for bay in day.hub.bays)
    day.story.tell(f"{unsure} étiquette(s) incertaine(s) réglée(s) en regardant le papier.")
    ask_all_again(day)


def _counted(day: Day, intake: Intake) -> None:
    receive_counted(day, intake, [each for each in intake.brought if each.count is not None])


def _weighed(day: Day, bay: Bay, intakes: list[Intake]) -> None:
    for intake in (each for each in intakes if each.bay is bay):
        for arrival in intake.brought:
            if arrival.net_g is not None:
                receive_weighed(day, intake, arrival)


def _wait_for_work(day: Day, acknowledged: int) -> None:
    until_s = time.monotonic() + WORK_BEFORE_S
    while len(day.calls.acknowledged) < acknowledged and time.monotonic() < until_s:
        time.sleep(HURRY_S)


def _healthy(day: Day) -> bool:
    return day.calls.raw("GET", "/healthz", "nobody")[0] == 200


def ask_all_again(day: Day) -> None:
    """Ask every acknowledged change again: each must give its first answer, marked replayed."""
    known = list(day.calls.acknowledged)
    lost = [str(each.body["command_id"]) for each in known if not remembered(day.calls, each)]
    missing = missing_events(day.calls, known)
    day.tally.lost = max(day.tally.lost, len(lost) + len(missing))
    day.story.expect(
        not lost and not missing,
        f"{len(known)} réponses données : toutes retrouvées, aucun événement perdu",
        (lost, missing),
    )


def remembered(calls: Calls, known: Acknowledged) -> bool:
    """True when the station gives the same answer again and says that it is a repeat."""
    return calls.again(known) == known.answer | {"replayed": True, "http": 200}


def missing_events(calls: Calls, known: list[Acknowledged]) -> list[int]:
    """Return the acknowledged events that the ledger no longer shows."""
    stored = {(event["seq"], event["id"]) for event in calls.events()}
    promised = {(event["seq"], event["id"]) for each in known for event in _events(each)}
    return sorted(seq for seq, _ in promised - stored)


def _events(known: Acknowledged) -> list[Answer]:
    """Return the events of an acknowledged command, or of the command that a scan stood for."""
    answer = known.answer
    command = answer.get("command") if "verdict" in answer else answer
    events: list[Answer] = (command or {}).get("events", [])
    return events
