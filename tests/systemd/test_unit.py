"""The unit is as closed as promised, and agrees with the code it starts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from station import serving
from station.config import load_config

SYSTEMD = Path(__file__).parents[2] / "systemd"
UNIT = SYSTEMD / "hangar.service"
MAX_EXPOSURE = 2.0

needs_systemd_analyze = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd-analyze is not installed: apt-get install systemd",
)


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False
    )


def settings(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.MULTILINE)


@needs_systemd_analyze
def test_exposure_is_at_most_two() -> None:
    threshold = str(int(MAX_EXPOSURE * 10))

    done = analyze("security", "--offline=true", f"--threshold={threshold}", str(UNIT))

    found = re.search(r"exposure level for hangar\.service: ([0-9.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= MAX_EXPOSURE
    assert done.returncode == 0


@needs_systemd_analyze
def test_an_open_unit_is_seen_as_open(tmp_path: Path) -> None:
    opened = tmp_path / "hangar.service"
    opened.write_text("[Service]\nExecStart=/bin/true\n")

    assert analyze("security", "--offline=true", "--threshold=20", str(opened)).returncode != 0


@needs_systemd_analyze
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    copy = tmp_path / "hangar.service"
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(), flags=re.M))

    done = analyze("verify", "--man=no", str(copy))

    about_us = [line for line in done.stderr.splitlines() if "hangar" in line]
    assert about_us == []


def test_the_watchdog_waits_longer_than_the_station_is_silent() -> None:
    assert settings("Type") == ["notify"]
    assert int(settings("WatchdogSec")[0]) >= 3 * serving.WATCHDOG_S


def test_the_service_stops_before_systemd_loses_patience() -> None:
    assert int(settings("TimeoutStopSec")[0]) > serving.SHUTDOWN_S


def test_the_account_has_the_groups_that_the_unit_asks_for() -> None:
    asked = set(settings("SupplementaryGroups")[0].split())

    given = re.findall(r"^m hangar (\S+)$", (SYSTEMD / "hangar.sysusers.conf").read_text(), re.M)

    assert set(given) == asked == {"dialout", "lp", "input", "video"}


def test_the_sample_configuration_loads_and_writes_where_the_unit_lets_it(tmp_path: Path) -> None:
    path = tmp_path / "hangar.toml"
    path.write_text((SYSTEMD / "hangar.toml.example").read_text())

    config = load_config(path)

    assert settings("StateDirectory") == ["hangar"]
    assert config.storage.ledger == Path("/var/lib/hangar/hangar.db")
    assert config.storage.backup_dir.parent == Path("/var/lib/hangar")


def test_the_commented_devices_of_the_sample_load_too(tmp_path: Path) -> None:
    sample = (SYSTEMD / "hangar.toml.example").read_text()
    head, _, devices = sample.partition("# Les appareils")
    path = tmp_path / "hangar.toml"
    path.write_text(head + re.sub(r"^# ?", "", devices.partition("\n")[2], flags=re.M))
    (tmp_path / "mail-password").write_text("essai")

    config = load_config(path)

    assert [device.kind for device in config.devices] == ["scale", "printer", "scanner"]
    assert config.posts[0].scale == "balance-1"
