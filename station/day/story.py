"""Tells what happens in a played day, line by line in French, and keeps every expectation.

Must not decide what is expected: the scenes do; nothing that failed is ever forgotten here.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One expectation that did not hold: what was expected, and what came."""

    expected: str
    came: str


@dataclass(slots=True, kw_only=True)
class Story:
    """The narrator; `out` is None when nobody listens (the JSON form), failures go to `err`."""

    out: TextIO | None
    err: TextIO = field(default_factory=lambda: sys.stderr)
    started_s: float = field(default_factory=time.monotonic)
    held: int = 0
    failures: list[Failure] = field(default_factory=list)

    def scene(self, title: str) -> None:
        """Begin a part of the day."""
        self._write(f"\n{self._clock()}  {title}")

    def tell(self, sentence: str) -> None:
        """Say what happened."""
        self._write(f"         {sentence}")

    def expect(self, held: bool, expected: str, came: object = "") -> bool:
        """Check one expectation; say it when it held, keep and shout it when it did not."""
        if held:
            self.held += 1
            self._write(f"       ✓ {expected}")
        else:
            self.failures.append(Failure(expected=expected, came=str(came)))
            self._shout(f"       ✗ {expected} — reçu : {came}")
        return held

    def quietly(self, held: bool, expected: str, came: object = "") -> bool:
        """Check one of many alike: only a failure is said."""
        if held:
            self.held += 1
            return True
        return self.expect(False, expected, came)

    @property
    def seconds(self) -> int:
        """Whole seconds since the day began, rounded up."""
        return int(time.monotonic() - self.started_s) + 1

    def _clock(self) -> str:
        passed_s = int(time.monotonic() - self.started_s)
        return f"{passed_s // 60:02d}:{passed_s % 60:02d}"

    def _write(self, line: str) -> None:
        if self.out is not None:
            print(line, file=self.out, flush=True)

    def _shout(self, line: str) -> None:
        print(line, file=self.out or self.err, flush=True)


def kilograms(grams: int) -> str:
    """Write integer grams as French kilograms to the gram: 12 340 g is « 12,340 kg »."""
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000},{abs(grams) % 1000:03d} kg"
