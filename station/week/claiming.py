"""Plays claims and returns: opened by a driver or by telephone, settled with who bears the loss.

Must keep what was taken back, so that the invoices can be held to it.
"""

from __future__ import annotations

from station.day import leaving
from station.day.calls import Answer
from station.day.cast import Day
from station.week.cast import Week

UNIT_MILLI = 1_000


def claim(week: Week, day: Day, since: str, *, role: str = "driver") -> None:
    """Open a claim for one unit of a counted line, and settle it at the farm's expense."""
    note, line = _line(week, day, since)
    data = {
        "note": note["note"],
        "product": line["product"],
        "kind": "damaged",
        "quantity_milli": UNIT_MILLI,
        "words": "arrivé cassé",
        "source": "driver" if role == "driver" else "telephone",
    }
    opened = day.calls.command("OpenClaim", data, role=role)
    id = next(
        (each["data"]["claim"] for each in opened["events"] if each["type"] == "ClaimOpened"), ""
    )
    shown = [each for each in day.calls.all("/api/v1/claims") if each["id"] == id]
    settled = day.calls.command(
        "SettleClaim",
        {
            "claim": id,
            "quantity_milli": UNIT_MILLI,
            "reason": "reprise d'une unité",
            "bears": line["producer"],
        },
        role="coordinator",
    )
    day.story.expect(
        len(shown) == 1 and settled["outcome"] == "accepted",
        f"réclamation sur {note['note']} : une unité reprise, {line['producer']} la supporte",
        opened.get("refusal") or settled.get("refusal"),
    )


def _line(week: Week, day: Day, since: str) -> tuple[Answer, Answer]:
    """Choose a counted line of which several units left since a day, and no claim spoke of yet."""
    known = {(each["note"], each["product"]) for each in day.calls.all("/api/v1/claims")}
    found = [
        (event["data"], line)
        for event in day.calls.events()
        if event["type"] == "DeliveryNoteIssued" and event["data"]["date"] >= since
        for line in event["data"]["lines"]
        if (line["count"] or 0) > 1
        and line["price_cents"]
        and (event["data"]["note"], line["product"]) not in known
    ]
    return day.dice("claim", str(len(known))).choice(found)


def crate_back(week: Week, day: Day) -> None:
    """Bring one weighed crate back that a customer did not want."""
    for round in day.hub.rounds:
        crates = day.calls.all(f"/api/v1/crates?round={round['id']}&state=delivered", "driver")
        if any(each["net_g"] for each in crates):
            leaving.bring_back(day, round)
            week.hour(day, "le retour")
            return
