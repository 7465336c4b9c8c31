"""A label from its fields to printer bytes, decoded before it goes, against PIL and python-escpos.

Must not time imports: both sides have made a label before the first that counts.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

import labels
from labels import languages, template
from labels.drawing import render
from station.bench.figures import Figure, in_turn, median_ms

PAIRS = 60
DPI = 203
MODULE_DOTS = 3
LINE_DOTS = 34
FONT_DOTS = 26
WARM = 3
"""Labels made before the first that counts: neither side draws letters for the first time."""
GOAL = 1 / 3
KINDS = (("label", "roll80", "escpos"), ("label-zpl", "a6", "zpl"))


def measure(scale: float) -> list[Figure]:
    """Measure the roll of a receipt printer and the logistic label of a ZPL printer."""
    figures = [_figure(name, size, language, scale) for name, size, language in KINDS]
    return figures + [_check(name, size, language, scale) for name, size, language in KINDS]


def _check(name: str, size: str, language: str, scale: float) -> Figure:
    """Time the fields of a label to its first byte, against the same picture without the check."""
    shape, n = template.load(size), max(3, int(PAIRS * scale))
    fields = dict(shape.sample)
    for _ in range(WARM):
        labels.make(shape, fields, dpi=DPI, language=language)
    checked_s, bare_s = in_turn(
        lambda: labels.make(shape, fields, dpi=DPI, language=language),
        lambda: languages.encode(render(shape, fields, DPI), language),
        n,
    )
    return Figure(
        name=f"{name}-check",
        what=f"fields to the first byte of a {size} label as {language}, check included",
        value=median_ms(checked_s),
        floor=median_ms(bare_s),
        against="the same label drawn and encoded, not read back",
        unit="ms",
        n=n,
    )


def _figure(name: str, size: str, language: str, scale: float) -> Figure:
    shape, n = template.load(size), max(3, int(PAIRS * scale))
    fields = dict(shape.sample)
    dots = labels.make(size, fields, dpi=DPI, language=language).picture.image.size
    unchecked = Unchecked(dots)
    unchecked(fields)
    ours_s, floor_s = in_turn(
        lambda: labels.make(size, fields, dpi=DPI, language=language),
        lambda: unchecked(fields),
        n,
    )
    return Figure(
        name=name,
        what=f"{size} label drawn, decoded, encoded as {language}",
        value=median_ms(ours_s),
        floor=median_ms(floor_s),
        against="PIL + python-escpos of the same dots, not decoded",
        unit="ms",
        n=n,
        most=GOAL,
    )


class Unchecked:
    """What a program without our drawing does: PIL draws, python-escpos writes the bytes."""

    def __init__(self, dots: tuple[int, int]) -> None:
        from labels.languages import _escpos_dummy

        self._dots, self._printer = dots, _escpos_dummy
        self._font = ImageFont.load_default(FONT_DOTS)

    def __call__(self, fields: Mapping[str, str]) -> bytes:
        """Return the bytes of one label."""
        picture = Image.new("1", self._dots, 1)
        pen = ImageDraw.Draw(picture)
        for line, text in enumerate(fields.values()):
            pen.text((20, 20 + line * LINE_DOTS), text, font=self._font, fill=0)
        top = 40 + len(fields) * LINE_DOTS
        for kind in (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix):
            made = zxingcpp.create_barcode(f"(00){fields['sscc']}", kind, gs1=True)
            symbol = Image.fromarray(made.to_image(scale=MODULE_DOTS))
            picture.paste(symbol, (20, top))
            top += symbol.height + 20
        printer = self._printer()
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it thinks of the profile
            printer.image(picture, impl="bitImageRaster", center=False)
        printer.cut()
        return bytes(printer.output)
