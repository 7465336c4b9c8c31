"""Plays the days of a week in their order, each with what happens to a hub on such a day.

Must not act on devices or calls itself: the scenes do.
"""

from __future__ import annotations

from collections.abc import Callable

from station.day import changing, completing, evening, leaving
from station.day import playing as one_day
from station.day.cast import Day
from station.day.paper_out import settle
from station.week import arriving, claiming, collecting, dawn, going, money, planning, stock
from station.week.cast import Plan, Week
from station.week.nightfall import evening as nightfall

HOLIDAY_FARM = "F17"
COLLECTED_FARM = "F12"
SHORT_PRODUCT, SHORT_CRATES = "F01-POIREAU", 2
"""The leeks of which only half have been harvested."""
SORTED_BY_CUSTOMER = ("F03", "F09")
"""Farms that stick their labels on at home."""
ANNOUNCED_MILLI = 40_000

Scene = Callable[[Week, Day, int], None]


def monday(week: Week, day: Day, place: int) -> None:
    """Play the whole of `hangar day`: everything that can go wrong, and one power cut."""
    one_day.morning(day, week.kill)
    week.hour(day, "la réception")
    one_day.midday(day)
    week.hour(day, "la préparation")
    one_day.afternoon(day)
    week.hour(day, "les livraisons")
    evening.look_back(day)


def tuesday(week: Week, day: Day, place: int) -> None:
    """Play cross-docking: sheets and labels are ready, crates go straight to their dock."""
    arriving.receive(week, day, arriving.of(week, place))
    going.prepare(week, day)
    going.rounds(week, day, dead_battery=True)
    claiming.claim(week, day, week.first)


def wednesday(week: Week, day: Day, place: int) -> None:
    """Play a lone drop at dawn, a short harvest, a canteen's late change."""
    brought = arriving.of(week, place)
    bottles, pears = dawn.chosen(brought)
    left = dawn.drop(week, day, (bottles, pears))
    rest = [one for one in brought if one is not bottles and one is not pears]
    arriving.receive(week, day, arriving.short(rest, SHORT_PRODUCT, SHORT_CRATES))
    dawn.weigh(week, day, left[1], pears)
    going.prepare(week, day, {SHORT_PRODUCT})
    changing.order_changed(day)
    going.rounds(week, day)
    dawn.left_as_declared(day, bottles)
    going.unserved(day, {SHORT_PRODUCT})


def thursday(week: Week, day: Day, place: int) -> None:
    """Play a farm on holiday, a stock count, a line cancelled late, a crate that comes back."""
    away = {code for code, each in day.hub.products.items() if each["producer"] == HOLIDAY_FARM}
    arriving.receive(week, day, arriving.of(week, place, without=(HOLIDAY_FARM,)))
    stock.count_zone(week, day)
    going.prepare(week, day, away)
    changing.line_cancelled(day)
    going.rounds(week, day)
    going.unserved(day, away)
    claiming.crate_back(week, day)


def friday(week: Week, day: Day, place: int) -> None:
    """Play the last day: a pick-up at dawn, the shop; then invoices, a claim on one, the shares."""
    brought = arriving.of(week, place)
    collecting.collect(week, day, brought, COLLECTED_FARM)
    arriving.receive(week, day, brought)
    collecting.unloaded(week, day, COLLECTED_FARM)
    going.prepare(week, day)
    going.rounds(week, day)
    leaving.hand_over(day)
    stock.sell(week, day)
    stock.unsold(week, day)


DAYS: tuple[tuple[Plan, Scene], ...] = (
    (Plan(name="lundi", farms=()), monday),
    (Plan(name="mardi", farms=("F03", "F05", "F09")), tuesday),
    (Plan(name="mercredi", farms=("F01", "F04", "F06")), wednesday),
    (Plan(name="jeudi", farms=("F02", "F07", "F10", "F11", "F17"), dropped=True), thursday),
    (Plan(name="vendredi", farms=("F08", "F12", "F13", "F15", "F16")), friday),
)
"""The week: each day's farms and what is played; on Monday all farms come."""


def play(week: Week, played: tuple[str, ...]) -> None:
    """Play the named days; the others pass without anybody at work."""
    for place, (plan, scene) in enumerate(DAYS):
        if plan.name not in played:
            continue
        week.story.scene(plan.name.capitalize())
        if place:
            _eve(week, place)
        day = week.begin(place)
        if not week.voted:
            money.vote(day)
            week.voted = True
        scene(week, day, place)
        if plan.name == played[-1]:
            _settle_the_week(week, day)
        for bay in day.hub.bays:
            settle(day, bay.post)
        nightfall(week, day, plan.name)
        if plan.name == played[-1]:
            money.shared(week, day)


def _eve(week: Week, place: int) -> None:
    """Plan a day on the evening before it."""
    day = week.begin(place - 1)
    if not week.planned:
        planning.rounds(week, day)
        week.planned = True
    completing.remember(day)
    planning.orders(week, day, place)
    planning.sheets(week, day, place)
    farms = week.plans[place].farms
    sorted_there = [farm for farm in farms if farm in SORTED_BY_CUSTOMER]
    if sorted_there:
        planning.labels(week, day, place, sorted_there)
    if HOLIDAY_FARM in farms:
        planning.announce(week, day, place, HOLIDAY_FARM, ANNOUNCED_MILLI)
        planning.announce(week, day, place, HOLIDAY_FARM, 0)


def _settle_the_week(week: Week, day: Day) -> None:
    week.story.scene("Factures et partage")
    claiming.claim(week, day, week.first, role="coordinator")
    money.invoice_all(week, day)
    claiming.claim(week, day, week.first)
    money.checked(week, day)
