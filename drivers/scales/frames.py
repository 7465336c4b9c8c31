"""Takes one frame of a known length off the start of a buffer, for the protocols that have one.

It must not know what a frame means.
"""

from __future__ import annotations

from drivers.errors import BadFrame

# Bytes that some adapters and indicators add between two frames: no fault.
BETWEEN_FRAMES = b"\r\n\x00"


def skip_noise(buffer: bytes, starts: bytes, *, protocol: str) -> int:
    """Return how many harmless bytes stand before a frame's first byte; 0 at a frame's start.

    Raises BadFrame for harmful ones, which drops them all.
    """
    noise = len(buffer)
    for place, value in enumerate(buffer):
        if value in starts:
            noise = place
            break
    before = buffer[:noise]
    if before.strip(BETWEEN_FRAMES):
        raise BadFrame(f"{protocol}: expected one of {starts!r}, came {before!r}", used=noise)
    return noise


def cut_short(buffer: bytes, start: bytes, length: int, *, protocol: str) -> None:
    """Raise BadFrame when a new frame starts inside this one of `length` bytes."""
    again = buffer.find(start, 1, length)
    if again > 0:
        raise BadFrame(f"{protocol}: frame cut short: {buffer[:again]!r}", used=again)
