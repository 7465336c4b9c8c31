"""Talk with a TSPL printer (TSC and the many like it), and follow one job until it is at rest.

It must not make labels: a job is bytes that somebody else drew.

Source: TSC, TSPL/TSPL2 Programming Language, "<ESC>!?" (immediate) and "~!T" (answered behind
all that was sent before it, and only by a printer that is ready: a fence). BITMAP announces how
many bytes follow: a sender that died leaves the printer waiting for the rest.
"""

import time

from drivers.errors import DeviceTimeout
from drivers.printers.conversation import Listener, Waits, in_words, send_job, status_of
from drivers.printers.tspl_status import TsplStatus, decode_name, decode_status
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

ASK_STATUS = b"\x1b!?"
ASK_NAME = b"\r\n~!T\r\n"
#: White dots complete a picture that was cut short; CLS then throws it away.
DRAIN_CHUNK = b"\xff" * 4_096
DRAIN_END = b"\r\nCLS" + ASK_NAME
#: 256 KB hold a label of 100 x 150 mm at 300 dpi.
DRAIN_CHUNKS = 64
#: A slow serial line takes 4 s for one chunk; more than a chunk or two is not worth a worker.
DRAIN_S = 5.0
#: Ready twice in a row: between taking a picture and printing it a printer may look idle.
_IDLE_ANSWERS = 2


class TsplConversation:
    """Ask <ESC>!? until the printer is at rest, then ~!T as a fence.

    TSPL has no proof for one job: the fence is evidence for SENT, and never CONFIRMED. A clone
    without ~!T is believed when it was seen printing and came to rest, or stayed ready.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        #: Whether the printer answers ~!T: None until the first job shows it.
        self._names: bool | None = None

    def status(self, port: Port) -> PrinterStatus:
        """Ask <ESC>!?; silence is not ready."""
        listener = Listener(port)
        return _as_seen(self._ask(listener, port), listener.raw)

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status, busy when the printer is not at the end of what it was sent."""
        listener = Listener(port)
        status = _as_seen(self._ask(listener, port), listener.raw)
        silent = status.conditions == (Condition.SILENT,)
        if not status.ready and not silent:
            return status
        if not silent and (self._names is False or self._named(listener, port, ASK_NAME)):
            return status
        if self._drained(listener, port):
            return status_of([Condition.BUSY], listener.raw)
        if self._names is None and not silent:
            self._names = False
            return status
        return status_of([Condition.SILENT if silent else Condition.BUSY], listener.raw)

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send one label and follow it; a fault after the first byte is uncertain."""
        send_job(port, payload)
        started_s = time.monotonic()
        idle, seen_printing = 0, False
        listener = Listener(port)
        while (now_s := time.monotonic()) < started_s + self._waits.job_s:
            status = self._ask(listener, port)
            if status is not None and status.faults:
                return _uncertain(tag, _as_seen(status, listener.raw))
            printing = status is None or status.printing
            seen_printing |= status is not None and status.printing
            idle = 0 if printing else idle + 1
            if idle >= _IDLE_ANSWERS:
                if self._names and self._named(listener, port, ASK_NAME):
                    return _sent("~!T: answered behind the label, no fault")
                if not self._names and seen_printing:
                    return _sent("ESC ! ?: was printing and is at rest, no fault")
                if not self._names and now_s > started_s + self._waits.tag_s:
                    return _sent("ESC ! ?: stayed ready, no fault; printing was not seen")
            time.sleep(self._waits.poll_s)
        raise DeviceTimeout(f"{tag} was still in the printer after {self._waits.job_s} s")

    def _ask(self, listener: Listener, port: Port) -> TsplStatus | None:
        listener.forget()
        port.write(ASK_STATUS)
        return listener.next(decode_status, self._waits.answer_s)

    def _named(self, listener: Listener, port: Port, question: bytes) -> bool:
        listener.forget()
        port.write(question)
        named = listener.next(decode_name, self._waits.answer_s) is not None
        self._names = self._names or named or None
        return named

    def _drained(self, listener: Listener, port: Port) -> bool:
        """Complete what a dead sender left half sent; True when the printer is at rest then."""
        deadline_s = time.monotonic() + DRAIN_S
        for _ in range(DRAIN_CHUNKS):
            port.write(DRAIN_CHUNK)
            if time.monotonic() > deadline_s:
                break
        return self._named(listener, port, DRAIN_END)


def _as_seen(status: TsplStatus | None, raw: bytes) -> PrinterStatus:
    if status is None:
        return status_of([Condition.ERROR if raw else Condition.SILENT], raw)
    found = list(status.faults)
    return status_of(found or [Condition.BUSY] * status.printing, raw)


def _uncertain(tag: str, status: PrinterStatus) -> PrintResult:
    return PrintResult(
        outcome=PrintOutcome.UNCERTAIN,
        evidence=f"after the first byte of {tag}: {in_words(status)}",
        status=status,
    )


def _sent(evidence: str) -> PrintResult:
    return PrintResult(outcome=PrintOutcome.SENT, evidence=evidence, status=status_of([], b""))
