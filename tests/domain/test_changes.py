"""Goods that were ready before their line changed: kept, released or replaced, in one command."""

from __future__ import annotations

import pytest

from station.domain.deciding.orders import served
from tests.domain.hub import TODAY, Hub


def prepared(hub: Hub, kilograms: int = 4) -> tuple[str, str]:
    """Pick carrots for a line of C01; return the line and the customer's crate."""
    line = hub.order("C01", "CAROTTE", kilograms)
    weigh = hub.weighed(kilograms * 1000, tare_g=0)
    stock = hub.carrots(10_000)["id"]
    answer = hub.done("PickToCustomer", **{"from": stock}, customer="C01", weigh=weigh)
    return line, str(answer["crate"]["id"])


def exception(hub: Hub, line: str) -> str:
    (trouble,) = hub.ask(lambda p: p.world.troubles.where(state="open", subject=line))
    return trouble.id


def change(hub: Hub, line: str, quantity_milli: int) -> str:
    changed = {"order_line": line, "quantity_milli": quantity_milli, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[changed])
    return exception(hub, line)


def cancel(hub: Hub, line: str) -> str:
    hub.done("ImportOrders", source="essai", cancelled=[line])
    return exception(hub, line)


def served_g(hub: Hub, line: str) -> int:
    return hub.ask(lambda p: served(p.world, hub.line(line))[0])


def replacement(hub: Hub) -> tuple[str, int]:
    (line,) = hub.ask(lambda p: p.world.order_lines.where(order="CMD-C01-R"))
    return line.product, line.quantity_milli


def test_a_cancelled_line_that_is_kept_is_ordered_for_what_is_ready(hub: Hub) -> None:
    line, crate = prepared(hub)

    hub.done("KeepPrepared", exception=cancel(hub, line))

    assert (hub.line(line).state, hub.line(line).quantity_milli) == ("open", 4_000)
    assert (hub.crate(crate).customer, hub.troubles()) == ("C01", [])


def test_a_changed_line_that_is_kept_stays_as_it_is_ordered_now(hub: Hub) -> None:
    line, crate = prepared(hub)

    hub.done("KeepPrepared", exception=change(hub, line, 2_000))

    assert hub.line(line).quantity_milli == 2_000
    assert (hub.crate(crate).customer, served_g(hub, line)) == ("C01", 4_000)


def test_released_goods_are_stock_again(hub: Hub) -> None:
    line, crate = prepared(hub)

    hub.done("ReleasePrepared", exception=cancel(hub, line))

    assert (hub.crate(crate).customer, served_g(hub, line), hub.troubles()) == (None, 0, [])


def test_two_changes_of_a_line_are_settled_together(hub: Hub) -> None:
    line, _ = prepared(hub)
    first = change(hub, line, 3_000)
    changed = {"order_line": line, "quantity_milli": 2_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="essai", changed=[changed])
    assert len(hub.troubles()) == 2

    hub.done("KeepPrepared", exception=first)

    assert hub.troubles() == []


def test_a_cancelled_line_is_replaced_by_another_of_its_family(hub: Hub) -> None:
    line, crate = prepared(hub)
    hub.radish(12)

    hub.done("SubstitutePrepared", exception=cancel(hub, line), product="RADIS",
             quantity_milli=6_000)  # fmt: skip

    assert replacement(hub) == ("RADIS", 6_000)
    assert (hub.line(line).state, hub.crate(crate).customer) == ("cancelled", None)


def test_only_the_rest_is_replaced_where_more_is_asked(hub: Hub) -> None:
    line, crate = prepared(hub)
    hub.radish(12)

    hub.done("SubstitutePrepared", exception=change(hub, line, 9_000), product="RADIS",
             quantity_milli=5_000)  # fmt: skip

    assert replacement(hub) == ("RADIS", 5_000)
    assert hub.line(line).quantity_milli == 4_000
    assert hub.crate(crate).customer == "C01"


@pytest.mark.parametrize(
    ("product", "quantity_milli", "code"),
    [
        ("RADIS", 13_000, "not_enough"),
        ("TOMME", 1_000, "wrong_product"),
        ("CAROTTE", 1_000, "wrong_product"),
        ("RADIS", 0, "out_of_bounds"),
        ("RIEN", 1_000, "not_found"),
    ],
)
def test_what_is_no_substitute_is_refused(
    hub: Hub, product: str, quantity_milli: int, code: str
) -> None:
    line, _ = prepared(hub)
    hub.radish(12)
    asked = {"exception": cancel(hub, line), "product": product, "quantity_milli": quantity_milli}

    assert hub.refused("SubstitutePrepared", **asked) == code


def test_a_crate_that_serves_another_line_too_is_not_released(hub: Hub) -> None:
    line, crate = prepared(hub)
    hub.order("C01", "RADIS", 6)
    radish = hub.radish(12)["id"]
    hub.done("PickToCustomer", **{"from": radish}, customer="C01", into=crate, count=6)

    assert hub.refused("ReleasePrepared", exception=cancel(hub, line)) == "crate_shared"


def test_a_settled_exception_offers_no_choice_any_more(hub: Hub) -> None:
    line, _ = prepared(hub)
    asked = cancel(hub, line)
    hub.done("SettleException", exception=asked, note="vu")

    assert hub.refused("KeepPrepared", exception=asked) == "not_found"
