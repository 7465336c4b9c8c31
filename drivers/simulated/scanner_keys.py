"""Simulates a keyboard scanner on a named pipe that stands for /dev/input/event0.

It types as a USB scanner does: press and release of each key with Shift and AltGr around it, a
report after every change, Enter at the end. It has no memory of what nobody read.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path

from drivers.scanners.key_layouts import LAYOUTS

# <linux/input-event-codes.h>
EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
MSC_SCAN = 4
LEFT_SHIFT, RIGHT_ALT, LEFT_CTRL, RIGHT_BRACE, ENTER = 42, 100, 29, 27, 28
ENTER_ALONE = "\r"


def event(kind: int, code: int, value: int) -> bytes:
    """Return one struct input_event at time 0."""
    return struct.pack("@llHHi", 0, 0, kind, code, value)


def press(code: int, *, held: tuple[int, ...] = ()) -> bytes:
    """Return the events of one key with modifiers held around it, as the kernel reports them."""
    changes = [*((key, 1) for key in held), (code, 1), (code, 0)]
    changes += [(key, 0) for key in reversed(held)]
    return b"".join(
        event(EV_MSC, MSC_SCAN, 0x70000 + key) + event(EV_KEY, key, value) + event(EV_SYN, 0, 0)
        for key, value in changes
    )


def typed(text: str, layout: str = "us") -> bytes:
    """Return the events of a scanner that is set to a layout; GS is Ctrl+]."""
    return b"".join(_char(char, layout) for char in text)


def _char(char: str, layout: str) -> bytes:
    if char == ENTER_ALONE:
        return press(ENTER)
    if char == "\x1d":
        return press(RIGHT_BRACE, held=(LEFT_CTRL,))
    table = LAYOUTS[layout]
    levels = ((table.plain, ()), (table.shifted, (LEFT_SHIFT,)), (table.altgr, (RIGHT_ALT,)))
    for level, held in levels:
        for code, found in level.items():
            if found == char:
                return press(code, held=held)
    raise ValueError(f"layout {layout!r} has no key for {char!r}")


class SimulatedKeyScanner:
    """A keyboard scanner at `evdev://{path}`; the pipe is removed when it is closed."""

    def __init__(self, path: Path, *, layout: str = "us", suffix: str = ENTER_ALONE) -> None:
        self._path, self._layout, self._suffix = path, layout, suffix
        self._last: str | None = None
        os.mkfifo(path)
        # Both ends are held open: a device node does not hang up when nobody writes.
        self._fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    @property
    def url(self) -> str:
        return f"evdev://{self._path}"

    def scan(self, text: str) -> None:
        """Type a code and the suffix."""
        self.send(typed(text + self._suffix, self._layout))
        self._last = text

    def send(self, events: bytes) -> None:
        """Send events as they are; raises BlockingIOError when 64 kB wait unread."""
        for piece in _pieces(events):
            os.write(self._fd, piece)

    def set(self, **changes: object) -> None:
        text = changes.pop("scan", None)
        if changes:
            raise ValueError(f"unknown {sorted(changes)}; a scanner knows scan")
        if text is not None:
            self.scan(str(text))

    def state(self) -> dict[str, object]:
        return {"scan": self._last}

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()


def _pieces(events: bytes) -> Iterator[bytes]:
    """Cut at whole events, within what a pipe takes at once."""
    size = struct.calcsize("@llHHi") * 100
    for start in range(0, len(events), size):
        yield events[start : start + size]
