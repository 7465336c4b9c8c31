"""Talk with an EPL2 printer (LP/TLP 2844, GK420 and their like), and watch it after one job.

It must not make labels: a job is bytes that somebody else drew.

Source: Zebra, EPL2 Programmer's Manual 980352-001, "^ee". The report is answered at a command
boundary, so an answer proves that all that was sent before was taken; it does not say whether a
label is still under the head.
"""

import time

from drivers.errors import DeviceTimeout
from drivers.printers.conversation import Listener, Waits, in_words, send_job, status_of
from drivers.printers.epl2_status import decode_report
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

ASK_REPORT = b"\r\n^ee\r\n"
#: White dots complete a graphic that was cut short; N then throws it away.
DRAIN_CHUNK = b"\xff" * 4_096
DRAIN_END = b"\r\nN" + ASK_REPORT
#: 128 KB hold a label of 104 x 150 mm at 203 dpi, the largest these printers know.
DRAIN_CHUNKS = 32
#: A slow serial line takes 4 s for one chunk; more than a chunk or two is not worth a worker.
DRAIN_S = 5.0


class Epl2Conversation:
    """Ask ^ee before a job, and after it for as long as a label takes.

    EPL2 has no proof for one job and no word for "printing": no fault from the last byte until a
    label must be out is evidence for SENT, and never CONFIRMED. Scan the label back.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def status(self, port: Port) -> PrinterStatus:
        """Ask ^ee; silence is not ready."""
        return self._ask(port, ASK_REPORT)

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status, busy when a dead sender's graphic had to be completed first."""
        status = self._ask(port, ASK_REPORT)
        if status.conditions != (Condition.SILENT,):
            return status
        deadline_s = time.monotonic() + DRAIN_S
        for _ in range(DRAIN_CHUNKS):
            port.write(DRAIN_CHUNK)
            if time.monotonic() > deadline_s:
                break
        after = self._ask(port, DRAIN_END)
        return status_of([Condition.BUSY], after.raw) if after.ready else after

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send one label and watch; a fault after the first byte is uncertain."""
        send_job(port, payload)
        started_s = time.monotonic()
        quiet_since_s: float | None = None
        while (now_s := time.monotonic()) < started_s + self._waits.job_s:
            status = self._ask(port, ASK_REPORT)
            silent = status.conditions == (Condition.SILENT,)
            if not status.ready and not silent:
                return PrintResult(
                    outcome=PrintOutcome.UNCERTAIN,
                    evidence=f"after the first byte of {tag}: {in_words(status)}",
                    status=status,
                )
            quiet_since_s = None if silent else quiet_since_s or now_s
            if quiet_since_s is not None and now_s >= quiet_since_s + self._waits.settle_s:
                return PrintResult(
                    outcome=PrintOutcome.SENT,
                    evidence=f"^ee: all was taken, no error for {self._waits.settle_s} s",
                    status=status_of([], b""),
                )
            time.sleep(self._waits.poll_s)
        raise DeviceTimeout(f"{tag} was not answered for within {self._waits.job_s} s")

    def _ask(self, port: Port, question: bytes) -> PrinterStatus:
        listener = Listener(port)
        listener.forget()
        port.write(question)
        found = listener.next(decode_report, self._waits.answer_s)
        if found is None:
            found = (Condition.ERROR if listener.raw else Condition.SILENT,)
        return status_of(list(found), listener.raw)
