"""The child process that decodes one picture from its input and writes a small JPEG to its output.

Must not import anything of the station but its limits, which it cannot lift: it lives for one
picture.
"""

from __future__ import annotations

import io
import sys

from PIL import Image, ImageOps

from station.limited_child import take_limits

CPU_S = 15
MAX_PIXELS = 50_000_000
"""More than any telephone's camera gives by itself; a bomb has hundreds of millions."""
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 400_000
"""Largest picture kept: words of a label can be read, and ten thousand of them fit a card."""
TRIES = ((1600, 72), (1280, 65), (1024, 55), (800, 45), (640, 35))
"""Longest side in pixels, and JPEG quality; the first that is small enough is kept."""


def main() -> int:
    """Read, decode, draw anew, write."""
    take_limits(cpu_s=CPU_S)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as sent:
        if sent.width * sent.height > MAX_PIXELS:
            raise ValueError(f"{sent.width} x {sent.height} pixels, at most {MAX_PIXELS}")
        sent.draft("RGB", (TRIES[0][0], TRIES[0][0]))
        upright = ImageOps.exif_transpose(sent).convert("RGB")
    sys.stdout.buffer.write(small(upright))
    return 0


def small(picture: Image.Image) -> bytes:
    """Return the picture as JPEG of at most `MAX_BYTES`, as large as that allows."""
    for side, quality in TRIES:
        shown = picture.copy()
        shown.thumbnail((side, side))
        drawn = Image.new("RGB", shown.size)
        drawn.paste(shown)
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=quality)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise ValueError("the picture cannot be made small enough")


if __name__ == "__main__":
    raise SystemExit(main())
