"""Works the simulated devices of a demonstration: the scale's load, the wired scanner, the paper.

Must see devices only as people do: what a post shows, what a scanner reads, what came out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from station.day.calls import Answer, CallFailed, Calls

DEVICE_WAIT_S = 30.0
"""Longest wait for a device to show what was done to it, a restart of the server included."""
LOOK_S = 0.04
"""Pause between two looks at a post; a scale answers every 100 to 200 ms."""
AIMS = {"GS1-128": "]C1", "GS1 DataMatrix": "]d2"}
"""What a scanner says before the data of each of our symbols."""
CRATE_IN_SYMBOL = re.compile(r"00(\d{18})")
"""How a crate's symbol begins: application identifier 00 and the SSCC."""


class NothingSeen(Exception):
    """A device or screen did not show in time what it had to show."""


def seen(look: Callable[[], Any], what: str, wait_s: float = DEVICE_WAIT_S) -> Any:
    """Look until there is something true to see and return it; raise `NothingSeen`."""
    until_s = time.monotonic() + wait_s
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until_s:
            raise NothingSeen(f"expected within {wait_s:.0f} s: {what}; last seen: {found!r}")
        time.sleep(LOOK_S)


@dataclass(slots=True, kw_only=True)
class Scale:
    """A post's scale: loads are put on it, and its receipts read at the post."""

    calls: Calls
    post: str
    device: str

    def set(self, **changes: object) -> None:
        """Do something to the simulated scale."""
        self.calls.post(f"/demo/devices/{self.device}", dict(changes), "worker")

    def shown(self) -> Answer:
        """Return what the post shows of its scale."""
        weighing: Answer = self.calls.get(f"/api/v1/posts/{self.post}", "worker")["weighing"]
        return weighing

    def weigh(self, gross_g: int) -> str:
        """Put a load on and return the receipt that opens for it."""
        self.set(load_g=gross_g)
        return self.receipt(gross_g)

    def receipt(self, gross_g: int) -> str:
        """Wait for the receipt of exactly this load."""

        def look() -> str | None:
            receipt = self.shown()["receipt"]
            return receipt["id"] if receipt and receipt["gross_g"] == gross_g else None

        return str(seen(look, f"a receipt of {gross_g} g at {self.post}"))

    def clear(self) -> None:
        """Take the load off and wait until the scale shows zero."""
        self.set(load_g=0)
        seen(lambda: self.shown()["grams"] == 0, f"zero at {self.post}")

    def until(self, why_not: str) -> None:
        """Wait until the post shows no receipt, for this reason."""

        def look() -> bool:
            shown = self.shown()
            return shown["receipt"] is None and shown["why_not"] == why_not

        seen(look, f"no receipt at {self.post} for {why_not}")


@dataclass(slots=True, kw_only=True)
class Scanner:
    """A post's wired scanner: its verdicts are read at the post, as a worker does."""

    calls: Calls
    post: str
    device: str
    scans: int = 0

    def scan(self, text: str) -> Answer:
        """Let the scanner read a code; return the verdict that the post then shows."""
        before = self._last()
        # A scan on a cable that the station has not opened yet is lost: no beep, so scan again.
        seen(lambda: self._beamed(text), f"{self.device} connected")
        self.scans += 1

        def look() -> Answer | None:
            last = self._last()
            mine = last is not None and last.get("reader") == self.device
            fresh = before is None or (last or {}).get("command_id") != before["command_id"]
            return last if mine and fresh else None

        verdict: Answer = seen(look, f"a verdict at {self.post} for {text!r}")
        return verdict

    def _beamed(self, text: str) -> bool:
        sent = self.calls.post(f"/demo/devices/{self.device}", {"scan": text}, "worker")
        return bool(sent["delivered"])

    def _last(self) -> Answer | None:
        last: Answer | None = self.calls.get(f"/api/v1/posts/{self.post}", "worker")["last"]
        return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One label on paper: printer, number, and each symbol's text by symbology."""

    printer: str
    n: int
    symbols: dict[str, str]

    @property
    def sscc(self) -> str | None:
        """The crate that its symbols name; None when none does, or when they differ."""
        named = {
            match[1] for text in self.symbols.values() if (match := CRATE_IN_SYMBOL.match(text))
        }
        return named.pop() if len(named) == 1 else None


@dataclass(slots=True, kw_only=True)
class Paper:
    """What came out of the printers, with its symbols decoded by the bench."""

    calls: Calls
    printers: list[str]
    seen: dict[tuple[str, int], Printed] = field(default_factory=dict)

    def read(self) -> list[Printed]:
        """Look at all paper that came out until now; what was seen once stays seen."""
        for printer in self.printers:
            for label in self._of(printer):
                self.seen[printer, label.n] = label
        return self.labels

    @property
    def labels(self) -> list[Printed]:
        """All labels that were seen, in the order in which they came out."""
        return [self.seen[key] for key in sorted(self.seen.copy())]

    def _of(self, printer: str) -> list[Printed]:
        def look() -> Answer | None:
            try:
                found: Answer = self.calls.get(f"/demo/devices/{printer}/labels")
            except CallFailed as error:
                if error.status == 502:  # Many new labels: the bench still decodes.
                    return None
                raise
            return found

        return [
            Printed(
                printer=printer,
                n=item["n"],
                symbols={symbol["symbology"]: symbol["text"] for symbol in item["symbols"]},
            )
            for item in seen(look, f"the paper of {printer}")["items"]
        ]

    def of(self, sscc: str) -> list[Printed]:
        """Return the labels of one crate among what was last read."""
        return [label for label in self.labels if label.sscc == sscc]

    def wait_for(self, ssccs: Iterable[str], wait_s: float = DEVICE_WAIT_S) -> bool:
        """Wait until each of these crates has a label on paper; False when one has none."""
        wanted = set(ssccs)
        try:
            seen(lambda: wanted <= {label.sscc for label in self.read()}, "labels", wait_s)
        except NothingSeen:
            return False
        return True

    def scan_text(self, sscc: str, symbology: str) -> str:
        """Return what a scanner sends when it reads this symbol of the crate's newest label."""
        if not self.of(sscc):
            self.wait_for([sscc])
        newest = self.of(sscc)[-1]
        return AIMS[symbology] + newest.symbols[symbology]
