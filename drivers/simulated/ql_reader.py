"""Cut a Brother QL raster stream into commands, and draw the page that they make.

It must not print, nor answer, nor know the drivers; the printer simulator does that with it.

Source: Brother, Software Developer's Manual, Raster Command Reference QL-800/810W/820NWB,
section 4. The head has 720 pins; the first bit of a row is the pin at the right of the label.
"""

from PIL import Image

from drivers.simulated.label_printer import Question

HEAD_BYTES = 90
HEAD_DOTS = HEAD_BYTES * 8
#: Pins beside a 62 mm tape on either side; 696 are over it.
MARGIN_DOTS = 12
#: A page longer than a metre of tape is a fault of the job.
MAX_ROWS = 11_811
MAX_BUFFER_BYTES = 4_000_000

# Parameter bytes behind ESC i and a letter.
_ESC_I = {b"S": 0, b"a": 1, b"!": 1, b"z": 10, b"M": 1, b"A": 1, b"K": 1, b"d": 2, b"k": 3}


class QlReader:
    """Feed bytes in, take questions and pictures out, in the order in which they came.

    `tape` is kind (0A continuous, 0B die-cut), width and length in mm of the roll that is in; a
    job that announces another is thrown away and reported as `wrong tape`.
    """

    def __init__(self, *, tape: tuple[int, int, int] | None = None) -> None:
        self.unknown: list[str] = []
        self._tape = tape
        self._buffer = b""
        self._rows: list[bytes] = []
        self._announced = 0
        self._wrong_tape = False

    @property
    def half_arrived(self) -> bool:
        """Return whether half of the announced page is here."""
        return bool(self._announced) and len(self._rows) >= self._announced // 2

    def reset(self) -> None:
        """Forget what is half read, as a power cut does."""
        self._buffer = b""
        self._page_ends()

    def feed(self, data: bytes) -> list[Question | Image.Image]:
        """Take bytes as they come; an incomplete command waits for its end."""
        self._buffer += data
        if len(self._buffer) > MAX_BUFFER_BYTES:
            self.unknown.append("memory full")
            self.reset()
        done: list[Question | Image.Image] = []
        while self._buffer:
            used = self._length()
            if used == 0 or len(self._buffer) < used:
                break
            command, self._buffer = self._buffer[:used], self._buffer[used:]
            self._act(command, done)
        return done

    def _length(self) -> int:
        """Return the length of the first command; 0 when more bytes are needed to know it."""
        buffer = self._buffer
        match buffer[:1]:
            case b"\0":
                return len(buffer) - len(buffer.lstrip(b"\0"))
            case b"\x1b" if len(buffer) < 2 or (buffer[1:2] == b"i" and len(buffer) < 3):
                return 0
            case b"\x1b" if buffer[1:2] == b"i":
                return 3 + _ESC_I.get(buffer[2:3], 0)
            case b"\x1b" | b"M":
                return 2
            case b"g" | b"w":
                return 3 + buffer[2] if len(buffer) > 2 else 0
            case _:
                return 1

    def _act(self, command: bytes, done: list[Question | Image.Image]) -> None:
        match command[:1], command[1:3]:
            case b"\0" | b"M" | b"Z", _:
                if command == b"Z":
                    self._rows.append(bytes(HEAD_BYTES))
            case b"\x1b", b"@":
                self._page_ends()
            case b"\x1b", b"iS":
                done.append(Question(name="status"))
            case b"\x1b", b"iz":
                self._information(command[3:], done)
            case b"\x1b", letters if letters[:1] == b"i" and letters[1:] in _ESC_I:
                pass
            case b"g", _:
                self._rows = [*self._rows, command[3:]] if len(self._rows) < MAX_ROWS else []
            case b"\x0c" | b"\x1a", _:
                if self._rows and not self._wrong_tape:
                    done.append(self._drawn())
                self._page_ends()
            case _:
                self.unknown = [*self.unknown[-200:], repr(command[:24])]

    def _information(self, args: bytes, done: list[Question | Image.Image]) -> None:
        """ESC i z: which kind of tape the host believes to be in, and how many rows will come."""
        self._announced = int.from_bytes(args[4:8], "little")
        checked = zip((0x02, 0x04, 0x08), self._tape or args[1:4], args[1:4], strict=True)
        if any(args[0] & bit and is_in != meant for bit, is_in, meant in checked):
            self._wrong_tape = True
            done.append(Question(name="wrong tape"))

    def _drawn(self) -> Image.Image:
        dots = b"".join(row.ljust(HEAD_BYTES, b"\0")[:HEAD_BYTES] for row in self._rows)
        white_is_one = bytes(value ^ 0xFF for value in dots)
        head = Image.frombytes("1", (HEAD_DOTS, len(self._rows)), white_is_one)
        upright = head.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return upright.crop((MARGIN_DOTS, 0, HEAD_DOTS - MARGIN_DOTS, len(self._rows)))

    def _page_ends(self) -> None:
        self._rows = []
        self._announced = 0
        self._wrong_tape = False
