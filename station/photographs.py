"""Makes a small, clean JPEG of a picture that somebody sent, in a limited child process.

Must not decode a picture in the server itself: a small file can unfold into gigabytes, and
decoders have holes. What comes back was drawn anew: no place, no device, nothing hidden in it.
"""

from __future__ import annotations

import subprocess
import sys
import threading

MAX_SENT_BYTES = 12_000_000
"""Largest picture a telephone sends."""
TIMEOUT_S = 20
"""A child that has not answered by then is killed: a second on a desk, some on a busy Pi."""
WAIT_S = 30
"""Longest wait for one's turn; who comes later is told to send again."""
_TURN = threading.Lock()
"""One child at a time: several at their largest would take the memory of the whole station."""
JPEG_START = b"\xff\xd8\xff"


class PictureRefused(ValueError):
    """What was sent is no picture, or one too large to be looked at."""


class PicturesBusy(Exception):
    """Other pictures are being looked at; nothing is wrong with this one."""


def cleaned(sent: bytes) -> bytes:
    """Return a JPEG of at most `photograph_child.MAX_BYTES`.

    Raises `PictureRefused`, or `PicturesBusy` where its turn does not come within `WAIT_S`.
    """
    if not sent or len(sent) > MAX_SENT_BYTES:
        raise PictureRefused(f"expected a picture of at most {MAX_SENT_BYTES} bytes")
    if not _TURN.acquire(timeout=WAIT_S):
        raise PicturesBusy(f"other pictures take longer than {WAIT_S} s")
    try:
        return _drawn_anew(sent)
    finally:
        _TURN.release()


def _drawn_anew(sent: bytes) -> bytes:
    command = [sys.executable, "-I", "-m", "station.photograph_child"]
    try:
        child = subprocess.run(
            command, input=sent, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PictureRefused(f"the picture took longer than {TIMEOUT_S} s") from late
    if child.returncode != 0 or not child.stdout.startswith(JPEG_START):
        words = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PictureRefused(f"expected a JPEG, PNG or WebP picture: {words[-1:]}")
    return child.stdout
