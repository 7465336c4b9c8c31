"""One board for all who watch it: what it shows is found once, however many tablets are open.

Must not decide what a board shows; whoever asks brings the function that draws it up.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_BOARDS = 16
"""Boards kept: the rounds of a large day; what is looked at again is drawn up again."""
MAX_NEWS = 512
"""News whose rounds are kept: far more than all streams can be behind."""
FRESH_S = 5.0
"""A board counts minutes to departure too, so it is drawn up anew even when nothing happens."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    text: str
    after: int
    at_s: float


class SharedBoards:
    """The boards that were drawn up last, as JSON text, by round; and which news is theirs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: dict[str, _Drawn] = {}
        self._theirs: dict[tuple[str, int], bool] = {}

    def concerns(self, id: str, message: int, ask: Callable[[], bool]) -> bool:
        """Tell whether a message of the feed is a round's; who comes first asks for all."""
        with self._lock:
            known = self._theirs.get((id, message))
            if known is None:
                known = self._theirs[id, message] = ask()
                if len(self._theirs) > MAX_NEWS:
                    del self._theirs[next(iter(self._theirs))]
            return known

    def text(
        self, id: str, *, newest: int, last_id: Callable[[], int], draw: Callable[[], Any]
    ) -> str:
        """Return a round's board that knows of message `newest`, drawing it up where needed.

        `last_id` tells the number of the feed's last message; who comes first draws for all.
        """
        with self._lock:
            known = self._drawn.get(id)
            if known and known.after >= newest and time.monotonic() - known.at_s < FRESH_S:
                return known.text
            after = last_id()
            text = json.dumps(draw(), separators=(",", ":"))
            self._drawn.pop(id, None)
            self._drawn[id] = _Drawn(text, after, time.monotonic())
            if len(self._drawn) > MAX_BOARDS:
                del self._drawn[next(iter(self._drawn))]
            return text
