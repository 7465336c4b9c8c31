"""Makes a small, clean JPEG of a picture that somebody sent, in a limited child process.

Must not decode a picture in the server itself: a small file can unfold into gigabytes, and
decoders have holes. What comes back was drawn anew: no place, no device, nothing hidden in it.
"""

from __future__ import annotations

from station import limited_child

MAX_SENT_BYTES = 12_000_000
"""Largest picture a telephone sends."""
TIMEOUT_S = 20
"""A child that has not answered by then is killed: a second on a desk, some on a busy Pi."""
JPEG_START = b"\xff\xd8\xff"


class PictureRefused(ValueError):
    """What was sent is no picture, or one too large to be looked at."""


class PicturesBusy(Exception):
    """Other pictures or rounds are being looked at; nothing is wrong with this one."""


def cleaned(sent: bytes) -> bytes:
    """Return a JPEG of at most `photograph_child.MAX_BYTES`.

    Raises `PictureRefused`, or `PicturesBusy` where its turn does not come in time.
    """
    if not sent or len(sent) > MAX_SENT_BYTES:
        raise PictureRefused(f"expected a picture of at most {MAX_SENT_BYTES} bytes")
    try:
        made = limited_child.ask("station.photograph_child", sent, timeout_s=TIMEOUT_S)
    except limited_child.ChildrenBusy as busy:
        raise PicturesBusy(str(busy)) from busy
    except limited_child.NoAnswer as none:
        raise PictureRefused(f"expected a JPEG, PNG or WebP picture: {none}") from none
    if not made.startswith(JPEG_START):
        raise PictureRefused(f"expected a JPEG drawn anew, got {made[:12]!r}")
    return made
