"""One file of decisions: the station's rules and the handheld's judgement say the same.

Each vector builds a small hangar with commands, lets a handheld take its snapshot, and asks both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from station.domain.deciding.rules import CONTEXTS, decision_json
from station.views import snapshots
from tests.domain.hub import TODAY, TOMORROW, Hub

pytestmark = pytest.mark.browser

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)["vectors"]
Crates = dict[str, dict[str, Any]]

JUDGE = """async ([table, held, text]) => {
  const { judge } = await import("/static/js/judge.js");
  const { verdict, say, refusal } = judge(table, held, text);
  return { verdict, say: say?.fr, refusal: refusal?.code ?? null };
}"""


def crate(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    crates[name] = hub.for_customer(customer)


def tomme(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    crates[name] = hub.on_paper(hub.tomme(customer=customer))


def yoghurt(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    crates[name] = hub.on_paper(hub.yoghurt(customer=customer, use_by=TODAY))


def radish(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    crates[name] = hub.on_paper(hub.radish(customer=customer))


def apples(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    hub.done("RegisterProduct", code="POMME", producer="F01", name="Pommes", family="fruits",
             unit="kg", mentions={"variety": "Reinette"})  # fmt: skip
    crates[name] = hub.on_paper(hub.carrots(product="POMME", customer=customer))


def eggs(hub: Hub, crates: Crates, name: str, customer: str, laid_on: str) -> None:
    facts = {"egg_code": "1FRDAI01", "egg_class": "M", "packing_centre": "61 999 001"}
    hub.done("RegisterProduct", code="OEUFS", producer="F01", name="Œufs", family="œufs",
             unit="piece", mentions=facts)  # fmt: skip
    said = {"product": "OEUFS", "customer": customer, "mentions": {"laid_on": laid_on}}
    crates[name] = hub.on_paper(hub.radish(**said))


def sorbet(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    hub.done("RegisterProduct", code="SORBET", producer="F02", name="Sorbets", family="laitages",
             unit="piece", temperature_class="surgele")  # fmt: skip
    frozen = {"product": "SORBET", "customer": customer, "celsius_tenths": -180}
    crates[name] = hub.on_paper(hub.yoghurt(**frozen))


def dropped(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC", "declared_g": 9_000}
    answer = hub.done("DropOffCrate", post="cold-door", customer=customer, **data)
    crates[name] = hub.on_paper(answer["crate"])


def declared(hub: Hub, crates: Crates, name: str, customer: str) -> None:
    hub.done("RegisterProduct", code="CAROTTE", producer="F01", name="Carottes",
             family="légumes", unit="kg", leaves_declared=True)  # fmt: skip
    dropped(hub, crates, name, customer)


def measure(hub: Hub, crates: Crates, name: str) -> None:
    weigh = {"crate_type": "E2", "weigh": hub.weighed(9_000)}
    hub.done("MeasureCrate", crate=crates[name]["id"], **weigh)


def complete(hub: Hub, crates: Crates, name: str) -> None:
    hub.done("CompleteCrate", crate=crates[name]["id"], mentions={"class": "I", "size": "70"})


def stock(hub: Hub, crates: Crates, name: str) -> None:
    crates[name] = hub.on_paper(hub.carrots())


def load(hub: Hub, crates: Crates, name: str, round: str) -> None:
    hub.done("LoadCrate", post="dock-1", crate=crates[name]["id"], round=round)


def missing(hub: Hub, crates: Crates, name: str, round: str) -> None:
    hub.done("DeclareCrateMissing", crate=crates[name]["id"], round=round, reason="pas trouvée")


def store(hub: Hub, crates: Crates, name: str, zone: str) -> None:
    hub.done("StoreCrate", crate=crates[name]["id"], zone=zone)


def block(hub: Hub, crates: Crates, name: str) -> None:
    hub.done("BlockLot", lot=crates[name]["lot"], reason="essai")


def release(hub: Hub, crates: Crates, name: str) -> None:
    hub.done("ReleaseLot", lot=crates[name]["lot"], reason="essai")


def discard(hub: Hub, crates: Crates, name: str) -> None:
    hub.done("DiscardCrate", crate=crates[name]["id"], reason="essai")


def depart(hub: Hub, crates: Crates, round: str) -> None:
    hub.done("DepartRound", round=round)


def order(hub: Hub, crates: Crates, customer: str, product: str, quantity: int) -> None:
    hub.order(customer, product, quantity)


def celsius(hub: Hub, crates: Crates, zone: str, tenths: int) -> None:
    hub.done("RecordTemperature", zone=zone, celsius_tenths=tenths)


STEPS: dict[str, Callable[..., None]] = {
    step.__name__: step
    for step in (
        apples, eggs, sorbet, complete, crate, tomme, yoghurt, radish, stock, load, missing, store,
        block, release, discard, depart, dropped, declared, measure,
        order, celsius,
    )
}  # fmt: skip


def scanned(hub: Hub, crates: Crates, scan: str) -> str:
    """Write out what a scanner reads: a crate's SSCC by its letter, or a text with its places."""
    if scan in crates:
        return str(crates[scan]["sscc"])
    text = re.sub(r"\{card:(\w+):(\w+)\}", lambda m: hub.card(m[1], m[2]), scan)
    return re.sub(r"\{(\w)\.(\w+)\}", lambda m: str(crates[m[1]][m[2]]), text)


