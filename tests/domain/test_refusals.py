"""Every refusal of the table is met: one way to it each, and its words fit a worker's screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.weighing import NotWeighed
from station.domain.desk import Handheld
from station.domain.refusals import TABLE, Refusal, wording
from tests.domain.hub import TODAY, TOMORROW, YESTERDAY, Answer, Hub

MAX_WORDS = 12
TESTS = Path(__file__).parents[1]
T1 = f"{TODAY}-T1"

Way = Callable[[Hub], Answer]
WAYS: dict[str, Way] = {}


def way(code: str) -> Callable[[Way], Way]:
    def keep(way: Way) -> Way:
        WAYS[code] = way
        return way

    return keep


def receive(hub: Hub, **more: object) -> Answer:
    data = {"producer": "F01", "product": "CAROTTE", "crate_type": "E2"} | more
    return hub.do("ReceiveCrate", **data)


def no_scale(code: str) -> Way:
    def way(hub: Hub) -> Answer:
        weigh = hub.weighed(5_000)
        hub.scales.refuses = code
        return receive(hub, weigh=weigh)

    return way


for why in NotWeighed:
    WAYS[why.value] = no_scale(why.value)


@way("unknown_code")
def _(hub: Hub) -> Answer:
    return hub.do("StoreCrate", crate="NIMPORTE", zone="SEC")


@way("changed_meanwhile")
def _(hub: Hub) -> Answer:
    return hub.do("RegisterCrateType", code="E2", name="Bac", tare_g=2_000, seen=7)


@way("help_ended")
def _(hub: Hub) -> Answer:
    call = hub.done("AskHelp", screen="dock")["help"]
    hub.done("EndHelp", help=call)
    return hub.do("AnswerHelp", help=call)


@way("still_served")
def _(hub: Hub) -> Answer:
    hub.for_customer("C02")
    return hub.do("EraseParty", as_role="admin", kind="customer", code="C02", why="asked")


@way("not_ours")
def _(hub: Hub) -> Answer:
    return dict(hub.scan("03017620422003", post="dock-1", kind="gtin")["command"])


@way("not_a_crate")
def _(hub: Hub) -> Answer:
    return hub.do("StoreCrate", crate=hub.card("zone", "SEC"), zone="SEC")


@way("not_found")
def _(hub: Hub) -> Answer:
    return hub.do("OpenIntake", producer="F99")


@way("weight_required")
def _(hub: Hub) -> Answer:
    return receive(hub)


@way("count_required")
def _(hub: Hub) -> Answer:
    return receive(hub, product="RADIS")


@way("tare_too_heavy")
def _(hub: Hub) -> Answer:
    return receive(hub, weigh={"receipt": hub.scales.put(1_900)})


@way("temperature_required")
def _(hub: Hub) -> Answer:
    return receive(hub, producer="F02", product="YAOURT", count=6)


@way("date_required")
def _(hub: Hub) -> Answer:
    return receive(hub, producer="F02", product="LAIT", count=6, celsius_tenths=30)


@way("lot_blocked")
def _(hub: Hub) -> Answer:
    crate = hub.for_customer("C02")
    hub.done("BlockLot", lot=crate["lot"], reason="terre")
    return hub.do("LoadCrate", crate=crate["id"], round=T1)


@way("past_use_by")
def _(hub: Hub) -> Answer:
    return receive(
        hub, producer="F02", product="LAIT", count=6, celsius_tenths=30, use_by=YESTERDAY
    )


@way("too_warm")
def _(hub: Hub) -> Answer:
    return receive(hub, producer="F02", product="YAOURT", count=6, celsius_tenths=72)


@way("wrong_zone")
def _(hub: Hub) -> Answer:
    return hub.do("StoreCrate", crate=hub.tomme()["id"], zone="SEC")


@way("wrong_round")
def _(hub: Hub) -> Answer:
    return hub.do("LoadCrate", crate=hub.for_customer("C03")["id"], round=T1)


@way("wrong_stop")
def _(hub: Hub) -> Answer:
    hub.for_customer("C02")
    return hub.do("LoadCrate", crate=hub.for_customer("C01")["id"], round=T1)


@way("not_allocated")
def _(hub: Hub) -> Answer:
    return hub.do("LoadCrate", crate=hub.on_paper(hub.carrots())["id"], round=T1)


@way("already_loaded")
def _(hub: Hub) -> Answer:
    return hub.do("LoadCrate", crate=hub.loaded("C02")["id"], round=T1)


@way("already_there")
def _(hub: Hub) -> Answer:
    crate = hub.carrots()
    hub.done("StoreCrate", crate=crate["id"], zone="SEC")
    return hub.do("StoreCrate", crate=crate["id"], zone="SEC")


@way("not_loaded")
def _(hub: Hub) -> Answer:
    return hub.do("UnloadCrate", crate=hub.carrots()["id"], round=T1)


@way("not_labelled")
def _(hub: Hub) -> Answer:
    return hub.do("LoadCrate", crate=hub.carrots(customer="C02")["id"], round=T1)


@way("already_left")
def _(hub: Hub) -> Answer:
    crate = hub.carrots()
    hub.done("HandOverCrate", crate=crate["id"], customer="C01")
    return hub.do("StoreCrate", crate=crate["id"], zone="SEC")


@way("crate_closed")
def _(hub: Hub) -> Answer:
    crate = hub.carrots()
    hub.done("DiscardCrate", crate=crate["id"], reason="gelée")
    return hub.do("StoreCrate", crate=crate["id"], zone="SEC")


@way("round_departed")
def _(hub: Hub) -> Answer:
    hub.done("DepartRound", round=T1)
    return hub.do("DepartRound", round=T1)


@way("round_not_departed")
def _(hub: Hub) -> Answer:
    return hub.do("DeliverStop", round=T1, customer="C02")


@way("vote_in_the_past")
def _(hub: Hub) -> Answer:
    key = {"stops_percent": 100, "kilograms_percent": 0, "crates_percent": 0}
    vote = key | {"km_cents": 40, "hour_cents": 1_500, "decision": "assemblée"}
    hub.done("VoteSharing", since=TODAY, **vote)
    return hub.do("VoteSharing", since=YESTERDAY, **vote)


def bill(hub: Hub) -> Answer:
    return hub.do("IssueInvoice", customer="C02", since=TODAY, until=TODAY)


def left_with(hub: Hub, **product: object) -> str:
    """Let ten counted bunches leave for a customer; return the note."""
    radish = {"code": "RADIS", "producer": "F01", "name": "Radis", "family": "", "unit": "bunch"}
    hub.done("RegisterProduct", **radish | product)
    crate = hub.on_paper(hub.radish(10, customer="C02"))
    hub.done("LoadCrate", post="dock-1", crate=crate["id"], round=T1)
    hub.done("DepartRound", round=T1)
    return str(hub.ask(lambda p: p.world.notes.where(customer="C02"))[0].id)


@way("nothing_to_invoice")
def _(hub: Hub) -> Answer:
    return bill(hub)


@way("price_missing")
def _(hub: Hub) -> Answer:
    left_with(hub)
    return bill(hub)


@way("quantity_to_agree")
def _(hub: Hub) -> Answer:
    hub.loaded("C02")
    hub.done("DepartRound", round=T1)
    return bill(hub)


@way("already_invoiced")
def _(hub: Hub) -> Answer:
    note = left_with(hub, price_cents=100)
    hub.done("IssueInvoice", customer="C02", since=TODAY, until=TODAY)
    agreed = {"note": note, "product": "RADIS", "quantity_milli": 9_000}
    return hub.do("AgreeQuantity", reason="après coup", **agreed)


def claim(hub: Hub, quantity_milli: int = 1_000) -> Answer:
    note = left_with(hub, price_cents=100)
    said = {"note": note, "product": "RADIS", "kind": "short"}
    return hub.do("OpenClaim", quantity_milli=quantity_milli, **said)


@way("claim_too_large")
def _(hub: Hub) -> Answer:
    return claim(hub, 10_001)


@way("claim_open_already")
def _(hub: Hub) -> Answer:
    opened = claim(hub)["events"][0]["data"]
    said = {name: opened[name] for name in ("note", "product", "kind")}
    return hub.do("OpenClaim", **said)


@way("claim_settled_already")
def _(hub: Hub) -> Answer:
    id = claim(hub)["events"][0]["data"]["claim"]
    settled = {"claim": id, "quantity_milli": 0, "reason": "sans suite"}
    hub.done("SettleClaim", **settled)
    return hub.do("SettleClaim", **settled)


@way("credit_too_large")
def _(hub: Hub) -> Answer:
    left_with(hub, price_cents=100)
    made = hub.done("IssueInvoice", customer="C02", since=TODAY, until=TODAY)
    lines = [{"line": 1, "quantity_milli": 10_001}]
    invoice = made["events"][0]["data"]["invoice"]
    return hub.do("IssueCredit", invoice=invoice, lines=lines, reason="abîmé")


@way("round_incomplete")
def _(hub: Hub) -> Answer:
    hub.for_customer("C01")
    return hub.do("DepartRound", round=T1)


@way("handheld_pending")
def _(hub: Hub) -> Answer:
    hub.handhelds = (Handheld(name="Mobile 1", pending=2, snapshot_seq=hub.seq()),)
    return hub.do("DepartRound", round=T1)


@way("handheld_behind")
def _(hub: Hub) -> Answer:
    hub.done("BlockLot", lot=hub.carrots()["lot"], reason="terre")
    hub.handhelds = (Handheld(name="Mobile 1", pending=0, snapshot_seq=1),)
    return hub.do("DepartRound", round=T1)


@way("round_needed")
def _(hub: Hub) -> Answer:
    return dict(hub.scan(hub.carrots()["sscc"], post="dock-1")["command"])


@way("zone_needed")
def _(hub: Hub) -> Answer:
    return dict(hub.scan(hub.carrots()["sscc"], post="cold-door")["command"])


@way("customer_needed")
def _(hub: Hub) -> Answer:
    return dict(hub.scan(hub.carrots()["sscc"], post="shop")["command"])


@way("wrong_customer")
def _(hub: Hub) -> Answer:
    crate = hub.carrots(customer="C01")
    return hub.do("HandOverCrate", crate=crate["id"], customer="C03")


@way("wrong_product")
def _(hub: Hub) -> Answer:
    line = hub.order("C01", "RADIS", 2)
    return hub.do("AllocateCrate", crate=hub.carrots()["id"], order_line=line)


@way("not_enough")
def _(hub: Hub) -> Answer:
    return hub.do("SplitCrate", crate=hub.radish(3)["id"], crate_type="CARTON", count=4)


@way("line_closed")
def _(hub: Hub) -> Answer:
    line = hub.order("C01", "CAROTTE", 2)
    hub.done("ImportOrders", source="essai", cancelled=[line])
    return hub.do("AllocateCrate", crate=hub.carrots()["id"], order_line=line)


@way("no_label_waits")
def _(hub: Hub) -> Answer:
    return hub.do("MoveQueue", printer="etiqueteuse-2")


@way("paper_too_small")
def _(hub: Hub) -> Answer:
    return hub.do("MakeCrateTags", crate_type="E2", count=1, printer="etiqueteuse-2")


@way("no_other_printer")
def _(hub: Hub) -> Answer:
    hub.radish()
    return hub.do("MoveQueue", printer="etiqueteuse-1", to="etiqueteuse-1")


@way("label_settled")
def _(hub: Hub) -> Answer:
    label = hub.crate(hub.radish()["id"]).label
    hub.done("ConfirmLabel", label=label)
    return hub.do("ConfirmLabel", label=label)


@way("intake_closed")
def _(hub: Hub) -> Answer:
    intake = hub.done("OpenIntake", producer="F01")["intake"]
    hub.done("CloseIntake", intake=intake)
    return hub.do("CloseIntake", intake=intake)


@way("reason_required")
def _(hub: Hub) -> Answer:
    return hub.do("DiscardCrate", crate=hub.carrots()["id"], reason="  ")


@way("already_blocked")
def _(hub: Hub) -> Answer:
    lot = hub.carrots()["lot"]
    hub.done("BlockLot", lot=lot, reason="terre")
    return hub.do("BlockLot", lot=lot, reason="terre")


@way("not_blocked")
def _(hub: Hub) -> Answer:
    return hub.do("ReleaseLot", lot=hub.carrots()["lot"], reason="bon")


def orchard(hub: Hub) -> str:
    """Take in apples of which nobody knows class and size."""
    data = {"code": "POMME", "producer": "F01", "name": "Pommes", "family": "fruits"}
    hub.done("RegisterProduct", unit="kg", mentions={"variety": "Reinette"}, **data)
    return str(hub.carrots(product="POMME")["id"])


@way("crate_incomplete")
def _(hub: Hub) -> Answer:
    return hub.do("HandOverCrate", post="shop", crate=orchard(hub), customer="C01")


@way("bad_mention")
def _(hub: Hub) -> Answer:
    return hub.do("CompleteCrate", crate=orchard(hub), mentions={"class": "IV"})


@way("nothing_missing")
def _(hub: Hub) -> Answer:
    return hub.do("CompleteCrate", crate=hub.carrots()["id"])


@way("past_sale_limit")
def _(hub: Hub) -> Answer:
    facts = {"egg_code": "1FRDAI01", "egg_class": "M", "packing_centre": "61 999 001"}
    hub.done("RegisterProduct", code="OEUFS", producer="F01", name="Œufs", family="œufs",
             unit="piece", mentions=facts)  # fmt: skip
    crate = hub.radish(product="OEUFS", mentions={"laid_on": "2026-10-30"})
    return hub.do("HandOverCrate", post="shop", crate=crate["id"], customer="C01")


@way("duplicate_id")
def _(hub: Hub) -> Answer:
    hub.done("ConfirmDate", command_id="tablette-1-0001", date=TODAY)
    return hub.do("ConfirmDate", command_id="tablette-1-0001", date=TOMORROW)


@way("not_allowed")
def _(hub: Hub) -> Answer:
    return hub.do("DepartRound", as_role="driver", round=T1)


@way("out_of_bounds")
def _(hub: Hub) -> Answer:
    return receive(hub, product="RADIS", count=10_001)


@way("nothing_changed")
def _(hub: Hub) -> Answer:
    hub.order("C01", "CAROTTE", 20)
    hub.done("SendSheets", delivery_date=TODAY)
    return hub.do("SendSheets", delivery_date=TODAY)


@way("mail_settled")
def _(hub: Hub) -> Answer:
    hub.done("RegisterProducer", code="F01", name="Ferme", email="ferme@exemple.invalid")
    hub.order("C01", "CAROTTE", 20)
    mail = hub.done("SendSheets", delivery_date=TODAY)["mail"]
    return hub.do("SettleMail", mail=mail, how="arrived")


@way("already_noted")
def _(hub: Hub) -> Answer:
    line = hub.order("C01", "CAROTTE", 20)
    hub.done("NoteArrival", order_line=line, difference="over")
    return hub.do("NoteArrival", order_line=line, difference="over")


def ready_label(hub: Hub) -> str:
    hub.order("C01", "CAROTTE", 20)
    return str(hub.done("MakeLabels", producer="F01", delivery_date=TODAY)["ready_crate"])


@way("lot_scanned")
def _(hub: Hub) -> Answer:
    return dict(hub.scan(hub.carrots()["lot"], post="dock-1", kind="text")["command"])


@way("not_received")
def _(hub: Hub) -> Answer:
    return dict(hub.scan(ready_label(hub), post="dock-1")["command"])


@way("label_unbound")
def _(hub: Hub) -> Answer:
    code = hub.done("MakeEmergencyLabels", count=1)["code"]
    return dict(hub.scan(code, post="dock-1")["command"])


@way("already_received")
def _(hub: Hub) -> Answer:
    label = ready_label(hub)
    hub.carrots(code=label)
    return dict(hub.scan(label, post="reception")["command"])


@way("wrong_label")
def _(hub: Hub) -> Answer:
    return receive(hub, product="RADIS", count=12, code=ready_label(hub))


@way("other_farm")
def _(hub: Hub) -> Answer:
    hub.done("PlanRound", date=TODAY, round="R1", stops=[], farms=["F02"])
    crates = [{"product": "TOMME", "code": ready_label(hub)}]
    return hub.do("CollectAtFarm", round=f"{TODAY}-R1", producer="F02", crates=crates)


MET_IN = {
    "already_dropped": "domain/test_drops.py",
    "crate_shared": "domain/test_changes.py",
    "date_closed": "domain/test_late.py",
    "document_ended": "domain/test_charter.py",
    "label_needed": "domain/test_drops.py",
    "late_settled": "domain/test_late.py",
    "not_short": "domain/test_short_stock.py",
    "mapping_incomplete": "importing/test_mapping.py",
    "not_weighed": "domain/test_drops.py",
    "nothing_to_postpone": "domain/test_late.py",
}
"""Refusals whose way is long: the test of their own area meets them."""


def test_there_is_a_way_to_every_refusal_and_to_no_other() -> None:
    assert sorted([*WAYS, *MET_IN]) == sorted(TABLE)
    for code, place in MET_IN.items():
        assert f'"{code}"' in (TESTS / place).read_text(encoding="utf-8"), place


@pytest.mark.parametrize("code", sorted(WAYS))
def test_the_refusal_is_met_stored_and_worded(hub: Hub, code: str) -> None:
    answer = WAYS[code](hub)

    assert (answer["outcome"], answer["refusal"]["code"]) == ("refused", code)
    assert answer["refusal"]["say"]["fr"] and answer["refusal"]["remedy"]["fr"]
    stored = [event["type"] for event in answer["events"]]
    assert stored[-1] == ("TroubleRaised" if code == "duplicate_id" else "CommandRefused")


@pytest.mark.parametrize("code", sorted(TABLE))
def test_a_refusal_is_short_enough_to_be_read_in_gloves(code: str) -> None:
    row = TABLE[code]

    for sentence in (row.say_fr, row.remedy_fr, row.say_en, row.remedy_en):
        assert 1 <= len(sentence.split()) <= MAX_WORDS, sentence


def test_a_refusal_that_is_not_in_the_table_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        Refusal("parce_que")


def test_a_missing_detail_stays_visible() -> None:
    assert "round" in wording("wrong_round", {})["say"]["fr"]  # type: ignore[index]
