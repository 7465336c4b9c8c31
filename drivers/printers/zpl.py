"""Talk with a ZPL printer, and follow one job to the end of its buffer.

It must not make labels: a job is bytes that somebody else drew.

Current firmware does not answer ~HS at all with the media or ribbon out, the head open or too
hot (ZPL II Programming Guide, "~HS"); so silence is not ready, and ~HQES is asked for the cause.
"""

import time

from drivers.errors import DeviceTimeout
from drivers.printers.conversation import Listener, Waits, in_words, send_job, status_of
from drivers.printers.zpl_status import HostStatus, decode_error_status, decode_host_status
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

HOST_STATUS = b"~HS"
ERROR_STATUS = b"~HQES"

#: A printer moves a format from its buffer to its head in a moment that shows as idle: it must
#: say so twice.
_IDLE_ANSWERS = 2


class ZplConversation:
    """Ask ~HS before a job and after it, until the printer has nothing left to print.

    ZPL has no proof for one job: "no format in the buffer, no label remaining, no fault" is
    evidence for SENT, and never CONFIRMED.
    """

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def status(self, port: Port) -> PrinterStatus:
        """Ask ~HS; when it is silent or names a fault, ask ~HQES for all of its causes."""
        listener = Listener(port)
        host = self._host_status(listener, port)
        if host is not None and not host.faults:
            return status_of([Condition.BUSY] if host.busy else [], listener.raw)
        found = host.faults if host is not None else []
        port.write(ERROR_STATUS)
        found += listener.next(decode_error_status, self._waits.answer_s) or []
        if host is None and status_of(found, b"").ready:
            found.append(Condition.ERROR if listener.raw else Condition.SILENT)
        return status_of(found, listener.raw)

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status: an earlier label still in the printer already makes it busy."""
        return self.status(port)

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send one format and follow it; a fault after the first byte is uncertain."""
        send_job(port, payload)
        deadline_s = time.monotonic() + self._waits.job_s
        idle = 0
        while time.monotonic() < deadline_s:
            host = self._host_status(Listener(port), port)
            if host is None or host.faults:
                status = self.status(port)
                if not status.ready and status.conditions != (Condition.BUSY,):
                    return _uncertain(f"after the first byte of {tag}: {in_words(status)}", status)
                idle = 0
            elif host.busy:
                idle = 0
            else:
                idle += 1
                if idle == _IDLE_ANSWERS:
                    return PrintResult(
                        outcome=PrintOutcome.SENT,
                        evidence="~HS: 0 formats in the buffer, 0 labels remaining, no fault",
                        status=status_of([], b""),
                    )
            time.sleep(self._waits.poll_s)
        raise DeviceTimeout(f"{tag} was still in the printer after {self._waits.job_s} s")

    def _host_status(self, listener: Listener, port: Port) -> HostStatus | None:
        listener.forget()
        port.write(HOST_STATUS)
        return listener.next(decode_host_status, self._waits.answer_s)


def _uncertain(evidence: str, status: PrinterStatus) -> PrintResult:
    return PrintResult(outcome=PrintOutcome.UNCERTAIN, evidence=evidence, status=status)
