"""Turn a finished label picture into the bytes of a printer language or of a file.

It must not draw, and it opens no device. One function a language; the table is at the end.
"""

from __future__ import annotations

import base64
import binascii
import functools
import importlib
import io
import logging
import os
import pickle
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labels import brother_ql, label_printers
from labels.dots import black_is_one, row_bytes_of
from labels.drawing import Picture

log = logging.getLogger(__name__)

ZLIB_LEVEL = 1
"""An A6 label is 14 KB at level 1 in 0.4 ms, 11 KB at level 6 in 1.5 ms: speed wins."""

ESCPOS_BAND_ROWS = 960
"""Rows in one raster command, as python-escpos sends them: more overflows small printers."""


class UnknownLanguage(LookupError):
    """Name the languages that exist."""


def encode(picture: Picture, language: str) -> bytes:
    """Encode a picture; raise `UnknownLanguage` for a language that has no line in the table."""
    try:
        encoder = LANGUAGES[language]
    except KeyError:
        raise UnknownLanguage(
            f"printer language: expected one of {', '.join(LANGUAGES)}, got {language!r}"
        ) from None
    return encoder(picture)


def _zpl(picture: Picture) -> bytes:
    r"""Encode ZPL II: the whole label as one compressed graphic.

    ^XA ^PW799 ^LL1199 ^LH0,0 ^LS0 ^FO0,0 ^GFA,t,t,r,:Z64:<base64>:<crc>^FS ^PQ1 ^XZ
    t total bytes, r bytes in a row; 1 = black; rows are padded to 8 dots.
    Z64 is base64 of zlib; crc is CRC-16/CCITT from 0 over the base64 text, 4 hexadecimal digits.
    Source: Zebra, ZPL II Programming Guide, ^GF and "Alternative Data Compression Scheme".
    """
    image = picture.image
    row_bytes = row_bytes_of(image)
    total = row_bytes * image.height
    packed = base64.b64encode(zlib.compress(black_is_one(image), ZLIB_LEVEL))
    crc = binascii.crc_hqx(packed, 0)
    head = f"^XA^PW{image.width}^LL{image.height}^LH0,0^LS0^FO0,0^GFA,{total},{total},{row_bytes},"
    return (
        head.encode("ascii") + b":Z64:" + packed + f":{crc:04X}^FS^PQ1,0,1,N^XZ\n".encode("ascii")
    )


def _escpos(picture: Picture) -> bytes:
    r"""Encode ESC/POS: reset, the label as raster graphics, feed and cut.

    1D 76 30 00 xL xH yL yH <rows>   GS v 0: x bytes in a row, y rows; 1 = black
    python-escpos frames the job; its own image() gives the same bytes (a test compares them) but
    takes fifteen times as long, so the rows are packed here.
    """
    begin, end = _escpos_frame()
    return begin + _escpos_rows(picture) + end


def _escpos_label(picture: Picture) -> bytes:
    r"""Encode ESC/POS for printers with die-cut labels in them (TM-L90, TM-L100).

    1C 28 4C 02 00 43 31   FS ( L, function 67: feed to where the next label begins
    <rows>                 GS v 0 as above
    1C 28 4C 02 00 42 31   FS ( L, function 66: feed the label out to the cutter or tear bar
    Source: Epson ESC/POS Application Programming Guide, "FS ( L"; a label is torn, never cut.
    """
    begin, _ = _escpos_frame()
    return begin + b"\x1c(L\x02\x00C1" + _escpos_rows(picture) + b"\x1c(L\x02\x00B1"


@functools.cache
def _escpos_frame() -> tuple[bytes, bytes]:
    """Give what python-escpos writes before and after each label: the same for all, asked once."""
    first, last = _escpos_dummy(), _escpos_dummy()
    first.hw("INIT")
    last.cut()
    return bytes(first.output), bytes(last.output)


def _escpos_rows(picture: Picture) -> bytes:
    rows = black_is_one(picture.image)
    row_bytes = row_bytes_of(picture.image)
    bands = []
    for first in range(0, picture.image.height, ESCPOS_BAND_ROWS):
        band = rows[first * row_bytes : (first + ESCPOS_BAND_ROWS) * row_bytes]
        height = len(band) // row_bytes
        bands.append(b"\x1dv0\0" + struct.pack("<HH", row_bytes, height) + band)
    return b"".join(bands)


def _png(picture: Picture) -> bytes:
    return _saved(picture, "PNG")


def _pdf(picture: Picture) -> bytes:
    return _saved(picture, "PDF", resolution=picture.dpi)


LANGUAGES: dict[str, Callable[[Picture], bytes]] = {
    "zpl": _zpl,
    "escpos": _escpos,
    "escpos-label": _escpos_label,
    "tspl": label_printers.tspl,
    "epl2": label_printers.epl2,
    "brother-ql": brother_ql.encode,
    "cups": _pdf,
    "png": _png,
    "pdf": _pdf,
}


DIE_CUT = frozenset({"zpl", "tspl", "epl2", "escpos-label"})
"""Languages of printers that feed to the next label: a job is as large as the paper in there."""

ONLY_DPI = {"brother-ql": brother_ql.DPI}
"""Languages of printers that have one resolution."""


def _saved(picture: Picture, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.image.save(stream, kind, dpi=(picture.dpi, picture.dpi), **options)
    return stream.getvalue()


def _escpos_dummy() -> Any:
    """Load python-escpos on first use, without its side effects, and give an encoder."""
    if "escpos.printer" not in sys.modules:
        _load_escpos()
    from escpos.printer import Dummy

    return Dummy()


def _load_escpos() -> None:
    """Import python-escpos, keeping the station's log as it was.

    Importing it parses a large YAML file unless a pickle of it is found in
    ESCPOS_CAPABILITIES_PICKLE_DIR, and calls logging.basicConfig. A pickle cut short by a power
    failure makes every later import fail: it is thrown away and the import tried once more.
    """
    cache = _escpos_cache()
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(cache)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        importlib.import_module("escpos.printer")
    except (EOFError, OSError, ValueError, pickle.UnpicklingError) as fault:
        log.warning("python-escpos: its capabilities in %s are damaged: %s", cache, fault)
        for name in [name for name in sys.modules if name.partition(".")[0] == "escpos"]:
            del sys.modules[name]
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = tempfile.mkdtemp(prefix="hangar-escpos-")
        for damaged in cache.glob("*.capabilities.pickle"):
            damaged.unlink(missing_ok=True)
        importlib.import_module("escpos.printer")
    finally:
        for handler in [handler for handler in root.handlers if handler not in handlers]:
            root.removeHandler(handler)
        root.setLevel(level)


def _escpos_cache() -> Path:
    """Give a folder that only this user writes: a pickle of somebody else would run as code."""
    given = os.environ.get("ESCPOS_CAPABILITIES_PICKLE_DIR")
    if given:
        return Path(given)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    folder = caches / "hangar-station"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError as fault:
        log.info("no cache for python-escpos in %s: %s", folder, fault)
    return Path(tempfile.mkdtemp(prefix="hangar-escpos-"))
