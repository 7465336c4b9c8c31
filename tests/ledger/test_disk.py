"""Power cuts and failing disks, played by strace: skipped, and said so, where it may not trace.

A power cut: the child's writes and syncs are recorded in order; at a random point the disk holds
what was synced, and of the rest nothing, a beginning, or a random half of its sectors. The controls
(synchronous NORMAL and OFF, a disk that lies about its flush) must lose what was acknowledged.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station.ledger.store import open_reader, open_writer
from station.ledger.verify import verify

CHILD = Path(__file__).with_name("ledger_child.py")
CHECKOUT = Path(__file__).parents[2]
SECTOR = 512

START = re.compile(r"^\d+ +(pwrite64|write|ftruncate|fdatasync|fsync)\(\d+<([^>]+)>(?:, (.*))?")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (?:fdatasync|fsync) resumed>.*= 0")
BYTES = re.compile(r"\\x(..)")


def _strace_works() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    not _strace_works(), reason="strace is missing or may not trace here: no simulated bad disk"
)


def run_child(ledger: Path, *strace: str, options: tuple[str, ...] = ()) -> list[list[str]]:
    """Run the child to its end under strace and return its acknowledgements."""
    acks = ledger.with_name("acks")
    child = [sys.executable, str(CHILD), str(ledger), "--run", "r", "--acks", str(acks), *options]
    subprocess.run(
        ["strace", "-f", "-qq", *strace, *child],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        check=True,
        timeout=300,
        capture_output=True,
    )
    return [line.split() for line in acks.read_text("ascii").splitlines()]


# --- a disk that answers with an error ----------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    ["fdatasync,fsync:error=EIO:when=30", "pwrite64:error=ENOSPC:when=300..304"],
)
def test_what_a_failing_disk_did_not_store_is_not_acknowledged(made_path: Path, fault: str) -> None:
    log = made_path.with_name("trace")
    said = run_child(
        made_path,
        *("-o", str(log), "-e", f"trace={fault.split(':')[0]}", "-e", f"inject={fault}"),
        options=("--clients", "1", "--jobs", "80"),
    )

    words = Counter(words[0] for words in said)
    with closing(open_reader(made_path)) as reader:
        stored = {row[0] for row in reader.execute("SELECT id FROM events")}
    acked = {words[1] for words in said if words[0] == "ack"}
    assert "(INJECTED)" in log.read_text("ascii")
    assert 1 <= words["fail"] <= 5, "the fault was meant to hit a commit"
    assert said[-1][0] == "ack", "the writer goes on after the fault"
    assert acked <= stored
    assert verify(made_path).ok


# --- a disk whose power is cut ------------------------------------------------------------------


Change = tuple[int, bytes | None]
"""Where, and what is written there; None cuts or lengthens the file to that size."""


@dataclass
class Disk:
    """One file as the platter has it, and the writes that only the cache has."""

    durable: bytearray
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.pending:
            _put(self.durable, at, data)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytearray:
        image = bytearray(self.durable)
        kept = self.pending
        match chance.randrange(3):
            case 0:
                kept = []
            case 1:
                kept = self.pending[: chance.randint(0, len(self.pending))]
            case _:
                sectors = [each for write in self.pending for each in _sectors(*write)]
                kept = [sector for sector in sectors if chance.random() < 0.5]
        for at, data in kept:
            _put(image, at, data)
        return image


def _put(image: bytearray, at: int, data: bytes | None) -> None:
    image.extend(bytes(max(0, at - len(image))))
    if data is None:
        del image[at:]
    else:
        image[at : at + len(data)] = data


def _sectors(at: int, data: bytes | None) -> Iterator[Change]:
    if data is None:
        yield at, None
    while data:
        room = SECTOR - at % SECTOR
        yield at, data[:room]
        at, data = at + room, data[room:]


@dataclass
class Step:
    kind: str
    path: str
    at: int = 0
    data: bytes | None = None


def record(ledger: Path, synchronous: str, events: int) -> list[Step]:
    """Let a child write, and return its writes, syncs and acknowledgements in their order."""
    log = ledger.with_name("trace")
    files = [str(ledger), f"{ledger}-wal", str(ledger.with_name("acks"))]
    run_child(
        ledger,
        *("-y", "-xx", "-s", "80000", "-o", str(log)),
        *("-e", "trace=pwrite64,write,ftruncate,fdatasync,fsync"),
        *[word for path in files for word in ("-P", path)],
        options=(
            *("--clients", "2", "--jobs", str(events // 2), "--synchronous", synchronous),
            *("--checkpoint-pages", "60"),
        ),
    )
    return list(_steps(log.read_text("ascii").splitlines()))


def _steps(lines: list[str]) -> Iterator[Step]:
    unfinished: dict[str, Step] = {}
    for line in lines:
        thread = line.split(maxsplit=1)[0]
        if found := START.match(line):
            kind, path, rest = found.groups()
            step = Step("sync" if "sync" in kind else kind, Path(_plain(path)).name)
            if kind == "ftruncate":
                step.at = int(rest.split(")")[0].split()[0])
            elif kind in ("pwrite64", "write"):
                quoted, _, numbers = rest.rpartition('", ')
                step.data = bytes.fromhex("".join(BYTES.findall(quoted)))
                step.at = int(re.findall(r"\d+", numbers)[1]) if kind == "pwrite64" else 0
            if step.kind == "sync" and "unfinished" in line:
                unfinished[thread] = step
            else:
                yield step
        elif RESUMED.match(line):
            yield unfinished.pop(thread)


def _plain(path: str) -> str:
    return bytes.fromhex("".join(BYTES.findall(path))).decode() if "\\x" in path else path


def cut(
    steps: list[Step], first: bytes, folder: Path, *, chance: random.Random, lying: bool = False
) -> tuple[int, int, int]:
    """Cut the power at a random step; return how many were acknowledged, lost, and problems."""
    disks = {"hangar.db": Disk(bytearray(first)), "hangar.db-wal": Disk(bytearray())}
    acked: set[str] = set()
    for step in steps[: chance.randint(len(steps) // 10, len(steps))]:
        if step.path == "acks":
            acked.add((step.data or b"").decode().split()[1])
        elif step.kind == "sync":
            if not lying:
                disks[step.path].sync()
        else:
            disks[step.path].pending.append((step.at, step.data))
    folder.mkdir()
    for name, disk in disks.items():
        (folder / name).write_bytes(disk.after_cut(chance))
    ledger = folder / "hangar.db"
    try:
        open_writer(ledger).close()
        report = verify(ledger)
        with closing(open_reader(ledger)) as reader:
            stored = {row[0] for row in reader.execute("SELECT id FROM events")}
    except Exception:
        # What the controls leave behind may not even open; for them that is a loss like another.
        return len(acked), len(acked), 1
    finally:
        shutil.rmtree(folder)
    return len(acked), len(acked - stored), len(report.problems)


def play(
    ledger: Path, *, synchronous: str, cuts: int, seed: int, lying: bool = False
) -> Counter[str]:
    """Record one run and cut it many times; return the sums."""
    first = ledger.read_bytes()
    steps = record(ledger, synchronous, events=200)
    assert len({step.path for step in steps}) == 3, "the database, its log and the acknowledgements"
    chance, sums = random.Random(seed), Counter[str]()
    for number in range(cuts):
        acked, lost, problems = cut(
            steps, first, ledger.with_name(f"cut-{number}"), chance=chance, lying=lying
        )
        sums += Counter(acked=acked, lost=lost, problems=problems)
    return sums


def test_no_acknowledged_event_is_lost_by_a_power_cut(made_path: Path) -> None:
    sums = play(made_path, synchronous="FULL", cuts=60, seed=1)

    assert sums["acked"] > 1000
    assert (sums["lost"], sums["problems"]) == (0, 0)


@pytest.mark.parametrize(
    ("synchronous", "lying"), [("NORMAL", False), ("OFF", False), ("FULL", True)]
)
def test_a_ledger_that_does_not_wait_for_the_disk_is_caught(
    made_path: Path, synchronous: str, lying: bool
) -> None:
    assert play(made_path, synchronous=synchronous, cuts=12, seed=2, lying=lying)["lost"] > 0


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10))
def test_no_acknowledged_event_is_lost_by_two_hundred_power_cuts(
    made_path: Path, seed: int
) -> None:
    sums = play(made_path, synchronous="FULL", cuts=200, seed=seed)

    print(f"seed {seed}: 200 cuts, {dict(sums)}")
    assert (sums["lost"], sums["problems"]) == (0, 0)
