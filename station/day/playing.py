"""Plays the scenes of a delivery day in their order, against one running demonstration.

Must not act on devices or calls itself: the scenes do.
"""

from __future__ import annotations

from collections.abc import Callable

from station.day import changing, leaving, loading, preparing, reception, restart, storing
from station.day import scale_faults as faults
from station.day.cast import Arrival, Day, arrivals
from station.day.paper_out import settle, without_paper
from station.day.reception import Intake

RESTART_INTAKES = 4
"""Farms that are received at once while the power goes."""
SCANNED_BACK = 2
"""Labels of each intake that are scanned back at the reception; others are seen at their next."""

Kill = Callable[[], bool]


def morning(day: Day, kill: Kill | None) -> None:
    """Badges, then the intakes of all farms, with what goes wrong there."""
    day.story.scene("Prise de poste")
    badges(day)
    day.story.scene("Réception")
    intakes = _intakes(day)
    last = intakes[-RESTART_INTAKES:] if kill else []
    dry = _dry(day, intakes[: len(intakes) - len(last)])
    incidents = _incidents(day, [each for each in intakes if each not in (*last, dry)])
    for intake in intakes:
        if intake not in last:
            _intake(day, intake, intake is dry, incidents)
    if kill:
        day.story.scene("Coupure de courant")
        restart.power_cut(day, last, kill)
        for intake in last:
            reception.close(day, intake)


def badges(day: Day) -> None:
    """Everybody scans a badge at a post with a wired scanner."""
    workers = [each for each in day.hub.operators.values() if each["role"] == "worker"]
    for place, post in enumerate(each for each in day.hub.posts.values() if each.scanner):
        assert post.scanner is not None
        person = workers[place % len(workers)]
        verdict = post.scanner.scan(person["card"])
        day.story.expect(
            verdict["verdict"] == "ok", f"{post.id} : {verdict['say']['fr']}", verdict["verdict"]
        )


def _intakes(day: Day) -> list[Intake]:
    """Return the farms' drops; cold goods come first, as the reception wants them."""
    by_farm: dict[str, list[Arrival]] = {}
    for arrival in arrivals():
        by_farm.setdefault(arrival.producer, []).append(arrival)
    intakes = [Intake(producer=code, brought=brought) for code, brought in by_farm.items()]
    day.chance.shuffle(intakes)
    return sorted(intakes, key=lambda each: -max(map(day.hub.coldness, _products(each))))


def _products(intake: Intake) -> set[str]:
    return {arrival.product for arrival in intake.brought}


def _dry(day: Day, intakes: list[Intake]) -> Intake:
    """Choose the farm during which the paper runs out."""
    return day.chance.choice([each for each in intakes if len(each.brought) >= 7])


def _incidents(day: Day, intakes: list[Intake]) -> dict[Arrival, faults.Incident]:
    """Choose the crates at which something goes wrong at the scale, and for one, the warmth."""
    weighed = {each for intake in intakes for each in intake.brought if each.net_g}
    ordered = sorted(weighed, key=lambda each: (each.producer, each.product, each.net_g or 0))
    cold = day.chance.choice([each for each in ordered if day.hub.coldness(each.product) > 0])
    ordered.remove(cold)
    chosen = day.chance.sample(ordered, len(faults.INCIDENTS))
    return {cold: faults.too_warm, **dict(zip(chosen, faults.INCIDENTS, strict=True))}


def _intake(day: Day, intake: Intake, dry: bool, incidents: dict[Arrival, faults.Incident]) -> None:
    def before_weighing(arrival: Arrival) -> None:
        incident = incidents.pop(arrival, None)
        if incident:
            incident(day, arrival)

    if dry:
        without_paper(day, intake)
    else:
        reception.receive(day, intake, before_weighing)
    reception.close(day, intake)
    day.paper.wait_for(crate["sscc"] for crate in intake.crates)
    back = day.chance.sample(intake.crates, min(SCANNED_BACK, len(intake.crates)))
    reception.scan_back(day, back)


def midday(day: Day) -> None:
    """Cold door, promises, preparation, and the order that changes afterwards."""
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
    leaving.bring_back(day, day.chance.choice(day.hub.rounds))
    leaving.hand_over(day)
    settle(day)


def _lot_to_block(day: Day) -> str:
    """Choose a weighed lot with one crate in the first round and others elsewhere."""
    first = day.hub.rounds[0]["id"]
    by_lot: dict[str, list[str | None]] = {}
    for crate in day.tally.crates:
        if crate["net_g"] and crate["customer"]:
            by_lot.setdefault(crate["lot"], []).append(day.hub.round_of(crate["customer"]))
    lots = [lot for lot, rounds in by_lot.items() if rounds.count(first) == 1 and len(rounds) > 1]
    return str(day.chance.choice(sorted(lots)))
