"""Encode a label for Brother QL printers, and turn such a job back into the dots it burns.

It must not draw or scale: a picture that is not of the tape's width in dots is refused.

Source: Brother, Software Developer's Manual, Raster Command Reference QL-800/810W/820NWB,
sections 2 (flow), 2.3 (page data) and 4 (commands).
"""

from __future__ import annotations

from PIL import Image

from labels.dots import black_is_one
from labels.drawing import Picture
from labels.template_rules import Fault, TemplateError

DPI = 300
HEAD_DOTS = 720
HEAD_BYTES = HEAD_DOTS // 8
TAPE_MM = 62
TAPE_DOTS = 696
"""What a 62 mm tape shows of the head: 58.9 mm."""
LEFT_DOTS = 12
"""Dots of the head beside a 62 mm tape, on either side."""
CONTINUOUS, DIE_CUT = 0x0A, 0x0B
DIE_CUT_MM = {1109: 100, 271: 29}
"""Printable rows of die-cut labels (DK-11202, DK-11209) and the length of their paper."""
CONTINUOUS_MARGIN_DOTS = 35
"""3 mm before and after a label on continuous tape; die-cut labels take none."""
LONGEST_ROWS = 11_811
"""One metre of tape, the longest the printers take."""

INVALIDATE = bytes(400)
INITIALIZE = b"\x1b@"
_ROW = b"g\0" + bytes([HEAD_BYTES])
_INFORMATION = b"\x1biz"
_PRINT = b"\x1a"


class NotQlRaster(ValueError):
    """Say what in the bytes is no Brother QL job."""


def encode(picture: Picture) -> bytes:
    r"""Encode one label as a raster page; raise `TemplateError` when it does not fit the tape.

    00 x 400                    invalidate: what a dead sender left half sent is thrown away
    1B 40                       initialize
    1B 69 61 01                 raster mode
    1B 69 7A f k w l n4 00 00   f: kind, width, (length,) quality, recovery are valid; k kind of
                                tape, w width and l length in mm, n4 rows (little endian)
    1B 69 4D 40  1B 69 41 01    cut after each label
    1B 69 4B 08                 cut at the end
    1B 69 64 m2                 margin in dots
    4D 00                       no compression (the QL-800 has none)
    67 00 5A <90 bytes>         one row, 1 = black, from the right to the left
    1A                          print and feed
    """
    image = picture.image
    if picture.dpi != DPI or image.width != TAPE_DOTS or image.height > LONGEST_ROWS:
        came = f"{image.width} x {image.height} dots at {picture.dpi} dpi"
        en = f"{came}; a Brother QL takes {TAPE_DOTS} dots for {TAPE_MM} mm tape, at {DPI} dpi"
        fr = f"{came} : il faut {TAPE_DOTS} points pour un ruban de {TAPE_MM} mm, à {DPI} dpi"
        raise TemplateError(picture.template, (Fault(en=en, fr=fr),))
    head = Image.new("1", (HEAD_DOTS, image.height), 1)
    head.paste(image, (LEFT_DOTS, 0))
    rows = black_is_one(head.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    page = b"".join(
        _ROW + rows[first : first + HEAD_BYTES] for first in range(0, len(rows), HEAD_BYTES)
    )
    return _preamble(image.height) + page + _PRINT


def _preamble(rows: int) -> bytes:
    length_mm = DIE_CUT_MM.get(rows, 0)
    kind, valid, margin = (
        (DIE_CUT, 0xCE, 0) if length_mm else (CONTINUOUS, 0xC6, CONTINUOUS_MARGIN_DOTS)
    )
    information = bytes([valid, kind, TAPE_MM, length_mm]) + rows.to_bytes(4, "little") + b"\0\0"
    return (
        INVALIDATE + INITIALIZE + b"\x1bia\x01" + _INFORMATION + information
        + b"\x1biM\x40" + b"\x1biA\x01" + b"\x1biK\x08"
        + b"\x1bid" + margin.to_bytes(2, "little") + b"M\x00"
    )  # fmt: skip


def decode(payload: bytes) -> Image.Image:
    """Give the dots of a job as the reader sees them; raise `NotQlRaster`."""
    at = payload.find(_INFORMATION)
    first = payload.find(_ROW, at)
    if at < 0 or first < 0 or not payload.endswith(_PRINT):
        raise NotQlRaster(f"expected a Brother QL raster page, got {payload[400:460]!r}")
    announced = int.from_bytes(payload[at + 7 : at + 11], "little")
    step = len(_ROW) + HEAD_BYTES
    body = payload[first:-1]
    rows = [body[start : start + step] for start in range(0, len(body), step)]
    if len(rows) != announced or any(not row.startswith(_ROW) for row in rows):
        raise NotQlRaster(f"expected {announced} rows of {HEAD_BYTES} bytes, got {len(rows)}")
    dots = b"".join(row[len(_ROW) :] for row in rows)
    head = Image.frombytes("1", (HEAD_DOTS, announced), bytes(value ^ 0xFF for value in dots))
    upright = head.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return upright.crop((LEFT_DOTS, 0, LEFT_DOTS + TAPE_DOTS, announced))
