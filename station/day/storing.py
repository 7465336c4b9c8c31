"""Plays the cold door: cold goods are checked in by scan, a zone's card first, then its crates.

Must leave ambient goods on the quay: a scan that nobody needs is a scan too many.
"""

from __future__ import annotations

from collections.abc import Iterator

from station.day.bench import Scanner
from station.day.calls import Answer
from station.day.cast import COLDNESS, Day
from station.day.story import kilograms

POST_ROLE = "store"
DRIED_G = 40
"""What a cheese loses in a night: booked as a difference when it is weighed again."""


def check_in(day: Day) -> None:
    """Check every cold crate into the zone of its class."""
    scanner = day.hub.scanner(POST_ROLE)
    day.paper.read()
    by_class = {name: list(_crates(day, name)) for name in COLDNESS[1:]}
    _without_zone(day, scanner, by_class["froid"][0])
    for name, crates in by_class.items():
        check_in_class(day, name, crates)
    _wrong_zone(day, scanner, by_class["surgele"][0])
    _again(day, scanner, by_class["surgele"][-1])


def check_in_class(day: Day, temperature_class: str, crates: list[Answer]) -> None:
    """Check crates of one class into its zone: the zone's card, then each crate."""
    scanner = day.hub.scanner(POST_ROLE)
    zone = next(
        zone for zone in day.hub.zones.values() if zone["temperature_class"] == temperature_class
    )
    _measure(day, zone)
    chosen = scanner.scan(zone["card"])
    stored = [_stored(day, scanner, crate) for crate in crates]
    day.story.expect(
        chosen["verdict"] == "ok" and all(stored),
        f"{zone['name']} : {len(crates)} caisses rangées par scan",
        (chosen["verdict"], stored.count(False)),
    )


def _crates(day: Day, temperature_class: str) -> Iterator[Answer]:
    for crate in day.tally.crates:
        if crate["temperature_class"] == temperature_class:
            yield crate


def _measure(day: Day, zone: Answer) -> None:
    """Note a zone's temperature, half a degree under its limit."""
    limit = zone["max_celsius_tenths"]
    if limit is not None:
        data = {"zone": zone["code"], "celsius_tenths": limit - 5}
        day.calls.command("RecordTemperature", data, post=day.hub.post(POST_ROLE).id)


def _stored(day: Day, scanner: Scanner, crate: Answer) -> bool:
    verdict = scanner.scan(day.paper.scan_text(crate["sscc"], day.symbology(crate["sscc"])))
    return bool(verdict["verdict"] == "ok" and verdict["crate"]["state"] == "stored")


def _without_zone(day: Day, scanner: Scanner, crate: Answer) -> None:
    verdict = scanner.scan(day.paper.scan_text(crate["sscc"], "GS1-128"))
    code = (verdict["refusal"] or {}).get("code")
    day.story.expect(
        code == "zone_needed",
        "caisse scannée avant la porte : « Choisissez d'abord la zone »",
        code,
    )


def _wrong_zone(day: Day, scanner: Scanner, crate: Answer) -> None:
    """Try to put ice cream on a dry shelf."""
    shelf = next(zone for zone in day.hub.zones.values() if zone["temperature_class"] == "ambiant")
    scanner.scan(shelf["card"])
    verdict = scanner.scan(day.paper.scan_text(crate["sscc"], "GS1-128"))
    code = (verdict["refusal"] or {}).get("code")
    day.story.expect(code == "wrong_zone", "glace portée sur l'étagère : refusée", code)


def _again(day: Day, scanner: Scanner, crate: Answer) -> None:
    """Check the same crate in twice."""
    zone = day.hub.zones[day.calls.get(f"/api/v1/crates/{crate['id']}", "worker")["zone"]]
    scanner.scan(zone["card"])
    verdict = scanner.scan(day.paper.scan_text(crate["sscc"], "GS1-128"))
    day.tally.stopped.append(verdict["verdict"])
    day.story.expect(
        verdict["verdict"] == "duplicate",
        "la même caisse rangée deux fois : « Caisse déjà rangée ici »",
        verdict["verdict"],
    )


def weigh_again(day: Day) -> None:
    """Weigh a cheese again that dried over night; the difference is shown, not hidden."""
    bay = day.hub.bays[-1]
    cheeses = sorted(filter(_loose_cheese, day.tally.crates), key=lambda each: each["net_g"])
    crate = day.dice("cheese").choice(cheeses)
    receipt = bay.scale.weigh(crate["gross_g"] - DRIED_G)
    answer = day.calls.command(
        "CorrectWeight",
        {"crate": crate["id"], "weigh": {"receipt": receipt}, "reason": "séchage"},
        post=bay.post,
    )
    bay.scale.clear()
    day.story.expect(
        (answer.get("crate") or {}).get("net_g") == crate["net_g"] - DRIED_G,
        f"fromage repesé : {kilograms(DRIED_G)} d'écart, inscrits et non cachés",
        answer.get("refusal") or answer.get("crate"),
    )


def _loose_cheese(crate: Answer) -> bool:
    """True for a weighed crate of stock that was checked in cold."""
    return bool(
        crate["net_g"] and crate["customer"] is None and crate["temperature_class"] == "frais"
    )
