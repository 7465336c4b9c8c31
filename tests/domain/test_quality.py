"""Blocks, releases and recalls of lots."""

from tests.domain.hub import TODAY, Hub


def test_a_blocked_lot_is_released_with_a_reason(hub: Hub) -> None:
    lot = hub.carrots()["lot"]
    hub.done("BlockLot", lot=lot, reason="analyse")

    hub.done("ReleaseLot", lot=lot, reason="analyse bonne")

    assert hub.lot(lot).blocked is None
    assert hub.refused("ReleaseLot", lot=lot, reason="encore") == "not_blocked"


def test_a_lot_is_blocked_once(hub: Hub) -> None:
    lot = hub.carrots()["lot"]
    hub.done("BlockLot", lot=lot, reason="analyse")

    assert hub.refused("BlockLot", lot=lot, reason="analyse") == "already_blocked"


def test_a_block_says_how_much_is_gone_already(hub: Hub) -> None:
    crate = hub.loaded("C02")
    hub.done("DepartRound", round=f"{TODAY}-T1")

    hub.done("BlockLot", lot=crate["lot"], reason="analyse")

    assert hub.troubles() == ["blocked_lot_gone"]


def test_a_recalled_lot_is_blocked_too(hub: Hub) -> None:
    lot = hub.carrots()["lot"]

    hub.done("RecallLot", lot=lot, reason="listeria")

    assert (hub.lot(lot).recalled, hub.lot(lot).blocked) == (True, "listeria")


def test_a_worker_may_block_and_only_the_office_releases(hub: Hub) -> None:
    lot = hub.carrots()["lot"]

    hub.done("BlockLot", as_role="worker", lot=lot, reason="odeur")

    assert hub.refused("ReleaseLot", as_role="worker", lot=lot, reason="bon") == "not_allowed"


def test_the_blocked_lot_stops_a_prepared_crate_that_holds_it(hub: Hub) -> None:
    stock = hub.radish(12)
    crate = hub.done("PickToCustomer", **{"from": stock["id"]}, customer="C02", count=3)["crate"]
    hub.on_paper(crate)
    hub.done("BlockLot", lot=stock["lot"], reason="insectes")

    code = hub.refused("LoadCrate", crate=crate["id"], round="T1")

    assert code == "lot_blocked"
