"""Pack the dots of a picture into the rows of bytes that printers take.

It must not know any printer language.
"""

from __future__ import annotations

from PIL import Image

_INVERTED = bytes(255 - value for value in range(256))


def black_is_one(image: Image.Image) -> bytes:
    """Pack a 1-bit picture into rows of bytes where a set bit is a black dot; padding is white."""
    packed = image.tobytes().translate(_INVERTED)
    spare = -image.width % 8
    if not spare:
        return packed
    row_bytes = row_bytes_of(image)
    rows = bytearray(packed)
    last = slice(row_bytes - 1, None, row_bytes)
    rows[last] = rows[last].translate(bytes(value & (0xFF << spare) & 0xFF for value in range(256)))
    return bytes(rows)


def black_is_zero(image: Image.Image) -> bytes:
    """Pack a 1-bit picture into rows of bytes where a cleared bit is a black dot."""
    return black_is_one(image).translate(_INVERTED)


def row_bytes_of(image: Image.Image) -> int:
    """Return how many bytes one row of dots takes."""
    return (image.width + 7) // 8
