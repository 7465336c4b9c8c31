"""Plays a recording as if its device were there: `replay:///path/scale.jsonl?speed=10`.

It must not answer: what was recorded comes when it came, whatever is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote

from drivers.errors import BadUrl, DeviceGone
from drivers.recording import read_recording

# Faster makes no sense: a session looks at its port some ten times a second.
MAX_SPEED = 1000


class ReplayPort:
    """The port of a recording; at its end the device is gone, and opening it starts again."""

    def __init__(
        self, url: str, parts: SplitResult, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if parts.netloc or not parts.path.startswith("/"):
            raise BadUrl(f"device URL {url!r}: expected three slashes and an absolute path")
        self._url = url
        self._speed = _speed(url, parts.query)
        self._pieces = list(read_recording(Path(unquote(parts.path))).pieces)
        self._said_end = False
        self._clock = clock
        self._start_s = clock()

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        deadline_s = self._clock() + timeout_s
        while self._pieces:
            due_s = self._start_s + self._pieces[0].t_ms / 1000 / self._speed
            left_s = min(due_s, deadline_s) - self._clock()
            if left_s > 0:
                time.sleep(left_s)
            if due_s > self._clock():
                return b""
            return self._take(max_bytes)
        if self._said_end:
            raise DeviceGone(f"{self._url}: the recording has ended")
        self._said_end = True
        return b""  # once, so that what came last is looked at before the port is closed

    def _take(self, max_bytes: int) -> bytes:
        piece = self._pieces.pop(0)
        return piece.data[:max_bytes]

    def write(self, data: bytes) -> None:
        """Take what is asked and do nothing: the answers were recorded."""

    def discard_input(self) -> None:
        """Keep everything: nothing of a recording is old."""

    def close(self) -> None:
        self._pieces.clear()


def _speed(url: str, query: str) -> int:
    speed = 1
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name != "speed" or not (value.isascii() and value.isdigit()):
            raise BadUrl(
                f"device URL {url!r}: expected speed=1 to {MAX_SPEED}, came {name}={value}"
            )
        speed = int(value)
    if not 1 <= speed <= MAX_SPEED:
        raise BadUrl(f"device URL {url!r}: expected speed=1 to {MAX_SPEED}")
    return speed
