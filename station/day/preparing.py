"""Plays the preparation: stock promised to orders, then parts put into customers' crates.

Must take what the station's own list says is wanted, product by product.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from station.day.calls import Answer
from station.day.cast import Bay, Day
from station.day.story import kilograms

PORTION_TYPE = "BAC"
"""The crate type in which portions stand on the scale, and customers' crates are made."""
DIVISION_G = 20
"""Portions are whole divisions of the coarser scale."""
SPREAD_DIVISIONS = 2
"""How many divisions a hand misses the wanted weight by."""
SLACK_PERCENT = 4
"""What may be missing of a weighed line before a hand goes to the next crate for it."""


@dataclass(slots=True, kw_only=True)
class Hands:
    """The people who prepare, each at a bay; they share the customers' crates."""

    day: Day
    opening: threading.Lock = field(default_factory=threading.Lock)
    picked_g: list[int] = field(default_factory=list)

    def serve(self, bay: Bay, rows: list[Answer]) -> None:
        """Prepare some products for all their customers."""
        for row in rows:
            for line in row["lines"]:
                self._line(bay, row, line)

    def _line(self, bay: Bay, row: Answer, line: Answer) -> None:
        """Serve one line from the crates the station names, the first to expire first."""
        by_weight = row["unit"] == "kg"
        much, need = ("net_g", _grams(line)) if by_weight else ("count", _units(line))
        enough = need * SLACK_PERCENT // 100 if by_weight else 0
        for source in row["from"]:
            there = source[much] or 0
            if need <= enough or there <= 0:
                continue
            amount = min(self._by_hand(row, line, need) if by_weight else need, there)
            if self._pick(bay, row, line, source["crate"], amount):
                source[much] = there - amount
                need -= amount
                self.picked_g.append(amount if by_weight else 0)

    def _by_hand(self, row: Answer, line: Answer, need_g: int) -> int:
        """Return what a hand puts on the scale for a wanted weight."""
        dice = self.day.dice("hand", row["product"], line["customer"]["code"])
        missed = dice.randint(-SPREAD_DIVISIONS, SPREAD_DIVISIONS) * DIVISION_G
        return need_g // DIVISION_G * DIVISION_G + missed

    def _pick(self, bay: Bay, row: Answer, line: Answer, source: str, amount: int) -> bool:
        """Put one part into the customer's crate of its temperature class."""
        customer = line["customer"]["code"]
        data = {
            "from": source,
            "customer": customer,
            "round": line["round"],
            "order_line": line["order_line"],
            "crate_type": PORTION_TYPE,
            **self._how_much(bay, row, amount),
        }
        answer = self._into(bay, f"{customer}/{row['temperature_class']}", data)
        if "weigh" in data:
            bay.scale.clear()
        return self.day.story.quietly(
            answer["outcome"] == "accepted",
            f"{row['name']} pour {line['customer']['name']} : {amount} préparé(s)",
            answer.get("refusal"),
        )

    def _how_much(self, bay: Bay, row: Answer, amount: int) -> Answer:
        """Weigh the portion, or count it."""
        if row["unit"] != "kg":
            return {"count": amount}
        return {"weigh": {"receipt": bay.scale.weigh(amount + self.day.hub.tare_g(PORTION_TYPE))}}

    def _into(self, bay: Bay, key: str, data: Answer) -> Answer:
        """Pick into the customer's crate; one person at a time opens a new one."""
        crates = self.day.tally.customer_crates
        if key not in crates:
            with self.opening:
                if key not in crates:
                    answer = self._command(bay, data | {"into": None})
                    if answer.get("crate"):
                        crates[key] = answer["crate"]
                    return answer
        return self._command(bay, data | {"into": crates[key]["id"]})

    def _command(self, bay: Bay, data: Answer) -> Answer:
        return self.day.calls.command("PickToCustomer", data, post=bay.post)


def _grams(line: Answer) -> int:
    return int(line["need_g"] - line["picked_g"])


def _units(line: Answer) -> int:
    return int(line["need_count"] - line["picked_count"])


def allocate(day: Day, short: Collection[str] = ()) -> None:
    """Let the coordinator promise stock in one action, if closed intakes have left any to promise.

    `short` are products of which too little has come: their lines may stay without a promise.
    """
    stocked = {row["product"] for row in wanted(day) if row["from"]}
    left = [line for line in _lines(day) if not line["allocations"] and line["product"] in stocked]
    if left:
        data = {"delivery_date": day.hub.date}
        answer = day.calls.command("AllocateDay", data, role="coordinator")
        day.story.quietly(answer["outcome"] == "accepted", "stock affecté", answer.get("refusal"))
    lines = [line for line in _lines(day) if line["product"] not in short]
    bare = [line["id"] for line in lines if not line["allocations"]]
    day.story.expect(
        bool(lines) and not bare,
        f"{len(lines)} lignes affectées, première échéance d'abord,"
        f" dont {len(lines) - len(left)} par les apports clos, sans geste",
        bare,
    )


def _lines(day: Day) -> list[Answer]:
    lines = day.calls.all(f"/api/v1/orders?date={day.hub.date}")
    return [line for line in lines if line["state"] == "open"]


def prepare(day: Day, short: Collection[str] = ()) -> None:
    """Prepare every product for all its customers, then close the customers' crates.

    `short` are products of which too little has come: their lines may stay as they are.
    """
    hands, rows, bays = Hands(day=day), wanted(day), day.hub.bays
    weighed = [row for row in rows if row["unit"] == "kg"]
    shares = [(bay, weighed[place :: len(bays)]) for place, bay in enumerate(bays)]
    shares.append((bays[-1], [row for row in rows if row["unit"] != "kg"]))
    with ThreadPoolExecutor(max_workers=len(shares)) as people:
        work = [people.submit(hands.serve, bay, share) for bay, share in shares]
        for each in work:
            each.result()
    left = [line for row in wanted(day) if row["product"] not in short for line in row["lines"]]
    day.story.expect(
        bool(hands.picked_g) and not left,
        f"{len(hands.picked_g)} parts préparées, dont {kilograms(sum(hands.picked_g))} pesés ;"
        " rien ne reste à préparer",
        left,
    )
    _close(day)


def wanted(day: Day) -> list[Answer]:
    """Return the station's list of what is left to prepare."""
    return day.calls.all(f"/api/v1/preparation?date={day.hub.date}", "worker")


def _close(day: Day) -> None:
    """Close every customer's crate: the label that lists its contents comes out."""
    bays, crates = day.hub.bays, list(day.tally.customer_crates.values())
    closed = [
        day.calls.command("CloseCrate", {"crate": crate["id"]}, post=bays[place % len(bays)].post)
        for place, crate in enumerate(crates)
    ]
    refused = [answer["refusal"] for answer in closed if answer["outcome"] == "refused"]
    out = day.paper.wait_for(crate["sscc"] for crate in crates)
    day.story.expect(
        not refused and out,
        f"{len(closed)} caisses de clients fermées, étiquetées avec leur contenu",
        refused or "une étiquette manque sur le papier",
    )
