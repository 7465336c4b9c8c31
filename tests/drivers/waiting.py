"""Waits, bounded, for something a device's thread will do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_for(found: Callable[[], Found | None], timeout_s: float = 10.0) -> Found:
    """Return the first true answer of `found`; fails after `timeout_s`."""
    deadline_s = time.monotonic() + timeout_s
    while True:
        answer = found()
        if answer:
            return answer
        if time.monotonic() > deadline_s:
            raise AssertionError(f"not within {timeout_s} s")
        time.sleep(0.005)
