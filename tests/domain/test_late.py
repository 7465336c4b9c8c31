"""What comes after the cut-off stands in one list until a person decides; nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from station.domain.late import LateLine
from station.domain.model import OrderLine
from tests.domain.hub import TODAY, TOMORROW, Hub


def close(hub: Hub, *days: str) -> None:
    hub.bus.settings = replace(hub.bus.settings, closed=lambda date, now: date in days)


def new(product: str = "CAROTTE", quantity_milli: int = 3_000, **more: Any) -> dict[str, Any]:
    producer, unit = {"CAROTTE": ("F01", "kg"), "RADIS": ("F01", "bunch")}[product]
    return {"order": "CMD-1", "customer": "C01", "delivery_date": TODAY, "producer": producer,
            "product": product, "quantity_milli": quantity_milli, "unit": unit} | more  # fmt: skip


def lines(hub: Hub) -> list[OrderLine]:
    return hub.ask(lambda p: p.world.order_lines.where(state="open"))


def waiting(hub: Hub) -> list[LateLine]:
    return hub.ask(lambda p: p.world.late_lines.where(state="open"))


@pytest.fixture
def ordered(hub: Hub) -> str:
    """Order three kilograms in time, then let the cut-off pass; return the line."""
    line = hub.order("C01", "CAROTTE", 3)
    close(hub, TODAY)
    return line


def ask_more(hub: Hub, line: str, quantity_milli: int = 8_000) -> LateLine:
    change = {"order_line": line, "quantity_milli": quantity_milli, "delivery_date": TODAY}
    hub.done("ImportOrders", source="fichier.csv", changed=[change])
    (late,) = waiting(hub)
    return late


def test_a_new_line_after_the_cut_off_waits_and_is_not_ordered(hub: Hub) -> None:
    close(hub, TODAY)

    hub.done("ImportOrders", source="fichier.csv", added=[new(), new(delivery_date=TOMORROW)])

    assert [line.delivery_date for line in lines(hub)] == [TOMORROW]
    assert [(x.product, x.quantity_milli, x.source) for x in waiting(hub)] == [
        ("CAROTTE", 3_000, "fichier.csv")
    ]


def test_many_late_lines_of_a_day_are_one_exception_until_all_are_settled(hub: Hub) -> None:
    close(hub, TODAY)
    hub.done("ImportOrders", source="x", added=[new(), new("RADIS")])
    assert hub.troubles() == ["late_orders"]
    first, second = waiting(hub)

    hub.done("AcceptLate", late=first.id)
    assert hub.troubles() == ["late_orders"]
    hub.done("RefuseLate", late=second.id, reason="trop tard")

    assert hub.troubles() == []


def test_an_accepted_line_is_ordered_with_its_remark(hub: Hub) -> None:
    close(hub, TODAY)
    hub.done("ImportOrders", source="x", added=[new(comment="bien mûres")])
    (late,) = waiting(hub)

    hub.done("AcceptLate", late=late.id)

    (line,) = lines(hub)
    assert (line.quantity_milli, hub.ask(lambda p: p.comment(line.id))) == (3_000, "bien mûres")


def test_a_late_change_leaves_the_line_until_it_is_accepted(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered)
    assert [line.quantity_milli for line in lines(hub)] == [3_000]

    hub.done("AcceptLate", late=late.id)

    assert [line.quantity_milli for line in lines(hub)] == [8_000]


def test_only_what_is_asked_beyond_is_put_off_to_another_day(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered)

    hub.done("PostponeLate", late=late.id, delivery_date=TOMORROW)

    found = {line.delivery_date: line.quantity_milli for line in lines(hub)}
    assert found == {TODAY: 3_000, TOMORROW: 5_000}


def test_less_cannot_be_put_off(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered, 1_000)

    assert (
        hub.refused("PostponeLate", late=late.id, delivery_date=TOMORROW) == "nothing_to_postpone"
    )


def test_nothing_is_put_off_to_a_day_that_is_closed_too(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered)

    assert hub.refused("PostponeLate", late=late.id, delivery_date=TODAY) == "date_closed"


def test_a_late_line_is_settled_once(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered)
    hub.done("RefuseLate", late=late.id, reason="trop tard")

    assert hub.refused("AcceptLate", late=late.id) == "late_settled"


def test_a_refusal_needs_a_reason(hub: Hub, ordered: str) -> None:
    late = ask_more(hub, ordered)

    assert hub.refused("RefuseLate", late=late.id, reason=" ") == "reason_required"


def test_a_late_cancellation_waits_too(hub: Hub, ordered: str) -> None:
    hub.done("ImportOrders", source="x", cancelled=[ordered])
    hub.done("ImportOrders", source="x", cancelled=[ordered])
    (late,) = waiting(hub)
    assert len(lines(hub)) == 1

    hub.done("AcceptLate", late=late.id)

    assert lines(hub) == []


def test_another_word_on_the_same_line_takes_the_place_of_the_first(hub: Hub, ordered: str) -> None:
    first = ask_more(hub, ordered, 8_000)

    second = ask_more(hub, ordered, 9_000)

    assert (second.id, second.quantity_milli) == (first.id, 9_000)


def test_asking_for_what_is_ordered_anyway_takes_the_late_word_back(hub: Hub, ordered: str) -> None:
    ask_more(hub, ordered, 8_000)

    change = {"order_line": ordered, "quantity_milli": 3_000, "delivery_date": TODAY}
    hub.done("ImportOrders", source="x", changed=[change])

    assert (waiting(hub), hub.troubles()) == ([], [])


def test_an_import_says_its_source_cycle_days_and_counts(hub: Hub) -> None:
    close(hub, TODAY)

    hub.done("ImportOrders", source="ofn.csv", cycle="Semaine 48",
             added=[new(), new(delivery_date=TOMORROW)])  # fmt: skip

    (one,) = hub.ask(lambda p: p.world.order_imports.all())
    assert (one.source, one.cycle, one.delivery_dates) == (
        "ofn.csv",
        "Semaine 48",
        (TODAY, TOMORROW),
    )
    assert (one.added, one.held) == (1, 1)
