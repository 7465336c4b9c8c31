"""A running station makes its copies by itself, and says when it cannot."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.backup.automatic import AutomaticBackups, due, newest_copy
from station.config import load_config

WAIT_S = 60.0


def until(what: Callable[[], object]) -> None:
    deadline_s = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.05)


def watched(home: Path, *, seq: int = 0) -> AutomaticBackups:
    config = load_config(home / "hangar.toml")
    return AutomaticBackups(
        config, now=lambda: datetime.now(UTC), seq=lambda: seq, first_look_s=0, look_s=0.1
    )


def test_a_station_without_a_copy_makes_one_by_itself(home: Path) -> None:
    backups = watched(home)
    assert backups.status()["late"]

    backups.start()
    try:
        until(lambda: backups.status()["last"])
    finally:
        backups.stop()

    made = newest_copy(home / "backups", "MIL d'essai")
    assert made is not None
    assert backups.status()["last"]["seq"] == made.seq
    assert not backups.status()["late"]


def test_a_failure_is_told_and_not_called_done(home: Path) -> None:
    (home / "backups").mkdir()
    (home / "hangar.db").write_bytes(b"no ledger at all")
    backups = watched(home)

    backups.start()
    try:
        until(lambda: backups.status()["failure"])
    finally:
        backups.stop()

    status = backups.status()
    assert status["last"] is None and status["late"]
    assert str(home / "backups") in status["failure"]["to"]
    assert list((home / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("made_at", "now", "expected"),
    [
        ("2026-11-24T01:40:00+00:00", "2026-11-24T18:00:00+00:00", False),
        ("2026-11-24T01:40:00+00:00", "2026-11-25T01:00:00+00:00", False),
        ("2026-11-24T01:40:00+00:00", "2026-11-25T01:31:00+00:00", True),
        ("2026-11-23T18:00:00+00:00", "2026-11-24T18:00:00+00:00", True),
        ("2030-01-01T00:00:00+00:00", "2026-11-24T18:00:00+00:00", False),
    ],
)
def test_each_night_that_has_begun_has_its_copy(made_at: str, now: str, expected: bool) -> None:
    assert due(made_at, datetime.fromisoformat(now), "Europe/Paris") is expected
