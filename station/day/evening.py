"""Plays the evening: the paper is read, the kilograms balanced, everything asked again.

Must believe nothing that it did not count itself.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from station.day.bench import Printed
from station.day.calls import Answer
from station.day.cast import Day
from station.day.counting import Count, count
from station.day.demonstration import verify_ledger
from station.day.restart import ask_all_again
from station.day.story import kilograms

SYMBOLS = {"GS1-128", "GS1 DataMatrix"}
"""What every crate label carries; either one is enough to scan."""
SSCC_LENGTH = 20
"""Characters of the crate's identity at the beginning of its large symbol."""
LOT_AI, NET_G_AI = "91", "93"
"""Company-internal elements of the large symbol: the hub's lot, the net grams."""


def look_back(day: Day) -> Count:
    """Check paper, balance, chain of numbers and answers; return the count."""
    events = day.calls.events()
    seqs = [event["seq"] for event in events]
    day.story.expect(
        seqs == list(range(1, len(seqs) + 1)),
        f"{len(seqs)} événements, numérotés sans trou",
        len(set(seqs)),
    )
    counted = count(events)
    read_paper(day, counted)
    balance(day, counted)
    ask_all_again(day)
    _left_to_do(day)
    return counted


def _left_to_do(day: Day) -> None:
    """Tell what the coordinator finds on the list in the evening."""
    left = Counter(each["title"] for each in day.calls.all("/api/v1/exceptions"))
    named = ", ".join(f"{title} × {many}" for title, many in sorted(left.items()))
    day.story.tell(f"Exceptions à regarder : {named or 'aucune'}.")


def read_paper(day: Day, counted: Count) -> None:
    """Decode all that came out and compare it with the crates."""
    printed = day.paper.read()
    whole = [label for label in printed if set(label.symbols) == SYMBOLS and label.sscc]
    day.tally.labels_decoded = len(whole)
    day.story.expect(
        len(whole) == len(printed),
        f"{len(printed)} étiquettes sur papier, toutes lues : deux symboles, la même caisse",
        [(label.printer, label.n, label.symbols) for label in printed if label not in whole],
    )
    _each_crate_once(day, counted)
    _lots_on_paper(day, counted)


def _each_crate_once(day: Day, counted: Count) -> None:
    """Every crate has paper, and no crate more labels than were sent for it."""
    wrong = {}
    for crate, sscc in counted.sscc.items():
        papers = len(day.paper.of(sscc))
        if papers > counted.sendings[crate] or (papers == 0 and crate not in counted.voided):
            wrong[crate] = (papers, counted.sendings[crate])
    strangers = {label.sscc for label in day.paper.labels} - set(counted.sscc.values())
    day.story.expect(
        not wrong and not strangers,
        f"{len(counted.sscc)} caisses : chacune a son étiquette, aucune n'est sortie en trop",
        (wrong, strangers),
    )


def _lots_on_paper(day: Day, counted: Count) -> None:
    """The large symbol carries the hub's lot and the weighed grams of what was received."""
    wrong = {
        crate: held
        for crate, held in counted.first.items()
        if crate not in counted.voided
        and not any(_says(label, *held) for label in day.paper.of(counted.sscc[crate]))
    }
    weighed = sum(net_g is not None for _, net_g in counted.first.values())
    day.story.expect(
        not wrong,
        f"{len(counted.first)} caisses reçues : le lot se lit sur l'étiquette,"
        f" et le poids de {weighed}",
        wrong,
    )


def _says(label: Printed, lot: str, net_g: int | None) -> bool:
    elements = label.symbols.get("GS1 DataMatrix", "")[SSCC_LENGTH:].split("\x1d")
    weight = [element for element in elements if element.startswith(NET_G_AI)]
    wanted = [] if net_g is None else [f"{NET_G_AI}{net_g}"]
    return f"{LOT_AI}{lot}" in elements and weight == wanted


def balance(day: Day, counted: Count) -> None:
    """Balance the kilograms three times: by hand, by the events, and as the station says."""
    station = day.calls.get("/api/v1/balance")
    own = {
        "received_g": counted.received_g,
        "delivered_g": counted.delivered_g,
        "in_stock_g": counted.in_stock_g,
        "discarded_g": counted.discarded_g,
        "other_g": counted.other_g,
        "unexplained_g": counted.unexplained_g,
    }
    day.story.expect(
        counted.received_g == sum(day.tally.put_in_g),
        f"reçu {kilograms(counted.received_g)} : ce que les balances ont porté, au gramme",
        (counted.received_g, sum(day.tally.put_in_g)),
    )
    day.story.expect(
        counted.unexplained_g == 0,
        f"= livré {kilograms(own['delivered_g'])} + en stock {kilograms(own['in_stock_g'])}"
        f" + jeté {kilograms(own['discarded_g'])} + écarts {kilograms(own['other_g'])}",
        own,
    )
    day.story.expect(
        {name: station.get(name) for name in own} == own,
        "la station dit les mêmes chiffres",
        (station, own),
    )
    _traced(day)


def _traced(day: Day) -> None:
    """No lot has grams that nothing explains."""
    wrong = []
    for producer in day.hub.producers:
        lots: list[Answer] = day.calls.get(f"/api/v1/trace/{producer}")["lots"]
        wrong += [lot["lot"] for lot in lots if lot["unexplained_g"]]
    day.story.expect(not wrong, "traçabilité : aucun gramme inexpliqué, lot par lot", wrong)


def verified(day: Day, folder: Path) -> None:
    """Verify the ledger's chain and projections after the station has stopped."""
    status, words = verify_ledger(folder)
    try:
        good = status == 0 and isinstance(json.loads(words.splitlines()[-1]), dict)
    except (ValueError, IndexError):
        good = False
    day.story.expect(good, "registre vérifié : chaîne entière, tableaux conformes", words[-600:])
