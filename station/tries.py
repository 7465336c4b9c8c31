"""Counts wrong tries and says how long to wait: guessing gets slow, colleagues are not locked out.

Kept in memory only. Must not know what was tried.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from station.errors import HangarError

MAX_COUNTED = 1_000
"""Keys whose wrong tries are remembered; the oldest are forgotten first."""
FORGET_S = 900.0
"""A key that was quiet for a quarter of an hour begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a key is slowed: tries that are free, then 2, 4, 8 … seconds, at most `most_s`."""

    free: int
    most_s: float


class TooManyTries(HangarError):
    """Wrong tries came too fast; `wait_s` says how long to wait."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"expected a pause after wrong tries: wait {wait_s:.0f} s")


class Tries:
    """Wrong tries by key."""

    def __init__(self, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def pause(self, key: str, pace: Pace) -> None:
        """Raise `TooManyTries` while this key has to wait."""
        tries, last_s = self._wrong.get(key, (0, 0.0))
        over = tries - pace.free + 1
        if over < 1:
            return
        left_s = last_s + min(pace.most_s, 2.0 ** min(over, 10)) - self._now_s()
        if left_s > 0:
            raise TooManyTries(left_s)

    def wrong(self, key: str) -> None:
        """Count a wrong try."""
        with self._lock:
            tries, last_s = self._wrong.pop(key, (0, 0.0))
            now_s = self._now_s()
            if now_s - last_s > FORGET_S:
                tries = 0
            while len(self._wrong) >= MAX_COUNTED:
                self._wrong.pop(next(iter(self._wrong)))
            self._wrong[key] = (tries + 1, now_s)

    def count(self, key: str) -> int:
        """Return how many wrong tries a key has had lately."""
        tries, last_s = self._wrong.get(key, (0, 0.0))
        return tries if self._now_s() - last_s <= FORGET_S else 0

    def good(self, key: str) -> None:
        """Forget a key's wrong tries."""
        with self._lock:
            self._wrong.pop(key, None)
