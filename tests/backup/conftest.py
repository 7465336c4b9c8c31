"""A small hub's folder with its configuration, and the command line over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from station.main import main
from tests.web_api.station_at_work import Station, write_station

Told = dict[str, Any]
Speak = Callable[..., Told]


@pytest.fixture
def home(tmp_path: Path, registered: bytes) -> Path:
    """The station's folder: hangar.toml and a ledger."""
    folder = tmp_path / "home"
    folder.mkdir()
    write_station(folder, registered)
    return folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def hangar(home: Path, capsys: pytest.CaptureFixture[str]) -> Speak:
    """Run `hangar … --config … --json`; return what it printed."""

    def speak(*words: str, status: int = 0, config: bool = True) -> Told:
        where = ["--config", str(home / "hangar.toml")] if config else []
        capsys.readouterr()
        assert main([*words, *where, "--json"]) == status, capsys.readouterr().err
        said = capsys.readouterr()
        return dict(json.loads(said.out)) if said.out else {"err": said.err}

    return speak


@pytest.fixture
def open_station(home: Path) -> Iterator[Callable[[], Station]]:
    opened: list[Station] = []

    def start() -> Station:
        opened.append(Station(home / "hangar.toml"))
        return opened[-1]

    yield start
    for station in opened:
        station.close()
