"""Plays money: what rounds cost and how they are shared, invoices of the week, books in balance.

Must work every sum out anew from notes, agreements and claims, and believe none that is shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from station.day.calls import Answer
from station.day.cast import Day
from station.week.cast import Week

KM_CENTS, HOUR_CENTS = 45, 1_500
KEY = {
    "stops_percent": 40,
    "kilograms_percent": 40,
    "crates_percent": 20,
    "km_cents": KM_CENTS,
    "hour_cents": HOUR_CENTS,
    "decision": "assemblée de la semaine",
}
"""What the members vote."""
DRIVERS = ("F01", "F05", "F09")
"""Farms that drive in turn."""


def vote(day: Day) -> None:
    """Let the coordinator enter the key that the members voted."""
    data = {"since": day.hub.date, **KEY}
    answer = day.calls.command("VoteSharing", data, role="coordinator")
    day.story.expect(
        answer["outcome"] == "accepted", "clé de partage votée par les membres", answer
    )


def rounds_cost(day: Day) -> None:
    """Let each driver enter kilometres and minutes on return."""
    for place, round in enumerate(day.hub.rounds):
        dice = day.dice("cost", round["id"])
        data = {
            "round": round["id"],
            "kilometres": dice.randint(30, 90),
            "minutes": dice.randint(60, 200),
            "carrier": DRIVERS[place % len(DRIVERS)],
        }
        answer = day.calls.command("RecordRoundCost", data, role="driver")
        day.story.quietly(
            answer["outcome"] == "accepted", f"{round['id']} : kilomètres notés", answer
        )


def shared(week: Week, day: Day) -> None:
    """See that the rounds' costs are shared to the cent and the members' ledger adds up to zero."""
    last = week.date(len(week.plans) - 1)
    for month in sorted({week.first[:7], last[:7]}):
        found = day.calls.get(f"/api/v1/shares?month={month}")
        tried = day.calls.get(f"/api/v1/shares?month={month}&stops=100&kilograms=0&crates=0")
        faults = [
            sheet["round"]
            for sheet in found["rounds"]
            if sheet["cost_cents"] != _sheet_cents(sheet)
            or _sum(sheet["producers"], "cents") != sheet["cost_cents"]
            or (sheet["customers"] and _sum(sheet["customers"], "cents") != sheet["cost_cents"])
        ]
        sums = [_sum(each["members"], "balance_cents") for each in (found, tried)]
        day.story.expect(
            not faults and sums == [0, 0] and tried["total_cents"] == found["total_cents"],
            f"{len(found['rounds'])} tournées, {found['total_cents']} centimes partagés :"
            " le compte des membres fait zéro, sous une autre clé aussi",
            (faults, sums),
        )


def _sheet_cents(sheet: Answer) -> int:
    """Work a round's cost out: kilometres and hours at the voted rates, half a cent up."""
    time_cents = (2 * sheet["minutes"] * HOUR_CENTS + 60) // 120
    return int(sheet["kilometres"] * KM_CENTS + time_cents + sheet["fixed_cents"])


def _sum(rows: Iterable[Answer], name: str) -> int:
    return sum(row[name] for row in rows)


def invoice_all(week: Week, day: Day) -> None:
    """Agree what no verified scale has weighed, then invoice every customer's week."""
    span = f"since={week.first}&until={day.hub.date}"
    rows = day.calls.all(f"/api/v1/invoices/to-issue?{span}")
    agreed = _agreed(day, rows)
    left = [row for row in day.calls.all(f"/api/v1/invoices/to-issue?{span}") if row["waiting"]]
    with day.calls.one_touch():  # « Tout facturer »
        issued = [
            day.calls.command(
                "IssueInvoice",
                {"customer": row["customer"], "since": week.first, "until": day.hub.date},
                role="coordinator",
            )
            for row in rows
        ]
    refused = [each["refusal"]["code"] for each in issued if each["outcome"] == "refused"]
    day.story.expect(
        not left and set(refused) <= {"nothing_to_invoice"},
        f"{len(issued) - len(refused)} factures, une par client pour la semaine ;"
        f" {agreed} quantités accordées",
        (left, refused),
    )
    checked(week, day)


def _agreed(day: Day, rows: list[Answer]) -> int:
    """Settle what hinders: the quantity as weighed, seen with the customer."""
    agreed = 0
    for row in rows:
        for wait in row["waiting"]:
            data = {
                "note": wait["note"],
                "product": wait["product"],
                "quantity_milli": wait["net_g"],
                "reason": "vu avec le client",
            }
            day.calls.command("AgreeQuantity", data, role="coordinator")
            agreed += 1
    return agreed


def checked(week: Week, day: Day) -> None:
    """Hold the invoices to the notes, and the books and the farms' statements to the invoices."""
    papers = day.calls.all("/api/v1/invoices")
    bills = [each for each in papers if not each["credits"]]
    credits = [each for each in papers if each["credits"]]
    due_cents = sum(_worth(day.calls.events()))
    billed_cents, back_cents = _sum(bills, "net_cents"), _sum(credits, "net_cents")
    day.story.expect(
        billed_cents - back_cents == due_cents,
        f"factures {billed_cents} centimes, avoirs {back_cents} : ce que valent les bons,"
        " moins ce qui est revenu",
        (billed_cents, back_cents, due_cents),
    )
    _in_balance(week, day, papers)
    _statements(week, day, billed_cents, credits)


