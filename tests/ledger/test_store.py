"""Opening the ledger: one writer, readers that cannot write, settings that are read back."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils

from station.errors import LedgerBusy, LedgerError
from station.ledger import schema
from station.ledger.lock import LedgerLock, lock_path
from station.ledger.schema import MIGRATIONS, NEWEST, migrate, schema_version
from station.ledger.store import StoredEvent, open_reader, open_writer
from station.ledger.verify import verify


def test_the_writer_is_durable_and_says_so(connection: sqlite3.Connection) -> None:
    settings = ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in settings]

    assert found == ["wal", 2, 1, 1000]


def test_a_setting_that_does_not_hold_is_an_error(ledger_path: Path) -> None:
    with pytest.raises(LedgerError, match="expected journal_mode 'wal', got 'memory'"):
        _set_on_memory(ledger_path)


def _set_on_memory(path: Path) -> None:
    from station.ledger.store import _set

    connection = sqlite3.connect(":memory:")
    try:
        _set(connection, path, "journal_mode", "WAL", "wal")
    finally:
        connection.close()


def test_a_reader_cannot_write(
    connection: sqlite3.Connection, append: Callable[..., StoredEvent], ledger_path: Path
) -> None:
    append()
    reader = open_reader(ledger_path)

    for statement in ("INSERT INTO meta VALUES ('a', 'b')", "DROP TABLE vault"):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute(statement)
    assert reader.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM events").fetchone() == (1,)
    reader.close()


def test_a_reader_of_no_ledger_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="expected a ledger to read"):
        open_reader(tmp_path / "nowhere.db")


def test_a_second_writer_learns_which_process_holds_the_ledger(
    connection: sqlite3.Connection, ledger_path: Path
) -> None:
    script = (
        "import sys, pathlib, station.ledger.store as s; s.open_writer(pathlib.Path(sys.argv[1]))"
    )

    second = subprocess.run(
        [sys.executable, "-c", script, str(ledger_path)],
        env=os.environ | {"PYTHONPATH": str(Path(schema.__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert second.returncode == 1
    assert f"LedgerBusy: ledger {ledger_path}" in second.stderr
    assert f"process {os.getpid()} holds" in second.stderr


def test_the_lock_goes_with_the_connection(ledger_path: Path) -> None:
    open_writer(ledger_path).close()
    again = open_writer(ledger_path)

    with pytest.raises(LedgerBusy):
        open_writer(ledger_path)
    again.close()


def test_the_lock_of_a_killed_process_is_free(ledger_path: Path) -> None:
    script = (
        "import sys, time, pathlib, station.ledger.store as s;"
        "c = s.open_writer(pathlib.Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(ledger_path)],
        env=os.environ | {"PYTHONPATH": str(Path(schema.__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LedgerBusy, match=f"process {holder.pid} "):
            open_writer(ledger_path)
        holder.send_signal(signal.SIGKILL)
        holder.wait(30)

    open_writer(ledger_path).close()


def test_the_ledger_is_its_owner_s_alone(
    connection: sqlite3.Connection, append: Callable[..., StoredEvent], ledger_path: Path
) -> None:
    append()

    modes = {path.name: path.stat().st_mode & 0o777 for path in ledger_path.parent.iterdir()}

    assert set(modes.values()) == {0o600}, modes
    assert ledger_path.name + "-wal" in modes


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="expected a folder that can be written"):
        open_writer(tmp_path / "nowhere" / "hangar.db")


def test_a_file_that_is_no_ledger_is_named(ledger_path: Path) -> None:
    ledger_path.write_bytes(b"Bonjour, " * 1000)

    with pytest.raises(LedgerError, match="expected a SQLite database"):
        open_writer(ledger_path)
    LedgerLock(ledger_path).release()


def test_a_ledger_of_a_newer_station_is_left_alone(
    connection: sqlite3.Connection, ledger_path: Path
) -> None:
    connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    connection.close()

    with pytest.raises(LedgerError, match="a newer station wrote it"):
        open_writer(ledger_path)


def test_migrations_run_in_a_process_of_their_own(ledger_path: Path) -> None:
    script = (
        "import sys, pathlib, station.ledger.store as s;"
        "s.open_writer(pathlib.Path(sys.argv[1])).close();"
        "print('sqlite_utils' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(ledger_path)],
        env=os.environ | {"PYTHONPATH": str(Path(schema.__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout == "False\n"
    assert schema_version(ledger_path) == NEWEST


def test_migrating_by_hand_takes_the_lock(ledger_path: Path) -> None:
    command = [sys.executable, "-m", "station.ledger.schema", str(ledger_path)]
    environment = os.environ | {"PYTHONPATH": str(Path(schema.__file__).parents[2])}
    first = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    with LedgerLock(ledger_path):
        second = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60
        )

    assert first.stdout == f"{ledger_path}: {MIGRATIONS[0][1]}\n"
    assert second.returncode == 1
    assert "LedgerBusy" in second.stderr


def test_a_migration_that_fails_leaves_nothing(ledger_path: Path) -> None:
    def half(database: sqlite_utils.Database) -> None:
        database.table("half").create({"a": int})
        raise RuntimeError("power cut")

    migrate(ledger_path)
    with pytest.raises(RuntimeError):
        migrate(ledger_path, (*MIGRATIONS, (NEWEST + 1, "half", half)))

    assert schema_version(ledger_path) == NEWEST
    connection = open_writer(ledger_path)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    connection.close()


def test_a_new_ledger_verifies(connection: sqlite3.Connection, ledger_path: Path) -> None:
    assert verify(ledger_path).ok


def test_the_lock_file_stands_beside_the_ledger(tmp_path: Path) -> None:
    assert lock_path(tmp_path / "hangar.db") == tmp_path / "hangar.db.lock"
