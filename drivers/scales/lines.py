"""Takes one line of text off the start of a buffer, for the protocols that send lines.

It must not know what a line means: each protocol gives a function that does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from drivers.errors import BadFrame
from drivers.readings import Decoded, Reading

# The longest line of any protocol that uses this is Dini Argeo's extended string, 62 characters.
MAX_LINE_BYTES = 80

_LINE_END = re.compile(rb"\r\n|\r|\n")
_NEVER_TEXT = re.compile(rb"[^\x20-\x7e]")


def decode_line(
    buffer: bytes,
    *,
    protocol: str,
    read: Callable[[str, bytes], Reading | None],
    max_bytes: int = MAX_LINE_BYTES,
) -> Decoded:
    """Decode the line at the start of the buffer; CR, LF and CR LF all end a line.

    `read` gets the line without its end, and the raw bytes; None: understood, but no reading.
    """
    raw = take_line(buffer, protocol=protocol, max_bytes=max_bytes)
    if raw is None:
        return Decoded(used=0)
    line = raw.rstrip(b"\r\n")
    if not line:
        return Decoded(used=len(raw))
    if _NEVER_TEXT.search(line):
        raise BadFrame(
            f"{protocol}: expected text, came {raw!r}; are baud rate and parity right?",
            used=len(raw),
        )
    return Decoded(used=len(raw), reading=read(line.decode("ascii"), raw))


def take_line(buffer: bytes, *, protocol: str, max_bytes: int = MAX_LINE_BYTES) -> bytes | None:
    """Return the line at the start with its end, None when it is not finished."""
    end = _LINE_END.search(buffer, 0, max_bytes)
    if end is not None:
        return buffer[: end.end()]
    if len(buffer) < max_bytes:
        return None
    raise BadFrame(
        f"{protocol}: no line end within {max_bytes} bytes: {buffer[:max_bytes]!r}",
        used=max_bytes,
    )
