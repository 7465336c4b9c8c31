"""A file that comes after the cut-off: shown as late, held, and asked about once only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station.importing.applying import Report, import_file
from tests.domain.hub import TODAY, TOMORROW, Hub

HEAD = "order,customer,delivery_date,producer,product,quantity,unit,comment\n"
FILE = HEAD + f"R1,C01,{TODAY},F01,CAROTTE,3,kg,mûres\nR1,C01,{TODAY},F01,RADIS,6,bunch,\n"
MORE = FILE.replace("CAROTTE,3", "CAROTTE,8")
LESS = HEAD + f"R1,C01,{TODAY},F01,RADIS,6,bunch,\n"


@pytest.fixture
def closing(hub: Hub) -> Hub:
    """Close today's orders; tomorrow's stay open."""
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date == TODAY)
    return hub


def bring(hub: Hub, content: str, **more: Any) -> Report:
    return import_file(
        "orders",
        content.encode(),
        readers=hub.readers,
        send=lambda type, data: hub.do(type, **data),
        source="fichier.csv",
        closed=lambda date: hub.bus.settings.closed(date, ""),
        **more,
    )


def settle(hub: Hub, type: str, **more: str) -> None:
    for late in hub.ask(lambda p: p.world.late_lines.where(state="open")):
        hub.done(type, late=late.id, **more)


def changes(report: Report) -> tuple[int, int, int]:
    return len(report.added), len(report.changed), len(report.cancelled)


def test_a_late_file_says_so_before_it_is_applied(closing: Hub) -> None:
    report = bring(closing, FILE, dry_run=True)

    assert [row["late"] for row in report.added] == [True, True]
    assert closing.ask(lambda p: p.world.late_lines.all()) == []


def test_the_same_late_file_twice_is_unchanged(closing: Hub) -> None:
    bring(closing, FILE)

    again = bring(closing, FILE)

    assert changes(again) == (0, 0, 0) and len(again.unchanged) == 2
    assert closing.ask(lambda p: p.world.late_lines.count(state="open")) == 2


@pytest.mark.parametrize(
    ("type", "more"),
    [
        ("AcceptLate", {}),
        ("PostponeLate", {"delivery_date": TOMORROW}),
        ("RefuseLate", {"reason": "trop tard"}),
    ],
)
def test_what_a_person_answered_is_not_asked_again(
    closing: Hub, type: str, more: dict[str, str]
) -> None:
    bring(closing, FILE)
    settle(closing, type, **more)

    again = bring(closing, FILE, confirm_cancellations=True)

    assert changes(again) == (0, 0, 0)
    assert closing.troubles() == []


@pytest.mark.parametrize(
    ("type", "more"),
    [
        ("AcceptLate", {}),
        ("PostponeLate", {"delivery_date": TOMORROW}),
        ("RefuseLate", {"reason": "trop tard"}),
    ],
)
def test_an_answered_change_is_not_asked_again(hub: Hub, type: str, more: dict[str, str]) -> None:
    bring(hub, FILE)
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date == TODAY)
    assert [row["late"] for row in bring(hub, MORE).changed] == [True]
    settle(hub, type, **more)

    again = bring(hub, MORE, confirm_cancellations=True)

    assert changes(again) == (0, 0, 0)


def test_a_refused_cancellation_is_not_asked_again(hub: Hub) -> None:
    bring(hub, FILE)
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date == TODAY)
    bring(hub, LESS, confirm_cancellations=True)
    settle(hub, "RefuseLate", reason="déjà récoltées")

    again = bring(hub, LESS, confirm_cancellations=True)

    assert changes(again) == (0, 0, 0)
    assert hub.ask(lambda p: p.world.order_lines.count(state="open")) == 2


def test_a_new_word_after_a_refusal_is_asked(closing: Hub) -> None:
    bring(closing, FILE)
    settle(closing, "RefuseLate", reason="trop tard")

    assert changes(bring(closing, MORE)) == (0, 1, 0)

    (late,) = closing.ask(lambda p: p.world.late_lines.where(state="open"))
    assert late.quantity_milli == 8_000


def test_an_order_moved_to_a_day_that_is_open_is_taken(closing: Hub) -> None:
    bring(closing, FILE)

    bring(closing, FILE.replace(TODAY, TOMORROW))

    lines = closing.ask(lambda p: p.world.order_lines.all())
    assert {line.delivery_date for line in lines} == {TOMORROW} and len(lines) == 2
    assert closing.ask(lambda p: p.world.late_lines.count(state="open")) == 0


def test_a_held_line_that_leaves_the_file_is_withdrawn_once_confirmed(closing: Hub) -> None:
    bring(closing, FILE)
    assert changes(bring(closing, LESS)) == (0, 0, 1)

    bring(closing, LESS, confirm_cancellations=True)

    waiting = closing.ask(lambda p: p.world.late_lines.where(state="open"))
    assert [late.product for late in waiting] == ["RADIS"]
