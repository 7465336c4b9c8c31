"""A copy is whole and read back, or there is none and the reason is said."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import labels
from station.backup.copying import check_copy, prune
from station.backup.keeping import kept
from station.backup.manifest import BackupError, copies_in, read_manifest
from station.backup.places import filesystem_of, whole_disk
from station.backup.state import read_state
from station.backup.taking import take_copy
from station.config import load_config
from station.proving import prove
from tests.web_api.station_at_work import Station

Speak = Callable[..., dict[str, Any]]


def test_a_copy_holds_the_ledger_of_one_moment_and_proves_itself(
    home: Path, stick: Path, hangar: Speak
) -> None:
    before = prove(home / "hangar.db")

    told = hangar("backup", "--to", str(stick))

    copy = Path(told["copy"])
    manifest = read_manifest(copy)
    assert (manifest.seq, manifest.head) == (before.events, before.head)
    assert prove(copy / "ledger.db") == before
    assert (copy / "hangar.toml").read_bytes() == (home / "hangar.toml").read_bytes()
    assert [path.name for path in stick.iterdir()] == [copy.name]


def test_a_copy_is_made_while_the_station_works(
    open_station: Callable[[], Station], stick: Path, hangar: Speak
) -> None:
    station = open_station()
    station.crate()

    told = hangar("backup", "--to", str(stick))

    status = station.get("/api/v1/status")
    assert status["ledger"]["seq"] == told["seq"]
    assert status["backup"]["last"]["seq"] == told["seq"]
    assert not status["backup"]["late"]
    beside = {path.name for path in (Path(told["copy"]) / "beside").iterdir()}
    assert "hangar-access.db" in beside
    assert not {name for name in beside if name.endswith(("-wal", "-shm", ".lock"))}


def test_what_lies_beside_the_ledger_goes_with_it(home: Path, stick: Path, hangar: Speak) -> None:
    (home / "hangar-photos").mkdir()
    (home / "hangar-photos" / "caisse.jpg").write_bytes(b"picture")
    (home / "hangar-access.db-wal").write_bytes(b"of the running process")
    (home / "templates").mkdir()
    shutil.copy(Path(labels.__file__).parent / "templates" / "a6.toml", home / "templates")
    (home / "other.txt").write_text("not ours")

    told = hangar("backup", "--to", str(stick))

    names = set(read_manifest(Path(told["copy"])).files)
    assert names == {
        "ledger.db",
        "hangar.toml",
        "templates/a6.toml",
        "beside/hangar-photos/caisse.jpg",
    }


def test_one_changed_byte_of_a_copy_is_found(home: Path, stick: Path, hangar: Speak) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    ledger = copy / "ledger.db"
    content = bytearray(ledger.read_bytes())
    content[len(content) // 2] ^= 1
    ledger.write_bytes(content)

    with pytest.raises(BackupError, match="the medium gave back"):
        check_copy(copy)


@pytest.mark.parametrize("name", ["hangar.toml", "beside/a\0b"])
def test_a_file_of_a_copy_that_is_not_there_is_named(
    home: Path, stick: Path, hangar: Speak, name: str
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    (copy / "hangar.toml").unlink()
    made = json.loads((copy / "manifest.json").read_text("utf-8"))
    made["files"] = {name: {"bytes": 0, "sha256": ""}}
    (copy / "manifest.json").write_text(json.dumps(made), encoding="utf-8")

    told = hangar("restore", str(copy), status=1)

    assert f"{copy / name}: expected a file that can be read" in told["err"]


def test_a_damaged_ledger_gives_no_copy(home: Path, stick: Path, hangar: Speak) -> None:
    with sqlite3.connect(home / "hangar.db") as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute("UPDATE events SET data = '{}' WHERE seq = 3")
    connection.close()

    told = hangar("backup", "--to", str(stick), status=1)

    assert "problems" in told["err"]
    assert list(stick.iterdir()) == []
    failure = read_state(home / "hangar.db").failure
    assert failure is not None and failure.to == str(stick)
    assert "hangar verify" in failure.say_fr


def test_a_stick_that_is_not_there_is_named(tmp_path: Path, hangar: Speak) -> None:
    told = hangar("backup", "--to", str(tmp_path / "absent"), status=1)

    assert "is the stick plugged in" in told["err"]
    assert not (tmp_path / "absent").exists()


def test_a_stick_without_room_is_refused_before_anything_is_written(
    home: Path, stick: Path, hangar: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.statvfs(stick)

    class Full:
        f_bavail, f_frsize = 1, real.f_frsize

    monkeypatch.setattr(os, "statvfs", lambda path: Full)

    told = hangar("backup", "--to", str(stick), status=1)

    assert "kB free" in told["err"]
    assert list(stick.iterdir()) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to play a bad medium")
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("pwrite64:error=ENOSPC:when=20+", "no copy was made"),
        ("fsync,fdatasync:error=EIO:when=2+", "no copy was made"),
    ],
)
def test_a_medium_that_fails_in_the_middle_leaves_no_copy(
    home: Path, stick: Path, fault: str, said: str
) -> None:
    command = [sys.executable, "-m", "station.main", "backup", "--to", str(stick)]
    traced = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={fault}"]

    run = subprocess.run(
        [*traced, *command, "--config", str(home / "hangar.toml")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 1, run.stdout
    assert said in run.stderr
    assert list(stick.iterdir()) == []


def test_a_copy_on_the_same_disk_is_no_second_copy(
    home: Path, open_station: Callable[[], Station], hangar: Speak
) -> None:
    hangar("backup")

    assert open_station().get("/api/v1/status")["second_copy"] is None


def test_a_folder_declared_elsewhere_is_a_second_copy(
    home: Path, open_station: Callable[[], Station], hangar: Speak
) -> None:
    path = home / "hangar.toml"
    text = path.read_text("utf-8").replace("[web]", "backup_elsewhere = true\n\n[web]")
    path.write_text(text, encoding="utf-8")

    told = hangar("backup")

    second = open_station().get("/api/v1/status")["second_copy"]
    assert (second["epoch"], second["seq"], second["at"]) == (
        told["epoch"],
        told["seq"],
        told["at"],
    )
    assert second["epochs"] == {told["epoch"]: told["seq"]}


def fake_disks(folder: Path) -> Path:
    """A card of two partitions, a stick, and memory, as /sys shows them."""
    for disk, parts in {"mmcblk0": ("mmcblk0p1", "mmcblk0p2"), "sda": ("sda1",)}.items():
        for part in parts:
            (folder / "devices" / disk / part).mkdir(parents=True)
            (folder / "devices" / disk / part / "partition").write_text("1")
    (folder / "devices" / "zram0").mkdir()
    block = folder / "block"
    block.mkdir()
    for number, name in {"179:1": "mmcblk0/mmcblk0p1", "179:2": "mmcblk0/mmcblk0p2",
                         "8:1": "sda/sda1", "8:0": "sda", "254:0": "zram0"}.items():  # fmt: skip
        (block / number).symlink_to(folder / "devices" / name)
    return block


def test_two_partitions_of_one_card_are_one_disk(tmp_path: Path) -> None:
    block = fake_disks(tmp_path)
    disks = {
        number: whole_disk(os.makedev(*number), block)
        for number in ((179, 1), (179, 2), (8, 1), (8, 0), (254, 0), (0, 42))
    }

    assert disks[179, 1] == disks[179, 2] == "mmcblk0"
    assert disks[8, 1] == disks[8, 0] == "sda"
    assert disks[254, 0] is None and disks[0, 42] is None


def test_a_network_folder_is_known_by_its_file_system(tmp_path: Path) -> None:
    device = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    place = f"{os.major(device)}:{os.minor(device)}"
    mounts.write_text(f"36 25 {place} / /srv/copies rw,noatime shared:1 - nfs4 nas:/x rw\n")

    assert filesystem_of(tmp_path, mounts) == "nfs4"


def test_old_copies_thin_out_and_the_newest_always_stays() -> None:
    made = [
        f"2026-{month:02}-{day:02}T01:30:00+00:00" for month in (1, 2, 3) for day in range(1, 29)
    ]
    made += [f"2026-03-28T{hour:02}:00:00+00:00" for hour in (2, 3, 4, 5)]

    stay = kept(made)

    assert made[-3:] == sorted(stay)[-3:]
    assert {"2026-01-28T01:30:00+00:00", "2026-02-28T01:30:00+00:00"} <= stay
    assert {f"2026-03-{day}T01:30:00+00:00" for day in range(22, 28)} <= stay
    assert len(stay) < 25


def old_copies(copy: Path, hub: str) -> list[Path]:
    """Put twenty copies of 2020 beside one; return them, oldest first."""
    made = json.loads((copy / "manifest.json").read_text("utf-8"))
    folders = [copy.parent / f"{hub[:3]}-{day:02}" for day in range(1, 21)]
    for day, folder in enumerate(folders, start=1):
        folder.mkdir()
        old = made | {"hub": hub, "made_at": f"2020-05-{day:02}T01:00:00+00:00"}
        (folder / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    return folders


@pytest.mark.parametrize("sure", [True, False])
def test_old_copies_go_only_by_a_clock_that_is_sure(
    home: Path, stick: Path, hangar: Speak, sure: bool
) -> None:
    old = old_copies(Path(hangar("backup", "--to", str(stick))["copy"]), "MIL d'essai")

    taken = take_copy(load_config(home / "hangar.toml"), stick, now=datetime.now(UTC), sure=sure)

    gone = [folder for folder in old if not folder.exists()]
    assert bool(gone) == sure
    assert sorted(taken.removed) == gone
    assert taken.manifest.clock == ("synchronised" if sure else "unsure")


def test_tidying_up_leaves_other_hubs_and_foreign_folders_alone(
    home: Path, stick: Path, hangar: Speak
) -> None:
    copy = Path(hangar("backup", "--to", str(stick))["copy"])
    for hub in ("MIL d'essai", "Voisin"):
        old_copies(copy, hub)
    (stick / "photos").mkdir()
    (stick / ".hangar-x-999999999.partial").mkdir()

    prune(stick, hub="MIL d'essai")

    left = [made.hub for _, made in copies_in(stick)]
    assert left.count("Voisin") == 20
    assert left.count("MIL d'essai") < 15
    assert copy.exists() and (stick / "photos").exists()
    assert not (stick / ".hangar-x-999999999.partial").exists()
