"""Plays what happens in the store: a zone counted, free stock sold.

Must bring everything about by a call or a device, as people do.
"""

from __future__ import annotations

from station.day.calls import Answer
from station.day.cast import Day
from station.week.cast import Week, settle


def count_zone(week: Week, day: Day, zone: str = "CF-1") -> None:
    """Count a cold room with one crate overlooked, find it, and count again."""
    here = _in_zone(day, zone)
    if not here:
        day.story.tell(f"{zone} est vide : rien à compter.")
        return
    overlooked = day.dice("count").choice(here)
    first = _counted(day, zone, [each for each in here if each != overlooked])
    told = settle(day, "not_found_in_zone", "retrouvée derrière une pile")
    second = _counted(day, zone, here)
    day.story.expect(
        first["absent"] == [overlooked] and not second["absent"] and told == 1,
        f"{zone} compté : une caisse manquait sur {len(here)}, retrouvée au second compte",
        (first, second, told),
    )
    week.hour(day, "l'inventaire")


def _in_zone(day: Day, zone: str) -> list[str]:
    crates = day.calls.all("/api/v1/crates?state=stored", "worker")
    return sorted(crate["id"] for crate in crates if crate["zone"] == zone)


def _counted(day: Day, zone: str, found: list[str]) -> Answer:
    answer = day.calls.command("CountZone", {"zone": zone, "crates": found})
    counted = [each["data"] for each in answer["events"] if each["type"] == "ZoneCounted"]
    return counted[0] if counted else {"absent": None, "refusal": answer.get("refusal")}


def sell(week: Week, day: Day, customer: str = "PAR-01") -> None:
    """Sell a crate of free stock to a registered customer who comes to the hangar."""
    sold = _free(day)
    if not sold:
        day.story.tell("Carré-vente : plus rien en libre-service.")
        return
    crate = day.dice("sale").choice(sold)
    post = day.hub.post("shop").id
    chosen = day.calls.scan(post, day.hub.customers[customer]["card"])
    given = day.calls.scan(post, day.paper.scan_text(crate["sscc"], "GS1-128"))
    day.story.expect(
        (chosen["verdict"], given["verdict"]) == ("ok", "ok"),
        f"carré-vente : stock libre vendu à {day.hub.customers[customer]['name']}",
        (chosen["verdict"], given["verdict"], given["say"]["fr"]),
    )
    week.hour(day, "le carré-vente")


def unsold(week: Week, day: Day) -> None:
    """Give a crate that nobody bought back to its farm."""
    left = _free(day)
    if not left:
        day.story.tell("Rien d'invendu à rendre.")
        return
    crate = day.dice("unsold").choice(left)
    data = {"crate": crate["id"], "reason": "invendu"}
    answer = day.calls.command("ReturnToProducer", data)
    day.story.expect(
        answer["outcome"] == "accepted", "un invendu retourne à sa ferme", answer.get("refusal")
    )
    week.hour(day, "le retour à la ferme")


def _free(day: Day) -> list[Answer]:
    """Return the stock crates of one farm each that hold something nobody was promised."""
    stock = [
        crate
        for crate in day.calls.all("/api/v1/crates", "worker")
        if crate["state"] in ("received", "stored")
        and crate["customer"] is None
        and (crate["count"] or crate["net_g"])
        and crate["temperature_class"] == "ambiant"
    ]
    promised = {
        row["crate"]
        for line in day.calls.all(f"/api/v1/orders?date={day.hub.date}")
        for row in line["allocations"]
        if not row["picked"]
    }
    return sorted((x for x in stock if x["id"] not in promised), key=lambda each: str(each["id"]))
