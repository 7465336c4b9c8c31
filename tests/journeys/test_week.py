"""A week of delivery days in one demonstration: one day here, all five in `make torture`."""

import json
from pathlib import Path

import pytest

from station.main import main
from station.week import DAY_NAMES, play


def figures_of(said: str) -> dict[str, object]:
    assert len(said.splitlines()) == 1
    found: dict[str, object] = json.loads(said)
    return found


def test_a_day_of_the_week_balances_hour_by_hour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = play(3, tmp_path, "json", ("mardi",))

    said, shouted = capsys.readouterr()
    assert (status, shouted) == (0, "")
    found = figures_of(said)
    assert (found["crates"], found["failed"]) == (36, 0)
    assert found["balanced"] == 5
    for much, parts in (
        ("net_g", ("delivered", "in_stock", "discarded", "returned", "other")),
        ("units", ("delivered", "in_stock", "discarded", "returned")),
    ):
        assert found[f"{much}_received"] == sum(found[f"{much}_{part}"] for part in parts)  # type: ignore[misc]
    (day,) = found["days"]  # type: ignore[misc]
    assert day["coordinator_actions"] > 0
    assert 1 <= day["worker_scans_per_crate"] < 4


def test_days_that_no_week_has_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["week", "--days", "mardi,dimanche"])

    assert status == 1
    assert "expected names among lundi, mardi" in capsys.readouterr().err


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_week_holds_every_expectation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    status = play(seed, tmp_path, "json", DAY_NAMES)

    said, shouted = capsys.readouterr()
    assert (status, shouted) == (0, "")
    found = figures_of(said)
    assert [day["day"] for day in found["days"]] == list(DAY_NAMES)  # type: ignore[attr-defined]
    assert found["failed"] == 0
