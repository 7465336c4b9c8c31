"""Finds the start of a frame behind noise, for the protocols whose frames have a first byte.

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
