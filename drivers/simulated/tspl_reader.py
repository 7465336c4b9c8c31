"""Read a TSPL stream as a printer does: lines, bitmaps of announced length, immediate questions.

It must not print, nor answer, nor know the drivers; the printer simulator does that with it.

Source: TSC, TSPL/TSPL2 Programming Language, "SIZE", "CLS", "BITMAP", "PRINT", "<ESC>!?",
"~!T". A command is a line that ends in CR LF; BITMAP carries binary data behind its comma.
"""

import re

from PIL import Image

from drivers.simulated.label_printer import Question

#: A job larger than this is dropped, as a printer's memory would be full.
MAX_BUFFER_BYTES = 4_000_000
#: The largest page a simulated head draws: 4 inches of 300 dpi by one metre.
MAX_PAGE_DOTS = (1_300, 12_000)

_IMMEDIATE = re.compile(rb"\x1b!([?SRFPOC.])")
_BITMAP = re.compile(rb"BITMAP (-?\d{1,5}),(-?\d{1,5}),(\d{1,4}),(\d{1,5}),([012]),")
_SIZE = re.compile(rb"SIZE ([\d.]{1,8}) ?mm, ?([\d.]{1,8}) ?mm")
_PRINT = re.compile(rb"PRINT (\d{1,5})(?:,(\d{1,5}))?")
#: Tolerated without a mark on the page: where the printer stands, how fast and dark it prints.
_SETTINGS = frozenset(
    "GAP BLINE OFFSET SPEED DENSITY DIRECTION REFERENCE SHIFT COUNTRY CODEPAGE SET HOME".split()
)


class TsplReader:
    """Feed bytes in, take questions and pictures out, in the order in which they came.

    `immediate_in_data`: ESC ! ? is answered even inside the data of a bitmap, as some do.
    """

    def __init__(self, *, dots_per_mm: int = 8, immediate_in_data: bool = False) -> None:
        self.unknown: list[str] = []
        self._dots_per_mm = dots_per_mm
        self._immediate_in_data = immediate_in_data
        self._buffer = b""
        self._page = self._blank((100, 150))
        self._data_bytes = 0

    @property
    def half_arrived(self) -> bool:
        """Return whether half of the bitmap under way is here."""
        return bool(self._data_bytes) and len(self._buffer) >= self._data_bytes // 2

    def reset(self) -> None:
        """Forget what is half read, as a power cut does."""
        self._buffer = b""
        self._data_bytes = 0
        self._clear()

    def feed(self, data: bytes) -> list[Question | Image.Image]:
        """Take bytes as they come; an incomplete command waits for its end."""
        done: list[Question | Image.Image] = []
        if self._immediate_in_data and self._data_bytes:
            done += [Question(name=each.decode()) for each in _IMMEDIATE.findall(data)]
        self._buffer += data
        if len(self._buffer) > MAX_BUFFER_BYTES:
            self.unknown.append("memory full")
            self.reset()
        while self._step(done):
            continue
        return done

    def _step(self, done: list[Question | Image.Image]) -> bool:
        """Take the first command from the buffer; False when it is not complete."""
        if immediate := _IMMEDIATE.match(self._buffer):
            self._buffer = self._buffer[3:]
            done.append(Question(name=immediate[1].decode()))
            return True
        if bitmap := _BITMAP.match(self._buffer):
            return self._bitmap(bitmap)
        end = self._buffer.find(b"\n")
        escape = self._buffer.find(b"\x1b!")
        if 0 < escape < (end if end >= 0 else len(self._buffer)):
            end = escape - 1
        if end < 0:
            return False
        line, self._buffer = self._buffer[: end + 1].strip(), self._buffer[end + 1 :]
        if line:
            self._line(line, done)
        return True

    def _bitmap(self, head: re.Match[bytes]) -> bool:
        x, y, row_bytes, rows, mode = (int(part) for part in head.groups())
        self._data_bytes = head.end() + row_bytes * rows
        if len(self._buffer) < self._data_bytes:
            return False
        dots = self._buffer[head.end() : self._data_bytes]
        self._buffer = self._buffer[self._data_bytes :]
        self._data_bytes = 0
        if mode != 0:
            self.unknown.append(f"BITMAP mode {mode}: this simulator only overwrites")
        elif row_bytes and rows:
            # In TSPL a cleared bit is a black dot, as in this picture's own raw form.
            self._page.paste(Image.frombytes("1", (row_bytes * 8, rows), dots), (x, y))
        return True

    def _line(self, line: bytes, done: list[Question | Image.Image]) -> None:
        if size := _SIZE.fullmatch(line):
            self._page = self._blank((float(size[1]), float(size[2])))
        elif line == b"CLS":
            self._clear()
        elif copies := _PRINT.fullmatch(line):
            done.extend([self._page.copy()] * (int(copies[1]) * int(copies[2] or 1)))
        elif line.startswith(b"~!"):
            done.append(Question(name=line.decode("latin-1"), in_order=True))
        elif line.split()[0].decode("latin-1") not in _SETTINGS:
            self.unknown = [*self.unknown[-200:], line[:24].decode("latin-1")]

    def _blank(self, size_mm: tuple[float, float]) -> Image.Image:
        dots = (round(length * self._dots_per_mm) for length in size_mm)
        width, length = (
            min(max(each, 1), most) for each, most in zip(dots, MAX_PAGE_DOTS, strict=True)
        )
        return Image.new("1", (width, length), 1)

    def _clear(self) -> None:
        self._page = Image.new("1", self._page.size, 1)
