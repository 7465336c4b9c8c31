"""Read a linear symbol with zbar, a decoder that shares nothing with zxing-cpp.

It must not read matrix symbols (zbar knows no Data Matrix) and does without when libzbar0 is
absent: it says so once, and the first decoder's answer then stands alone.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable

from PIL import Image

log = logging.getLogger(__name__)

BAND_ROWS = 16
"""Rows from the middle of the bars: all rows of a drawn symbol are alike, and 16 take 0.3 ms."""


def fault(picture: Image.Image, expected: bytes) -> str | None:
    """Say how zbar's reading of upright bars differs from `expected`; None when it agrees.

    zbar gives data without its symbology, so plain Code 128 and GS1-128 look alike to it.
    """
    read = _reader()
    if read is None:
        return None
    middle = picture.height // 2
    band = (0, max(0, middle - BAND_ROWS // 2), picture.width, middle + BAND_ROWS // 2)
    came = read(picture.crop(band))
    return None if came == [expected] else f"zbar: expected {expected!r}, read {came!r}"


def all_linear(picture: Image.Image) -> list[bytes]:
    """Read every Code 128 in a whole picture; nothing where there is no second decoder."""
    read = _reader()
    return read(picture) if read is not None else []


def available() -> bool:
    """Tell whether there is a second decoder on this machine."""
    return _reader() is not None


@functools.cache
def _reader() -> Callable[[Image.Image], list[bytes]] | None:
    try:
        from pyzbar import pyzbar
    except ImportError as missing:
        log.warning(
            "labels are read back by one decoder only, expected two: %s; install libzbar0", missing
        )
        return None

    def read(picture: Image.Image) -> list[bytes]:
        wanted = [pyzbar.ZBarSymbol.CODE128]
        return [found.data for found in pyzbar.decode(picture.convert("L"), symbols=wanted)]

    return read
