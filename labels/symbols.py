"""Make bar code and matrix symbols at whole dots of a printer's head, and read them back.

It must not scale a finished picture, nor decide what a symbol should say.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import zxingcpp
from PIL import Image

LINEAR = "linear"
MATRIX = "matrix"

_FORMATS = {LINEAR: zxingcpp.BarcodeFormat.Code128, MATRIX: zxingcpp.BarcodeFormat.DataMatrix}

LINEAR_QUIET_MODULES = 10
MATRIX_QUIET_MODULES = 1

CACHED_SYMBOLS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a symbol says: bracketed elements when `gs1`, else plain characters."""

    text: str
    gs1: bool
    expected: bytes
    """What a scanner sends for it, <GS> between elements, without the AIM identifier."""

    def aim(self, shape: str) -> str:
        """Give the symbology identifier that a scanner must report."""
        if shape == LINEAR:
            return "]C1" if self.gs1 else "]C0"
        return "]d2" if self.gs1 else "]d1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Modules:
    """A symbol as dark and light modules, one pixel each; a linear symbol is one row."""

    picture: Image.Image
    quiet: int

    @property
    def columns(self) -> int:
        """Count the modules across, quiet zones included."""
        return self.picture.width + 2 * self.quiet

    @property
    def rows(self) -> int:
        """Count the modules down, quiet zones included (1 for a linear symbol)."""
        return self.picture.height + (2 * self.quiet if self.picture.height > 1 else 0)


@functools.lru_cache(CACHED_SYMBOLS)
def modules(shape: str, content: Content) -> Modules:
    """Encode `content`; a matrix is always square (GS1 allows no stretched ones)."""
    code = zxingcpp.create_barcode(
        content.text, _FORMATS[shape], gs1=content.gs1, force_square=shape == MATRIX
    )
    dots = code.to_image(scale=1, add_quiet_zones=False)
    picture = Image.fromarray(dots).convert("1", dither=Image.Dither.NONE)
    if shape == LINEAR:
        return Modules(picture=picture.crop((0, 0, picture.width, 1)), quiet=LINEAR_QUIET_MODULES)
    return Modules(picture=picture, quiet=MATRIX_QUIET_MODULES)


def bars_mm(bracketed: str, module_mm: float) -> float | None:
    """Return how long a GS1-128 symbol is, quiet zones included; None where it cannot be told.

    `bracketed`: (AI)value(AI)value…; a value that has a bracket itself cannot be encoded from it.
    """
    try:
        return modules(LINEAR, Content(text=bracketed, gs1=True, expected=b"")).columns * module_mm
    except ValueError:
        return None


def drawn(symbol: Modules, module_dots: int, height_dots: int | None = None) -> Image.Image:
    """Draw a symbol with its quiet zones, each module `module_dots` wide."""
    wide = symbol.picture.width * module_dots
    high = height_dots or symbol.picture.height * module_dots
    quiet = symbol.quiet * module_dots
    quiet_above = 0 if symbol.picture.height == 1 else quiet
    page = Image.new("1", (wide + 2 * quiet, high + 2 * quiet_above), 1)
    page.paste(symbol.picture.resize((wide, high), Image.Resampling.NEAREST), (quiet, quiet_above))
    return page


def read(shape: str, picture: Image.Image) -> tuple[str, bytes] | None:
    """Decode one symbol in `picture`: AIM identifier and data; None when nothing can be read."""
    found = zxingcpp.read_barcodes(
        picture.convert("L"),
        formats=zxingcpp.BarcodeFormats([_FORMATS[shape]]),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    if len(found) != 1:
        return None
    return found[0].symbology_identifier, bytes(found[0].bytes)