def held(hub: Hub, vector: dict[str, Any]) -> dict[str, Any]:
    """Take the snapshot that a handheld of this post would hold, and what it has in hand."""
    round, zone = vector.get("round"), vector.get("zone")
    with hub.present() as present:
        if vector["post"] == "dock-1":
            snapshot = snapshots.round_snapshot(present, f"{TODAY}-{round or 'T1'}")
            assert snapshot is not None
            place = snapshot["round"] if round else None
        else:
            role = hub.bus.settings.posts["cold-door"].role
            snapshot = snapshots.post_snapshot(present, "cold-door", role, hub.clock.day)
            place = next((one for one in snapshot["zones"] if one["code"] == zone), None)
    return {
        "role": vector.get("does") or ("dock" if vector["post"] == "dock-1" else "store"),
        "snapshot": {**snapshot, "company_prefix": "9521234"},
        "place": place,
        "today": hub.clock.day,
    }


def commanded(hub: Hub, vector: dict[str, Any], crate: dict[str, Any]) -> dict[str, Any]:
    """What the station says of the command that a handheld makes of such a scan."""
    asked = {
        "unload": ("UnloadCrate", {"round": f"{TODAY}-{vector['round']}"}),
        "return": ("ReturnCrate", {"reason": "essai"}),
    }
    type, data = asked[vector["does"]]
    answer = hub.do(type, post=vector["post"], crate=crate["id"], **data)
    refusal = answer.get("refusal")
    return {"verdict": "refused" if refusal else "ok", "refusal": refusal}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_station_and_the_handheld_decide_the_same(
    hub: Hub, scripts: Page, vector: dict[str, Any]
) -> None:
    crates: Crates = {}
    for name, *arguments in vector["given"]:
        STEPS[name](hub, crates, *arguments)
    if vector.get("day") == "tomorrow":
        hub.clock.day = TOMORROW
    taken = held(hub, vector)
    for name, *arguments in vector.get("then", ()):
        STEPS[name](hub, crates, *arguments)
    text = scanned(hub, crates, vector["scan"])

    on_device = scripts.evaluate(JUDGE, [decision_json(), taken, text])
    context = {
        name: f"{TODAY}-{vector[name]}" if name == "round" else vector[name]
        for name in ("round", "zone")
        if name in vector
    }
    at_station = (
        commanded(hub, vector, crates[vector["scan"]])
        if "does" in vector
        else hub.read(text, post=vector["post"], **context)
    )

    assert at_station["verdict"] == vector["verdict"]
    assert (at_station["refusal"] or {}).get("code") == vector.get("refusal")
    assert on_device["verdict"] == vector.get("device", vector["verdict"])
    if "device" not in vector:
        assert on_device["refusal"] == vector.get("refusal")
    if "say" in vector:
        assert (on_device["say"], at_station["say"]["fr"]) == (vector["say"], vector["say"])


def test_every_rule_of_the_table_has_its_fact_on_the_device(scripts: Page) -> None:
    facts = scripts.evaluate('async () => Object.keys((await import("/static/js/judge.js")).FACTS)')

    assert sorted(facts) == sorted({rule.name for rules in CONTEXTS.values() for rule in rules})


def test_every_rule_of_the_table_is_met_by_a_vector() -> None:
    met = {vector.get("refusal") for vector in VECTORS}

    assert {rule.refusal for rules in CONTEXTS.values() for rule in rules} <= met
