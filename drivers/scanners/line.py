"""Splits what a serial scanner sends into codes: CR, LF or CR LF ends one, else 50 ms of silence.

It opens no port and changes no byte of a code: an AIM identifier, GS and a code sent twice stay.

    5D 43 31 30 30 33 39 35 32 31 ... 0D        "]C100395212340000004128\\r"
    |------| |------------------|    |
    AIM id   the code                suffix as set on the scanner (CR, LF, CR LF or none)

Source: behaviour of CDC-ACM scanners as their makers document it (Zebra "CDC host", Honeywell
TRMUSB130, Datalogic USB-COM); the suffix is a setting of the scanner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.errors import BadFrame
from drivers.readings import Scan

# The longest symbol a crate can carry is a DataMatrix of 2335 characters.
MAX_LINE_BYTES = 4096
# Without a suffix, a pause this long ends a code (a scanner sends a code in one burst).
IDLE_S = 0.05
# With a suffix, a code that stays unfinished this long was cut off: its rest must not be glued
# to the next one. Slow radio bridges pause for less.
UNFINISHED_S = 2.0

_END = re.compile(rb"[\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stood at the start of a buffer: 0 used = need more; no scan = an empty line."""

    used: int
    scan: Scan | None = None


def decode(buffer: bytes) -> Line:
    """Take the first finished line. Raises BadFrame for one that is too long."""
    match = _END.search(buffer, 0, MAX_LINE_BYTES + 1)
    if match is None:
        if len(buffer) > MAX_LINE_BYTES:
            raise BadFrame(
                f"scanner: no line end within {MAX_LINE_BYTES} bytes, which begin {buffer[:40]!r}; "
                "set the scanner's suffix to CR",
                used=len(buffer),
            )
        return Line(used=0)
    data = buffer[: match.start()]
    return Line(used=match.end(), scan=make_scan(data, buffer[: match.end()]) if data else None)


def make_scan(data: bytes, raw: bytes) -> Scan:
    """Return the scan of a code's bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return Scan(data=data, text=text, raw=raw)


class LineSplitter:
    """Collects the bytes of one connection.

    Once a line end was seen, silence no longer ends a code: this scanner has a suffix, and a
    pause inside a code is a slow line.
    """

    def __init__(self, *, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._buffer = b""
        self._has_suffix = False
        self._skipping = False
        self._since_s = 0.0

    def feed(self, data: bytes, now_s: float) -> list[Scan]:
        """Return the codes that these bytes finish.

        Raises BadFrame for a line that is too long; it is dropped up to its end.
        """
        if not data:
            return []
        self._since_s = now_s
        self._buffer += self._after_skipping(data)
        scans: list[Scan] = []
        while self._buffer:
            try:
                line = decode(self._buffer)
            except BadFrame:
                if scans:
                    break  # said at the next call; these codes must not be lost with it
                self._buffer, self._skipping = b"", True
                raise
            if line.used == 0:
                break
            self._has_suffix = True
            self._buffer = self._buffer[line.used :]
            if line.scan is not None:
                scans.append(line.scan)
        return scans

    def idle(self, now_s: float) -> Scan | None:
        """Return the code that silence ends. Raises BadFrame after dropping a cut-off one."""
        patience_s = UNFINISHED_S if self._has_suffix else self._idle_s
        if now_s - self._since_s < patience_s:
            return None
        self._skipping = False
        if not self._buffer:
            return None
        data, self._buffer = self._buffer, b""
        if self._has_suffix or len(data) > MAX_LINE_BYTES:
            raise BadFrame(f"scanner: a code was cut off: {data[:40]!r}", used=len(data))
        return make_scan(data, data)

    def _after_skipping(self, data: bytes) -> bytes:
        """Return what follows the end of a line that was too long."""
        if not self._skipping:
            return data
        match = _END.search(data)
        if match is None:
            return b""
        self._skipping = False
        return data[match.end() :]
