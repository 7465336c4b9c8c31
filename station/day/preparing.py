"""Plays the preparation: stock promised to orders, then parts put into customers' crates.

Must take what the station's own list says is wanted, product by product.
"""

from __future__ import annotations

from station.day.calls import Answer
from station.day.cast import Day
from station.day.story import kilograms

PORTION_TYPE = "BAC"
"""The crate type in which portions stand on the scale, and customers' crates are made."""
DIVISION_G = 10
"""Portions are whole divisions of the preparation's scale."""
SPREAD_DIVISIONS = 3
"""How many divisions a hand misses the wanted weight by."""
SLACK_PERCENT = 4
"""What may be missing of a weighed line before a hand goes to the next crate for it."""


def allocate(day: Day) -> None:
    """Let the coordinator promise the stock to the day's orders, in one action."""
    answer = day.calls.command("AllocateDay", {"delivery_date": day.hub.date}, role="coordinator")
    promised = [event for event in answer["events"] if event["type"] == "CrateAllocated"]
    day.story.expect(
        answer["outcome"] == "accepted" and bool(promised),
        f"une action : {len(promised)} promesses, première échéance d'abord",
        answer.get("refusal"),
    )


def prepare(day: Day) -> None:
    """Prepare every product for all its customers, then close the customers' crates."""
    picks = weighed_g = 0
    for row in wanted(day):
        for line in row["lines"]:
            done = _serve(day, row, line)
            picks += len(done)
            weighed_g += sum(done)
    left = [line for row in wanted(day) for line in row["lines"]]
    day.story.expect(
        picks > 0 and not left,
        f"{picks} parts préparées, dont {kilograms(weighed_g)} pesés ; rien ne reste à préparer",
        left,
    )
    _close(day)


def wanted(day: Day) -> list[Answer]:
    """Return the station's list of what is left to prepare."""
    return day.calls.all(f"/api/v1/preparation?date={day.hub.date}", "worker")


def _serve(day: Day, row: Answer, line: Answer) -> list[int]:
    """Serve one line from the crates the station names, the first to expire first."""
    by_weight = line["need_g"] is not None
    much = "net_g" if by_weight else "count"
    need = line["need_g"] - line["picked_g"] if by_weight else _units(line)
    enough = need * SLACK_PERCENT // 100 if by_weight else 0
    done: list[int] = []
    for source in row["from"]:
        there = source[much] or 0
        if need <= enough or there <= 0:
            continue
        amount = min(_by_hand(day, need) if by_weight else need, there)
        if _pick(day, row, line, source, amount, by_weight):
            source[much] = there - amount
            need -= amount
            done.append(amount if by_weight else 0)
    return done


def _units(line: Answer) -> int:
    return int(line["need_count"] - line["picked_count"])


def _by_hand(day: Day, need_g: int) -> int:
    """Return what a hand puts on the scale for a wanted weight."""
    missed = day.chance.randint(-SPREAD_DIVISIONS, SPREAD_DIVISIONS) * DIVISION_G
    return need_g // DIVISION_G * DIVISION_G + missed


def _pick(
    day: Day, row: Answer, line: Answer, source: Answer, amount: int, by_weight: bool
) -> bool:
    """Put one part into the customer's crate of its temperature class."""
    customer = line["customer"]["code"]
    key = f"{customer}/{row['temperature_class']}"
    into = day.tally.customer_crates.get(key)
    data = {
        "from": source["crate"],
        "customer": customer,
        "round": line["round"],
        "into": into["id"] if into else None,
        "order_line": line["order_line"],
        "crate_type": PORTION_TYPE,
    }
    answer = _weighed(day, data, amount) if by_weight else _counted(day, data, amount)
    held = day.story.quietly(
        answer["outcome"] == "accepted",
        f"{row['name']} pour {line['customer']['name']} : {amount} préparé(s)",
        answer.get("refusal"),
    )
    if held:
        day.tally.customer_crates[key] = answer["crate"]
    return held


def _counted(day: Day, data: Answer, count: int) -> Answer:
    return day.calls.command("PickToCustomer", data | {"count": count}, post=day.hub.weighing.id)


def _weighed(day: Day, data: Answer, net_g: int) -> Answer:
    scale = day.hub.weighing.scale
    assert scale is not None, "the demonstration has a scale where orders are prepared"
    receipt = scale.weigh(net_g + day.hub.tare_g(PORTION_TYPE))
    answer = day.calls.command(
        "PickToCustomer", data | {"weigh": {"receipt": receipt}}, post=day.hub.weighing.id
    )
    scale.clear()
    return answer


def _close(day: Day) -> None:
    """Close every customer's crate: the label that lists its contents comes out."""
    closed = [
        day.calls.command("CloseCrate", {"crate": crate["id"]}, post=day.hub.weighing.id)
        for crate in day.tally.customer_crates.values()
    ]
    refused = [answer["refusal"] for answer in closed if answer["outcome"] == "refused"]
    out = day.paper.wait_for(crate["sscc"] for crate in day.tally.customer_crates.values())
    day.story.expect(
        not refused and out,
        f"{len(closed)} caisses de clients fermées, étiquetées avec leur contenu",
        refused or "une étiquette manque sur le papier",
    )
