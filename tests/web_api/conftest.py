"""One station for each test, on a copy of a ledger in which a small hub is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.proving import prove
from tests.domain.hub import Hub, register
from tests.web_api.station_at_work import Station, write_station


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("registered") / "hangar.db"
    hub = Hub(path)
    register(hub)
    hub.close()
    return path.read_bytes()


@pytest.fixture
def station(registered: bytes, tmp_path: Path) -> Iterator[Station]:
    station = Station(write_station(tmp_path, registered))
    yield station
    station.close()
    assert prove(tmp_path / "hangar.db").problems == ()
