"""Collects a scale's bytes and finds the newest complete frames in them.

It opens no port; it holds a bounded number of bytes, whatever the device sends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from drivers.errors import BadFrame
from drivers.readings import Decoded

log = logging.getLogger(__name__)

# Longer than two of the longest frames of any protocol here. Of a flood only the newest bytes
# count: 4 KB of a 9600 baud stream would be four seconds old weights.
MAX_BUFFER_BYTES = 512
LINE_ENDS = b"\r\n"


class FrameBuffer:
    """Bytes in, decoded frames out, the oldest first."""

    def __init__(self, decode: Callable[[bytes], Decoded]) -> None:
        self._decode = decode
        self._buffer = b""

    def clear(self) -> None:
        self._buffer = b""

    def add(self, data: bytes) -> None:
        """Keep the newest bytes only."""
        self._buffer = (self._buffer + data[-MAX_BUFFER_BYTES:])[-MAX_BUFFER_BYTES:]

    def frames(self) -> list[Decoded | BadFrame]:
        """Take every complete frame and every faulty one out of the buffer; line ends are none."""
        found: list[Decoded | BadFrame] = []
        while self._buffer:
            try:
                frame = self._decode(self._buffer)
            except BadFrame as problem:
                self._buffer = self._buffer[problem.used :]
                found.append(problem)
                continue
            if frame.used == 0:
                break
            taken, self._buffer = self._buffer[: frame.used], self._buffer[frame.used :]
            if not taken.strip(LINE_ENDS):
                # At 9600 baud the LF of an answer comes after its CR was read. Taken for the
                # next answer it would make every later one a question old.
                continue
            log.debug("frame %r", taken)
            found.append(frame)
        return found
