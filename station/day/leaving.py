"""Plays departures, deliveries, a return, empties, and the people who fetch at the hangar.

Must compare each delivery note with the crates that left.
"""

from __future__ import annotations

import json
from collections import Counter

from station.day.calls import Answer
from station.day.cast import Day
from station.day.loading import Dock
from station.day.story import kilograms


def too_soon(dock: Dock) -> None:
    """Try to leave while crates are still to load."""
    answer = dock.day.calls.command("DepartRound", {"round": dock.round["id"]})
    code = (answer.get("refusal") or {}).get("code")
    dock.day.story.expect(
        code == "round_incomplete", "départ avant la fin du chargement : refusé", code
    )


def depart(dock: Dock, role: str = "coordinator") -> None:
    """Let a loaded round leave, and read its notes."""
    day = dock.day
    answer = day.calls.command("DepartRound", {"round": dock.round["id"]}, role=role)
    notes = [event["data"] for event in answer["events"] if event["type"] == "DeliveryNoteIssued"]
    left_g = sum(line["net_g"] or 0 for note in notes for line in note["lines"])
    day.story.expect(
        answer["outcome"] == "accepted" and bool(notes),
        f"{dock.round['round']} part : {len(notes)} bons de livraison, {kilograms(left_g)}",
        answer.get("refusal"),
    )
    for note in notes:
        _note_agrees(day, note)
    _on_paper(day, dock.round["id"])


def _note_agrees(day: Day, note: Answer) -> None:
    """Compare the printable note with what the crates held when they were loaded."""
    crates = [day.calls.get(f"/api/v1/crates/{id}", "driver") for id in note["crates"]]
    held_g = sum(crate["net_g"] or 0 for crate in crates)
    held = sum(crate["count"] or 0 for crate in crates)
    status, raw = day.calls.raw(
        "GET", f"/api/v1/documents/delivery-note/{note['note']}.json", "coordinator"
    )
    shown = json.loads(raw) if status == 200 else {"lines": []}
    grams = sum(line["net_g"] or 0 for line in shown["lines"])
    count = sum(line["count"] or 0 for line in shown["lines"])
    day.story.quietly(
        status == 200 and (grams, count) == (held_g, held),
        f"le bon {note['note']} dit {held_g} g et {held} unités, comme ses caisses",
        (status, grams, count),
    )


def _on_paper(day: Day, round: str) -> None:
    """See that the round's sheet and notes come as one file to print."""
    status, raw = day.calls.raw("GET", f"/api/v1/documents/round/{round}.pdf", "coordinator")
    day.story.expect(
        status == 200 and raw.startswith(b"%PDF-"),
        "feuille de tournée et bons dans un seul fichier à imprimer",
        (status, raw[:80]),
    )


def deliver(day: Day, round: Answer) -> None:
    """Hand over at each stop; empties come back for crates that are returnable."""
    moved, dice = 0, day.dice("empties", round["round"])
    for stop in sorted(round["stops"], key=lambda stop: stop["stop"]):
        crates = day.calls.all(
            f"/api/v1/crates?round={round['id']}&customer={stop['customer']}", "driver"
        )
        given = Counter(
            str(crate["crate_type"])
            for crate in crates
            if day.hub.crate_types.get(crate["crate_type"], {}).get("returnable")
        )
        empties = [
            {"crate_type": type, "given": count, "taken": dice.randint(0, count)}
            for type, count in sorted(given.items())
        ]
        data = {"round": round["id"], "customer": stop["customer"], "empties": empties}
        answer = day.calls.command("DeliverStop", data, role="driver")
        day.story.quietly(
            answer["outcome"] == "accepted", f"arrêt {stop['stop']} livré", answer.get("refusal")
        )
        moved += given.total()
    day.story.tell(f"{round['round']} : {len(round['stops'])} arrêts livrés, {moved} vides notés.")


def bring_back(day: Day, round: Answer) -> None:
    """Bring one weighed crate back that the customer did not want."""
    crates = day.calls.all(f"/api/v1/crates?round={round['id']}&state=delivered", "driver")
    weighed = sorted((each for each in crates if each["net_g"]), key=lambda each: each["net_g"])
    crate = day.dice("return").choice(weighed)
    data = {"crate": crate["id"], "reason": "refusée par le client"}
    answer = day.calls.command("ReturnCrate", data, role="driver")
    kinds = {each["kind"] for each in day.calls.all("/api/v1/exceptions")}
    day.story.expect(
        answer["outcome"] == "accepted" and "note_to_revise" in kinds,
        f"une caisse revient ({kilograms(crate['net_g'])}) : le bon est à corriger",
        answer.get("refusal") or kinds,
    )


def hand_over(day: Day) -> None:
    """Hand prepared crates over to people who fetch at the hangar (carré-vente)."""
    post = day.hub.post("shop").id
    for key, crate in day.tally.customer_crates.items():
        customer = key.partition("/")[0]
        if day.hub.round_of(customer) is None:
            card = day.hub.customers[customer]["card"]
            chosen = day.calls.scan(post, card)
            given = day.calls.scan(post, day.paper.scan_text(crate["sscc"], "GS1 DataMatrix"))
            day.story.expect(
                (chosen["verdict"], given["verdict"]) == ("ok", "ok"),
                f"carré-vente : caisse remise à {day.hub.customers[customer]['name']}",
                (chosen["verdict"], given["verdict"], given["say"]["fr"]),
            )
