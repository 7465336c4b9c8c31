"""Plays eggs of which nobody knows the size: taken in « à compléter », completed before they leave.

Must complete nothing behind the rules: a worker says what was missing, as on the floor.
"""

from __future__ import annotations

from station.day.calls import Answer
from station.day.cast import Day

PRODUCT = "F05-OEUFS-30"
FORGOTTEN = "egg_class"
SAID = "M"
HIDDEN = ("card", "lacks", "version")
"""What the list of products shows beside the fields of `RegisterProduct`."""


def forget(day: Day) -> None:
    """Change the eggs' master data, so that reception does not know their size."""
    known = _product(day)["mentions"]
    _register(day, {name: said for name, said in known.items() if name != FORGOTTEN})
    asked = [each["key"] for each in _product(day)["lacks"]]
    day.story.expect(
        asked == [FORGOTTEN], "œufs dont la taille manque : la réception la demandera", asked
    )


def remember(day: Day) -> None:
    """Put the size that people said into the master data: the next delivery asks nobody."""
    product = _product(day)
    if product["lacks"]:
        _register(day, product["mentions"] | {FORGOTTEN: SAID})
        asked = [each["key"] for each in _product(day)["lacks"]]
        day.story.expect(not asked, f"taille {SAID} notée sur la fiche : plus rien à dire", asked)


def _register(day: Day, mentions: Answer) -> None:
    data = {name: value for name, value in _product(day).items() if name not in HIDDEN}
    answer = day.calls.command("RegisterProduct", data | {"mentions": mentions}, role="coordinator")
    day.story.quietly(answer["outcome"] == "accepted", f"fiche de {PRODUCT} changée", answer)


def complete(day: Day) -> None:
    """See that the eggs cannot leave, say their size, and see that they may."""
    crates = [
        each
        for each in day.calls.all("/api/v1/crates?state=received", "worker")
        if each["product"] == PRODUCT
    ]
    lacking = [each["missing"] for each in crates]
    day.story.expect(
        bool(crates) and all(each == [FORGOTTEN] for each in lacking),
        f"{len(crates)} caisses d'œufs prises « à compléter »",
        lacking,
    )
    for crate in crates[:1]:
        _stopped(day, crate)
        _completed(day, crate, {each["id"] for each in crates})


def _product(day: Day) -> Answer:
    products = day.calls.all("/api/v1/products")
    return next(each for each in products if each["code"] == PRODUCT)


def _stopped(day: Day, crate: Answer) -> None:
    data = {"crate": crate["id"], "customer": crate["customer"]}
    answer = day.calls.command("HandOverCrate", data, post=day.hub.post("shop").id)
    code = (answer.get("refusal") or {}).get("code")
    day.story.expect(
        code == "crate_incomplete", "une caisse à compléter ne part pas", code or answer["outcome"]
    )
    listed = _listed(day, crate)
    day.story.expect(len(listed) == 1, "c'est une exception pour la coordinatrice", listed)


def _completed(day: Day, crate: Answer, ids: set[str]) -> None:
    data = {"crate": crate["id"], "mentions": {FORGOTTEN: SAID}}
    answer = day.calls.command("CompleteCrate", data, post=day.hub.post("reception").id)
    copies = {each["data"]["crate"] for each in answer["events"] if each["type"] == "LabelQueued"}
    day.story.expect(
        answer["outcome"] == "accepted" and copies == ids,
        f"taille {SAID} dite : chaque caisse du lot reçoit une nouvelle étiquette",
        answer.get("refusal") or copies,
    )
    left = _listed(day, crate)
    day.story.expect(not left, "l'exception est réglée d'elle-même", left)


def _listed(day: Day, crate: Answer) -> list[Answer]:
    return [
        each
        for each in day.calls.all("/api/v1/exceptions")
        if each["kind"] == "crate_incomplete" and each["subject"] == crate["lot"]
    ]
