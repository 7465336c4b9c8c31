r"""Writes and reads recordings of what a device sent, one JSON object a line.

It opens no device and understands no byte.

    {"hangar_recording": 1, "url": "serial:///dev/ttyUSB0"}
    {"t_ms": 0, "settings": "9600 7E1"}
    {"t_ms": 0, "sent": "570d", "text": "W\\r"}
    {"t_ms": 84, "received": "0231322e3334300d", "text": "\\x0212.340\\r"}

`t_ms` counts from the start; `sent` and `received` are hexadecimal, and the truth; `text` is for
the eye and may be wrong. `settings` hold from there on. An
editor may cut or shorten a recording.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from drivers.errors import DriverError

VERSION = 1
# Some hours of a continuous scale; a recording is meant to be sent by mail.
MAX_BYTES = 4_000_000


class BadRecording(DriverError):
    """A file that is no recording, with the line at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What came in one read, when, and at which serial settings ("" where there are none)."""

    t_ms: int
    data: bytes
    settings: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a device sent; what was sent to it is left out."""

    url: str
    pieces: tuple[Piece, ...]


class Recorder:
    """Writes one recording; a full one is closed and says so by `full`."""

    def __init__(
        self, path: Path, *, url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8")
        self._clock = clock
        self._start_s = clock()
        self._written = 0
        self._line({"hangar_recording": VERSION, "url": url})

    @property
    def full(self) -> bool:
        return self._written > MAX_BYTES

    def settings(self, settings: str) -> None:
        """Note the serial settings that everything after this was heard at."""
        self._line({"t_ms": self._now_ms(), "settings": settings})

    def received(self, data: bytes) -> None:
        self._piece("received", data)

    def sent(self, data: bytes) -> None:
        self._piece("sent", data)

    def close(self) -> None:
        self._file.close()

    def _piece(self, direction: str, data: bytes) -> None:
        if data and not self.full:
            self._line({"t_ms": self._now_ms(), direction: data.hex(), "text": shown(data)})

    def _now_ms(self) -> int:
        return round((self._clock() - self._start_s) * 1000)

    def _line(self, values: dict[str, object]) -> None:
        text = json.dumps(values) + "\n"
        self._written += len(text)
        self._file.write(text)
        self._file.flush()  # a cable pulled in anger must not cost the recording


def shown(data: bytes) -> str:
    """Return bytes for the eye, as in b"..." of Python."""
    return repr(data)[2:-1]


def read_recording(path: Path) -> Recording:
    """Read a recording; raises BadRecording naming the line."""
    try:
        if path.stat().st_size > 2 * MAX_BYTES:
            raise BadRecording(f"{path}: expected at most {2 * MAX_BYTES} bytes")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadRecording(f"{path}: {problem}") from problem
    head = _object(path, 1, lines[0] if lines else "")
    if head.get("hangar_recording") != VERSION:
        raise BadRecording(f'{path}: line 1: expected {{"hangar_recording": {VERSION}, ...}}')
    return Recording(url=str(head.get("url", "")), pieces=tuple(_pieces(path, lines[1:])))


def _pieces(path: Path, lines: list[str]) -> Iterator[Piece]:
    settings, before_ms = "", 0
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        values = _object(path, number, line)
        settings = str(values.get("settings", settings))
        if "received" in values:
            piece = _piece(path, number, values, settings)
            if piece.t_ms < before_ms:
                raise BadRecording(f"{path}: line {number}: t_ms goes back to {piece.t_ms}")
            before_ms = piece.t_ms
            yield piece


def _piece(path: Path, number: int, values: dict[str, object], settings: str) -> Piece:
    t_ms, received = values.get("t_ms"), values["received"]
    try:
        if type(t_ms) is not int or t_ms < 0 or not isinstance(received, str):
            raise ValueError("expected t_ms, a whole number, and received, hexadecimal digits")
        return Piece(t_ms=t_ms, data=bytes.fromhex(received), settings=settings)
    except ValueError as problem:
        raise BadRecording(f"{path}: line {number}: {problem}") from problem


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        values = json.loads(line)
    except ValueError as problem:
        raise BadRecording(f"{path}: line {number}: no JSON: {line[:60]!r}") from problem
    if not isinstance(values, dict):
        raise BadRecording(f"{path}: line {number}: expected an object, came {line[:60]!r}")
    return values
