"""systemd hears of the station over a datagram socket, in a file or abstract."""

from __future__ import annotations

import socket
import uuid
from pathlib import Path

import pytest

from station.notify import notify


def listener(address: str) -> socket.socket:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.settimeout(5)
    ear.bind(address)
    return ear


def test_states_arrive_one_by_one_at_a_socket_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", address)

    with listener(address) as ear:
        sent = [notify(state) for state in ("READY=1", "WATCHDOG=1", "STOPPING=1")]
        heard = [ear.recv(4096) for _ in sent]

    assert sent == [True, True, True]
    assert heard == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_an_abstract_socket_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"hangar-test-{uuid.uuid4()}"
    monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)

    with listener("\0" + name) as ear:
        sent = notify("READY=1\nSTATUS=Prêt")
        heard = ear.recv(4096)

    assert sent
    assert heard.decode() == "READY=1\nSTATUS=Prêt"


def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    assert notify("READY=1") is False


def test_a_listener_that_is_gone_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))

    assert notify("WATCHDOG=1") is False
    assert "WATCHDOG=1" in caplog.text
