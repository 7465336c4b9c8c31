"""Say what every printer language must be able to ask and prove, and how long it may take.

It must not open or close a port: the printer session does, once a job.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from drivers.errors import BadFrame
from drivers.readings import Condition, PrinterStatus, PrintResult
from drivers.transport import Port

#: Conditions that a person should see but that do not keep a label from coming out.
HARMLESS = frozenset({Condition.NEAR_END})
#: A status answer is under 200 bytes; a device that sends more than this is no printer.
MAX_ANSWER_BYTES = 16_384
READ_BYTES = 4_096
#: A job is handed over in pieces, so that the bound on a stuck write is one on standing still,
#: not on a long label over a slow line: 1 KB takes 1.1 s at 9600 baud.
WRITE_BYTES = 1_024

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long to wait for what; tests shorten them."""

    #: Connecting, and each write that makes no progress.
    connect_s: float = 3.0
    #: One status answer: printers answer within 50 ms, a busy network card within 500 ms.
    answer_s: float = 1.0
    #: Between two looks at a job: a label takes 1 to 3 s.
    poll_s: float = 0.05
    #: One label of 150 mm at the slowest speed (50 mm/s), with a pause to cool the head.
    job_s: float = 15.0
    #: How long a printer that cannot say "printing" must stay without fault after a job: one label
    #: of 150 mm at 50 mm/s.
    settle_s: float = 3.0
    #: For a job tag (GS ( H) behind the fence, from a printer that never sent one before.
    tag_s: float = 4.0


class Conversation(Protocol):
    """One printer's language. It lives as long as the session and may learn about the printer."""

    def status(self, port: Port) -> PrinterStatus:
        """Ask what a person would see. Prints nothing; silence is never ready."""

    def prepare(self, port: Port) -> PrinterStatus:
        """Ask all that must be known before a job: the status, and that nothing is in the way."""

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send one job and wait for evidence; from its first byte on nothing is sent again.

        A DriverError that leaves this function means that nobody knows what is on paper.
        """


def status_of(conditions: Sequence[Condition], raw: bytes) -> PrinterStatus:
    """Return a status: ready when nothing but harmless conditions are there."""
    unique = tuple(dict.fromkeys(conditions))
    return PrinterStatus(ready=HARMLESS.issuperset(unique), conditions=unique, raw=raw)


def in_words(status: PrinterStatus) -> str:
    """Return the conditions as words of a maintainer's message."""
    return ", ".join(status.conditions) or "ready"


def send_job(port: Port, job: bytes) -> None:
    """Hand over all of a job; DeviceTimeout when the printer takes no more bytes."""
    for start in range(0, len(job), WRITE_BYTES):
        port.write(job[start : start + WRITE_BYTES])


class Listener:
    """Collect answers from a port: bytes in, decoded items out, rubbish dropped and kept in raw."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._buffer = b""
        self.raw = b""

    def forget(self) -> None:
        """Drop what came before now, so that an old answer cannot pass for a new one."""
        self._port.discard_input()
        self._buffer = b""

    def next(
        self, decode: Callable[[bytes], tuple[int, Item | None]], timeout_s: float
    ) -> Item | None:
        """Return the next item, or None when it did not come in time."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            item = self._decoded(decode)
            if item is not None:
                return item
            left_s = deadline_s - time.monotonic()
            if left_s <= 0 or len(self.raw) > MAX_ANSWER_BYTES:
                return None
            data = self._port.read(READ_BYTES, left_s)
            self._buffer += data
            self.raw += data

    def _decoded(self, decode: Callable[[bytes], tuple[int, Item | None]]) -> Item | None:
        while self._buffer:
            try:
                used, item = decode(self._buffer)
            except BadFrame as bad:
                used, item = bad.used, None
            if used == 0:
                return None
            self._buffer = self._buffer[used:]
            if item is not None:
                return item
        return None
