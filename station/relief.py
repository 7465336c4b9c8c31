"""Tells when the labels that wait for a printer should come out of another one.

Must not move, print or ask anything: the print worker and the ledger do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from station.domain.desk import PostFacts
from station.domain.model import Label

RELIEVE_AFTER_S = 30.0
"""A roll is changed or a cover closed in less; after that a worker stands and waits."""


class Outage:
    """How long a printer has been unable to take a label."""

    def __init__(
        self, *, lasting_s: float = RELIEVE_AFTER_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lasting_s, self._clock = lasting_s, clock
        self._since_s: float | None = None

    def note(self, *, online: bool) -> None:
        """Note whether the printer could take a label now; a busy one is online."""
        if online:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = self._clock()

    @property
    def lasting(self) -> bool:
        """True when the printer has been down for so long that others should print for it."""
        return self._since_s is not None and self._clock() - self._since_s >= self._lasting_s


def reliefs(
    waiting: Iterable[Label], posts: Mapping[str, PostFacts], states: Mapping[str, str]
) -> set[str]:
    """Return the printers that take over; empty unless every one of them is online.

    A label goes to its post's other printer: the fallback, or home again from there.
    """
    homes = ((posts.get(label.post), label.printer) for label in waiting)
    others = {post.other_printer(printer) for post, printer in homes if post is not None} - {""}
    return others if all(states.get(each) == "online" for each in others) else set()
