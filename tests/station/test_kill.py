"""kill -9 of the whole server at random points while clients write over HTTP.

What was acknowledged is there after the restart with the same answer; what was not is there once
or not at all, and is there once after it was sent again. Chain, projections and vault are proven
after each kill. That this harness can see a loss is shown at the ledger (tests/ledger).
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.access import Access, access_path
from station.ledger.store import open_reader
from station.proving import prove
from tests.domain.hub import Hub, register
from tests.station.killing import Client, Server, call, free_port
from tests.web_api.station_at_work import write_station

CLIENTS = 4
MOST_ACKS = 80
"""A kill comes after 1 to 80 further answers: in the middle of a batch as often as between two."""
BATCH = 100
WAIT_S = 60.0


class Run:
    """One ledger, its server, and the clients that outlive it."""

    def __init__(self, folder: Path, seed: int) -> None:
        made = folder / "made"
        made.mkdir()
        hub = Hub(made / "hangar.db")
        register(hub)
        hub.close()
        self.port = free_port()
        self.config = write_station(folder, (made / "hangar.db").read_bytes(), port=self.port)
        self.ledger = folder / "hangar.db"
        access = Access(access_path(self.ledger))
        self.token = access.create_token("essai", "worker")
        access.close()
        self.chance = random.Random(seed)
        self.clients = [Client(n, self.port, self.token) for n in range(CLIENTS)]
        self.server: Server | None = None

    def start(self) -> None:
        self.server = Server(self.config, self.port)
        self.server.await_health()

    def answers(self) -> int:
        return sum(len(client.answered) for client in self.clients)

    def kill_in_the_middle(self) -> None:
        enough = self.answers() + self.chance.randint(1, MOST_ACKS)
        deadline_s = time.monotonic() + WAIT_S
        while self.answers() < enough:
            assert time.monotonic() < deadline_s, "the clients are not answered"
            time.sleep(0.001)
        assert self.server is not None
        assert self.server.end() == -signal.SIGKILL
        self.server = None

    def stop_clients(self) -> None:
        for client in self.clients:
            client.stopping.set()
        for client in self.clients:
            if client.ident is not None:
                client.join(WAIT_S)

    def missing(self) -> set[str]:
        """Return the ids that were acknowledged and are not in the ledger."""
        acked = {id for client in self.clients for id in list(client.answered)}
        reader = open_reader(self.ledger)
        try:
            rows = reader.execute("SELECT command_id FROM commands").fetchall()
        finally:
            reader.close()
        return acked - {row[0] for row in rows}

    def send_all_again(self) -> None:
        """Every acknowledged command answers as before; the others are now stored, once each."""
        for client in self.clients:
            bodies = list(client.sent.values())
            for start in range(0, len(bodies), BATCH):
                part = bodies[start : start + BATCH]
                _, page = call(self.port, "POST", "/api/v1/commands", part, token=self.token)
                for body, answer in zip(part, page["items"], strict=True):
                    first = client.answered.get(body["command_id"])
                    if first is None:
                        client.answered[body["command_id"]] = answer
                    else:
                        assert answer == first | {"replayed": True}
        assert sum(len(client.sent) for client in self.clients) == self.answers()

    def crates(self) -> tuple[int, int]:
        """Return the crates that answers named, and those in the ledger."""
        named = {
            crate["id"]
            for client in self.clients
            for answer in client.answered.values()
            for crate in answer["crates"]
        }
        reader = open_reader(self.ledger)
        try:
            row = reader.execute(
                "SELECT count(*) FROM events WHERE type = 'CrateReceived'"
            ).fetchone()
        finally:
            reader.close()
        return len(named), int(row[0])


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    seed = getattr(request, "param", 20261124)
    run = Run(tmp_path, seed)
    yield run
    run.stop_clients()
    if run.server:
        run.server.end()


def kill_again_and_again(run: Run, kills: int) -> None:
    run.start()
    for client in run.clients:
        client.start()
    for kill in range(kills):
        run.kill_in_the_middle()
        assert run.missing() == set(), f"kill {kill}: acknowledged and not in the ledger"
        proof = prove(run.ledger)
        assert proof.good, f"kill {kill}: {proof.problems[:5]}"
        run.start()
    run.stop_clients()
    run.send_all_again()
    named, stored = run.crates()
    assert named == stored, "a command was carried out twice, or not at all"
    assert [client.trouble for client in run.clients] == [[]] * CLIENTS
    assert run.server is not None
    assert run.server.end(signal.SIGTERM) == 0
    run.server = None
    assert prove(run.ledger).good
    print(f"{kills} kills, {run.answers()} acknowledged, 0 lost, {stored} crates")


def test_no_acknowledged_command_is_lost_by_a_kill(run: Run) -> None:
    kill_again_and_again(run, 5)


@pytest.mark.torture
@pytest.mark.parametrize("run", range(4), indirect=True)
def test_no_acknowledged_command_is_lost_by_fifty_kills(run: Run) -> None:
    kill_again_and_again(run, 50)
