"""Hand a label to a CUPS queue, and say no more than CUPS knows.

It must not claim that a label is out: "completed" in CUPS means that bytes left this machine.

Source: the manual pages lp(1) and lpstat(1).
"""

import re

from drivers.printers.conversation import Listener, Waits, in_words, status_of
from drivers.readings import Condition, PrinterStatus, PrintOutcome, PrintResult
from drivers.transport import Port

_STATE = re.compile(rb"printer \S+ (is idle|now printing|disabled)", re.IGNORECASE)
_CAUSES = (
    (re.compile(rb"media-empty|out of paper|no paper", re.IGNORECASE), Condition.PAPER_OUT),
    (re.compile(rb"cover-open|door-open", re.IGNORECASE), Condition.COVER_OPEN),
    (re.compile(rb"unable to connect|not responding|offline", re.IGNORECASE), Condition.SILENT),
)
_WORDS = {
    b"is idle": None,
    b"now printing": Condition.BUSY,
    b"disabled": Condition.PAUSED,
}


def conditions_in(report: bytes) -> list[Condition]:
    """Return what the words of `lpstat -p QUEUE` say.

        printer bureau is idle.  enabled since Tue 24 Nov 2026 06:41:07
        printer bureau now printing bureau-12.  enabled since …
        printer bureau disabled since Tue 24 Nov 2026 06:41:07 -
            Paused

    No such line is SILENT; a cause that CUPS names below the line is added.
    """
    found = _STATE.search(report)
    if found is None:
        return [Condition.ERROR if report else Condition.SILENT]
    state = _WORDS[found[1].lower()]
    causes = [condition for words, condition in _CAUSES if words.search(report)]
    return causes + ([state] if state is not None else [])


class CupsConversation:
    """Ask lpstat before a job, and hand it to lp: SENT at best, never CONFIRMED."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def status(self, port: Port) -> PrinterStatus:
        """Ask `lpstat -p`."""
        listener = Listener(port)
        listener.forget()
        report = listener.next(_whole, self._waits.answer_s) or b""
        return status_of(conditions_in(report), report)

    def prepare(self, port: Port) -> PrinterStatus:
        """Return the status: one label at a time, so a queue that prints is busy."""
        return self.status(port)

    def print_job(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Give one label to `lp`; a queue that stopped meanwhile leaves it uncertain."""
        port.write(payload)
        status = self.status(port)
        if not status.ready and status.conditions != (Condition.BUSY,):
            return PrintResult(
                outcome=PrintOutcome.UNCERTAIN,
                evidence=f"CUPS took {tag}, then: {in_words(status)}",
                status=status,
            )
        return PrintResult(
            outcome=PrintOutcome.SENT,
            evidence="lp: CUPS took the label; nobody says whether it is on paper",
            status=status_of([], status.raw),
        )


def _whole(buffer: bytes) -> tuple[int, bytes | None]:
    return len(buffer), buffer or None
