"""The udev rules are well formed; the running kernel's udev, where present, agrees."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "systemd" / "71-hangar.rules"

MATCHES = {"ACTION", "SUBSYSTEM", "SUBSYSTEMS", "KERNEL", "ATTR", "ATTRS", "ENV", "TEST", "IMPORT"}
ASSIGNMENTS = {"ATTR", "ENV", "SYMLINK", "GROUP", "MODE", "GOTO", "LABEL", "IMPORT"}
TERM = re.compile(r'([A-Z]+)(\{[^}]+\})?(==|!=|\+=|:=|=)"([^"]*)"')


def terms() -> list[list[tuple[str, str, str, str]]]:
    lines = [line for line in RULES.read_text().splitlines() if line and line[0] != "#"]
    found = []
    for line in lines:
        parts = [part.strip() for part in re.split(r",\s*(?=[A-Z]+[{=!+:])", line)]
        matched = [TERM.fullmatch(part) for part in parts]
        assert all(matched), line
        found.append([(m[1], m[2] or "", m[3], m[4]) for m in matched if m])
    return found


def test_every_term_is_a_match_or_an_assignment_udev_knows() -> None:
    for line in terms():
        for key, _, operator, _ in line:
            known = MATCHES if operator in ("==", "!=") else ASSIGNMENTS
            assert key in known, line


def test_every_jump_lands_further_down() -> None:
    labels = {v: n for n, line in enumerate(terms()) for k, _, _, v in line if k == "LABEL"}

    for number, line in enumerate(terms()):
        for key, _, _, value in line:
            if key == "GOTO":
                assert labels[value] > number


def test_both_lists_of_makers_are_the_same() -> None:
    lists = [
        v
        for line in terms()
        for k, a, _, v in line
        if k.startswith("ATTR") and "|" in v and "0403" in v
    ]

    assert len(lists) == 2
    assert lists[0] == lists[1]
    assert all(re.fullmatch(r"[0-9a-f]{4}", maker) for maker in lists[0].split("|"))


def test_modem_probes_and_rights_are_set_for_serial_lines() -> None:
    text = RULES.read_text()

    assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in text
    assert 'GROUP="dialout", MODE="0660"' in text
    assert 'GROUP="lp", MODE="0660"' in text
    assert 'MODE="0666"' not in text


def test_udev_itself_finds_no_fault() -> None:
    if shutil.which("udevadm") is None:
        pytest.skip("udevadm is not installed: apt-get install udev")
    done = subprocess.run(
        ["udevadm", "verify", str(RULES)], capture_output=True, text=True, timeout=30, check=False
    )
    if "Unknown command verb" in done.stderr:
        pytest.skip("this udevadm is older than 254 and has no `verify`")

    assert done.returncode == 0, done.stderr
