"""Notices that something was plugged in or pulled out, and tells the screens.

Must not open a device nor change the configuration: sessions heal by themselves.
"""

from __future__ import annotations

import logging
from pathlib import Path

from drivers.discovery import nodes
from station.feed import Feed
from station.workers import Regularly

log = logging.getLogger(__name__)

EVERY_S = 2.0
"""How often the names in /dev are listed: a person looks up after plugging in, not sooner."""


class Plugging:
    """Lists /dev every two seconds in a thread of its own."""

    def __init__(self, feed: Feed, *, root: Path = Path("/"), every_s: float = EVERY_S) -> None:
        self._feed, self._root = feed, root
        self._before: frozenset[str] = frozenset()
        self._every_s = every_s
        self._looks = Regularly("plugging", look=self._look, every_s=every_s)

    def start(self) -> None:
        """Start to look; what is there now is no news."""
        self._before = nodes(self._root)
        self._looks.start()

    def stop(self) -> None:
        """Stop and wait for the thread."""
        self._looks.stop(self._every_s + 1.0)

    def _look(self) -> None:
        before, self._before = self._before, nodes(self._root)
        if self._before != before:
            self._say(sorted(self._before - before), sorted(before - self._before))

    def _say(self, appeared: list[str], gone: list[str]) -> None:
        log.info("plugged in: %s; pulled out: %s", appeared or "nothing", gone or "nothing")
        self._feed.publish("devices", "plugged", {"appeared": appeared, "gone": gone})
