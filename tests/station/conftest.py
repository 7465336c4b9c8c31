"""A small hub on a ledger of its own, proven when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.hub import Hub, register


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("registered") / "hangar.db"
    hub = Hub(path)
    register(hub)
    hub.close()
    return path.read_bytes()


@pytest.fixture
def hub(registered: bytes, tmp_path: Path) -> Iterator[Hub]:
    path = tmp_path / "hangar.db"
    path.touch(mode=0o600)
    path.write_bytes(registered)
    hub = Hub(path)
    yield hub
    hub.prove()
    hub.close()
