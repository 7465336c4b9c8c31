"""A process that writes a ledger and acknowledges, to be killed, cut off or given a bad disk.

Not a test: `ledger_child.py LEDGER --run NAME [...]` prints `ack ID SEQ` or `fail ID` for each job.
With `--early` it is the wrong build, the one that acknowledges before COMMIT.
"""

import argparse
import os
import sqlite3
import threading
from pathlib import Path

from station.errors import LedgerError
from station.ledger.epochs import current_epoch, mint_epoch
from station.ledger.store import Chain, NewEvent
from station.ledger.writer import Writer

AT = "2026-11-24T05:41:07+00:00"


def prepare(connection: sqlite3.Connection) -> None:
    if current_epoch(connection) is None:
        mint_epoch(connection, station="st1", minted_at=AT)


def append(job: str, connection: sqlite3.Connection) -> int:
    event = NewEvent(
        id=job,
        stream=f"crate-{job}",
        type="CrateReceived",
        schema=1,
        data='{"net_g":10340,"note":"' + "x" * 300 + '"}',
        occurred_at=AT,
        recorded_at=AT,
        clock="synchronised",
        command_id=job,
    )
    return Chain(connection, hub="mil-demo", station="st1").append(event).seq


def say(descriptor: int, line: str) -> None:
    # One write a line: it is either in the pipe before the end, or it is not.
    os.write(descriptor, line.encode() + b"\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--run", required=True)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--early", action="store_true")
    parser.add_argument("--acks", type=Path, default=Path("/dev/stdout"))
    parser.add_argument("--synchronous", default="FULL")
    parser.add_argument("--checkpoint-pages", type=int, default=1000)
    arguments = parser.parse_args()
    acks = os.open(arguments.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def decide(job: str, connection: sqlite3.Connection) -> int:
        seq = append(job, connection)
        if arguments.early:
            say(acks, f"ack {job} {seq}")
        return seq

    writer = Writer(arguments.ledger, decide, prepare=prepare)
    assert writer._connection
    writer._connection.execute(f"PRAGMA synchronous = {arguments.synchronous}")
    writer._connection.execute(f"PRAGMA wal_autocheckpoint = {arguments.checkpoint_pages}")

    def client(name: int) -> None:
        for number in range(arguments.jobs):
            job = f"{arguments.run}-{name}-{number}"
            try:
                seq = writer.run(job) if name % 2 else writer.submit(job).result()
            except LedgerError:
                say(acks, f"fail {job}")
                continue
            if not arguments.early:
                say(acks, f"ack {job} {seq}")

    threads = [threading.Thread(target=client, args=(name,)) for name in range(arguments.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()


if __name__ == "__main__":
    main()
