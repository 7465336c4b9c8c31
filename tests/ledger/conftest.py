"""A ledger in a folder of its own, and jobs that append one small event each."""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from station.ledger.canonical import canonical
from station.ledger.epochs import mint_epoch
from station.ledger.schema import migrate
from station.ledger.store import Chain, NewEvent, StoredEvent, open_writer

AT = "2026-11-24T05:41:07.000000+00:00"


def new_event(id: str, *, stream: str = "crate-1", **changes: object) -> NewEvent:
    values: dict[str, object] = {
        "id": id,
        "stream": stream,
        "type": "CrateReceived",
        "schema": 1,
        "data": canonical({"net_g": 10340, "product": "Bœuf « maturé » 🥕"}),
        "occurred_at": AT,
        "recorded_at": AT,
        "clock": "synchronised",
        "command_id": f"command-{id}",
        "post": "reception",
    }
    return NewEvent(**(values | changes))  # type: ignore[arg-type]


def prepare(connection: sqlite3.Connection) -> None:
    if not connection.execute("SELECT 1 FROM epochs").fetchone():
        mint_epoch(connection, station="st1", minted_at=AT)


def chain_of(connection: sqlite3.Connection) -> Chain:
    return Chain(connection, hub="mil-demo", station="st1")


@pytest.fixture
def event() -> Callable[..., NewEvent]:
    return new_event


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    return tmp_path / "hangar.db"


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Migrate once; the tests of the schema show that this is what the writer finds too."""
    path = tmp_path_factory.mktemp("empty") / "hangar.db"
    migrate(path)
    return path.read_bytes()


@pytest.fixture
def made_path(ledger_path: Path, empty_ledger: bytes) -> Path:
    """Where an empty ledger stands already."""
    ledger_path.touch(mode=0o600)
    ledger_path.write_bytes(empty_ledger)
    return ledger_path


@pytest.fixture
def connection(made_path: Path) -> Iterator[sqlite3.Connection]:
    writer = open_writer(made_path)
    writer.execute("BEGIN IMMEDIATE")
    prepare(writer)
    writer.execute("COMMIT")
    yield writer
    writer.close()


@pytest.fixture
def chain(connection: sqlite3.Connection) -> Chain:
    return chain_of(connection)


@pytest.fixture
def append(connection: sqlite3.Connection, chain: Chain) -> Callable[..., StoredEvent]:
    """Append one event in a transaction of its own."""
    numbers = count(1)

    def append_one(**changes: object) -> StoredEvent:
        connection.execute("BEGIN IMMEDIATE")
        stored = chain.append(new_event(f"event-{next(numbers)}", **changes))  # type: ignore[arg-type]
        connection.execute("COMMIT")
        return stored

    return append_one


@pytest.fixture
def prepare_ledger() -> Callable[[sqlite3.Connection], None]:
    return prepare


@pytest.fixture
def append_job() -> Callable[[str, sqlite3.Connection], int]:
    """Decide a job that is an event's id: append it to a stream of its own, answer the seq."""

    def decide(job: str, connection: sqlite3.Connection) -> int:
        return chain_of(connection).append(new_event(job, stream=f"crate-{job}")).seq

    return decide
