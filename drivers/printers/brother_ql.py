"""Talk with a Brother QL printer over USB, and wait until it says that the page is printed.

It must not make labels: a job is bytes that somebody else drew.

Source: Brother, Software Developer's Manual, Raster Command Reference QL-800/810W/820NWB,
section 2 (flow of one page) and "ESC i S". Over the network these printers take jobs and answer
nothing, so there they stay silent and get none: use the way of CUPS.
"""

import time

from drivers.errors import DeviceTimeout
from drivers.printers.brother_ql_status import Kind, QlStatus, decode_status
from drivers.printers.conversation import Listener, Waits, in_words, send_job, status_of
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

#: Invalidate and initialize: whatever a dead sender left half sent is thrown away, then ask.
ASK_STATUS = bytes(400) + b"\x1b@" + b"\x1biS"


class QlConversation:
    """Ask ESC i S before a page; after it only listen, as the manual demands.

    The status "printing completed" is the printer's own word on this page: CONFIRMED.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def status(self, port: Port) -> PrinterStatus:
        """Ask ESC i S; what the printer says by itself meanwhile is passed over."""
        listener = Listener(port)
        listener.forget()
        port.write(ASK_STATUS)
        deadline_s = time.monotonic() + self._waits.answer_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            status = listener.next(decode_status, left_s)
            if status is not None and status.kind is Kind.REPLY:
                return _as_seen(status, listener.raw)
        return status_of([Condition.ERROR if listener.raw else Condition.SILENT], listener.raw)

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status: an earlier page under the head makes it busy."""
        return self.status(port)

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send one page and wait for its end; a fault after the first byte is uncertain."""
        listener = Listener(port)
        listener.forget()
        send_job(port, payload)
        deadline_s = time.monotonic() + self._waits.job_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            status = listener.next(decode_status, left_s)
            if status is None:
                break
            faults = [each for each in status.faults if each is not Condition.BUSY]
            if faults and status.kind is not Kind.NOTIFICATION:
                return _uncertain(tag, status_of(faults, listener.raw))
            if status.kind is Kind.COMPLETED:
                return PrintResult(
                    outcome=PrintOutcome.CONFIRMED,
                    evidence="status: printing completed",
                    status=status_of([], listener.raw),
                )
        raise DeviceTimeout(f"{tag} was not reported as printed within {self._waits.job_s} s")


def _as_seen(status: QlStatus, raw: bytes) -> PrinterStatus:
    found = list(status.faults)
    return status_of(found or [Condition.BUSY] * status.printing, raw)


def _uncertain(tag: str, status: PrinterStatus) -> PrintResult:
    return PrintResult(
        outcome=PrintOutcome.UNCERTAIN,
        evidence=f"after the first byte of {tag}: {in_words(status)}",
        status=status,
    )
