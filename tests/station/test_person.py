"""`hangar person`: known with a PIN, or not known at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station.access import Access, access_path
from station.reading import Readers

HUB = '[hub]\nname = "Plateforme"\naddress = "7 place du Marché"\n'


def person(config: Path, pin: str, role: str = "worker") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "station.main", "person", "amina", "--name", "Amina", "--role", role,
         "--config", str(config)],
        input=f"{pin}\n", capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "hangar.toml"
    path.write_text(HUB, encoding="utf-8")
    return path


def names(config: Path) -> list[str]:
    ledger = config.with_name("hangar.db")
    if not ledger.exists():
        return []
    readers = Readers(ledger)
    try:
        with readers.present() as present:
            return [operator.code for operator in present.world.operators.all()]
    finally:
        readers.close()


def test_a_person_is_known_and_may_log_in_with_the_pin(config: Path) -> None:
    said = person(config, "2468")

    assert (said.returncode, said.stderr) == (0, "")
    assert names(config) == ["amina"]
    access = Access(access_path(config.with_name("hangar.db")))
    assert access.check_pin("amina", "2468")
    access.close()


@pytest.mark.parametrize(("pin", "role"), [("12", "worker"), ("abcd", "worker"), ("2468", "boss")])
def test_a_wrong_pin_or_role_makes_nobody_known(config: Path, pin: str, role: str) -> None:
    said = person(config, pin, role)

    assert said.returncode == 1
    assert "expected" in said.stderr and "Traceback" not in said.stderr
    assert names(config) == []
