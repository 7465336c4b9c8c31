"""Plays the reception: every farm's intake, crate after crate, weighed or counted.

Must not break anything: what goes wrong at the scale and the printer is played elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from station.day.calls import Answer
from station.day.cast import CELSIUS_TENTHS, Arrival, Bay, Day
from station.day.story import kilograms

RECEIPT_GONE = ("weight_stale", "weight_not_stable", "scale_offline", "scale_not_cleared")
"""Refusals after which a worker puts the crate on the scale again."""
TRIES = 4
"""How often the same crate is put on the scale before the day gives up."""


@dataclass(slots=True, kw_only=True)
class Intake:
    """One farm's drop at its bay: what was brought, and the crates that came of it."""

    producer: str
    bay: Bay
    brought: list[Arrival]
    id: str = ""
    crates: list[Answer] = field(default_factory=list)


def receive(day: Day, intake: Intake, before_weighing: Callable[[Intake, Arrival], None]) -> None:
    """Receive all that a farm brings: weighed crates one by one, counted ones in one entry."""
    for arrival in intake.brought:
        if arrival.net_g is not None:
            before_weighing(intake, arrival)
            receive_weighed(day, intake, arrival)
    receive_counted(day, intake, [each for each in intake.brought if each.count is not None])


def receive_weighed(day: Day, intake: Intake, arrival: Arrival) -> Answer:
    """Put one crate on the scale, take its receipt, receive it, and take it off again."""
    assert arrival.net_g is not None
    answer = _weighed(day, intake.bay, arrival)
    day.story.quietly(
        (answer.get("crate") or {}).get("net_g") == arrival.net_g,
        f"{arrival.product} : {arrival.net_g} g nets reçus au gramme",
        answer.get("crate") or answer.get("refusal"),
    )
    _keep(day, intake, answer)
    day.tally.put_in_g.append(arrival.net_g)
    return answer


def _weighed(day: Day, bay: Bay, arrival: Arrival) -> Answer:
    """Return the answer to one weighed crate; a receipt that died is weighed again."""
    answer: Answer = {}
    for _ in range(TRIES):
        receipt = bay.scale.weigh(gross_g(day, arrival))
        answer = try_receive(day, bay, arrival, {"weigh": {"receipt": receipt}})
        bay.scale.clear()
        if (answer.get("refusal") or {}).get("code") not in RECEIPT_GONE:
            break
    return answer


def gross_g(day: Day, arrival: Arrival) -> int:
    """Return what a weighed crate brings on the scale, its own weight included."""
    return (arrival.net_g or 0) + day.hub.tare_g(arrival.crate_type)


def receive_counted(day: Day, intake: Intake, counted: Iterable[Arrival]) -> None:
    """Receive goods by the piece: identical crates together, « 6 caisses de 12 »."""
    for arrival, alike in groupby(counted):
        crates = len(list(alike))
        answer = try_receive(day, intake.bay, arrival, {"count": arrival.count, "crates": crates})
        got = answer.get("crates") or [answer.get("crate")]
        day.story.quietly(
            answer["outcome"] == "accepted" and len(got) == crates,
            f"{arrival.product} : {crates} caisse(s) de {arrival.count} en une saisie",
            answer.get("refusal") or answer,
        )
        _keep(day, intake, answer)


def try_receive(day: Day, bay: Bay, arrival: Arrival, extra: Answer) -> Answer:
    """Send what a worker has chosen for a crate, with its weight or count; return the answer."""
    product = day.hub.products[arrival.product]
    chosen = {
        "producer": arrival.producer,
        "product": arrival.product,
        "crate_type": arrival.crate_type,
        "producer_lot": f"{arrival.producer}-{day.hub.date[8:]}{day.hub.date[5:7]}",
        "celsius_tenths": CELSIUS_TENTHS[product["temperature_class"]],
        "customer": arrival.customer,
        **({"code": arrival.code} if arrival.code else {}),
    }
    return day.calls.command("ReceiveCrate", chosen | extra, post=bay.post)


def _keep(day: Day, intake: Intake, answer: Answer) -> None:
    crates = answer.get("crates") or [crate for crate in [answer.get("crate")] if crate]
    intake.crates += crates
    day.tally.crates += crates
    for event in answer["events"]:
        if event["type"] == "CrateReceived":
            intake.id = event["data"]["intake"]


def close(day: Day, intake: Intake) -> None:
    """Close a farm's intake and compare its note with what the farm brought."""
    answer = day.calls.command("CloseIntake", {"intake": intake.id})
    closed = [event for event in answer["events"] if event["type"] == "IntakeClosed"]
    noted = closed[0]["data"] if closed else {}
    brought_g = sum(arrival.net_g or 0 for arrival in intake.brought)
    name = day.hub.producers[intake.producer]["name"]
    day.story.expect(
        (noted.get("crates"), noted.get("net_g")) == (len(intake.brought), brought_g),
        f"{name} : {len(intake.brought)} caisses, {kilograms(brought_g)}, bon {intake.id}",
        noted or answer.get("refusal"),
    )


def scan_back(day: Day, crates: list[Answer]) -> None:
    """Stick some labels on and scan them back with the reception's wired scanner."""
    scanner = day.hub.scanner("reception")
    for crate in crates:
        verdict = scanner.scan(day.paper.scan_text(crate["sscc"], day.symbology(crate["sscc"])))
        shown = day.calls.get(f"/api/v1/crates/{crate['id']}", "worker")
        day.story.quietly(
            verdict["verdict"] == "ok" and shown["label_state"] == "confirmed",
            f"l'étiquette de {crate['id']} est relue et confirmée",
            (verdict["verdict"], shown["label_state"]),
        )
