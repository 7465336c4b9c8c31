"""One station for each test, on a copy of a ledger in which a small hub is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.proving import prove
from tests.web_api.station_at_work import Station, write_station


@pytest.fixture
def station(registered: bytes, tmp_path: Path) -> Iterator[Station]:
    station = Station(write_station(tmp_path, registered))
    yield station
    station.close()
    assert prove(tmp_path / "hangar.db").problems == ()
