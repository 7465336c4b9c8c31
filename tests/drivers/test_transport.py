"""The one opener of ports: every URL of the contract, and every way a port can go away."""

from __future__ import annotations

import os
import pty
import socket
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import BadUrl, DeviceGone, DeviceTimeout
from drivers.transport import Port, open_port


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """A pseudo-terminal: what a serial port looks like from both sides."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    for fd in (master, slave):
        try:
            os.close(fd)
        except OSError:
            continue


def socket_url(listener: socket.socket) -> str:
    return f"socket://127.0.0.1:{listener.getsockname()[1]}"


def read_all(port: Port, length: int) -> bytes:
    data = b""
    while len(data) < length:
        chunk = port.read(length - len(data), 5.0)
        assert chunk, f"{data!r} and then nothing"
        data += chunk
    return data


@pytest.mark.parametrize(
    "url",
    [
        "4001",
        "socket://127.0.0.1",
        "socket://:4001",
        "socket://127.0.0.1:0",
        "socket://127.0.0.1:99999",
        "socket://127.0.0.1:4001/path",
        "socket://127.0.0.1:4001?baudrate=9600",
        "socket://[::1",
        "http://127.0.0.1:80",
        "sim://balance",
        "serial://dev/ttyUSB0",
        "serial:///dev/ttyUSB0?baud=9600",
        "serial:///dev/ttyUSB0?baudrate=fast",
        "serial:///dev/ttyUSB0?bytesize=9",
        "serial:///dev/ttyUSB0?parity=e",
        "serial:///dev/ttyUSB0?stopbits=3",
        "serial:///dev/ttyUSB0?parity",
        "file://lp0",
        "file:///dev/usb/lp0?baudrate=9600",
    ],
)
def test_a_url_that_is_not_understood_opens_nothing(url: str) -> None:
    with pytest.raises(BadUrl) as refused:
        open_port(url, timeout_s=1.0)

    assert url in str(refused.value)


@pytest.mark.parametrize(
    "url", ["serial:///dev/no-such-port", "file:///dev/no-such-port", "socket://127.0.0.1:1"]
)
def test_a_device_that_is_not_there_is_gone_and_named(url: str) -> None:
    with pytest.raises(DeviceGone) as gone:
        open_port(url, timeout_s=1.0)

    assert url in str(gone.value)


def test_a_missing_printer_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone):
        open_port(f"file://{tmp_path}/lp0", timeout_s=1.0)

    assert not (tmp_path / "lp0").exists()


def test_a_socket_carries_bytes_both_ways(listener: socket.socket) -> None:
    port = open_port(socket_url(listener), timeout_s=1.0)
    client, _ = listener.accept()

    port.write(b"W")
    client.sendall(b"\x0212.340\r")

    assert client.recv(10) == b"W"
    assert read_all(port, 8) == b"\x0212.340\r"
    assert port.read(10, 0.01) == b""
    port.close()
    assert client.recv(10) == b""
    client.close()


def test_a_socket_that_is_closed_is_gone(listener: socket.socket) -> None:
    port = open_port(socket_url(listener), timeout_s=1.0)
    client, _ = listener.accept()
    client.close()

    with pytest.raises(DeviceGone, match="127"):
        port.read(10, 5.0)
    port.close()


def test_a_socket_that_takes_no_more_bytes_is_a_timeout(listener: socket.socket) -> None:
    port = open_port(socket_url(listener), timeout_s=0.2)
    client, _ = listener.accept()

    with pytest.raises(DeviceTimeout):
        port.write(b"x" * 50_000_000)
    port.close()
    client.close()


def test_what_has_arrived_can_be_thrown_away(listener: socket.socket) -> None:
    port = open_port(socket_url(listener), timeout_s=1.0)
    client, _ = listener.accept()
    client.sendall(b"old" * 1000 + b"#")
    data = b""
    while not data.endswith(b"#"):
        data = port.read(1000, 5.0)
    client.sendall(b"stale" * 2)
    assert port.read(1, 5.0) == b"s"

    port.discard_input()

    assert port.read(10, 0.0) == b""
    client.sendall(b"new")
    assert read_all(port, 3) == b"new"
    port.close()
    client.close()


@pytest.mark.parametrize("scheme", ["serial", "file"])
def test_a_terminal_carries_bytes_both_ways(terminal: tuple[int, str], scheme: str) -> None:
    master, path = terminal
    # 8N1: a pseudo-terminal refuses seven bits and parity (facts/devices.md, "PTY TRAP").
    url = f"{scheme}://{path}" + (
        "?baudrate=9600&bytesize=8&parity=N&stopbits=1" * (scheme == "serial")
    )
    port = open_port(url, timeout_s=1.0)

    port.write(b"\x10\x04\x01\r\n")
    assert os.read(master, 10) == b"\x10\x04\x01\r\n"
    os.write(master, b"\x12\r\n\x03")

    assert read_all(port, 4) == b"\x12\r\n\x03"
    assert port.read(10, 0.01) == b""
    port.close()
    port.close()


@pytest.mark.parametrize("scheme", ["serial", "file"])
def test_a_terminal_that_hangs_up_is_gone(terminal: tuple[int, str], scheme: str) -> None:
    master, path = terminal
    port = open_port(f"{scheme}://{path}", timeout_s=1.0)
    os.close(master)

    with pytest.raises(DeviceGone, match=path):
        for _ in range(100):
            port.read(10, 0.05)
            port.write(b"W")
    # tcflush raises termios.error, which is no OSError.
    if scheme == "serial":
        with pytest.raises(DeviceGone, match=path):
            port.discard_input()
    port.close()


def test_a_serial_port_is_not_shared(terminal: tuple[int, str]) -> None:
    _, path = terminal
    port = open_port(f"serial://{path}", timeout_s=1.0)

    with pytest.raises(DeviceGone):
        open_port(f"serial://{path}", timeout_s=1.0)
    port.close()


def test_a_fifo_takes_a_job_longer_than_its_buffer(tmp_path: Path) -> None:
    """As /dev/usb/lp0: bytes are taken as fast as the printer takes them."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    job = os.urandom(300_000)
    taken: list[bytes] = []

    def printer() -> None:
        with path.open("rb") as source:
            while sum(map(len, taken)) < len(job):
                taken.append(source.read(10_000))

    thread = threading.Thread(target=printer)
    thread.start()
    port = open_port(f"file://{path}", timeout_s=5.0)
    port.write(job)
    thread.join(10)
    port.close()

    assert b"".join(taken) == job


def test_a_printer_file_that_takes_nothing_is_a_timeout(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    port = open_port(f"file://{path}", timeout_s=0.1)

    with pytest.raises(DeviceTimeout):
        port.write(b"x" * 300_000)
    port.close()


def test_a_closed_port_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    port = open_port(f"file://{path}", timeout_s=0.1)
    port.close()

    with pytest.raises(DeviceGone):
        port.read(1, 0.0)


def test_a_slow_printer_may_take_longer_than_the_time_out_while_it_moves(
    listener: socket.socket,
) -> None:
    """The time-out is for bytes that stand still, not for the length of a label."""
    port = open_port(socket_url(listener), timeout_s=0.5)
    client, _ = listener.accept()
    job = os.urandom(20_000_000)
    taken: list[bytes] = []

    def printer() -> None:
        while sum(map(len, taken)) < len(job):
            taken.append(client.recv(200_000))
            time.sleep(0.03)

    thread = threading.Thread(target=printer)
    thread.start()
    started_s = time.monotonic()
    port.write(job)
    written_s = time.monotonic() - started_s
    thread.join(30)
    port.close()
    client.close()

    assert b"".join(taken) == job
    assert written_s > 0.5, "slower than the time-out, or this test shows nothing"
