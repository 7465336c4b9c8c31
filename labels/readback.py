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

from labels import brother_ql

_GRAPHIC = re.compile(rb"\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS")
_TSPL = re.compile(rb"\r\nBITMAP 0,0,(\d+),(\d+),0,")
_EPL2 = re.compile(rb"\nGW0,0,(\d+),(\d+),")
_RASTER_HEAD = b"\x1dv0\0"
_WHITE_IS_ONE = bytes(255 - value for value in range(256))


class NotAJob(ValueError):
    """Say what in the bytes is not a label job."""


def bitmap(payload: bytes, language: str) -> Image.Image | None:
    """Give the dots of a job; None for one that carries no dots of its own (pdf, cups)."""
    match language:
        case "zpl":
            return _from_zpl(payload)
        case "escpos" | "escpos-label":
            return _from_escpos(payload)
        case "tspl":
            return _from_bitmap(payload, _TSPL)
        case "epl2":
            return _from_bitmap(payload, _EPL2)
        case "brother-ql":
            return _from_brother_ql(payload)
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


def _from_bitmap(payload: bytes, head: re.Pattern[bytes]) -> Image.Image:
    """Read TSPL's BITMAP or EPL2's GW, in which a cleared bit is a black dot."""
    found = head.search(payload)
    if found is None:
        raise NotAJob(f"expected {head.pattern!r}, got {payload[:60]!r}")
    row_bytes, height = int(found[1]), int(found[2])
    rows = payload[found.end() : found.end() + row_bytes * height]
    return _picture(rows.translate(_WHITE_IS_ONE), row_bytes, height)


def _from_brother_ql(payload: bytes) -> Image.Image:
    try:
        return brother_ql.decode(payload)
    except brother_ql.NotQlRaster as fault:
        raise NotAJob(str(fault)) from fault


def _picture(rows: bytes, row_bytes: int, height: int) -> Image.Image:
    if len(rows) != row_bytes * height:
        raise NotAJob(f"expected {row_bytes * height} bytes of dots, got {len(rows)}")
    return Image.frombytes("1", (row_bytes * 8, height), rows.translate(_WHITE_IS_ONE))
