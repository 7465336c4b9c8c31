"""Opens a device's port from its URL and moves bytes through it.

It must not look at the bytes: protocols live elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import termios
import time
import tty
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit

import serial

from drivers.camera_port import CameraPort
from drivers.cups_port import CupsPort
from drivers.errors import BadUrl, DeviceGone, DeviceTimeout
from drivers.input_port import InputPort
from drivers.replay import ReplayPort
from drivers.w1_port import W1Port

# A scanner may say nothing for hours: without keep-alive a pulled network cable would look like
# a quiet shift. 10 s + 3 x 5 s: lost within half a minute, for 100 bytes a minute.
KEEPALIVE_IDLE_S = 10
KEEPALIVE_INTERVAL_S = 5
KEEPALIVE_PROBES = 3
# A driver that answers "readable" and then gives nothing (usblp's empty packets) is asked again
# at this pace instead of in a busy loop.
EMPTY_READ_PAUSE_S = 0.01
# discard_input stops here: a flood must not keep a session from its work.
DISCARD_MAX_BYTES = 1 << 20
CHUNK_BYTES = 65536
# One second at 1200 baud, so that even the slowest line moves within a time-out.
SERIAL_PIECE_BYTES = 128

SCHEMES = (
    "socket://host:port, serial:///dev/...?baudrate=9600, file:///dev/usb/lp0, cups:///QUEUE, "
    "hidraw:///dev/hidraw0, evdev:///dev/input/by-id/..., camera:///dev/video0, "
    "w1:///sys/bus/w1/devices/28-.../w1_slave, replay:///recording"
)
_SERIAL_CHOICES: dict[str, dict[str, object]] = {
    "bytesize": {"5": 5, "6": 6, "7": 7, "8": 8},
    "parity": {"N": "N", "E": "E", "O": "O", "M": "M", "S": "S"},
    "stopbits": {"1": 1, "1.5": 1.5, "2": 2},
    "rtscts": {"0": False, "1": True},
    "xonxoff": {"0": False, "1": True},
}


class Port(Protocol):
    """An open, exclusive way to one device."""

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """Return what is there, at most `max_bytes`; b"" when nothing came in `timeout_s`.

        Raises DeviceGone when the other side went away.
        """

    def write(self, data: bytes) -> None:
        """Hand over all of `data`; DeviceTimeout when the device takes no more bytes."""

    def discard_input(self) -> None:
        """Throw away what has already arrived."""

    def close(self) -> None:
        """Close; a second close does nothing."""


def open_port(url: str, *, timeout_s: float) -> Port:
    """Open the port of a device URL; `timeout_s` bounds connecting and each stuck write."""
    try:
        parts = urlsplit(url)
    except ValueError as problem:
        raise BadUrl(f"device URL {url!r}: {problem}; known forms: {SCHEMES}") from problem
    match parts.scheme:
        case "socket":
            return _SocketPort(url, parts, timeout_s)
        case "serial":
            return _SerialPort(url, parts, timeout_s)
        case "file" | "hidraw":
            return _FilePort(url, parts, timeout_s)
        case "replay":
            return ReplayPort(url, parts)
        case "cups":
            return CupsPort(url, parts, timeout_s)
        case "evdev":
            return InputPort(url, parts)
        case "camera":
            return CameraPort(url, parts)
        case "w1":
            return W1Port(url, parts)
        case _:
            raise BadUrl(f"device URL {url!r}: scheme {parts.scheme!r}; known forms: {SCHEMES}")


@contextlib.contextmanager
def _gone(url: str, doing: str) -> Iterator[None]:
    """Turn every exception a port can throw into DeviceGone with the URL in its message."""
    try:
        yield
    except serial.SerialTimeoutException as problem:
        raise DeviceTimeout(f"{url}: {doing}: {problem}") from problem
    # termios.error is neither an OSError nor a SerialException (pyserial lets it through).
    except (OSError, serial.SerialException, termios.error) as problem:
        raise DeviceGone(f"{url}: {doing}: {problem}") from problem


class _SocketPort:
    def __init__(self, url: str, parts: SplitResult, timeout_s: float) -> None:
        host, port = _host_and_port(url, parts)
        self._url = url
        with _gone(url, "connecting"):
            self._socket = socket.create_connection((host, port), timeout=timeout_s)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _keep_alive(self._socket)
        self._timeout_s = timeout_s

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        with _gone(self._url, "reading"):
            if not _wait(self._socket.fileno(), select.POLLIN, timeout_s):
                return b""
            data = self._socket.recv(max_bytes)
        if not data:
            raise DeviceGone(f"{self._url}: the device closed the connection")
        return data

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            with _gone(self._url, "writing"):
                if not _wait(self._socket.fileno(), select.POLLOUT, self._timeout_s):
                    raise DeviceTimeout(f"{self._url}: the device takes no more bytes")
                with contextlib.suppress(BlockingIOError):
                    view = view[self._socket.send(view[:CHUNK_BYTES], socket.MSG_DONTWAIT) :]

    def discard_input(self) -> None:
        _discard(self)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class _SerialPort:
    def __init__(self, url: str, parts: SplitResult, timeout_s: float) -> None:
        path = _device_path(url, parts)
        options = _serial_options(url, parts.query)
        self._url = url
        with _gone(url, "opening"):
            # exclusive: two processes on one scale would each get half of every frame.
            self._serial = serial.Serial(None, timeout=0, write_timeout=timeout_s, exclusive=True)
            self._serial.apply_settings(options)
            self._serial.port = path
            self._serial.open()

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        with _gone(self._url, "reading"):
            if not _wait(self._serial.fileno(), select.POLLIN, timeout_s):
                return b""
            # With timeout=0 pyserial returns what is there, and raises when the plug is out.
            return bytes(self._serial.read(max_bytes))

    def write(self, data: bytes) -> None:
        # Piece by piece: pyserial's time-out is for one call, and a label takes minutes at 1200.
        for start in range(0, len(data), SERIAL_PIECE_BYTES):
            with _gone(self._url, "writing"):
                self._serial.write(data[start : start + SERIAL_PIECE_BYTES])

    def discard_input(self) -> None:
        with _gone(self._url, "discarding input"):
            self._serial.reset_input_buffer()

    def close(self) -> None:
        with contextlib.suppress(OSError, serial.SerialException, termios.error):
            self._serial.close()


class _FilePort:
    def __init__(self, url: str, parts: SplitResult, timeout_s: float) -> None:
        if parts.query:
            raise BadUrl(f"device URL {url!r}: {parts.scheme}:// takes no parameters")
        path = _device_path(url, parts)
        self._url = url
        self._timeout_s = timeout_s
        with _gone(url, "opening"):
            # No O_CREAT: a missing /dev/usb/lp0 must not become a file that swallows labels.
            self._fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            try:
                if os.isatty(self._fd):
                    tty.setraw(self._fd)
            except BaseException:
                self.close()
                raise

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        deadline_s = time.monotonic() + timeout_s
        while True:
            left_s = max(0.0, deadline_s - time.monotonic())
            with _gone(self._url, "reading"):
                ready = _wait(self._fd, select.POLLIN, left_s)
                data = self._read_now(max_bytes) if ready else b""
            if data or time.monotonic() >= deadline_s:
                return data
            time.sleep(min(EMPTY_READ_PAUSE_S, left_s))

    def _read_now(self, max_bytes: int) -> bytes:
        try:
            return os.read(self._fd, max_bytes)
        except BlockingIOError:
            return b""

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            with _gone(self._url, "writing"):
                if not _wait(self._fd, select.POLLOUT, self._timeout_s):
                    raise DeviceTimeout(f"{self._url}: the device takes no more bytes")
                with contextlib.suppress(BlockingIOError):
                    view = view[os.write(self._fd, view) :]

    def discard_input(self) -> None:
        _discard(self)

    def close(self) -> None:
        fd, self._fd = getattr(self, "_fd", -1), -1
        if fd >= 0:
            with contextlib.suppress(OSError):
                os.close(fd)


def _wait(fd: int, event: int, timeout_s: float) -> bool:
    """Wait until the descriptor is ready, hung up or in error; False when the time is over.

    poll and not select: the server may hold more than 1024 descriptors.
    """
    if fd < 0:
        raise OSError(errno.EBADF, "the port is closed")
    poller = select.poll()
    poller.register(fd, event)
    return bool(poller.poll(max(0.0, timeout_s) * 1000))


def _discard(port: Port) -> None:
    dropped = 0
    while dropped < DISCARD_MAX_BYTES and (data := port.read(CHUNK_BYTES, 0.0)):
        dropped += len(data)


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        (socket.TCP_KEEPIDLE, KEEPALIVE_IDLE_S),
        (socket.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S),
        (socket.TCP_KEEPCNT, KEEPALIVE_PROBES),
    ):
        connection.setsockopt(socket.IPPROTO_TCP, option, value)


def _host_and_port(url: str, parts: SplitResult) -> tuple[str, int]:
    try:
        host, port = parts.hostname, parts.port
    except ValueError as problem:
        raise BadUrl(f"device URL {url!r}: {problem}") from problem
    if not host or not port or parts.path not in ("", "/") or parts.query:
        raise BadUrl(f"device URL {url!r}: expected socket://host:port and nothing more")
    return host, port


def _device_path(url: str, parts: SplitResult) -> str:
    if parts.netloc or not parts.path.startswith("/"):
        raise BadUrl(f"device URL {url!r}: expected three slashes and an absolute path")
    return parts.path


def _serial_options(url: str, query: str) -> dict[str, object]:
    options: dict[str, object] = {"baudrate": 9600}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "baudrate" and value.isascii() and value.isdigit() and int(value) > 0:
            options[name] = int(value)
        elif value in _SERIAL_CHOICES.get(name, {}):
            options[name] = _SERIAL_CHOICES[name][value]
        else:
            known = {"baudrate": "a number", **{k: "|".join(v) for k, v in _SERIAL_CHOICES.items()}}
            raise BadUrl(f"device URL {url!r}: {name}={value!r}; known parameters: {known}")
    return options
