"""Thermometers of zones: what is recorded, how often, and that a missing reading is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.simulated.thermometer_line import SimulatedThermometer
from station.cold import EVERY_S, SOONEST_S, ColdRooms, Recorded, due
from station.config import Config, load_config
from station.feed import Feed
from station.hangar import Hangar
from tests.drivers.waiting import wait_for

TOML = """
[hub]
name = "Hangar"
address = "1 rue du Four"

[[device]]
id = "sonde-1"
kind = "thermometer"
protocol = "line-celsius"
url = "{url}"
zone = "CF-1"

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "frais"
max_celsius_tenths = 40
"""


def config(folder: Path, url: str) -> Config:
    path = folder / "hangar.toml"
    path.write_text(TOML.format(url=url), "utf-8")
    return load_config(path)


@pytest.mark.parametrize(
    ("tenths", "age_s", "is_due"),
    [
        (30, 1.0, False),
        (30, EVERY_S, True),
        (39, 1.0, False),
        (41, 1.0, True),  # the limit was crossed
        (20, 1.0, False),  # a degree, but seconds after
        (20, SOONEST_S, True),
        (29, SOONEST_S, False),
    ],
)
def test_what_is_due(tenths: int, age_s: float, is_due: bool) -> None:
    last = Recorded(celsius_tenths=30, at_s=1000.0)

    assert due(last, tenths, 40, 1000.0 + age_s) is is_due


def test_the_first_reading_is_due_and_a_zone_without_limit_is_watched() -> None:
    assert due(None, 200, None, 5.0)
    assert not due(Recorded(celsius_tenths=30, at_s=5.0), 200, None, 6.0)


def test_a_reading_that_cannot_be_stored_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []

    def record(zone: str, celsius_tenths: int) -> None:
        tried.append(celsius_tenths)
        if len(tried) == 1:
            raise OSError("the card is full")

    probe = SimulatedThermometer(every_s=0.01)
    feed = Feed()
    rooms = ColdRooms(config(tmp_path, probe.url), feed, record=record)
    rooms.start()
    try:
        wait_for(lambda: len(tried) == 2)
    finally:
        rooms.stop()
        probe.close()
        feed.close()
    assert "not stored" in caplog.text


def test_a_warm_room_is_recorded_shown_and_raises_an_exception(tmp_path: Path) -> None:
    probe = SimulatedThermometer(every_s=0.01)
    hangar = Hangar(config(tmp_path, probe.url))
    hangar.start()
    try:
        wait_for(lambda: recorded(hangar) == [30])
        probe.set(celsius_tenths=85)
        wait_for(lambda: recorded(hangar) == [30, 85])
        (device,) = hangar.health.status()["devices"]
        assert (device["state"], device["celsius_tenths"], device["zone"]) == ("online", 85, "CF-1")

        probe.set(fault="garbage")
        wait_for(lambda: hangar.health.status()["devices"][0]["state"] == "fault")

        assert hangar.health.status()["devices"][0]["celsius_tenths"] is None
        assert recorded(hangar) == [30, 85]
    finally:
        hangar.stop()
        probe.close()


def recorded(hangar: Hangar) -> list[int]:
    with hangar.readers.present() as present:
        rows = present.connection.execute(
            "SELECT json_extract(data, '$.celsius_tenths') FROM events"
            " WHERE type = 'TemperatureRecorded' ORDER BY seq"
        )
        return [row[0] for row in rows]
