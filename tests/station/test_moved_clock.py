"""The demonstration's clock: whole days ahead, kept through restarts, never back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from station.access import Access, access_path
from station.clock import SystemClock
from station.config import load_config
from station.demo.moved_clock import MovedClock, moved_clock
from station.errors import HangarError
from station.hangar import Hangar
from station.main import _clock
from tests.web_api.station_at_work import CONFIG
from web.app import create_app

PARIS = "Europe/Paris"


def day_of(clock: SystemClock) -> date:
    return date.fromisoformat(clock.today())


def test_a_moved_clock_is_whole_days_ahead(tmp_path: Path) -> None:
    clock, machine = moved_clock(PARIS, tmp_path / "hangar.db"), SystemClock(PARIS)

    clock.move(3)

    ahead = clock.now() - machine.now()
    assert abs(ahead - timedelta(days=3)) < timedelta(minutes=5)
    assert day_of(clock) - day_of(machine) >= timedelta(days=3)


def test_it_stays_ahead_through_a_restart(tmp_path: Path) -> None:
    moved_clock(PARIS, tmp_path / "hangar.db").move(2)

    assert moved_clock(PARIS, tmp_path / "hangar.db").ahead_days == 2


@pytest.mark.parametrize("days", [1, -1, 367])
def test_it_goes_neither_back_nor_out_of_sight(tmp_path: Path, days: int) -> None:
    clock = moved_clock(PARIS, tmp_path / "hangar.db")
    clock.move(2)

    with pytest.raises(ValueError, match="2 to 366"):
        clock.move(days)

    assert clock.ahead_days == 2


def test_a_broken_file_is_named_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "hangar-clock-ahead-days").write_text("deux")

    with pytest.raises(HangarError, match="hangar-clock-ahead-days: expected a whole number"):
        moved_clock(PARIS, tmp_path / "hangar.db")


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[FlaskClient]:
    """A demonstration's server that was not started: its routes answer."""
    path = tmp_path / "hangar.toml"
    path.write_text(
        CONFIG.format(port=0) + '\n[demo]\ncontrol = "http://127.0.0.1:9"\n', encoding="utf-8"
    )
    config = load_config(path)
    hangar, access = (
        Hangar(config, clock=_clock(config)),
        Access(access_path(tmp_path / "hangar.db")),
    )
    client = create_app(hangar, access).test_client()
    token = access.create_token("essai", "coordinator")
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    yield client
    access.close()
    hangar.stop()


def test_the_coordinator_of_a_demonstration_moves_its_day(demonstration: FlaskClient) -> None:
    before = demonstration.get("/demo/clock").get_json()

    after = demonstration.post("/demo/clock", json={"ahead_days": 1}).get_json()

    assert (before["ahead_days"], after["ahead_days"]) == (0, 1)
    assert date.fromisoformat(after["today"]) > date.fromisoformat(before["today"])
    status = demonstration.get("/api/v1/ledger?limit=1").status_code
    assert status == 200


@pytest.mark.parametrize(
    "said", [{"ahead_days": -1}, {"ahead_days": "1"}, {"ahead_days": True}, []]
)
def test_rubbish_moves_nothing(demonstration: FlaskClient, said: object) -> None:
    answer = demonstration.post("/demo/clock", json=said)

    assert answer.status_code == 400
    assert demonstration.get("/demo/clock").get_json()["ahead_days"] == 0


def test_a_hubs_station_has_the_machines_clock(tmp_path: Path) -> None:
    path = tmp_path / "hangar.toml"
    path.write_text(CONFIG.format(port=0), encoding="utf-8")

    assert _clock(load_config(path)) is None
    assert not isinstance(SystemClock(PARIS), MovedClock)
