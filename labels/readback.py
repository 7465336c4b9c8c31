"""Turn the bytes of a label job back into the dots that the printer will burn.

It reads only what `languages.py` writes, so that a fault of the encoder is found before sending;
it must not be used to understand other programs' jobs.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zlib

from PIL import Image

_GRAPHIC = re.compile(rb"\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS")
_RASTER_HEAD = b"\x1dv0\0"
_WHITE_IS_ONE = bytes(255 - value for value in range(256))


class NotAJob(ValueError):
    """Say what in the bytes is not a label job."""


def bitmap(payload: bytes, language: str) -> Image.Image | None:
    """Give the dots of a job; None for a language that carries no dots of its own (pdf)."""
    match language:
        case "zpl":
            return _from_zpl(payload)
        case "escpos":
            return _from_escpos(payload)
        case "png":
            return Image.open(io.BytesIO(payload)).convert("1")
    return None


def _from_zpl(payload: bytes) -> Image.Image:
    found = _GRAPHIC.search(payload)
    if found is None:
        raise NotAJob(f"expected one ^GFA graphic in Z64, got {payload[:60]!r}")
    total, row_bytes = int(found[2]), int(found[3])
    if int(found[5], 16) != binascii.crc_hqx(found[4], 0):
        raise NotAJob(f"^GFA: the checksum {found[5]!r} does not match its data")
    return _picture(zlib.decompress(base64.b64decode(found[4])), row_bytes, total // row_bytes)


def _from_escpos(payload: bytes) -> Image.Image:
    rows = bytearray()
    row_bytes = 0
    position = payload.find(_RASTER_HEAD)
    while position >= 0 and payload[position : position + 4] == _RASTER_HEAD:
        row_bytes, height = struct.unpack_from("<HH", payload, position + 4)
        end = position + 8 + row_bytes * height
        rows += payload[position + 8 : end]
        position = end
    if not rows:
        raise NotAJob(f"expected GS v 0 raster graphics, got {payload[:60]!r}")
    return _picture(bytes(rows), row_bytes, len(rows) // row_bytes)


def _picture(rows: bytes, row_bytes: int, height: int) -> Image.Image:
    if len(rows) != row_bytes * height:
        raise NotAJob(f"expected {row_bytes * height} bytes of dots, got {len(rows)}")
    return Image.frombytes("1", (row_bytes * 8, height), rows.translate(_WHITE_IS_ONE))
