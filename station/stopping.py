"""Waits for the wish to stop: SIGTERM and SIGINT, however many of them come at once.

Must not stop anything itself. A handler runs in the middle of whatever the main thread does,
another handler included; so it only puts into a `SimpleQueue`, which is made for that. (`Event.set`
is not: two signals at once hold its lock against each other for ever.)
"""

from __future__ import annotations

import signal
from queue import Empty, SimpleQueue


class StopSignals:
    """Takes SIGTERM and SIGINT for this process; made in the main thread, before any wait."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[int] = SimpleQueue()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _: self._asked.put(number))

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until somebody asks to stop; False when the time is over first."""
        try:
            self._asked.get(timeout=timeout_s)
        except Empty:
            return False
        return True
