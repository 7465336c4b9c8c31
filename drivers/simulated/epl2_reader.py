"""Read an EPL2 stream as a printer does: lines, and graphics of announced length.

It must not print, nor answer, nor know the drivers; the printer simulator does that with it.

Source: Zebra, EPL2 Programmer's Manual 980352-001, commands N, q, GW, P and ^ee. A command is a
line that ends in LF (CR LF is taken too); GW carries binary data behind its last comma.
"""

import re

from PIL import Image

from drivers.simulated.label_printer import Question

#: A job larger than this is dropped, as a printer's memory would be full.
MAX_BUFFER_BYTES = 4_000_000
#: The head of the largest of these printers, in bytes; the length of label in its memory.
MAX_PAGE_DOTS = (832, 4_000)

_GRAPHIC = re.compile(rb"GW(\d{1,5}),(\d{1,5}),(\d{1,4}),(\d{1,5}),")
_WIDTH = re.compile(rb"q(\d{1,4})")
_PRINT = re.compile(rb"P(\d{1,5})(?:,(\d{1,5}))?")
#: Tolerated without a mark on the page: reference point, length, density, speed, options.
_SETTINGS = re.compile(rb"(?:R\d+,\d+|Q\d+,B?\d+.*|D\d+|S\d+|Z[TB]|O.*|J[FB]|I.*|ZN)")


class Epl2Reader:
    """Feed bytes in, take questions and pictures out, in the order in which they came."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self._buffer = b""
        self._marks: list[tuple[tuple[int, int], Image.Image]] = []
        self._width_dots = MAX_PAGE_DOTS[0]
        self._data_bytes = 0

    @property
    def half_arrived(self) -> bool:
        """Return whether half of the graphic under way is here."""
        return bool(self._data_bytes) and len(self._buffer) >= self._data_bytes // 2

    def reset(self) -> None:
        """Forget what is half read, as a power cut does."""
        self._buffer = b""
        self._marks = []
        self._data_bytes = 0

    def feed(self, data: bytes) -> list[Question | Image.Image]:
        """Take bytes as they come; an incomplete command waits for its end."""
        self._buffer += data
        if len(self._buffer) > MAX_BUFFER_BYTES:
            self.unknown.append("memory full")
            self.reset()
        done: list[Question | Image.Image] = []
        while self._step(done):
            continue
        return done

    def _step(self, done: list[Question | Image.Image]) -> bool:
        """Take the first command from the buffer; False when it is not complete."""
        if graphic := _GRAPHIC.match(self._buffer):
            return self._graphic(graphic)
        end = self._buffer.find(b"\n")
        if end < 0:
            return False
        line, self._buffer = self._buffer[:end].strip(b"\r"), self._buffer[end + 1 :]
        self._line(line, done)
        return True

    def _graphic(self, head: re.Match[bytes]) -> bool:
        x, y, row_bytes, rows = (int(part) for part in head.groups())
        self._data_bytes = head.end() + row_bytes * rows
        if len(self._buffer) < self._data_bytes:
            return False
        dots = self._buffer[head.end() : self._data_bytes]
        self._buffer = self._buffer[self._data_bytes :]
        self._data_bytes = 0
        if row_bytes and rows:
            # A cleared bit is a black dot, as in this picture's own raw form.
            self._marks.append(((x, y), Image.frombytes("1", (row_bytes * 8, rows), dots)))
        return True

    def _line(self, line: bytes, done: list[Question | Image.Image]) -> None:
        if line == b"^ee":
            done.append(Question(name="^ee"))
        elif line == b"N":
            self._marks = []
        elif width := _WIDTH.fullmatch(line):
            self._width_dots = min(int(width[1]), MAX_PAGE_DOTS[0])
        elif copies := _PRINT.fullmatch(line):
            done.extend([self._drawn()] * (int(copies[1]) * int(copies[2] or 1)))
        elif line and not _SETTINGS.fullmatch(line):
            self.unknown = [*self.unknown[-200:], line[:24].decode("latin-1")]

    def _drawn(self) -> Image.Image:
        """Return the page: as wide as q says, as long as what is on it."""
        length = max((place[1] + mark.height for place, mark in self._marks), default=1)
        page = Image.new("1", (self._width_dots, min(length, MAX_PAGE_DOTS[1])), 1)
        for place, mark in self._marks:
            page.paste(mark, place)
        return page
