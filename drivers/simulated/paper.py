"""The paper path of a simulated label printer: prints one picture at a time, holds on a fault.

It must not know any printer language, nor answer a host: that is the simulators' part.
"""

import threading
import zlib
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import overload

from PIL import Image


class Fault(StrEnum):
    """What the demonstration can break on a printer; the first four are the contract's."""

    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    OFF = "off"
    HALF_JOB = "half-job"
    PAUSED = "paused"
    SILENT = "silent"  # the link is up, nobody answers: a hung box behind a serial server


#: Faults that stop the paper. A silent printer goes on printing what it already has.
STOPS_PAPER = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.PAUSED, Fault.OFF})


class Prints(Sequence[Image.Image]):
    """What came out, first label first, kept packed: a picture takes 1 MB of memory, this 5 KB."""

    def __init__(self) -> None:
        self._packed: list[tuple[tuple[int, int], bytes]] = []

    def add(self, picture: Image.Image) -> None:
        """Keep one more label."""
        self._packed.append((picture.size, zlib.compress(picture.tobytes(), 1)))

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, index: int) -> Image.Image: ...

    @overload
    def __getitem__(self, index: slice) -> list[Image.Image]: ...

    def __getitem__(self, index: int | slice) -> Image.Image | list[Image.Image]:
        if isinstance(index, slice):
            return [_unpacked(*kept) for kept in self._packed[index]]
        return _unpacked(*self._packed[index])


def _unpacked(size: tuple[int, int], packed: bytes) -> Image.Image:
    return Image.frombytes("1", size, zlib.decompress(packed))


class PaperPath:
    """Print pictures one after the other; a label cut short by a fault is printed again, whole.

    That reprint is what printers do by themselves (ZPL ^JZY, Epson after a paper reload).
    `wipe` is the power cut: whoever waits for a label is told it will not come. `on_dry` is called
    in the moment in which the paper ends; it must not call back.
    """

    def __init__(self, *, label_s: float, on_dry: Callable[[], None] = lambda: None) -> None:
        self.label_s = label_s
        self._on_dry = on_dry
        self.labels = Prints()
        self.scraps = 0
        self._fault: Fault | None = None
        self._sheets_left: int | None = None
        self._printing = False
        self._power = 0
        self._changed = threading.Condition()

    @property
    def fault(self) -> Fault | None:
        """Return what is broken now."""
        return self._fault

    @property
    def printing(self) -> bool:
        """Return whether a label is under the head now."""
        return self._printing

    @property
    def power_cycle(self) -> int:
        """Return a number that changes with each power cut."""
        return self._power

    def set_fault(self, fault: Fault | None) -> None:
        """Break or mend the printer; mending puts a full roll in."""
        with self._changed:
            self._fault = fault
            if fault is None:
                self._sheets_left = None
            self._changed.notify_all()

    def run_dry_after(self, sheets: int | None) -> None:
        """Let the paper run out in the middle of the label after this many."""
        with self._changed:
            self._sheets_left = sheets

    def wipe(self) -> None:
        """Forget everything that is not on paper yet, as a power cut does."""
        with self._changed:
            self._power += 1
            if self._printing:
                self.scraps += 1
            self._changed.notify_all()

    def spoil(self) -> None:
        """Count a label that came out in part only."""
        with self._changed:
            self.scraps += 1

    def wait_clear(self, power_cycle: int) -> bool:
        """Wait until nothing stops the paper; False when the power went in between."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._power != power_cycle or self._fault not in STOPS_PAPER
            )
            return self._power == power_cycle

    def print_label(self, picture: Image.Image, power_cycle: int) -> bool:
        """Put one picture on paper, however long that takes; False when the power went."""
        while self.wait_clear(power_cycle):
            with self._changed:
                if self._run(power_cycle):
                    self.labels.add(picture)
                    return True
        return False

    def _run(self, power_cycle: int) -> bool:
        """Move one label under the head (lock held); False when something stopped it."""
        self._printing = True
        dry = self._sheets_left == 0
        stopped = self._changed.wait_for(
            lambda: self._power != power_cycle or self._fault in STOPS_PAPER,
            timeout=self.label_s / 2 if dry else self.label_s,
        )
        self._printing = False
        if dry and not stopped:
            self._fault = Fault.PAPER_OUT
            self._on_dry()
        if stopped or dry:
            self.scraps += self._power == power_cycle
            return False
        if self._sheets_left is not None:
            self._sheets_left -= 1
        return True
