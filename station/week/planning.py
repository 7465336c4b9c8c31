"""Plays the coordinator's planning: rounds of the week, orders of a day, sheets, labels, words.

Must send what a hub has: files by the import, and what producers announce.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from station.day.bench import Printed, seen
from station.day.calls import Answer
from station.day.cast import Day, arrivals
from station.week.cast import Week

DATA = Path(__file__).parent.parent / "demo" / "data"
"""The made-up hub's files: each day orders what Monday ordered, of some farms."""
DATE = "DATE"
"""What stands in those files where a date belongs."""


def rounds(week: Week, day: Day) -> None:
    """Plan the rest of the week in one action: each day's vans stop where something is ordered."""
    rows = []
    for place, plan in enumerate(week.plans[1:], start=1):
        wanted = {row["customer"] for row in _orders(plan.farms)}
        for row in _rows("rounds"):
            if row["customer"] in wanted:
                rows.append(row | {"date": week.date(place)})
    answer = day.calls.upload("/api/v1/imports/rounds", {"source": "semaine"}, _file(rows))
    planned = {(row["date"], row["round"]) for row in rows}
    day.story.expect(
        answer["applied"] and len(answer["added"]) == len(planned),
        f"tournées de la semaine en un fichier : {len(planned)} prévues",
        answer["problems"] or answer,
    )


def orders(week: Week, day: Day, place: int) -> None:
    """Import the orders of a day of the week."""
    date = week.date(place)
    rows = [
        {name: text.replace(DATE, date) for name, text in row.items()}
        for row in _orders(week.plans[place].farms)
    ]
    dropped = week.plans[place].dropped
    if dropped:
        answer = _dropped(week, day, f"commandes {date}.csv", _file(rows))
    else:
        answer = day.calls.upload("/api/v1/imports/orders", {"source": "ventes"}, _file(rows))
    where = ", déposées dans le dossier surveillé" if dropped else ""
    day.story.expect(
        answer["applied"] and len(answer["added"]) == len(rows),
        f"{len(rows)} lignes de commande pour {week.plans[place].name}{where}",
        answer["problems"] or answer,
    )


def _dropped(week: Week, day: Day, name: str, content: bytes) -> Answer:
    """Drop a file into the watched folder; once it stands still, look at it and apply it."""
    week.inbox.mkdir(exist_ok=True)
    (week.inbox / name).write_bytes(content)

    def waiting() -> Answer | None:
        files: list[Answer] = day.calls.all("/api/v1/inbox")
        return next((one for one in files if one["name"] == name and one["still"]), None)

    file = seen(waiting, f"{name} in the watched folder")["id"]
    shown = day.calls.office("/api/v1/inbox", {"file": file, "dry_run": True})
    body = {"file": file, "dry_run": False, "digest": shown["digest"]}
    answer = day.calls.office("/api/v1/inbox", body)
    left = [one["name"] for one in day.calls.all("/api/v1/inbox")]
    day.story.quietly(name not in left, "le fichier appliqué a quitté le dossier", left)
    return answer


def sheets(week: Week, day: Day, place: int) -> None:
    """Issue the day's preparation sheets in one action; a second time nothing has changed."""
    data = {"delivery_date": week.date(place)}
    first = day.calls.command("SendSheets", data, role="coordinator")
    issued = [each for each in first["events"] if each["type"] == "SheetIssued"]
    again = day.calls.command("SendSheets", data, role="coordinator")
    code = (again.get("refusal") or {}).get("code")
    day.story.expect(
        {each["data"]["producer"] for each in issued} == set(week.plans[place].farms)
        and code == "nothing_changed",
        f"{len(issued)} feuilles de préparation envoyées, aucune deux fois",
        (len(issued), code),
    )


def labels(week: Week, day: Day, place: int, farms: Collection[str]) -> None:
    """Make ready-made labels for what farms sort by customer, and give them to the farms."""
    date, many = week.date(place), _crates_by_line(farms)
    for farm in farms:
        lines = [
            {"order_line": line["order_line"], "crates": many[line["customer"], line["product"]]}
            for line in _expected(day, farm, date)
            if many[line["customer"], line["product"]]
        ]
        data = {"producer": farm, "delivery_date": date, "lines": lines}
        answer = day.calls.command("MakeLabels", data, role="coordinator")
        made = 0
        for line in _expected(day, farm, date):
            for label in line["labels"]:
                _given(week, f"{date}/{line['customer']}/{line['product']}/{label['nth']}", label)
                made += 1
        day.story.expect(
            answer["outcome"] == "accepted" and made == sum(line["crates"] for line in lines),
            f"{day.hub.producers[farm]['name']} : {made} étiquettes prêtes",
            answer.get("refusal") or made,
        )


def _given(week: Week, key: str, label: Answer) -> None:
    """Let a farm have a label: on its paper stand the crate's number, twice."""
    sscc = label["codes"][0]
    week.ready[key] = sscc
    text = f"00{sscc}"
    symbols = {"GS1-128": text, "GS1 DataMatrix": text}
    printed = Printed(printer="ferme", n=len(week.ready), symbols=symbols)
    week.paper.seen["ferme", len(week.ready)] = printed


def _crates_by_line(farms: Collection[str]) -> Counter[tuple[str | None, str]]:
    return Counter((one.customer, one.product) for one in arrivals(farms) if one.customer)


def _expected(day: Day, farm: str, date: str) -> list[Answer]:
    return day.calls.all(f"/api/v1/producers/{farm}/expected?date={date}", "worker")


def announce(week: Week, day: Day, place: int, farm: str, milli: int) -> None:
    """Let a producer say what it will bring of each of its products; 0 takes it back."""
    date = week.date(place)
    for code, product in sorted(day.hub.products.items()):
        if product["producer"] == farm:
            data = {"product": code, "day": date, "quantity_milli": milli}
            day.calls.command("AnnounceGoods", data, role="producer")
    shown = {
        item["product"]
        for item in day.calls.all("/api/v1/availability")
        if item["producer"] == farm and any(each["day"] == date for each in item["expected"])
    }
    name = day.hub.producers[farm]["name"]
    said = "annonce sa livraison" if milli else "reprend son annonce : en congé"
    day.story.expect(
        bool(shown) == bool(milli), f"{name} {said} ({week.plans[place].name})", sorted(shown)
    )


def _orders(farms: Collection[str]) -> list[Answer]:
    return [row for row in _rows("orders") if row["producer"] in farms]


def _rows(name: str) -> Iterable[Answer]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _file(rows: list[Answer]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
