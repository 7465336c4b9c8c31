"""The carré-vente's hours: by the clock on the wall, past midnight, on days of 23 and 25 hours."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.opening import Calendar, ShopDay, Span, WeekSpan
from station.settings import wall_clock
from tests.domain.hub import TODAY, Hub

TUESDAY = WeekSpan(weekday=2, opens="16:00", closes="19:00")
LATE = WeekSpan(weekday=6, opens="20:00", closes="01:30")
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02d}:{t[1]:02d}")


def at(calendar: Calendar, wall: str) -> tuple[bool, str | None, str | None]:
    found = calendar.at(datetime.fromisoformat(wall))
    return found.open, found.until, found.next


@pytest.mark.parametrize(
    ("wall", "found"),
    [
        ("2026-11-24T15:59", (False, None, "2026-11-24T16:00")),
        ("2026-11-24T16:00", (True, "2026-11-24T19:00", None)),
        ("2026-11-24T19:00", (False, None, "2026-11-28T20:00")),
        ("2026-11-28T23:59", (True, "2026-11-29T01:30", None)),
        ("2026-11-29T01:29", (True, "2026-11-29T01:30", None)),
        ("2026-11-29T01:30", (False, None, "2026-12-01T16:00")),
    ],
)
def test_it_is_open_within_its_spans_past_midnight_too(
    wall: str, found: tuple[bool, str | None, str | None]
) -> None:
    assert at(Calendar([TUESDAY, LATE], []), wall) == found


def test_a_day_that_differs_wins_over_its_weekday() -> None:
    shut = ShopDay(date="2026-11-24", spans=())
    moved = ShopDay(date="2026-12-01", spans=(Span(opens="09:00", closes="12:00"),))
    calendar = Calendar([TUESDAY], [shut, moved])

    assert at(calendar, "2026-11-24T17:00") == (False, None, "2026-12-01T09:00")
    assert at(calendar, "2026-12-01T17:00")[0] is False


def test_a_span_to_midnight_goes_on_with_one_that_begins_there() -> None:
    week = [
        WeekSpan(weekday=2, opens="18:00", closes="00:00"),
        WeekSpan(weekday=3, opens="00:00", closes="02:00"),
    ]

    assert at(Calendar(week, []), "2026-11-24T23:00") == (True, "2026-11-25T02:00", None)


def test_nothing_is_told_of_an_opening_that_never_comes() -> None:
    assert at(Calendar([], [ShopDay(date="2026-11-24", spans=())]), "2026-11-24T10:00") == (
        False, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "open_now"),
    [
        ("2026-10-25T00:30:00+00:00", True),  # 2 h 30 on the wall, the first time
        ("2026-10-25T01:30:00+00:00", True),  # 2 h 30 again, an hour later
        ("2026-10-25T02:30:00+00:00", False),  # 3 h 30
        ("2026-03-29T00:59:00+00:00", False),  # 1 h 59, and a minute later it is 3 h
        ("2026-03-29T01:00:00+00:00", False),
    ],
)
def test_the_clock_on_the_wall_decides_when_the_hour_changes(instant: str, open_now: bool) -> None:
    night = Calendar([WeekSpan(weekday=7, opens="02:00", closes="03:00")], [])
    wall = wall_clock("Europe/Paris")(instant)

    assert night.at(datetime.fromisoformat(wall)).open is open_now


@given(TIMES, TIMES, TIMES)
def test_one_span_is_open_exactly_between_its_hours(opens: str, closes: str, now: str) -> None:
    every_day = [WeekSpan(weekday=day, opens=opens, closes=closes) for day in range(1, 8)]
    within = opens <= now < closes if opens < closes else now >= opens or now < closes

    assert Calendar(every_day, []).at(datetime.fromisoformat(f"2026-11-24T{now}")).open is within


@pytest.mark.parametrize(
    "spans",
    [
        [{"weekday": 0, "opens": "08:00", "closes": "09:00"}],
        [{"weekday": 1, "opens": "8:00", "closes": "09:00"}],
        [{"weekday": 1, "opens": "24:00", "closes": "09:00"}],
        [{"weekday": 1, "opens": "08:00", "closes": "08:00"}],
        [{"weekday": 1, "opens": "08:00", "closes": "12:00"},
         {"weekday": 1, "opens": "11:59", "closes": "13:00"}],
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(hub: Hub, spans: list[dict[str, object]]) -> None:
    assert hub.refused("SetShopHours", spans=spans) == "out_of_bounds"


def hand_over(hub: Hub, customer: str = "C01") -> bool:
    answer = hub.done("HandOverCrate", crate=hub.radish()["id"], customer=customer)
    (event,) = [one for one in answer["events"] if one["type"] == "CrateHandedOver"]
    return bool(event["data"]["outside_hours"])


def test_without_hours_a_hand_over_is_never_outside_them(hub: Hub) -> None:
    assert hand_over(hub) is False


def test_a_hand_over_outside_the_hours_is_done_and_noted_once_a_customer(hub: Hub) -> None:
    hub.done("SetShopDay", date=TODAY)

    assert [hand_over(hub), hand_over(hub), hand_over(hub, "C02")] == [True] * 3

    told = hub.ask(lambda p: p.world.troubles.where(kind="handed_over_shut"))
    assert sorted(one.subject for one in told) == ["C01", "C02"]


def test_a_hand_over_within_the_hours_is_not_noted(hub: Hub) -> None:
    hub.done("SetShopDay", date=TODAY, spans=[{"opens": "05:30", "closes": "06:30"}])

    assert hand_over(hub) is False


def test_who_sets_hours_on_an_older_version_is_told(hub: Hub) -> None:
    hub.done("SetShopHours", spans=[], seen=0)

    assert hub.refused("SetShopHours", spans=[], seen=0) == "changed_meanwhile"


@pytest.mark.parametrize("late", ["SetShopDay", "DropShopDay"])
def test_who_changes_a_day_on_an_older_version_is_told(hub: Hub, late: str) -> None:
    hub.done("SetShopDay", date=TODAY, seen=0)
    hub.done("SetShopDay", date=TODAY, note="inventaire", seen=1)

    assert hub.refused(late, date=TODAY, seen=1) == "changed_meanwhile"


def test_a_day_that_was_set_meanwhile_is_not_overwritten_as_a_new_one(hub: Hub) -> None:
    hub.done("SetShopDay", date=TODAY, seen=0)

    assert hub.refused("SetShopDay", date=TODAY, seen=0) == "changed_meanwhile"


def test_a_day_that_was_dropped_is_set_like_one_that_nobody_set(hub: Hub) -> None:
    hub.done("SetShopDay", date=TODAY, seen=0)
    hub.done("DropShopDay", date=TODAY, seen=1)

    assert hub.refused("SetShopDay", date=TODAY, seen=1) == "changed_meanwhile"
    hub.done("SetShopDay", date=TODAY, seen=0)


def test_a_day_that_was_dropped_is_like_its_weekday(hub: Hub) -> None:
    hub.done("SetShopDay", date=TODAY)
    hub.done("DropShopDay", date=TODAY)

    assert hand_over(hub) is False
    assert hub.refused("DropShopDay", date=TODAY) == "not_found"
