"""Plays promises, preparation, loading and rounds of a day; a handheld whose battery died.

Must let the dock's people send a full round off: the coordinator acts only when something lacks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from station.day import leaving, loading, preparing
from station.day.calls import Answer
from station.day.cast import Day
from station.day.loading import Dock
from station.week.cast import Week, settle

IN_THE_DARK = 3
"""Crates that the handheld scans after it has lost the network, before its battery dies."""
SMALL_G = 200
"""What the ledger still sees in a stock crate that hands have emptied: drops and crumbs."""


def prepare(week: Week, day: Day, short: Collection[str] = ()) -> None:
    """Promise the stock, prepare it for its customers, and empty what is all but empty."""
    preparing.allocate(day, short)
    preparing.prepare(day, short)
    empty(day)
    week.hour(day, "la préparation")


def empty(day: Day) -> None:
    """Say that crates are empty in which only crumbs are left: the grams are a difference."""
    stock = [
        crate
        for crate in day.calls.all("/api/v1/crates", "worker")
        if crate["state"] in ("received", "stored") and crate["customer"] is None
    ]
    emptied = 0
    for crate in stock:
        if crate["net_g"] is not None and not crate["count"] and crate["net_g"] <= SMALL_G:
            answer = day.calls.command("EmptyCrate", {"crate": crate["id"]})
            emptied += answer["outcome"] == "accepted"
    if emptied:
        day.story.tell(f"{emptied} caisse(s) de stock vidée(s) : les miettes sont des écarts.")


def rounds(week: Week, day: Day, dead_battery: bool = False) -> None:
    """Load each round and let it leave, then deliver; the first with a handheld that dies."""
    for place, round in enumerate(day.hub.rounds):
        dock = Dock(day=day, round=round, wired=place > 0)
        if dead_battery and place == 0:
            _dies(dock)
        else:
            loading.load(dock, set())
        leaving.depart(dock, role="worker")
    week.hour(day, "les départs")
    for round in day.hub.rounds:
        leaving.deliver(day, round)
    week.hour(day, "les livraisons")


def _dies(dock: Dock) -> None:
    """Load a round; the last crates are scanned without network, and the handheld dies."""
    day, crates = dock.day, dock.crates()
    for crate in crates[:-IN_THE_DARK]:
        verdict = dock.scan(crate)["verdict"]
        day.story.quietly(verdict in ("ok", "done"), f"caisse {crate['id']} bonne", verdict)
    late = [(crate, _judged(day)) for crate in crates[-IN_THE_DARK:]]
    leaving.too_soon(dock)
    day.story.tell("La douchette est morte ; rechargée, elle envoie ce qu'elle avait gardé.")
    for crate, evidence in late:
        _comes_late(dock, crate, evidence)
    board = dock.board()
    day.story.expect(
        board["loaded"] == board["expected"] == len(crates),
        f"batterie à plat : {len(late)} scans venus en retard, aucun perdu, {len(crates)} caisses",
        (board["loaded"], board["expected"]),
    )


def _judged(day: Day) -> Answer:
    """Return what a handheld keeps beside a scan that it judged by itself."""
    snapshot = day.calls.get("/api/v1/status")["ledger"]["seq"]
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "judged": {"verdict": "ok", "snapshot": str(snapshot)},
    }


def _comes_late(dock: Dock, crate: Answer, evidence: Answer) -> None:
    day, post = dock.day, dock.day.hub.post(loading.POST_ROLE).id
    text = day.paper.scan_text(crate["sscc"], day.symbology(crate["sscc"]))
    context = {"round": dock.round["id"]}
    verdict = day.calls.scan(post, text, context=context, evidence=evidence)["verdict"]
    again = day.calls.again(day.calls.acknowledged[-1])
    day.story.quietly(
        verdict in ("ok", "done") and again["replayed"],
        f"scan tardif de {crate['id']} pris une fois",
        (verdict, again.get("replayed")),
    )


def unserved(day: Day, products: Collection[str]) -> None:
    """See that the coordinator is told of lines that nothing came for, and settle it."""
    short = [
        line
        for line in day.calls.all(f"/api/v1/orders?date={day.hub.date}")
        if line["product"] in products and not any(row["picked"] for row in line["allocations"])
    ]
    told = settle(day, "lines_not_served", "clients prévenus")
    settle(day, "expected_not_come", "clients prévenus")
    served_by = {day.hub.round_of(line["customer"]) for line in short} - {None}
    day.story.expect(
        bool(short) and told == len(served_by),
        f"{len(short)} lignes sans marchandise : dites à la coordinatrice, {told} tournée(s)",
        (len(short), told, sorted(map(str, served_by))),
    )
