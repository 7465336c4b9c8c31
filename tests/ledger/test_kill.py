"""kill -9 at random points while several clients write: nothing acknowledged is missing.

The control is a build that acknowledges before COMMIT: the same harness must catch it.
"""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from station.ledger.store import open_reader, open_writer
from station.ledger.verify import verify

CHILD = Path(__file__).with_name("ledger_child.py")
CHECKOUT = Path(__file__).parents[2]
CONTROL_ATTEMPTS = 60
"""One kill in a few catches the wrong build; sixty that do not would mean a blind harness."""


def kill_after(ledger: Path, *, acks: int, run: str, early: bool = False) -> dict[str, int]:
    """Start the child, kill it once `acks` came, and return all that it acknowledged."""
    command = [sys.executable, str(CHILD), str(ledger), "--run", run]
    child = subprocess.Popen(
        command + ["--early"] * early,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    with child:
        lines = [child.stdout.readline() for _ in range(acks)]
        child.kill()
        lines += child.stdout.readlines()
    whole = [line.decode().split() for line in lines if line.endswith(b"\n")]
    assert len(whole) >= acks, f"the child ended by itself: {whole}"
    assert {words[0] for words in whole} == {"ack"}
    return {job: int(seq) for _, job, seq in whole}


def stored(ledger: Path) -> dict[str, int]:
    open_writer(ledger).close()
    with closing(open_reader(ledger)) as reader:
        return dict(reader.execute("SELECT id, seq FROM events").fetchall())


def kill_again_and_again(ledger: Path, kills: int, seed: int) -> int:
    chance = random.Random(seed)
    acked: dict[str, int] = {}
    for run in range(kills):
        acked |= kill_after(ledger, acks=chance.randint(1, 150), run=f"r{run}")
        found = stored(ledger)
        missing = {job: seq for job, seq in acked.items() if found.get(job) != seq}
        assert missing == {}, f"seed {seed}, kill {run}: acknowledged and not in the ledger"
        report = verify(ledger)
        assert report.ok, f"seed {seed}, kill {run}: {report.problems[:5]}"
    return len(acked)


def test_no_acknowledged_event_is_lost_by_a_kill(made_path: Path) -> None:
    assert kill_again_and_again(made_path, kills=10, seed=20261124) >= 10


def test_a_build_that_acknowledges_before_commit_is_caught(made_path: Path) -> None:
    chance = random.Random(4128)
    lost: set[str] = set()
    for run in range(CONTROL_ATTEMPTS):
        acked = kill_after(made_path, acks=chance.randint(1, 150), run=f"r{run}", early=True)
        lost = acked.keys() - stored(made_path).keys()
        if lost:
            break

    assert lost, f"{CONTROL_ATTEMPTS} kills and the harness saw nothing: it is blind"


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
def test_no_acknowledged_event_is_lost_by_a_hundred_kills(made_path: Path, seed: int) -> None:
    acked = kill_again_and_again(made_path, kills=100, seed=seed)

    print(f"seed {seed}: 100 kills, {acked} acknowledged, 0 lost")


def test_a_reader_sees_a_killed_ledger_without_a_writer(made_path: Path) -> None:
    acked = kill_after(made_path, acks=20, run="r")

    with closing(open_reader(made_path)) as reader:
        found = {row[0] for row in reader.execute("SELECT id FROM events")}
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("DELETE FROM meta")

    assert acked.keys() <= found
