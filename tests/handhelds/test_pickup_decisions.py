"""At a farm's gate the station's rules and the phone's judgement say the same, by one file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from station.domain.commands.pickups import CratesTaken
from station.domain.deciding.pickups import code_refused, goods_refused
from station.ledger.epochs import all_epochs
from station.minting import EpochMinting
from station.views.driving import drive_snapshot
from tests.domain.hub import SETTINGS, TODAY, Hub

pytestmark = pytest.mark.browser

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("pickup_vectors.json").read_text(encoding="utf-8")
)
R1 = f"{TODAY}-R1"

LABEL = """async ([snapshot, farm, text]) => {
  const { blankFarm, judgeLabel } = await import("/static/js/pickup_facts.js");
  const here = snapshot.farms.find((one) => one.producer === farm);
  return judgeLabel(snapshot, here, blankFarm(), text);
}"""
GOODS = """async ([product, celsius, why]) => {
  const { judgeGoods } = await import("/static/js/pickup_facts.js");
  return judgeGoods(product, celsius, why);
}"""


def gate(hub: Hub) -> dict[str, Any]:
    """Make the labels that the vectors name; return what stands for each letter."""
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F01", "F02"])
    made: dict[str, Any] = {"H": hub.carrots()["sscc"]}
    hub.order("C01", "CAROTTE", 20)
    hub.order("C01", "TOMME", 5)
    for letter, farm in (("R", "F01"), ("S", "F02")):
        id = hub.done("MakeLabels", producer=farm, delivery_date=TODAY)["ready_crate"]
        made[letter] = id
        made[f"{letter}.sscc"] = hub.ask(lambda p, id=id: p.world.ready_crates.get(id).sscc)
    made["E"], made["X"] = hub.done("MakeEmergencyLabels", count=2)["codes"]
    made["T"] = hub.done("MakeCrateTags", crate_type="E2", count=1)["code"]
    aboard = [{"product": "CAROTTE", "code": made["X"]}]
    hub.done("CollectAtFarm", round=R1, producer="F01", judged="ok", crates=aboard)
    return made


def snapshot(hub: Hub) -> dict[str, Any]:
    with hub.present() as present:
        found = drive_snapshot(present, R1, settings=SETTINGS, today=TODAY)
    assert found is not None
    return {**found, "company_prefix": "9521234"}


@pytest.mark.parametrize("vector", VECTORS["labels"], ids=lambda vector: vector["name"])
def test_a_label_at_the_gate_is_judged_the_same(
    hub: Hub, scripts: Page, vector: dict[str, Any]
) -> None:
    made = gate(hub)
    text = re.sub(r"\{([\w.]+)\}", lambda found: str(made[found[1]]), vector["scan"])

    with hub.present() as present:
        minting = EpochMinting(all_epochs(present.connection)[-1], "9521234")
        refusal = code_refused(present.world, minting, vector["farm"], text)
    on_device = scripts.evaluate(LABEL, [snapshot(hub), vector["farm"], text])

    assert (refusal.code if refusal else None) == vector.get("refusal")
    assert (refusal.verdict.value if refusal else "ok") == vector["verdict"]
    assert on_device["verdict"] == vector.get("device", vector["verdict"])
    if "device" not in vector:
        assert on_device["refusal"] == vector.get("refusal")
    assert (on_device["label"] or {}).get("product") == vector.get("product")
    if on_device["verdict"] == "ok":
        assert minting.read(on_device["code"]) == minting.read(text)


@pytest.mark.parametrize("vector", VECTORS["goods"], ids=lambda vector: vector["name"])
def test_a_temperature_at_the_gate_is_judged_the_same(
    hub: Hub, scripts: Page, vector: dict[str, Any]
) -> None:
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F01", "F02"])
    why = vector.get("no_celsius", "")
    taken = CratesTaken(
        product=vector["product"], celsius_tenths=vector["celsius_tenths"], no_celsius=why
    )

    with hub.present() as present:
        producer = present.world.products.get(taken.product).producer
        refusal = goods_refused(present.world, SETTINGS, producer, taken)
    product = snapshot(hub)["farm_products"][taken.product]
    on_device = scripts.evaluate(GOODS, [product, taken.celsius_tenths, why])

    assert (refusal.code if refusal else None) == vector.get("refusal")
    assert on_device == vector.get("refusal")
