"""An order told on the telephone: its difference first, the same rules as a file."""

from __future__ import annotations

from typing import Any

import pytest

from station.importing.applying import Report, apply
from station.importing.telephone import SOURCE, ToldLine, ToldOrder, telephone_difference
from station.views.ordering import draft
from tests.domain.hub import TOMORROW, Hub


def tell(hub: Hub, lines: dict[str, int], **more: Any) -> Report:
    told = ToldOrder(
        customer=more.pop("customer", "C01"),
        delivery_date=more.pop("delivery_date", TOMORROW),
        lines=tuple(ToldLine(product=p, quantity_milli=q) for p, q in lines.items()),
        **more,
    )
    difference, blocked = hub.ask(lambda present: telephone_difference(present, told))
    return apply(difference, blocked, told.dry_run, lambda type, data: hub.do(type, **data), SOURCE)


def test_a_told_order_is_noted_with_its_source(hub: Hub) -> None:
    report = tell(hub, {"CAROTTE": 2_500, "RADIS": 6_000})

    assert report.applied and len(report.added) == 2
    lines = hub.ask(lambda p: p.world.order_lines.where(customer="C01"))
    assert {(x.product, x.quantity_milli, x.source) for x in lines} == {
        ("CAROTTE", 2_500, "téléphone"),
        ("RADIS", 6_000, "téléphone"),
    }


def test_the_same_order_twice_changes_nothing(hub: Hub) -> None:
    tell(hub, {"CAROTTE": 2_500})

    again = tell(hub, {"CAROTTE": 2_500})

    assert not again.added and not again.changed and len(again.unchanged) == 1


def test_another_entry_of_the_same_order_shows_the_difference(hub: Hub) -> None:
    tell(hub, {"CAROTTE": 2_500, "RADIS": 6_000})

    shown = tell(hub, {"CAROTTE": 4_000}, dry_run=True)

    assert [x["was"]["quantity_milli"] for x in shown.changed] == [2_500]
    assert [x["product"] for x in shown.cancelled] == ["RADIS"]
    assert not shown.applied


def test_what_somebody_changed_meanwhile_is_not_overwritten(hub: Hub) -> None:
    tell(hub, {"CAROTTE": 2_500})
    (line,) = tell(hub, {"CAROTTE": 2_500}, dry_run=True).unchanged
    tell(hub, {"CAROTTE": 9_000})

    late = tell(hub, {"CAROTTE": 3_000}, seen={line["id"]: 2_500})

    assert not late.applied
    assert late.problems[-1].code == "changed_meanwhile"
    (kept,) = hub.ask(lambda p: p.world.order_lines.where(customer="C01"))
    assert kept.quantity_milli == 9_000


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({"RADIS": 1_500}, "fraction"),
        ({"CAROTTE": 0}, "zero_quantity"),
        ({"RIEN": 1_000}, "unknown_product"),
        ({}, "no_rows"),
    ],
)
def test_what_cannot_be_an_order_is_said_and_nothing_is_noted(
    hub: Hub, lines: dict[str, int], code: str
) -> None:
    report = tell(hub, {**lines})

    assert not report.applied and report.problems[0].code == code
    assert hub.ask(lambda p: p.world.order_lines.all()) == []


NO_DAYS = ("demain", "20261125", "2026-W48-3", "")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"customer": "C99"}, "unknown_customer"),
        *(({"delivery_date": d}, "bad_date") for d in NO_DAYS),
    ],
)
def test_an_order_needs_a_customer_and_a_day(hub: Hub, wrong: dict[str, str], code: str) -> None:
    report = tell(hub, {"CAROTTE": 1_000}, **wrong)

    assert (report.applied, [one.code for one in report.problems]) == (False, [code])


def test_a_draft_starts_from_the_customers_last_order(hub: Hub) -> None:
    tell(hub, {"CAROTTE": 2_500, "RADIS": 6_000}, delivery_date="2026-11-18")

    found = hub.ask(lambda present: draft(present, "C01", TOMORROW))

    assert (found["of"], found["last_date"]) == ("last", "2026-11-18")
    assert [(x["name"], x["quantity_milli"], x["unit"]) for x in found["lines"]] == [
        ("Carottes", 2_500, "kg"),
        ("Radis", 6_000, "bunch"),
    ]


def test_a_draft_shows_what_is_ordered_otherwise_for_the_same_day(hub: Hub) -> None:
    hub.order("C01", "TOMME", 4, day=TOMORROW)
    tell(hub, {"CAROTTE": 1_000})

    found = hub.ask(lambda present: draft(present, "C01", TOMORROW))

    assert found["of"] == "this"
    assert [x["product"] for x in found["others"]] == ["TOMME"]
