"""Plays the scenes of a delivery day in their order, against one running demonstration.

Must not act on devices or calls itself: the scenes do.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from station.day import (
    changing,
    completing,
    leaving,
    loading,
    preparing,
    reception,
    restart,
    storing,
)
from station.day import scale_faults as faults
from station.day.cast import Arrival, Day, arrivals
from station.day.paper_out import settle, without_paper
from station.day.reception import Intake

RESTART_INTAKES = 2
"""Farms at each bay that are being received while the power goes."""
DRY_CRATES = 7
"""Crates that a farm must bring at least to be the one during which the paper runs out."""
SCANNED_BACK = 2
"""Labels of each intake that are scanned back at the reception; others are seen at their next."""

Kill = Callable[[], bool]


def morning(day: Day, kill: Kill | None) -> None:
    """Badges, then the intakes of all farms, with what goes wrong there."""
    day.story.scene("Prise de poste")
    badges(day)
    completing.forget(day)
    day.story.scene("Réception")
    queues = _queues(day)
    last = [each for queue in queues for each in queue[-RESTART_INTAKES:]] if kill else []
    early = [[each for each in queue if each not in last] for queue in queues]
    dry = _dry(day, early[0])
    incidents = _incidents(day, [each for queue in early for each in queue if each is not dry])
    with ThreadPoolExecutor(max_workers=len(early)) as people:
        for done in [people.submit(_queue, day, queue, dry, incidents) for queue in early]:
            done.result()
    if kill:
        day.story.scene("Coupure de courant")
        restart.power_cut(day, last, kill)
        for intake in last:
            reception.close(day, intake)


def badges(day: Day) -> None:
    """Everybody scans a badge at a post with a wired scanner."""
    workers = [each for each in day.hub.operators.values() if each["role"] == "worker"]
    for place, post in enumerate(each for each in day.hub.posts if each.scanner):
        assert post.scanner is not None
        person = workers[place % len(workers)]
        verdict = post.scanner.scan(person["card"])
        day.story.expect(
            verdict["verdict"] == "ok", f"{post.id} : {verdict['say']['fr']}", verdict["verdict"]
        )


def _queues(day: Day) -> list[list[Intake]]:
    """Return each bay's queue of farms: the weighing shared evenly, cold goods first."""
    by_farm: dict[str, list[Arrival]] = {}
    for arrival in arrivals():
        by_farm.setdefault(arrival.producer, []).append(arrival)
    farms = list(by_farm)
    day.dice("farms").shuffle(farms)
    queues: list[list[Intake]] = [[] for _ in day.hub.bays]
    for farm in sorted(farms, key=lambda farm: -_weighed(by_farm[farm])):
        place = min(range(len(queues)), key=lambda n: sum(_weighed(x.brought) for x in queues[n]))
        intake = Intake(producer=farm, brought=by_farm[farm], bay=day.hub.bays[place])
        queues[place].append(intake)
    for queue in queues:
        queue.sort(key=lambda each: (-max(map(day.hub.coldness, _products(each))), each.producer))
    return queues


def _weighed(brought: list[Arrival]) -> int:
    return sum(arrival.net_g is not None for arrival in brought)


def _products(intake: Intake) -> set[str]:
    return {arrival.product for arrival in intake.brought}


def _dry(day: Day, intakes: list[Intake]) -> Intake:
    """Choose the farm during which the paper runs out."""
    many = [each for each in intakes if len(each.brought) >= DRY_CRATES]
    return day.dice("dry").choice(many or intakes)


def _incidents(day: Day, intakes: list[Intake]) -> dict[Arrival, faults.Incident]:
    """Choose the crates at which something goes wrong at the scale, and for one, the warmth."""
    weighed = {each for intake in intakes for each in intake.brought if each.net_g}
    ordered = sorted(weighed, key=lambda each: (each.producer, each.product, each.net_g or 0))
    dice = day.dice("incidents")
    cold = dice.choice([each for each in ordered if day.hub.coldness(each.product) > 0])
    ordered.remove(cold)
    chosen = dice.sample(ordered, len(faults.INCIDENTS))
    return {cold: faults.too_warm, **dict(zip(chosen, faults.INCIDENTS, strict=True))}


def _queue(
    day: Day, queue: list[Intake], dry: Intake, incidents: dict[Arrival, faults.Incident]
) -> None:
    """Receive the farms of one bay, one after the other."""

    def before_weighing(intake: Intake, arrival: Arrival) -> None:
        incident = incidents.pop(arrival, None)
        if incident:
            incident(day, intake, arrival)

    for intake in queue:
        if intake is dry:
            without_paper(day, intake)
        else:
            reception.receive(day, intake, before_weighing)
        reception.close(day, intake)
        if intake.bay.post == day.hub.post("reception").id:
            dice = day.dice("back", intake.producer)
            back = dice.sample(intake.crates, min(SCANNED_BACK, len(intake.crates)))
            reception.scan_back(day, back)


def midday(day: Day) -> None:
    """What reception did not know, cold door, promises, preparation, a change afterwards."""
    day.story.scene("Caisses à compléter")
    completing.complete(day)
    day.story.scene("Chambres froides")
    storing.check_in(day)
    storing.weigh_again(day)
    day.story.scene("Affectation et préparation")
    preparing.allocate(day)
    preparing.prepare(day)
    changing.order_changed(day)


def afternoon(day: Day) -> None:
    """Rounds are loaded and leave; deliveries, a return, and the carré-vente."""
    lot = _lot_to_block(day)
    for place, round in enumerate(day.hub.rounds):
        day.story.scene(f"Chargement de {round['round']} ({round['vehicle']})")
        dock = loading.Dock(day=day, round=round, wired=place == 0)
        if place == 0:
            loading.mistakes(dock, day.hub.rounds[1])
            leaving.too_soon(dock)
            day.calls.command("BlockLot", {"lot": lot, "reason": "analyse en attente"})
            loading.load(dock, {lot})
            data = {"lot": lot, "reason": "analyse bonne"}
            day.calls.command("ReleaseLot", data, role="coordinator")
        else:
            loading.load(dock, set())
        leaving.depart(dock)
    day.story.scene("Livraisons, retour, carré-vente")
    for round in day.hub.rounds:
        leaving.deliver(day, round)
    leaving.bring_back(day, day.dice("returning").choice(day.hub.rounds))
    leaving.hand_over(day)
    for bay in day.hub.bays:
        settle(day, bay.post)


def _lot_to_block(day: Day) -> str:
    """Choose a weighed lot, all cross-dock, with one crate in the first round and others later."""
    first = day.hub.rounds[0]["id"]
    by_lot: dict[str, list[str | None]] = {}
    loose = {crate["lot"] for crate in day.tally.crates if crate["customer"] is None}
    for crate in day.tally.crates:
        if crate["net_g"] and crate["lot"] not in loose:
            by_lot.setdefault(crate["lot"], []).append(day.hub.round_of(crate["customer"]))
    lots = [lot for lot, rounds in by_lot.items() if rounds.count(first) == 1 and len(rounds) > 1]
    return str(day.dice("block").choice(sorted(lots)))
