"""A serial cable between a station and a simulated device: bytes take the time they take.

Must not look at the bytes, nor deliver one before its last bit has passed.
"""

from __future__ import annotations

import contextlib
import socket
import statistics
import threading
import time
from collections import deque
from urllib.parse import urlsplit

from drivers.protocol_entry import SerialSettings

CHUNK_BYTES = 4096
ACCEPT_S = 0.2
"""How often the cable looks whether it was put away."""
LONGEST_S = 10.0
"""What one write may take: a device that reads nothing for longer is gone."""
KEPT = 64
"""Messages whose length is remembered, each way."""
FRAMING_BITS = {"N": 1, "E": 2, "O": 2}
"""Start bit, and parity bit where there is one."""


def bits_of(serial: SerialSettings) -> int:
    """Return the bits that one character takes."""
    return serial.bytesize + FRAMING_BITS[serial.parity] + round(serial.stopbits)


class Wire:
    """Listens on loopback and passes on, at a baud rate, what either side of it says."""

    def __init__(self, device_url: str, *, baudrate: int, bits: int) -> None:
        """Lay the cable; `url` is what the station opens."""
        self._character_s = bits / baudrate
        parts = urlsplit(device_url)
        self._device = (str(parts.hostname), int(parts.port or 0))
        self._requests: deque[int] = deque(maxlen=KEPT)
        self._answers: deque[int] = deque(maxlen=KEPT)
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(ACCEPT_S)
        self.url = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, name="wire", daemon=True)
        self._thread.start()

    def exchange_s(self) -> float:
        """Return what one question and its answer take on the wire; a frame when none is asked."""
        lengths = [statistics.median(each) for each in (self._requests, self._answers) if each]
        return sum(lengths) * self._character_s

    def close(self) -> None:
        """Pull the cable."""
        self._closing.set()
        self._thread.join(LONGEST_S)
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                station, _ = self._listener.accept()
            except TimeoutError:
                continue
            with station, socket.create_connection(self._device, LONGEST_S) as device:
                self._join(station, device)

    def _join(self, station: socket.socket, device: socket.socket) -> None:
        """Carry both ways until either side hangs up."""
        gone = threading.Event()
        ways = ((station, device, self._requests), (device, station, self._answers))
        carriers = [
            threading.Thread(target=self._carry, args=(*way, gone), daemon=True) for way in ways
        ]
        for carrier in carriers:
            carrier.start()
        while not gone.wait(ACCEPT_S) and not self._closing.is_set():
            continue
        for end in (station, device):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for carrier in carriers:
            carrier.join(LONGEST_S)

    def _carry(
        self, come: socket.socket, go: socket.socket, lengths: deque[int], gone: threading.Event
    ) -> None:
        come.settimeout(None)
        go.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        free_s = 0.0
        with contextlib.suppress(OSError):
            while data := come.recv(CHUNK_BYTES):
                lengths.append(len(data))
                free_s = max(free_s, time.monotonic())
                for value in data:
                    free_s += self._character_s
                    time.sleep(max(0.0, free_s - time.monotonic()))
                    go.sendall(bytes((value,)))
        gone.set()
