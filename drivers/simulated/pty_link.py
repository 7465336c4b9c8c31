"""Gives a simulated device a serial port: a pseudo-terminal, under a lasting name, to its socket.

It must not look at the bytes, nor keep any for a reader who is not there: a cable has no memory.

A pseudo-terminal has no parity and no seven bits: the kernel keeps eight, and glibc calls an open
that changes nothing but those an error (EINVAL), so that 7E1 could be opened once only. Two stop
bits are therefore set behind each reader's back: the next one always has something to change.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import termios
import threading
import tty
from pathlib import Path
from urllib.parse import urlsplit

# How often it looks whether somebody has opened the port, or the simulator is there again.
TICK_S = 0.02
CHUNK_BYTES = 4096
# A reader that takes nothing for this long loses what comes, as on a line without handshake.
FULL_S = 1.0
JOIN_S = 5.0
_CFLAG = 2


class PtyLink:
    """One port; `url` is what a driver opens. A pulled cable makes another terminal, as on USB."""

    def __init__(self, device_url: str, link: Path) -> None:
        parts = urlsplit(device_url)
        assert parts.hostname and parts.port, device_url
        self._address = (parts.hostname, parts.port)
        self._link = link
        self.url = f"serial://{link}"
        self._closed = threading.Event()
        self._terminal = self._plugged()
        self._thread = threading.Thread(target=self._run, name=f"pty-{link.name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Unplug for good and take the name away."""
        self._closed.set()
        self._thread.join(JOIN_S)
        os.close(self._terminal)
        self._link.unlink(missing_ok=True)

    def _plugged(self) -> int:
        """Make a terminal and point the name at it; return its other side."""
        terminal, reader = pty.openpty()
        tty.setraw(reader)
        os.set_blocking(terminal, False)
        self._unsettle(terminal)
        beside = self._link.with_name(f".{self._link.name}.new")
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.ttyname(reader))
        beside.replace(self._link)
        os.close(reader)
        return terminal

    @staticmethod
    def _unsettle(terminal: int) -> None:
        """Leave something for the next reader to set."""
        settings = termios.tcgetattr(terminal)
        if not settings[_CFLAG] & termios.CSTOPB:
            settings[_CFLAG] |= termios.CSTOPB
            termios.tcsetattr(terminal, termios.TCSANOW, settings)

    def _run(self) -> None:
        while not self._closed.is_set():
            if not self._has_reader():
                self._closed.wait(TICK_S)
                continue
            device = self._connected()
            if device is None:
                self._closed.wait(TICK_S)
                self._from_reader()  # a device that is off hears nothing
                continue
            with device:
                pulled = self._pump(device)
            if pulled:
                former, self._terminal = self._terminal, self._plugged()
                os.close(former)
            elif not self._has_reader():  # a next one may have sent something already
                termios.tcflush(self._terminal, termios.TCIOFLUSH)

    def _has_reader(self) -> bool:
        poller = select.poll()
        poller.register(self._terminal, 0)
        return not any(event & select.POLLHUP for _, event in poller.poll(0))

    def _connected(self) -> socket.socket | None:
        try:
            device = socket.create_connection(self._address, timeout=FULL_S)
        except OSError:
            return None
        device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return device

    def _pump(self, device: socket.socket) -> bool:
        """Carry bytes both ways; True when the device went away, False when the reader did."""
        poller = select.poll()
        poller.register(self._terminal, select.POLLIN)
        poller.register(device, select.POLLIN)
        while not self._closed.is_set():
            self._unsettle(self._terminal)
            for descriptor, event in poller.poll(TICK_S * 1000):
                if descriptor == device.fileno():
                    if not self._from_device(device):
                        return True
                elif event & select.POLLIN:
                    with contextlib.suppress(OSError):
                        device.sendall(self._from_reader())
                elif event & select.POLLHUP:
                    return False
        return False

    def _from_reader(self) -> bytes:
        try:
            return os.read(self._terminal, CHUNK_BYTES)
        except OSError:  # nothing there, or the reader has just left
            return b""

    def _from_device(self, device: socket.socket) -> bool:
        """Hand on what the device sent; False when its connection has ended."""
        try:
            data = device.recv(CHUNK_BYTES)
        except OSError:
            return False
        view = memoryview(data)
        poller = select.poll()
        poller.register(self._terminal, select.POLLOUT)
        while view and poller.poll(FULL_S * 1000):
            try:
                view = view[os.write(self._terminal, view) :]
            except BlockingIOError:
                continue
            except OSError:
                break
        return bool(data)
