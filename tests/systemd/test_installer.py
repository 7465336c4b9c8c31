"""The installer leaves the same tree however often it runs, and keeps what the hub wrote."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

SYSTEMD = Path(__file__).parents[2] / "systemd"
INSTALLER = SYSTEMD / "install.sh"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(INSTALLER), *words], capture_output=True, text=True, timeout=60, check=False
    )


def tree(root: Path) -> dict[str, tuple[str, str, int]]:
    found = {}
    for path in sorted(root.rglob("*")):
        status = path.stat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        changed = status.st_mtime_ns if path.is_file() else 0
        found[str(path.relative_to(root))] = (oct(status.st_mode), content, changed)
    return found


def test_the_script_is_valid_bash() -> None:
    done = subprocess.run(
        ["bash", "-n", str(INSTALLER)], capture_output=True, text=True, timeout=20, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert os.access(INSTALLER, os.X_OK)


def test_twice_is_the_same_as_once(tmp_path: Path) -> None:
    first = run("--root", str(tmp_path))
    after_first = tree(tmp_path)

    second = run("--root", str(tmp_path))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert tree(tmp_path) == after_first
    assert "posé" not in second.stdout


def test_everything_is_in_its_place(tmp_path: Path) -> None:
    run("--root", str(tmp_path))

    placed = {name for name, (_, content, _) in tree(tmp_path).items() if content != "folder"}
    assert placed == {
        "etc/avahi/services/hangar.service",
        "etc/hangar/hangar.toml",
        "etc/systemd/system/hangar.service",
        "etc/systemd/system/media-hangar.mount",
        "etc/sysusers.d/hangar.conf",
        "etc/udev/rules.d/71-hangar.rules",
        "opt/hangar-station/README-systemd.md",
    }
    assert oct((tmp_path / "etc/hangar").stat().st_mode & 0o777) == "0o750"
    assert oct((tmp_path / "etc/hangar/hangar.toml").stat().st_mode & 0o777) == "0o640"
    assert oct((tmp_path / "var/lib/hangar").stat().st_mode & 0o777) == "0o750"


def test_a_hubs_configuration_and_ledger_are_kept(tmp_path: Path) -> None:
    run("--root", str(tmp_path))
    written = tmp_path / "etc/hangar/hangar.toml"
    written.write_text("# à nous\n")
    ledger = tmp_path / "var/lib/hangar/hangar.db"
    ledger.write_bytes(b"ledger")

    done = run("--root", str(tmp_path))

    assert done.returncode == 0
    assert written.read_text() == "# à nous\n"
    assert ledger.read_bytes() == b"ledger"


def test_an_older_unit_is_replaced(tmp_path: Path) -> None:
    run("--root", str(tmp_path))
    unit = tmp_path / "etc/systemd/system/hangar.service"
    unit.write_text("[Service]\n")

    done = run("--root", str(tmp_path))

    assert unit.read_text() == (SYSTEMD / "hangar.service").read_text()
    assert "hangar.service" in done.stdout


@pytest.mark.parametrize(
    "words", [("--rooot", "x"), ("--root",), ("--root", ""), ("--wheels", "/nowhere/at/all")]
)
def test_words_it_does_not_know_change_nothing(words: tuple[str, ...]) -> None:
    done = run(*words)

    assert done.returncode == 2
    assert "install.sh" in done.stderr


def test_the_root_of_the_system_is_refused_as_a_test_tree() -> None:
    done = run("--root", "/")

    assert done.returncode == 1
    assert "--root" in done.stderr
