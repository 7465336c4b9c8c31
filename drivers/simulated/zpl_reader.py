"""Read a ZPL stream as a printer does: host commands at once, formats when they are complete.

It must not print, nor answer, nor know the drivers; the printer simulator does that with it.

Source: ZPL II Programming Guide, Zebra P1099958. A command is ^ or ~ and two characters (^A is
one and a font's name); what follows up to the next ^ or ~ are its parameters.
"""

import re
from dataclasses import dataclass, field

from PIL import Image

from drivers.simulated.zpl_graphics import BadGraphic, decode_graphic

#: A job larger than this is dropped, as a printer's memory would be full.
MAX_BUFFER_BYTES = 16_000_000
#: The largest page a simulated head draws: 4 inches of 600 dpi by one metre.
MAX_PAGE_DOTS = (2_500, 24_000)

#: Commands that take no parameters: they act without waiting for the next ^ or ~.
_BARE = re.compile(rb"[\^~](?:XA|XZ|HS|HI|JA|JR|PH|PP|PS|HQ(?:ES|HA|ID|MA|MI|OD|PH|PR|SN|UI))")
#: Tolerated without a mark on the page: speed, darkness, media, character set, storage.
_SETTINGS = frozenset(
    "CI MM MN MT MD PR PM PO LT LS JU JZ JM PF SD TA JS XB FX MC ML SZ CW BY FH CF".split()
)
_GRAPHIC_HEAD = re.compile(rb"\^GFA,(\d{1,9}),\d{1,9},\d{1,6},", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCommand:
    """A ~ command for the printer itself, as `HS` or `HQES`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One complete ^XA…^XZ: the picture it draws and how often."""

    picture: Image.Image
    copies: int


@dataclass(slots=True, kw_only=True)
class _Page:
    width: int
    length: int
    origin: tuple[int, int] = (0, 0)
    home: tuple[int, int] = (0, 0)
    copies: int = 1
    marks: list[tuple[tuple[int, int], Image.Image]] = field(default_factory=list)

    def draw(self) -> Image.Image:
        picture = Image.new("1", (self.width, self.length), 1)
        for place, mark in self.marks:
            picture.paste(0, place, mark)
        return picture


class ZplReader:
    """Feed bytes in, take host commands and formats out, in the order in which they came."""

    def __init__(self, *, width_dots: int, length_dots: int) -> None:
        self.unknown: list[str] = []
        self._size = (width_dots, length_dots)
        self._buffer = b""
        self._page: _Page | None = None

    @property
    def in_format(self) -> bool:
        """Return whether a format has begun and not ended (the h flag of ~HS)."""
        return self._page is not None

    @property
    def half_arrived(self) -> bool:
        """Return whether half of the announced graphic of the open format is here."""
        head = _GRAPHIC_HEAD.search(self._buffer)
        return head is not None and len(self._buffer) - head.end() >= int(head[1]) // 2

    def reset(self) -> None:
        """Forget what is half read, as a power cut does."""
        self._buffer = b""
        self._page = None

    def feed(self, data: bytes) -> list[HostCommand | Format]:
        """Take bytes as they come; an incomplete command waits for its end."""
        self._buffer += data
        if len(self._buffer) > MAX_BUFFER_BYTES:
            self.unknown.append("memory full")
            self.reset()
        done: list[HostCommand | Format] = []
        while (command := self._next()) is not None:
            outcome = self._act(command)
            if outcome is not None:
                done.append(outcome)
        return done

    def _next(self) -> bytes | None:
        start = re.search(rb"[\^~]", self._buffer)
        if start is None:
            self._buffer = b""
            return None
        self._buffer = self._buffer[start.start() :]
        bare = _BARE.match(self._buffer.upper())
        if bare is not None:
            end = bare.end()
        else:
            following = re.search(rb"[\^~]", self._buffer[1:])
            if following is None:
                return None
            end = following.start() + 1
        command, self._buffer = self._buffer[:end], self._buffer[end:]
        return command

    def _act(self, command: bytes) -> HostCommand | Format | None:
        text = command.decode("latin-1")
        name = text[1:3].upper()
        if text[0] == "~":
            return HostCommand(name=text[1:].strip().upper())
        if name == "XA":
            self._page = _Page(width=self._size[0], length=self._size[1])
        elif self._page is None:
            self.unknown.append(text[:24])
        elif name == "XZ":
            page, self._page = self._page, None
            return Format(picture=page.draw(), copies=page.copies)
        else:
            self._field(self._page, name, command[3:])
        return None

    def _field(self, page: _Page, name: str, rest: bytes) -> None:
        numbers = [int(part) if part.isdigit() else None for part in _parts(rest)]
        first = numbers[0] if numbers else None
        second = numbers[1] if len(numbers) > 1 else None
        match name:
            case "PW" if first:
                page.width = min(first, MAX_PAGE_DOTS[0])
                self._size = (page.width, self._size[1])
            case "LL" if first:
                page.length = min(first, MAX_PAGE_DOTS[1])
                self._size = (self._size[0], page.length)
            case "LH":
                page.home = (first or 0, second or 0)
            case "FO" | "FT":
                page.origin = (page.home[0] + (first or 0), page.home[1] + (second or 0))
            case "GF":
                self._graphic(page, rest)
            case "GB":
                page.marks.append((page.origin, _box(numbers)))
            case "PQ":
                page.copies = max(first or 1, 1)
            case "FS":
                page.origin = page.home
            case _ if name not in _SETTINGS:
                self.unknown.append(f"^{name}{rest[:20].decode('latin-1')}")

    def _graphic(self, page: _Page, rest: bytes) -> None:
        try:
            kind, _, total, row_bytes, data = rest.split(b",", 4)
            if kind.strip().upper() != b"A":
                raise BadGraphic(f"^GF{kind!r}: this simulator reads only ASCII graphics")
            dots = decode_graphic(data.strip(), total=int(total), row_bytes=int(row_bytes))
            rows = int(total) // int(row_bytes)
            mark = Image.frombytes("1", (int(row_bytes) * 8, rows), dots)
        except (BadGraphic, ValueError) as error:
            self.unknown.append(f"^GF: {error}")
            return
        page.marks.append((page.origin, mark))


def _parts(rest: bytes) -> list[str]:
    return [part.strip() for part in rest[:64].decode("latin-1").split(",")]


def _box(numbers: list[int | None]) -> Image.Image:
    """Return the dots of ^GBw,h,t: a frame of that thickness, full when it is thick enough."""
    width, height, thick = ([*numbers, None, None, None])[:3]
    line = thick or 1
    size = (
        min(max(width or 1, line), MAX_PAGE_DOTS[0]),
        min(max(height or 1, line), MAX_PAGE_DOTS[1]),
    )
    box = Image.new("1", size, 1)
    if size[0] > 2 * line and size[1] > 2 * line:
        box.paste(0, (line, line, size[0] - line, size[1] - line))
    return box
