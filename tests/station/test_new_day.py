"""A demonstration that runs over midnight has rounds and orders on the next day too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.config import load_config
from station.demo.configuration import DEVICES, write_configuration
from station.demo.folder import fill
from station.demo.new_day import NewDay
from station.hangar import Hangar


class Night(SystemClock):
    """The machine's clock, which a test lets pass midnight."""

    days = 0

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


@pytest.fixture
def clock() -> Night:
    return Night("Europe/Paris")


@pytest.fixture
def hangar(tmp_path: Path, clock: Night) -> Iterator[Hangar]:
    urls = {device["id"]: "socket://127.0.0.1:9" for device in DEVICES}
    path = write_configuration(tmp_path, port=0, control="http://127.0.0.1:9", urls=urls)
    fill(path)
    hangar = Hangar(load_config(path), clock=clock)
    yield hangar
    hangar.bus.close()


def work_of(hangar: Hangar, day: str) -> tuple[int, int]:
    """Return how many rounds and order lines a day has."""
    with hangar.readers.present() as present:
        lines = present.world.order_lines.where(delivery_date=day)
        return len(present.world.rounds.where(date=day)), len(lines)


def test_the_day_that_begins_has_its_rounds_and_orders_once(hangar: Hangar, clock: Night) -> None:
    days, evening = NewDay(hangar, clock), clock.today()
    today = work_of(hangar, evening)

    days.look()
    before = hangar._seq()
    clock.days = 1
    days.look()
    after = hangar._seq()
    days.look()

    assert today[0] == 3 and today[1] > 50
    assert work_of(hangar, clock.today()) == work_of(hangar, evening) == today
    assert before < after == hangar._seq()


def test_a_demonstration_that_was_moved_ahead_is_left_alone(hangar: Hangar, clock: Night) -> None:
    machine = Night("Europe/Paris")
    days = NewDay(hangar, machine)
    clock.days = 3

    machine.days = 1
    days.look()

    assert work_of(hangar, clock.today()) == work_of(hangar, machine.today()) == (0, 0)
