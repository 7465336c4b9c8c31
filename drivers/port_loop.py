"""Keeps one device's port open in a thread of its own: reconnects, and says "lost" and "back" once.

It must not look at the bytes; what is done with an open port is handed in.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from drivers.errors import DriverError
from drivers.transport import Port, open_port

log = logging.getLogger(__name__)

# The first retry is quick (a plug that was knocked), later ones must not fill a network.
BACK_OFF_FIRST_S = 0.5
BACK_OFF_LAST_S = 10.0
# Longer than a slow serial server takes to accept, shorter than a worker's patience.
OPEN_TIMEOUT_S = 3.0


class PortLoop:
    """Opens the URL, calls `serve(port)`, and begins again when that raises a DriverError.

    `serve` calls `alive()` whenever the device proved to be there, and looks at `stopping`.
    `lost` is called at every failure (it is cheap); the log has one line for each change.
    """

    def __init__(
        self,
        *,
        device: str,
        url: str,
        serve: Callable[[Port], None],
        lost: Callable[[], None],
        back_off_first_s: float = BACK_OFF_FIRST_S,
    ) -> None:
        self.stopping = threading.Event()
        self._device = device
        self._url = url
        self._serve = serve
        self._lost = lost
        self._first_s = back_off_first_s
        self._back_off_s = back_off_first_s
        self._said_lost: bool | None = None  # None: nothing was said yet
        self._thread = threading.Thread(target=self._run, name=f"device {device}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = OPEN_TIMEOUT_S + 1.0) -> None:
        """Ask the loop to end and wait for it; waiting and backing off are interrupted."""
        self.stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def alive(self) -> None:
        """Note that the device answered."""
        self._back_off_s = self._first_s
        if self._said_lost is not False:
            log.info("%s: %s at %s", self._device, _back(self._said_lost), self._url)
            self._said_lost = False

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._once()
            except DriverError as problem:
                self._note_lost(problem)
            except Exception:
                # The top of a device loop: a bug is said in full, and the device opened again.
                log.exception("%s: the device loop failed; opening again", self._device)
                self._note_lost(None)
            self.stopping.wait(self._back_off_s)
            self._back_off_s = min(BACK_OFF_LAST_S, self._back_off_s * 2)

    def _once(self) -> None:
        started_s = time.monotonic()
        port = open_port(self._url, timeout_s=OPEN_TIMEOUT_S)
        log.debug("%s: opened in %.3f s", self._device, time.monotonic() - started_s)
        try:
            self._serve(port)
        finally:
            port.close()

    def _note_lost(self, problem: DriverError | None) -> None:
        if self._said_lost is not True:
            self._said_lost = True
            if problem is not None:
                log.warning("%s: lost: %s", self._device, problem)
        self._lost()


def _back(said_lost: bool | None) -> str:
    return "back" if said_lost else "online"
