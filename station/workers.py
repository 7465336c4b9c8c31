"""Threads that outlive their bugs: one that takes steps, one that looks from time to time.

Must not know what is done in them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class OneByOne:
    """Settles what a crash left in the middle, then takes one step after another until stopped.

    `step` returns how many seconds to wait for the next one; `wake` cuts that short. After a bug,
    what was under way is as uncertain as after a restart: it is settled again.
    """

    def __init__(
        self,
        name: str,
        *,
        settle: Callable[[], None],
        step: Callable[[], float],
        after_bug_s: float,
    ) -> None:
        self._settle, self._step, self._after_bug_s = settle, step, after_bug_s
        self._work, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Stop after the step under way, or leave it alone after `timeout_s`."""
        self._stop.set()
        self._work.set()
        if self._thread.is_alive():  # one that was never started is stopped all the same
            self._thread.join(timeout_s)

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._work.set()

    def _run(self) -> None:
        settled = False
        while not self._stop.is_set():
            try:
                if not settled:
                    self._settle()
                settled, wait_s = True, self._step()
            except Exception:
                log.exception("%s met a bug and goes on", self._thread.name)
                settled, wait_s = False, self._after_bug_s
            self._work.wait(wait_s)
            self._work.clear()


class Regularly:
    """Calls `look` every `every_s` seconds until stopped, whatever the last one met."""

    def __init__(self, name: str, *, look: Callable[[], None], every_s: float) -> None:
        self._look, self._every_s = look, every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; the first look is `every_s` from now."""
        self._thread.start()

    def stop(self, timeout_s: float | None = None) -> None:
        """Look no more; the one under way is finished first, waited for at most `timeout_s`."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                self._look()
            except Exception:
                log.exception("%s met a bug; the next look tries again", self._thread.name)
