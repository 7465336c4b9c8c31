"""Cut an ESC/POS stream into commands, in order, as the interpreter of a receipt printer does.

It must not print, nor answer, nor know the drivers; the printer simulator does that with it.

Source: Epson ESC/POS Application Programming Guide (command reference, TM-T88 and TM-L90).
A command is ESC, GS, FS, DLE or a single control byte; the tables below say how many parameter
bytes follow. Commands that carry a length announce it themselves.
"""

from dataclasses import dataclass

#: A graphic larger than this (640 dots by one and a half metre) is a fault of the job.
MAX_RASTER_BYTES = 1_000_000
#: Unknown bytes kept for whoever looks why a label came out wrong.
MAX_UNKNOWN = 200

# Parameter bytes after two-byte commands of fixed length.
_ESC = {
    b"@": 0, b"2": 0, b"i": 0, b"m": 0, b"<": 0, b"S": 0, b"L": 0,
    b"!": 1, b"3": 1, b"J": 1, b"d": 1, b"a": 1, b"t": 1, b"=": 1, b"M": 1, b"E": 1, b"R": 1,
    b"-": 1, b"G": 1, b"{": 1, b" ": 1, b"V": 1, b"r": 1, b"K": 1, b"e": 1, b"T": 1, b"p": 3,
    b"$": 2, b"\\": 2, b"c": 2, b"W": 8,
}  # fmt: skip
_GS = {
    b"r": 1, b"a": 1, b"I": 1, b"!": 1, b"B": 1, b"h": 1, b"w": 1, b"H": 1, b"f": 1, b"b": 1,
    b"/": 1, b"\x0c": 0, b"L": 2, b"W": 2, b"P": 2, b"$": 2, b"\\": 2, b":": 0, b"^": 3,
}  # fmt: skip
_LAST_WITH_NUL = 6
_FS = {b"!": 1, b"&": 0, b".": 0, b"S": 2, b"C": 1, b"-": 1, b"W": 1, b"p": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its name as in the manual (`GS v 0`), parameters and data behind it."""

    name: str
    args: bytes = b""


def next_command(buffer: bytes) -> tuple[int, Command | None]:
    """Return how many bytes the first command takes, and it; 0 = more bytes are needed."""
    if not buffer:
        return 0, None
    lead = buffer[:1]
    match lead:
        case b"\x1b":
            return _named("ESC", buffer, _ESC)
        case b"\x1d":
            return _group_separator(buffer)
        case b"\x1c":
            return _with_length("FS", buffer) if buffer[1:2] == b"(" else _named("FS", buffer, _FS)
        case b"\x10":
            return _named("DLE", buffer, {b"\x04": 1, b"\x05": 1, b"\x14": 3})
        case b"\x0c":
            return 1, Command(name="FF")
        case b"\x00":
            return len(buffer) - len(buffer.lstrip(b"\x00")), Command(name="CTRL", args=lead)
        case b"\n" | b"\r" | b"\t" | b"\x18" | b"\x0e" | b"\x0f":
            return 1, Command(name="LF" if lead == b"\n" else "CTRL", args=lead)
        case _:
            end = 1
            while end < len(buffer) and buffer[end] >= 0x20:
                end += 1
            return end, Command(name="TEXT", args=buffer[:end])


def _named(prefix: str, buffer: bytes, lengths: dict[bytes, int]) -> tuple[int, Command | None]:
    if len(buffer) < 2:
        return 0, None
    letter = buffer[1:2]
    if letter not in lengths:
        return 2, Command(name="UNKNOWN", args=buffer[:2])
    end = 2 + lengths[letter]
    if len(buffer) < end:
        return 0, None
    shown = letter.decode("latin-1")
    shown = shown if shown.isprintable() else {"\x0c": "FF", "\x04": "EOT"}.get(shown, shown)
    return end, Command(name=f"{prefix} {shown}", args=buffer[2:end])


def _group_separator(buffer: bytes) -> tuple[int, Command | None]:
    match buffer[1:2]:
        case b"v":
            return _raster(buffer)
        case b"(":
            return _with_length("GS", buffer)
        case b"V":
            if len(buffer) < 3:
                return 0, None
            end = 3 if buffer[2] in (0, 1, 0x30, 0x31) else 4
            ready = len(buffer) >= end
            return (end, Command(name="GS V", args=buffer[2:end])) if ready else (0, None)
        case b"k":
            return _barcode(buffer)
        case b"8":
            if len(buffer) < 7:
                return 0, None
            size = int.from_bytes(buffer[3:7], "little")
            return _sized("GS ( L", buffer, start=7, size=size)
        case _:
            return _named("GS", buffer, _GS)


def _barcode(buffer: bytes) -> tuple[int, Command | None]:
    """GS k m d… NUL for m up to 6, GS k m n d… from 65 on."""
    if len(buffer) < 4:
        return 0, None
    if buffer[2] > _LAST_WITH_NUL:
        return _sized("GS k", buffer, start=4, size=buffer[3])
    end = buffer.find(b"\x00", 3)
    return (end + 1, Command(name="GS k", args=buffer[3:end])) if end > 0 else (0, None)


def _raster(buffer: bytes) -> tuple[int, Command | None]:
    """GS v 0 m xL xH yL yH d…: x bytes a row, y rows, 1 = black."""
    if len(buffer) < 8:
        return 0, None
    row_bytes = int.from_bytes(buffer[4:6], "little")
    rows = int.from_bytes(buffer[6:8], "little")
    return _sized("GS v 0", buffer, start=8, size=row_bytes * rows, keep=3)


def _with_length(prefix: str, buffer: bytes) -> tuple[int, Command | None]:
    """GS ( X pL pH …: the length is in the command, so unknown ones can be skipped."""
    if len(buffer) < 5:
        return 0, None
    letter = buffer[2:3].decode("latin-1")
    size = int.from_bytes(buffer[3:5], "little")
    return _sized(f"{prefix} ( {letter}", buffer, start=5, size=size)


def _sized(
    name: str, buffer: bytes, *, start: int, size: int, keep: int | None = None
) -> tuple[int, Command | None]:
    if size > MAX_RASTER_BYTES:
        return start, Command(name="UNKNOWN", args=buffer[:start])
    end = start + size
    if len(buffer) < end:
        return 0, None
    return end, Command(name=name, args=buffer[start if keep is None else keep : end])
