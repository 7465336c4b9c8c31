"""A faulty hangar.toml opens a repair page that lists every fault, and nothing else."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.repair import REPAIR_ADDRESS, repair_address

FAULTY = """
[hub]
name = "Plateforme"
adress = "une faute de frappe"

[web]
listen = "127.0.0.1:{port}"
"""
START_TIMEOUT_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read(url: str) -> tuple[int, str]:
    asked = urllib.request.Request(url, headers={"Cookie": "hangar_session=of-yesterday"})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def repair_page(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    config = tmp_path / "hangar.toml"
    config.write_text(FAULTY.format(port=port), encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "station.main", "run", "--config", str(config)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        assert "repair page" in server.stdout.readline()
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.kill()
        server.communicate()


def test_every_page_lists_every_fault_in_french_where_the_file_listens(
    repair_page: tuple[str, subprocess.Popen[str]],
) -> None:
    url, _ = repair_page

    for address in ("/", "/reception/reception", "/api/v1/status"):
        status, page = read(url + address)
        assert status == 503
        assert "hub.adress" in page and "Vouliez-vous dire « address »" in page
        assert "hub.address" in page and "reçu <code>rien</code>" in page


def test_the_repair_page_ends_on_sigterm_and_says_that_nothing_ran(
    repair_page: tuple[str, subprocess.Popen[str]],
) -> None:
    _, server = repair_page
    started_s = time.monotonic()

    server.send_signal(signal.SIGTERM)

    assert server.wait(START_TIMEOUT_S) == 1
    assert time.monotonic() - started_s < START_TIMEOUT_S


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('[web]\nlisten = "0.0.0.0:8090"', ("0.0.0.0", 8090)),
        ('[web]\nlisten = "[::1]:8090"', ("::1", 8090)),
        ('[web]\nlisten = "anywhere"', REPAIR_ADDRESS),
        ('[web]\nlisten = "127.0.0.1:99999"', REPAIR_ADDRESS),
        ("[web]\nlisten = 8080", REPAIR_ADDRESS),
        ('web = "here"', REPAIR_ADDRESS),
        ("[[[", REPAIR_ADDRESS),
        ("", REPAIR_ADDRESS),
    ],
)
def test_the_repair_page_listens_where_the_file_says_if_that_can_be_read(
    tmp_path: Path, text: str, address: tuple[str, int]
) -> None:
    config = tmp_path / "hangar.toml"
    config.write_text(text, encoding="utf-8")

    assert repair_address(config) == address


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        config = tmp_path / "hangar.toml"
        config.write_text(FAULTY.format(port=other.getsockname()[1]), encoding="utf-8")

        ended = subprocess.run(
            [sys.executable, "-m", "station.main", "run", "--config", str(config)],
            capture_output=True, text=True, timeout=START_TIMEOUT_S,
        )  # fmt: skip

    assert ended.returncode == 1
    assert "expected a free address" in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize("folder", ["a-file", "a-file/below"])
def test_a_demonstration_says_that_its_folder_cannot_be_one(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a-file").write_text("kept")

    ended = subprocess.run(
        [sys.executable, "-m", "station.main", "demo", "--port", "0", "--dir",
         str(tmp_path / folder)],
        capture_output=True, text=True, timeout=START_TIMEOUT_S,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "expected a folder to write in" in ended.stderr and "Traceback" not in ended.stderr
    assert (tmp_path / "a-file").read_text() == "kept"


def test_a_port_that_cannot_be_is_named(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "station.main", "demo", "--port", "99999", "--dir", str(tmp_path)],
        capture_output=True, text=True, timeout=START_TIMEOUT_S,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "port 99999" in ended.stderr and "Traceback" not in ended.stderr
