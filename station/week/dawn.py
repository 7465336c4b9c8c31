"""Plays a lone drop at dawn: crates left with nobody there, one weighed by day, one never.

Must bring everything about by a call or a device, as people do.
"""

from __future__ import annotations

from station.day.bench import seen
from station.day.calls import Answer
from station.day.cast import Arrival, Day
from station.day.reception import RECEIPT_GONE, TRIES, gross_g
from station.day.story import kilograms
from station.week.cast import Week

BOTTLES, PEARS = "F04-JUS-POMME", "F04-POIRE"
"""What the farm leaves: bottles, which the hub lets leave as declared, and pears for the stock."""
ROUGHLY_G = 500
"""A farm's own scale says whole half kilograms."""
RECEIPT_S = 30.0
"""Longest a receipt may take to come out of the simulated printer."""


def chosen(brought: list[Arrival]) -> tuple[Arrival, Arrival]:
    """Return what is left at dawn: a customer's bottles, and pears of nobody."""
    bottles = next(one for one in brought if one.product == BOTTLES and one.customer)
    pears = next(one for one in brought if one.product == PEARS and one.customer is None)
    return bottles, pears


def drop(week: Week, day: Day, left: tuple[Arrival, Arrival]) -> list[Answer]:
    """Leave crates at the cold room's post at six, end the drop, and take the timed receipt."""
    post = day.hub.post("store").id
    before = day.calls.get("/api/v1/balance")
    crates = [_left(day, post, one) for one in left]
    intake = str(crates[0].get("intake"))
    week.drops.add(intake)
    closed = day.calls.command("CloseIntake", {"intake": intake}, role="producer", post=post)
    receipt = _receipt(day, intake)
    waiting = {one["crate"] for one in day.calls.all("/api/v1/drops", "worker")}
    farm = day.hub.producers[left[0].producer]["name"]
    day.story.expect(
        closed["outcome"] == "accepted"
        and waiting == {crate["id"] for crate in crates}
        and day.calls.get("/api/v1/balance") == before,
        f"six heures, personne : {farm} dépose {len(crates)} caisses seule, reçu {intake} imprimé,"
        " rien de pesé ni en stock",
        (closed.get("refusal"), receipt, waiting),
    )
    week.hour(day, "le dépôt seul")
    return crates


def _left(day: Day, post: str, one: Arrival) -> Answer:
    product = day.hub.products[one.product]
    roughly_g = (one.net_g or 0) // ROUGHLY_G * ROUGHLY_G
    data = {
        "producer": one.producer,
        "product": one.product,
        "zone": _zone(day, product["temperature_class"]),
        "customer": one.customer,
        "declared_g": roughly_g or None,
        "declared_count": one.count,
    }
    answer = day.calls.command("DropOffCrate", data, role="producer", post=post)
    crate: Answer = answer.get("crate") or {}
    printed = bool(crate) and day.paper.wait_for([crate["sscc"]])
    day.story.quietly(
        crate.get("unmeasured") is True and printed,
        f"{one.product} déposé seul, étiquette « à peser »",
        answer.get("refusal") or crate,
    )
    if not crate:
        return {}
    day.tally.crates.append(crate)
    return dict(day.calls.get(f"/api/v1/crates/{crate['id']}"))


def _zone(day: Day, temperature_class: str) -> str:
    return next(
        code
        for code, zone in day.hub.zones.items()
        if zone["temperature_class"] == temperature_class
    )


def _receipt(day: Day, intake: str) -> Answer:
    """Return the receipt of the drop once its paper is proved; raise `NothingSeen`."""

    def proved() -> Answer | None:
        shown: Answer = day.calls.get(f"/api/v1/drop-receipts/{intake}")
        return shown if (shown["label"] or {}).get("state") == "confirmed" else None

    receipt: Answer = seen(proved, f"the receipt of {intake} on paper", RECEIPT_S)
    return receipt


def weigh(week: Week, day: Day, crate: Answer, one: Arrival) -> None:
    """Weigh by day what was left at dawn; until then it may not leave."""
    bay = day.hub.bays[0]
    given = {"crate": crate["id"], "customer": "PAR-01"}
    early = day.calls.command("HandOverCrate", given, post=day.hub.post("shop").id)
    answer: Answer = {}
    for _ in range(TRIES):
        receipt = bay.scale.weigh(gross_g(day, one))
        data = {"crate": crate["id"], "crate_type": one.crate_type, "weigh": {"receipt": receipt}}
        answer = day.calls.command("MeasureCrate", data, post=bay.post)
        bay.scale.clear()
        if (answer.get("refusal") or {}).get("code") not in RECEIPT_GONE:
            break
    found = (answer.get("crate") or {}).get("net_g")
    if found:
        day.tally.put_in_g.append(found)
    day.story.expect(
        (early.get("refusal") or {}).get("code") == "not_weighed" and found == one.net_g,
        f"déposée non pesée, elle ne part pas ; pesée au jour : {kilograms(one.net_g or 0)}",
        (early.get("refusal"), answer.get("refusal"), found),
    )
    week.hour(day, "la pesée de ce qui fut déposé")


def left_as_declared(day: Day, one: Arrival) -> None:
    """See that the bottles left on the farm's word, and that their delivery note says so."""
    notes = day.calls.all(f"/api/v1/delivery-notes?date={day.hub.date}&customer={one.customer}")
    lines = [line for note in notes for line in note["lines"] if line["product"] == one.product]
    day.story.expect(
        [(line["count"], line["basis"], line["farm_word"]) for line in lines]
        == [(one.count, "declared", True)],
        "le jus déposé seul part sur la quantité déclarée, et le bon le dit",
        lines,
    )
