"""Settings and the small hub that every test may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.domain.hub import Hub, register

# A busy machine is slow, not wrong: no generated input fails by the clock.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger in which the small hub is known; each test works on a copy."""
    path = tmp_path_factory.mktemp("registered") / "hangar.db"
    hub = Hub(path)
    register(hub)
    hub.prove()
    hub.close()
    return path.read_bytes()


@pytest.fixture
def open_hub(registered: bytes, tmp_path: Path) -> Iterator[Callable[[], Hub]]:
    """Open a copy of its own for each call; every hub opened is closed at the end."""
    opened: list[Hub] = []

    def open_one() -> Hub:
        path = tmp_path / f"hangar-{len(opened)}.db"
        path.touch(mode=0o600)
        path.write_bytes(registered)
        opened.append(Hub(path))
        return opened[-1]

    yield open_one
    for hub in opened:
        hub.close()


@pytest.fixture
def hub(open_hub: Callable[[], Hub]) -> Iterator[Hub]:
    """A small hub, proven when the test ends: chain, projections, vault and grams."""
    hub = open_hub()
    yield hub
    hub.prove()