def _worth(events: list[Answer]) -> Iterable[int]:
    """Yield the cents of each note's line: delivered, less what came back and what was claimed.

    A line by the unit is worth its units. One by weight is worth what people agreed on, else what
    was ordered: no weight of these scales is a legal one.
    """
    back, agreed, taken = _after(events)
    issued = [each["data"] for each in events if each["type"] == "DeliveryNoteIssued"]
    # A note of hand-overs is issued anew under its number, with each crate that is taken.
    for note in {each["note"]: each for each in issued}.values():
        for line in note["lines"]:
            if not line["crates"] or line["price_cents"] is None:
                continue
            key = (note["note"], line["product"])
            came = [back[id].get(line["product"], (0, 0)) for id in line["crates"] if id in back]
            milli = agreed.get(key, _milli(line, came)) - taken.get(key, 0)
            yield (2 * line["price_cents"] * milli + 1_000) // 2_000


def _milli(line: Answer, came_back: list[tuple[int, int]]) -> int:
    """Return what a line counts for that nobody spoke of: units left, or the weight as ordered."""
    if line["unit"] != "kg":
        return int(line["count"] - sum(units for _, units in came_back)) * 1_000
    if sum(net_g for net_g, _ in came_back) >= line["net_g"]:
        return 0
    return int(line["ordered_milli"] or line["net_g"])


def _after(events: list[Answer]) -> tuple[Any, Any, Any]:
    """Return what came back by crate and product, what was agreed, and what claims took back.

    A claim settled before its note is billed lowers the bill; one settled later brings a credit.
    What was agreed after a claim knew of it.
    """
    held: dict[str, dict[str, tuple[int, int]]] = {}
    back: dict[str, dict[str, tuple[int, int]]] = {}
    agreed: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, str], int] = {}
    revised: dict[str, tuple[tuple[str, str], int]] = {}
    for event in events:
        data = event["data"]
        match event["type"]:
            case "CrateReceived" | "CrateMeasured" | "DeclarationTaken" | "CrateWeightCorrected":
                held[data["crate"]] = _parts(data["contents"])
            case "PartPicked":
                mine = held.setdefault(data["into"], {})
                for product, (net_g, units) in _parts(data["taken"]).items():
                    before = mine.get(product, (0, 0))
                    mine[product] = (before[0] + net_g, before[1] + units)
            case "CrateReturned":
                back[data["crate"]] = held[data["crate"]]
            case "QuantityAgreed":
                agreed[data["note"], data["product"]] = data["quantity_milli"]
                taken.pop((data["note"], data["product"]), None)
            case "NoteRevised":
                key = (data["note"], data["product"])
                revised[data["claim"]] = (key, data["taken_back_milli"])
            case "ClaimSettled" if data["credit"] is None and data["claim"] in revised:
                key, milli = revised[data["claim"]]
                taken[key] = taken.get(key, 0) + milli
            case "CreditIssued":
                for line in data["lines"]:
                    key = (line["note"], line["product"])
                    taken[key] = taken.get(key, 0) + line["quantity_milli"]
    return back, agreed, taken


def _parts(contents: list[Answer]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in contents:
        before = found.get(one["product"], (0, 0))
        found[one["product"]] = (before[0] + (one["net_g"] or 0), before[1] + (one["count"] or 0))
    return found


def _in_balance(week: Week, day: Day, papers: list[Answer]) -> None:
    """See that the books' entries of the month of the invoices balance, and hold them all."""
    month = day.hub.date[:7]
    status, raw = day.calls.raw("GET", f"/api/v1/documents/books/{month}.csv", "coordinator")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    debit, credit = (sum(_cents(row[side]) for row in rows) for side in ("Debit", "Credit"))
    named = {row["EcritureNum"] for row in rows}
    mine = {each["id"] for each in papers if each["issued_on"][:7] == month}
    day.story.expect(
        status == 200 and debit == credit and named == mine and debit > 0,
        f"écritures comptables : débit {debit} centimes = crédit, {len(named)} pièces",
        (status, debit, credit, sorted(named ^ mine)[:3]),
    )


def _cents(text: str) -> int:
    whole, _, broken = text.partition(",")
    return int(whole or 0) * 100 + int(broken or 0)


def _statements(week: Week, day: Day, billed_cents: int, credits: list[Answer]) -> None:
    """See that what farms sold adds up to what was billed, less the credits that they bear."""
    span = f"since={week.first}&until={day.hub.date}"
    sold = sum(
        day.calls.get(f"/api/v1/producers/{farm}/statement?{span}")["sold_cents"]
        for farm in day.hub.producers
    )
    theirs = sum(each["net_cents"] for each in credits if each["bears"] != "hub")
    day.story.expect(
        sold == billed_cents - theirs,
        f"relevés des fermes : {sold} centimes vendus, avoirs à leur charge déduits",
        (sold, billed_cents, theirs),
    )
