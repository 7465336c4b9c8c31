"""Orders and promises: first-expired first-out, in parts or whole, never twice."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from station.domain.allocation import Demand, Promise, Supply, plan
from station.domain.rationing import Preparing
from tests.domain.hub import TODAY, TOMORROW, Hub


def promises(hub: Hub, line: str) -> dict[str, tuple[int | None, int | None]]:
    found = hub.ask(lambda p: p.world.allocations.where(order_line=line))
    return {promise.crate: (promise.net_g, promise.count) for promise in found}


def test_stock_is_promised_first_expired_first_out(hub: Hub) -> None:
    late = hub.yoghurt(10, use_by="2026-12-04")
    early = hub.yoghurt(10, use_by="2026-11-30")
    line = hub.order("C01", "YAOURT", 15)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert promises(hub, line) == {early["id"]: (None, 10), late["id"]: (None, 5)}


def test_a_crate_that_is_wanted_whole_becomes_the_customers(hub: Hub) -> None:
    crate = hub.carrots(10_000)
    hub.order("C01", "CAROTTE", 12)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert (hub.crate(crate["id"]).customer, hub.crate(crate["id"]).deliver_on) == ("C01", TODAY)


def test_a_crate_of_which_a_part_is_wanted_stays_in_stock(hub: Hub) -> None:
    crate = hub.carrots(10_000)
    hub.order("C01", "CAROTTE", 4)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert hub.crate(crate["id"]).customer is None


def test_promising_twice_promises_nothing_more(hub: Hub) -> None:
    hub.carrots(10_000)
    line = hub.order("C01", "CAROTTE", 4)
    hub.done("AllocateDay", delivery_date=TODAY)
    before = promises(hub, line)

    again = hub.done("AllocateDay", delivery_date=TODAY)

    assert (again["events"], promises(hub, line)) == ([], before)


def test_lines_are_served_in_the_order_they_were_placed(hub: Hub) -> None:
    first, second = hub.order("C02", "RADIS", 8), hub.order("C01", "RADIS", 8)
    hub.radish(12)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert [n for _, n in promises(hub, first).values()] == [8]
    assert [n for _, n in promises(hub, second).values()] == [4]


def test_blocked_and_expired_stock_is_not_promised(hub: Hub) -> None:
    blocked = hub.carrots()
    hub.done("BlockLot", lot=blocked["lot"], reason="terre")
    line = hub.order("C01", "CAROTTE", 4)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert promises(hub, line) == {}


def test_a_crate_is_promised_by_hand_in_part_or_whole(hub: Hub) -> None:
    crate, line = hub.carrots(10_000), hub.order("C01", "CAROTTE", 20)

    hub.done("AllocateCrate", crate=crate["id"], order_line=line, net_g=3_000)

    assert promises(hub, line) == {crate["id"]: (3_000, None)}


def test_no_more_is_promised_than_is_free(hub: Hub) -> None:
    crate, line = hub.carrots(10_000), hub.order("C01", "CAROTTE", 20)
    other = hub.order("C02", "CAROTTE", 20)
    hub.done("AllocateCrate", crate=crate["id"], order_line=line, net_g=6_000)

    code = hub.refused("AllocateCrate", crate=crate["id"], order_line=other, net_g=4_001)

    assert code == "not_enough"
    assert hub.refused("AllocateCrate", crate=crate["id"], order_line=other) == "not_enough"


def test_a_promise_is_in_the_lines_own_measure(hub: Hub) -> None:
    crate, line = hub.yoghurt(24, weigh=hub.weighed(3_000)), hub.order("C01", "YAOURT", 8)

    code = hub.refused("AllocateCrate", crate=crate["id"], order_line=line, net_g=500)

    assert code == "out_of_bounds"


def test_a_crate_of_another_product_serves_no_line(hub: Hub) -> None:
    code = hub.refused(
        "AllocateCrate", crate=hub.radish()["id"], order_line=hub.order("C01", "CAROTTE", 2)
    )

    assert code == "wrong_product"


def test_a_customers_crate_is_promised_to_nobody_else(hub: Hub) -> None:
    crate, line = hub.carrots(customer="C01"), hub.order("C02", "CAROTTE", 2)

    assert hub.refused("AllocateCrate", crate=crate["id"], order_line=line) == "wrong_customer"


def test_a_released_promise_frees_the_crate(hub: Hub) -> None:
    crate, line = hub.carrots(10_000), hub.order("C01", "CAROTTE", 12)
    hub.done("AllocateCrate", crate=crate["id"], order_line=line)

    hub.done("ReleaseAllocation", crate=crate["id"], order_line=line)

    assert (hub.crate(crate["id"]).customer, promises(hub, line)) == (None, {})
    assert hub.refused("ReleaseAllocation", crate=crate["id"], order_line=line) == "not_found"


def test_a_promise_of_goods_that_are_gone_is_taken_back(hub: Hub) -> None:
    first, second = hub.order("C01", "RADIS", 8), hub.order("C02", "RADIS", 4)
    crate = hub.radish(12)
    hub.done("AllocateDay", delivery_date=TODAY)

    hub.done("SplitCrate", crate=crate["id"], crate_type="CARTON", count=7)

    assert promises(hub, first) == {crate["id"]: (None, 5)}
    assert promises(hub, second) == {}


def test_a_line_whose_promise_fell_is_served_from_another_crate(hub: Hub) -> None:
    line, crate = hub.order("C01", "RADIS", 8), hub.radish(12)
    hub.done("AllocateDay", delivery_date=TODAY)
    hub.done("HandOverCrate", crate=crate["id"], customer="C03", judged="ok")
    fresh = hub.radish(12)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert promises(hub, line) == {fresh["id"]: (None, 8)}


def test_a_cancelled_line_frees_what_was_reserved(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    hub.carrots(10_000)
    hub.done("AllocateDay", delivery_date=TODAY)

    hub.done("ImportOrders", source="essai", cancelled=[line])

    assert (hub.line(line).state, promises(hub, line)) == ("cancelled", {})
    assert hub.troubles() == []


def test_a_line_changed_after_preparation_is_an_exception(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    crate = hub.carrots(10_000)
    hub.done(
        "PickToCustomer",
        **{"from": crate["id"]},
        customer="C01",
        weigh=hub.weighed(4_000, tare_g=0),
    )

    change = {"order_line": line, "quantity_milli": 2_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[change])

    assert hub.line(line).quantity_milli == 2_000
    assert hub.troubles() == ["changed_after_preparation"]


def test_a_line_cancelled_after_preparation_is_an_exception(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    crate = hub.carrots(10_000)
    hub.done(
        "PickToCustomer",
        **{"from": crate["id"]},
        customer="C01",
        weigh=hub.weighed(4_000, tare_g=0),
    )

    hub.done("ImportOrders", source="essai", cancelled=[line])

    assert hub.troubles() == ["cancelled_after_preparation"]


def test_a_line_put_off_to_tomorrow_is_not_served_today(hub: Hub) -> None:
    line = hub.order("C01", "CAROTTE", 4)
    hub.carrots(10_000)
    change = {"order_line": line, "quantity_milli": 4_000, "delivery_date": TOMORROW}
    hub.done("ImportOrders", source="essai", changed=[change])

    hub.done("AllocateDay", delivery_date=TODAY)

    assert promises(hub, line) == {}


def test_an_impossible_quantity_refuses_the_whole_import(hub: Hub) -> None:
    line = {"order": "CMD-1", "customer": "C01", "delivery_date": TODAY, "producer": "F01",
            "product": "CAROTTE", "quantity_milli": 1_000, "unit": "kg"}  # fmt: skip

    code = hub.refused("ImportOrders", source="essai", added=[line, line | {"quantity_milli": 0}])

    assert code == "out_of_bounds"
    assert hub.ask(lambda p: p.world.order_lines.all()) == []


amounts = st.integers(min_value=0, max_value=50)
dates = st.sampled_from(["2026-11-25", "2026-11-30", "9999-12-31"])
supplies = st.lists(st.tuples(dates, amounts, st.booleans()), max_size=8).map(
    lambda rows: [
        Supply(crate=f"c{n}", expires=expires, arrived=n, amount=amount, whole=whole)
        for n, (expires, amount, whole) in enumerate(rows)
    ]
)
demands = st.lists(amounts, max_size=8).map(
    lambda rows: [Demand(line=f"l{n}", amount=amount) for n, amount in enumerate(rows)]
)


def given_by(promised: list[Promise], name: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for promise in promised:
        key = str(getattr(promise, name))
        total[key] = total.get(key, 0) + promise.amount
    return total


@given(demands, supplies)
def test_no_gram_is_promised_twice_and_none_more_than_wanted(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    promised = plan(wanted, stock)

    out, served = given_by(promised, "crate"), given_by(promised, "line")
    assert all(out.get(supply.crate, 0) <= supply.amount for supply in stock)
    assert all(served.get(demand.line, 0) <= demand.amount for demand in wanted)
    assert all(promise.amount > 0 for promise in promised)


@given(demands, supplies)
def test_nothing_is_withheld(wanted: list[Demand], stock: list[Supply]) -> None:
    promised = sum(promise.amount for promise in plan(wanted, stock))

    assert promised == min(sum(d.amount for d in wanted), sum(s.amount for s in stock))


@given(demands, supplies)
def test_nothing_that_keeps_longer_is_used_before_what_expires_sooner(
    wanted: list[Demand], stock: list[Supply]
) -> None:
    out = given_by(plan(wanted, stock), "crate")

    queue = sorted(stock, key=lambda supply: (supply.expires, supply.arrived))
    left = [supply.amount - out.get(supply.crate, 0) for supply in queue]
    used = [out.get(supply.crate, 0) > 0 for supply in queue]
    assert not any(left[n] and any(used[n + 1 :]) for n in range(len(queue)))


@given(demands, supplies, st.randoms())
def test_the_order_in_which_crates_are_listed_does_not_matter(
    wanted: list[Demand], stock: list[Supply], chance: Random
) -> None:
    shuffled = list(stock)
    chance.shuffle(shuffled)

    assert plan(wanted, shuffled) == plan(wanted, stock)


@given(demands, supplies)
def test_only_an_untouched_crate_is_given_whole(wanted: list[Demand], stock: list[Supply]) -> None:
    by_crate = {supply.crate: supply for supply in stock}

    for promise in plan(wanted, stock):
        supply = by_crate[promise.crate]
        assert promise.whole == (supply.whole and promise.amount == supply.amount)


# --- promises without anybody's action ------------------------------------------------------------


def closes(hub: Hub, *, by_itself: bool = True) -> list[str]:
    """Close the open intakes; return the types of what that brought about."""
    settings = replace(hub.bus.settings, preparing=Preparing(promise_at_intake=by_itself))
    hub.bus.settings = settings
    intakes = hub.ask(lambda p: [one.id for one in p.world.intakes.where(state="open")])
    answers = [hub.done("CloseIntake", intake=id) for id in intakes]
    return [event["type"] for answer in answers for event in answer["events"]]


def test_a_closed_intake_promises_what_is_enough_for_all(hub: Hub) -> None:
    crate, line = hub.radish(12), hub.order("C01", "RADIS", 5)

    assert closes(hub) == ["IntakeClosed", "CrateAllocated"]

    assert promises(hub, line) == {crate["id"]: (None, 5)}


def test_what_is_short_waits_for_the_coordinator(hub: Hub) -> None:
    hub.radish(12)
    lines = [hub.order("C01", "RADIS", 8), hub.order("C02", "RADIS", 8)]

    assert closes(hub) == ["IntakeClosed"]

    assert [promises(hub, line) for line in lines] == [{}, {}]


def test_nothing_is_promised_to_a_van_that_has_left_nor_to_another_day(hub: Hub) -> None:
    hub.radish(12)
    late, tomorrow = hub.order("C03", "RADIS", 2), hub.order("C01", "RADIS", 2, day=TOMORROW)
    hub.done("DepartRound", round=f"{TODAY}-T2")

    assert closes(hub) == ["IntakeClosed"]

    assert promises(hub, late) == promises(hub, tomorrow) == {}


def test_a_hub_that_did_not_ask_for_it_promises_nothing_by_itself(hub: Hub) -> None:
    hub.radish(12)
    hub.order("C01", "RADIS", 5)

    assert closes(hub, by_itself=False) == ["IntakeClosed"]
