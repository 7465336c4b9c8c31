"""Scanner sessions over real sockets: every code once, in order, and healing."""

from __future__ import annotations

import logging
import os
import pty
import socket
import tty
from collections.abc import Callable, Iterator

import pytest

from drivers.readings import DeviceSettings, DeviceState, Scan
from drivers.scanner_session import ScannerSession
from drivers.simulated.scanner_line import SimulatedScanner
from tests.drivers.waiting import wait_for


class Listening:
    def __init__(self, url: str, *, on_scan: Callable[[Scan], None] | None = None) -> None:
        self.scans: list[Scan] = []
        self.states: list[DeviceState] = []
        self.session = ScannerSession(
            DeviceSettings(id="douchette-1", kind="scanner", protocol="line", url=url),
            on_scan=on_scan or self.scans.append,
            on_change=self.states.append,
            back_off_first_s=0.05,
        )
        self.session.start()

    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def online(self) -> None:
        wait_for(lambda: self.session.state() is DeviceState.ONLINE)


@pytest.fixture
def scanner() -> Iterator[SimulatedScanner]:
    scanner = SimulatedScanner()
    yield scanner
    scanner.close()


@pytest.fixture
def listening(scanner: SimulatedScanner) -> Iterator[Listening]:
    listening = Listening(scanner.url)
    listening.online()
    yield listening
    listening.session.stop()


def test_a_code_arrives_with_its_gs_and_aim_identifier(
    scanner: SimulatedScanner, listening: Listening
) -> None:
    code = "]d20101234567890128\x1d10LOT-42a"

    assert scanner.scan(code) is True

    wait_for(lambda: listening.texts() == [code])


def test_a_hundred_codes_in_a_burst_all_arrive_in_order(
    scanner: SimulatedScanner, listening: Listening
) -> None:
    codes = [f"]C100395212340000{n:04d}" for n in range(100)]

    for code in codes:
        scanner.scan(code)

    wait_for(lambda: len(listening.scans) == 100)
    assert listening.texts() == codes


def test_the_same_code_twice_is_two_scans(scanner: SimulatedScanner, listening: Listening) -> None:
    scanner.scan("A")
    scanner.scan("A")

    wait_for(lambda: listening.texts() == ["A", "A"])


def test_a_code_read_while_nobody_listens_is_lost_and_said(scanner: SimulatedScanner) -> None:
    assert scanner.scan("A") is False
    assert scanner.state() == {"scan": "A", "delivered": False, "connected": False}


def test_a_pulled_cable_heals_and_is_said_once(
    scanner: SimulatedScanner, listening: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "drivers")

    scanner.drop_connections()

    wait_for(lambda: listening.states[-2:] == [DeviceState.OFFLINE, DeviceState.ONLINE])
    scanner.scan("B")
    wait_for(lambda: listening.texts() == ["B"])
    assert [r.getMessage().split(" ")[1] for r in caplog.records] == ["lost:", "back"]


def test_a_scanner_that_is_not_there_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"socket://127.0.0.1:{free.getsockname()[1]}"
    listening = Listening(url)
    try:
        wait_for(lambda: listening.session.state() is DeviceState.OFFLINE)
    finally:
        listening.session.stop()


def test_a_scanner_without_suffix_is_understood() -> None:
    scanner = SimulatedScanner(suffix=b"")
    listening = Listening(scanner.url)
    try:
        listening.online()
        scanner.scan("NOSUFFIX")
        wait_for(lambda: listening.texts() == ["NOSUFFIX"])
    finally:
        listening.session.stop()
        scanner.close()


def test_a_flood_without_a_line_end_is_dropped_and_the_next_code_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listening = Listening(f"socket://127.0.0.1:{listener.getsockname()[1]}")
        client, _ = listener.accept()
        try:
            client.sendall(b"x" * 1_000_000 + b"\rGOOD\r")
            wait_for(lambda: listening.texts() == ["GOOD"])
            complaints = [r for r in caplog.records if "no line end" in r.getMessage()]
            assert len(complaints) == 1
        finally:
            client.close()
            listening.session.stop()


def test_a_serial_scanner_is_read() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    listening = Listening(f"serial://{os.ttyname(slave)}?baudrate=9600")
    try:
        listening.online()
        os.write(master, b"]C1003952123400000")
        os.write(master, b"04128\r\n")
        wait_for(lambda: listening.texts() == ["]C100395212340000004128"])
    finally:
        listening.session.stop()
        os.close(master)
        os.close(slave)


def test_a_bug_in_a_listener_is_said_and_the_scanner_is_opened_again(
    scanner: SimulatedScanner, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[str] = []

    def listener(scan: Scan) -> None:
        if scan.text == "BUG":
            raise ZeroDivisionError("a bug of the station")
        taken.append(scan.text)

    listening = Listening(scanner.url, on_scan=listener)
    try:
        listening.online()
        scanner.scan("BUG")
        wait_for(lambda: "ZeroDivisionError" in caplog.text)
        wait_for(lambda: scanner.scan("A") and taken)
        assert taken[0] == "A"
    finally:
        listening.session.stop()
