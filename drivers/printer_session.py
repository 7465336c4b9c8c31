"""Deliver one job to a printer and say honestly how far it came.

It must not send anything twice, queue anything, or know what is on a label: the spool does.
"""

import logging
import threading
from collections.abc import Callable
from typing import cast

from drivers import registry
from drivers.errors import DeviceTimeout, DriverError
from drivers.printers.conversation import Conversation, Waits, in_words, status_of
from drivers.readings import (
    Condition,
    DeviceSettings,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
)
from drivers.transport import Port, open_port

log = logging.getLogger(__name__)


class PrinterSession:
    """One printer. The port is opened for each question or job and always closed after it.

    Printers serve one client at a time and drop idle ones, so nothing is kept open. Threads may
    share a session: while a job is under way `status` answers BUSY at once.
    """

    def __init__(self, settings: DeviceSettings, *, waits: Waits | None = None) -> None:
        entry = registry.find("printer", settings.protocol)
        self.settings = settings
        self._waits = waits or Waits()
        self._conversation = cast(Conversation, entry.build(self._waits))
        self._one_at_a_time = threading.Lock()
        self._said: tuple[Condition, ...] = ()

    def status(self) -> PrinterStatus:
        """Ask the printer what a person would see; never raises, never guesses."""
        if not self._one_at_a_time.acquire(blocking=False):
            return status_of([Condition.BUSY], b"")
        try:
            port, status = self._ready_port(lambda port: self._conversation.status(port))
            if port is not None:
                port.close()
            return status
        finally:
            self._one_at_a_time.release()

    def deliver(
        self, payload: bytes, *, tag: str, before_first_byte: Callable[[], None]
    ) -> PrintResult:
        """Print one label, at most once.

        `before_first_byte` is called when the printer is ready and nothing was sent; what it
        raises goes to the caller. NOT_SENT: no byte of the job left. UNCERTAIN: bytes left and
        nobody knows what is on paper. SENT and CONFIRMED: see the evidence.
        """
        with self._one_at_a_time:
            port, status = self._ready_port(lambda port: self._conversation.prepare(port))
            if port is None:
                return PrintResult(
                    outcome=PrintOutcome.NOT_SENT,
                    evidence=f"{self.settings.id} was not ready: {in_words(status)}",
                    status=status,
                )
            try:
                before_first_byte()
                return self._after_first_byte(port, payload, tag)
            finally:
                port.close()

    def _after_first_byte(self, port: Port, payload: bytes, tag: str) -> PrintResult:
        """Send; whatever goes wrong from here on, bytes may be in the printer."""
        try:
            return self._conversation.print_job(port, payload, tag)
        except DriverError as error:
            log.warning("%s: job %s is uncertain: %s", self.settings.id, tag, error)
            return _uncertain(error)
        except Exception as error:
            log.exception("%s: job %s is uncertain after a bug", self.settings.id, tag)
            return _uncertain(error)

    def _ready_port(
        self, ask: Callable[[Port], PrinterStatus]
    ) -> tuple[Port | None, PrinterStatus]:
        """Return the status, and the port, still open, when the printer is ready."""
        try:
            port = open_port(self.settings.url, timeout_s=self._waits.connect_s)
        except DriverError as error:
            return None, self._say_once(self._without_answer(error, Condition.UNREACHABLE))
        ready = False
        try:
            status = ask(port)
            ready = status.ready
        except DeviceTimeout as error:
            status = self._without_answer(error, Condition.SILENT)
        except DriverError as error:
            status = self._without_answer(error, Condition.UNREACHABLE)
        finally:
            if not ready:
                port.close()
        return port if ready else None, self._say_once(status)

    def _without_answer(self, error: DriverError, condition: Condition) -> PrinterStatus:
        log.debug("%s: %s", self.settings.id, error)
        return status_of([condition], b"")

    def _say_once(self, status: PrinterStatus) -> PrinterStatus:
        """Log a change of state once, lost with its reason and back; hand the status on."""
        conditions = () if status.ready else status.conditions
        if conditions != self._said and Condition.BUSY not in conditions:
            self._said = conditions
            if conditions:
                log.warning("%s: lost: %s", self.settings.id, in_words(status))
            else:
                log.info("%s: back", self.settings.id)
        return status


def _uncertain(error: Exception) -> PrintResult:
    return PrintResult(
        outcome=PrintOutcome.UNCERTAIN,
        evidence=f"bytes were sent, then: {error or type(error).__name__}",
        status=None,
    )
