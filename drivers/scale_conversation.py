"""Asks one scale one question at a time and gives what it answered.

It must not judge a weight, reconnect or keep time between two questions.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace

from drivers.errors import BadFrame
from drivers.frame_buffer import FrameBuffer
from drivers.readings import Decoded, Reading
from drivers.scales.protocol import ScaleProtocol
from drivers.transport import CHUNK_BYTES, Port

log = logging.getLogger(__name__)

# How long one answer may take: the slowest frame at 1200 baud is 0.2 s.
ANSWER_TIMEOUT_S = 0.5
# A wait for bytes is cut into pieces of this length, so that stopping is quick.
WAIT_S = 0.1
# One question reads at most this often from a device that never stops sending: 4 MB.
MAX_READS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one question brought.

    `heard`: the device sent at least one frame, good or bad. `reading`: the newest one that is
    complete. `bad`: the frame that made no sense, when nothing good came after it. `asked_s`:
    when the question was sent, monotonic. `not_before_s`: the reading is not older than this;
    a scale that sends by itself may have sent it since the last look at its port.
    """

    asked_s: float
    not_before_s: float
    request: bytes
    heard: bool = False
    reading: Reading | None = None
    bad: BadFrame | None = None
    identity: str | None = None


class ScaleConversation:
    """One connection to one scale."""

    def __init__(
        self, port: Port, protocol: ScaleProtocol, *, stopping: threading.Event | None = None
    ) -> None:
        self._port = port
        self._protocol = protocol
        self._frames = FrameBuffer(protocol.decode)
        self._stopping = stopping or threading.Event()
        port.discard_input()  # what the scale said before is the past
        self._looked_s = time.monotonic()

    def hello(self) -> Turn:
        """Greet the scale, where its protocol has a greeting; the answer is not required."""
        hello = self._protocol.hello()
        if not hello:
            now_s = time.monotonic()
            return Turn(asked_s=now_s, not_before_s=now_s, request=hello)
        return self._ask(hello)

    def turn(self) -> Turn:
        """Ask once (or listen once, to a scale that sends by itself)."""
        return self._ask(self._protocol.poll())

    def _ask(self, request: bytes) -> Turn:
        asked_s = time.monotonic()
        not_before_s = asked_s if request else self._looked_s
        if request:
            self._port.write(request)
        deadline_s = asked_s + ANSWER_TIMEOUT_S
        while not self._stopping.is_set():
            left_s = deadline_s - time.monotonic()
            self._read_all(max(0.0, min(left_s, WAIT_S)))
            self._looked_s = time.monotonic()
            if found := self._frames.frames():
                return replace(self._turn(found, asked_s, request), not_before_s=not_before_s)
            if left_s <= 0:
                break
        if request:
            self._frames.clear()  # half an answer must not meet half of the next one
            self._port.discard_input()
        return Turn(asked_s=asked_s, not_before_s=not_before_s, request=request)

    def _read_all(self, timeout_s: float) -> None:
        """Read until nothing is left, so that the newest frame is really the newest."""
        for _ in range(MAX_READS):
            data = self._port.read(CHUNK_BYTES, timeout_s)
            if not data:
                return
            self._frames.add(data)
            timeout_s = 0.0

    def _turn(self, found: list[Decoded | BadFrame], asked_s: float, request: bytes) -> Turn:
        newest: Reading | None = None
        identity: str | None = None
        for frame in found:
            if isinstance(frame, BadFrame):
                log.debug("%s", frame)
                continue
            identity = frame.identity or identity
            if frame.reading is not None:
                newest = self._protocol.complete(frame.reading) or newest
        last = found[-1]
        return Turn(
            asked_s=asked_s,
            not_before_s=asked_s,
            request=request,
            heard=True,
            reading=newest if isinstance(last, Decoded) else None,
            bad=last if isinstance(last, BadFrame) else None,
            identity=identity,
        )
