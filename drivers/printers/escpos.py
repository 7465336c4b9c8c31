"""Talk with an ESC/POS printer: what is its state, and is this job on paper.

It must not make labels: a job is bytes that somebody else drew.

Source: Epson ESC/POS Application Programming Guide, "DLE EOT", "GS r", "GS ( H" and "GS I".
"""

import time
import zlib

from drivers.errors import DeviceTimeout
from drivers.printers.conversation import Listener, Waits, in_words, send_job, status_of
from drivers.printers.escpos_status import Answer, Sort, conditions_of, demultiplex, off_line
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

FENCE = b"\x1dr\x01"  # GS r 1: answered in order, and not at all while off-line
ASK_LINE = b"\x10\x04\x01"  # DLE EOT 1, answered at once
ASK_MAKER = b"\x1dI\x42"  # GS I 66
#: Only this maker's printers have GS ( H; a clone would print the command as text.
MAKER_WITH_TAGS = b"EPSON"
#: A job whose sender died leaves the printer waiting for the rest of its picture; blank bytes
#: complete it. 128 KB is a label of 80 x 220 mm; each chunk is followed by the fence.
DRAIN_CHUNK = bytes(4_096)
DRAIN_CHUNKS = 32
DRAIN_ANSWER_S = 0.1
#: A slow serial line takes 4 s for one chunk; more than a chunk or two is not worth a worker.
DRAIN_S = 5.0


def job_tag(tag: str) -> bytes:
    """Return the four printable characters that stand for a label on the wire."""
    return b"%04X" % (zlib.crc32(tag.encode()) & 0xFFFF)


class EscposConversation:
    """Ask DLE EOT before a job; end it with a fence and, where the printer has it, a tag.

    GS ( H is answered when the job is on paper: CONFIRMED. GS r 1 is answered when everything
    before it was processed: SENT.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        #: Whether the printer answers GS I, and GS ( H: None until the first job shows it.
        self._names: bool | None = None
        self._tags: bool | None = None

    def status(self, port: Port) -> PrinterStatus:
        """Ask DLE EOT 1 to 4; the first silence is the answer."""
        listener = Listener(port)
        listener.forget()
        return self._ask(listener, port, [])

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status, busy when the printer is not at the end of what it was sent."""
        status = self.status(port)
        if not status.ready:
            return status
        listener = Listener(port)
        if self._at_rest(listener, port):
            return status
        self._drain(listener, port)
        return status_of([*status.conditions, Condition.BUSY], status.raw + listener.raw)

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send the job with its tag and a fence; a fault after the first byte is uncertain."""
        mark = job_tag(tag)
        request = b"\x1d(H\x06\x0000" + mark if self._tags is not False else b""
        listener = Listener(port)
        listener.forget()
        send_job(port, payload + request + FENCE)
        deadline_s = time.monotonic() + self._waits.job_s
        fenced = False
        waiting: list[Answer] = []
        while (now_s := time.monotonic()) < deadline_s:
            answer = waiting.pop(0) if waiting else listener.next(demultiplex, self._waits.poll_s)
            if answer is None:
                port.write(ASK_LINE)
            elif answer.sort in (Sort.REAL_TIME, Sort.AUTOMATIC) and off_line(answer):
                status = self._ask(listener, port, waiting)
                if not status.ready:
                    return _uncertain(tag, status)
            elif answer.sort is Sort.TAG and answer.data == mark:
                self._tags = True
                return _came_out(PrintOutcome.CONFIRMED, f"GS ( H: {mark.decode()} is printed")
            elif answer.sort is Sort.FENCE and not fenced:
                fenced = True
                if self._tags is False:
                    return _came_out(PrintOutcome.SENT, "GS r 1: all that was sent is processed")
                if self._tags is None:
                    deadline_s = min(deadline_s, now_s + self._waits.tag_s)
        if fenced and self._tags is None:
            self._tags = False
            return _came_out(PrintOutcome.SENT, "GS r 1: all that was sent is processed; no tag")
        raise DeviceTimeout(f"{tag} was not acknowledged within {self._waits.job_s} s")

    def _ask(self, listener: Listener, port: Port, others: list[Answer]) -> PrinterStatus:
        """Ask DLE EOT 1 to 4, one by one, for the answers do not say which they are.

        `others` takes the answers of other sorts that come in between; a picture that holds the
        bytes of DLE EOT may have set off some, so the line is heard out first.
        """
        self._wait_for(listener, None, self._waits.poll_s, others)
        answers: list[int] = []
        for kind in (1, 2, 3, 4):
            port.write(bytes([0x10, 0x04, kind]))
            answer = self._wait_for(listener, Sort.REAL_TIME, self._waits.answer_s, others)
            if answer is None:
                silent = Condition.ERROR if listener.raw else Condition.SILENT
                return status_of([silent], listener.raw)
            answers.append(answer.data[0])
        first, second, third, fourth = answers
        return status_of(conditions_of((first, second, third, fourth)), listener.raw)

    def _at_rest(self, listener: Listener, port: Port) -> bool:
        """Return whether the printer has processed all it was ever sent, by an answer in order.

        The maker's name is asked for rather than a fence: the fence of an earlier, uncertain job
        may be answered only now, and must not pass for the one of the next job.
        """
        if self._names is not False and self._named(listener, port):
            return True
        if self._names:
            return False
        port.write(FENCE)
        if self._wait_for(listener, Sort.FENCE, self._waits.answer_s) is None:
            return False
        # Asked again: the first question may have ended in the picture of a dead sender.
        if self._names is None and not self._named(listener, port):
            self._names = self._tags = False
        return True

    def _named(self, listener: Listener, port: Port) -> bool:
        port.write(ASK_MAKER)
        maker = self._wait_for(listener, Sort.TEXT, self._waits.answer_s)
        if maker is None:
            return False
        self._names = True
        if self._tags is None and maker.data != MAKER_WITH_TAGS:
            self._tags = False
        return True

    @staticmethod
    def _drain(listener: Listener, port: Port) -> None:
        """Complete what a dead sender left half sent, so that a later attempt finds it at rest."""
        deadline_s = time.monotonic() + DRAIN_S
        for _ in range(DRAIN_CHUNKS):
            port.write(DRAIN_CHUNK + FENCE)
            came = EscposConversation._wait_for(listener, Sort.FENCE, DRAIN_ANSWER_S)
            if came is not None or time.monotonic() > deadline_s:
                return

    @staticmethod
    def _wait_for(
        listener: Listener, sort: Sort | None, timeout_s: float, others: list[Answer] | None = None
    ) -> Answer | None:
        """Return the next answer of this sort; what else comes goes to `others`."""
        deadline_s = time.monotonic() + timeout_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            answer = listener.next(demultiplex, left_s)
            if answer is None or answer.sort is sort:
                return answer
            if others is not None and answer.sort in (Sort.TAG, Sort.FENCE):
                others.append(answer)
        return None


def _uncertain(tag: str, status: PrinterStatus) -> PrintResult:
    return PrintResult(
        outcome=PrintOutcome.UNCERTAIN,
        evidence=f"after the first byte of {tag}: {in_words(status)}",
        status=status,
    )


def _came_out(outcome: PrintOutcome, evidence: str) -> PrintResult:
    return PrintResult(outcome=outcome, evidence=evidence, status=status_of([], b""))
