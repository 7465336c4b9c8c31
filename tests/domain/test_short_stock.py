"""Stock that is too short is shared by the hub's rule, whole and never twice, and told at once."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.rationing import KINDS, Preparing, ShortRule, Want, shares
from station.views.preparation import preparation
from tests.domain.hub import TODAY, Hub

WANTS = st.lists(
    st.builds(
        Want,
        line=st.uuids().map(str),
        amount=st.integers(min_value=0, max_value=50_000),
        placed=st.integers(min_value=0, max_value=9),
        kind=st.sampled_from((*KINDS, "inconnu")),
    ),
    max_size=12,
    unique_by=lambda want: want.line,
)
RULES = st.builds(
    Preparing, short=st.sampled_from(ShortRule), kinds=st.permutations(KINDS).map(tuple)
)


@given(wants=WANTS, available=st.integers(min_value=0, max_value=200_000), rules=RULES)
def test_all_that_is_there_is_given_and_nobody_gets_more_than_wanted(
    wants: list[Want], available: int, rules: Preparing
) -> None:
    given_to = shares(wants, available, rules)

    assert sum(given_to.values()) == min(available, sum(want.amount for want in wants))
    assert all(0 <= given_to[want.line] <= want.amount for want in wants)


@given(wants=WANTS, available=st.integers(0, 200_000), rules=RULES, order=st.randoms())
def test_the_order_in_which_lines_are_listed_does_not_matter(
    wants: list[Want], available: int, rules: Preparing, order: random.Random
) -> None:
    mixed = list(wants)
    order.shuffle(mixed)

    assert shares(mixed, available, rules) == shares(wants, available, rules)


@given(wants=WANTS, available=st.integers(min_value=0, max_value=200_000))
def test_in_proportion_nobody_is_more_than_one_unit_from_the_exact_share(
    wants: list[Want], available: int
) -> None:
    total = sum(want.amount for want in wants)

    given_to = shares(wants, available, Preparing(short=ShortRule.PRO_RATA))

    for want in wants:
        exact = want.amount * min(available, total)
        assert abs(given_to[want.line] * total - exact) <= total


@given(wants=WANTS, available=st.integers(min_value=0, max_value=200_000))
def test_who_comes_later_gets_nothing_while_an_earlier_one_lacks(
    wants: list[Want], available: int
) -> None:
    given_to = shares(wants, available, Preparing())

    lacking = [want.placed for want in wants if given_to[want.line] < want.amount]
    served = [want.placed for want in wants if given_to[want.line] > 0]
    assert not lacking or not served or max(served) <= min(lacking)


def test_a_kind_named_first_is_served_first() -> None:
    wants = [
        Want(line="épicerie", amount=8, placed=1, kind="grocer"),
        Want(line="cantine", amount=8, placed=2, kind="canteen"),
    ]

    assert shares(wants, 10, Preparing(short=ShortRule.KIND)) == {"cantine": 8, "épicerie": 2}


def short_of_radish(hub: Hub, rule: ShortRule) -> dict[str, int]:
    """Order 8 and 12 bunches where 10 are there; return what each line was promised."""
    hub.bus.settings = replace(hub.bus.settings, preparing=Preparing(short=rule))
    lines = [hub.order("C02", "RADIS", 8), hub.order("C01", "RADIS", 12)]
    hub.radish(10)
    hub.done("AllocateDay", delivery_date=TODAY)
    rows = hub.ask(lambda p: p.world.allocations.all())
    return {line: sum(row.count for row in rows if row.order_line == line) for line in lines}


@pytest.mark.parametrize(
    ("rule", "promised"),
    [(ShortRule.ARRIVAL, [8, 2]), (ShortRule.PRO_RATA, [4, 6]), (ShortRule.KIND, [0, 10])],
)
def test_the_days_stock_is_promised_by_the_hubs_rule(
    hub: Hub, rule: ShortRule, promised: list[int]
) -> None:
    assert list(short_of_radish(hub, rule).values()) == promised


def test_a_shortage_is_told_at_once_to_the_coordinator_and_at_the_preparation(hub: Hub) -> None:
    lines = short_of_radish(hub, ShortRule.PRO_RATA)

    assert hub.troubles() == ["stock_short"]
    row = hub.ask(lambda p: preparation(p, TODAY, TODAY))[0]
    assert (row["short"]["rule"], row["short"]["missing"]) == ("pro-rata", 10)
    assert {line["order_line"]: line["share"] for line in row["lines"]} == lines


def test_the_same_shortage_is_told_once_and_ends_when_goods_come(hub: Hub) -> None:
    short_of_radish(hub, ShortRule.PRO_RATA)

    again = hub.done("AllocateDay", delivery_date=TODAY)
    hub.radish(12)
    hub.done("AllocateDay", delivery_date=TODAY)

    assert again["events"] == []
    assert hub.ask(lambda p: p.world.shortages.all()) == []
    assert hub.troubles() == []


def test_nobody_is_told_of_a_shortage_before_any_of_it_has_come(hub: Hub) -> None:
    hub.order("C01", "RADIS", 12)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert hub.troubles() == []
    assert hub.ask(lambda p: p.world.shortages.all()) == []


def test_a_portion_within_its_tolerance_makes_no_shortage(hub: Hub) -> None:
    line, stock = hub.order("C01", "CAROTTE", 4), hub.carrots(3_900)
    portion = {"weigh": hub.weighed(3_900, tare_g=0), "order_line": line}
    hub.done("PickToCustomer", **{"from": stock["id"]}, customer="C01", **portion)

    hub.done("AllocateDay", delivery_date=TODAY)

    assert hub.troubles() == []


def test_free_goods_of_the_same_family_are_proposed_in_place_of_what_is_short(hub: Hub) -> None:
    hub.done("RegisterProduct", code="NAVET", producer="F01", name="Navets", family="légumes",
             unit="bunch")  # fmt: skip
    hub.radish(6, product="NAVET")
    blocked = hub.radish(6, product="NAVET", producer_lot="B")
    hub.done("BlockLot", lot=blocked["lot"], reason="insectes")
    short_of_radish(hub, ShortRule.ARRIVAL)

    row = hub.ask(lambda p: preparation(p, TODAY, TODAY))[0]

    assert row["short"]["instead"] == [{"product": "NAVET", "name": "Navets", "free": 6}]


def turnips(hub: Hub, count: int) -> None:
    hub.done("RegisterProduct", code="NAVET", producer="F01", name="Navets", family="légumes",
             unit="bunch")  # fmt: skip
    if count:
        hub.radish(count, product="NAVET")


def asked(hub: Hub, product: str) -> dict[str, int]:
    """What is asked for of a product, by customer."""
    lines = hub.ask(lambda p: p.world.order_lines.where(product=product, state="open"))
    return {line.customer: line.quantity_milli for line in lines}


def short_line(hub: Hub, customer: str) -> str:
    found = hub.ask(lambda p: p.world.order_lines.where(product="RADIS", customer=customer))
    return str(found[0].id)


def test_in_one_touch_a_short_line_gets_another_product_and_the_coordinator_is_told(
    hub: Hub,
) -> None:
    turnips(hub, 20)
    short_of_radish(hub, ShortRule.PRO_RATA)

    hub.done("SubstituteShort", as_role="worker", order_line=short_line(hub, "C01"),
             product="NAVET")  # fmt: skip

    assert asked(hub, "RADIS") == {"C01": 6_000, "C02": 8_000}
    assert asked(hub, "NAVET") == {"C01": 6_000}
    assert sorted(hub.troubles()) == ["stock_short", "substituted"]
    (line,) = hub.ask(lambda p: p.world.order_lines.where(product="NAVET"))
    assert hub.ask(lambda p: p.comment(line.id)) == "à la place de Radis"
    row = next(r for r in hub.ask(lambda p: preparation(p, TODAY, TODAY)) if r["short"])
    assert row["short"]["missing"] == 4
    assert {one["customer"]["code"]: one["lacks_milli"] for one in row["lines"]} == {
        "C01": 0, "C02": 4_000,
    }  # fmt: skip


def test_only_what_is_free_is_taken_and_the_rest_stays_asked_for(hub: Hub) -> None:
    turnips(hub, 2)
    short_of_radish(hub, ShortRule.PRO_RATA)

    hub.done("SubstituteShort", order_line=short_line(hub, "C01"), product="NAVET")

    assert (asked(hub, "RADIS")["C01"], asked(hub, "NAVET")) == (10_000, {"C01": 2_000})


def test_a_line_that_gets_nothing_is_replaced_whole(hub: Hub) -> None:
    turnips(hub, 20)
    short_of_radish(hub, ShortRule.KIND)

    hub.done("SubstituteShort", order_line=short_line(hub, "C02"), product="NAVET")

    assert (asked(hub, "RADIS"), asked(hub, "NAVET")) == ({"C01": 12_000}, {"C02": 8_000})


def test_what_cannot_stand_in_is_refused_and_nothing_is_changed(hub: Hub) -> None:
    turnips(hub, 0)
    short_of_radish(hub, ShortRule.PRO_RATA)
    line = short_line(hub, "C01")

    assert hub.refused("SubstituteShort", order_line=line, product="NAVET") == "not_enough"
    assert hub.refused("SubstituteShort", order_line=line, product="RADIS") == "wrong_product"
    assert hub.refused("SubstituteShort", order_line=line, product="CAROTTE") == "wrong_product"
    assert hub.refused("SubstituteShort", order_line=line, product="YAOURT") == "wrong_product"
    assert asked(hub, "RADIS") == {"C01": 12_000, "C02": 8_000}


def test_a_line_that_lacks_nothing_is_not_replaced(hub: Hub) -> None:
    turnips(hub, 20)
    line = hub.order("C01", "RADIS", 4)

    assert hub.refused("SubstituteShort", order_line=line, product="NAVET") == "not_short"


def test_touched_twice_it_is_replaced_once(hub: Hub) -> None:
    turnips(hub, 20)
    short_of_radish(hub, ShortRule.PRO_RATA)
    line = short_line(hub, "C01")
    hub.done("SubstituteShort", order_line=line, product="NAVET")

    assert hub.refused("SubstituteShort", order_line=line, product="NAVET") == "not_short"
    assert asked(hub, "NAVET") == {"C01": 6_000}
