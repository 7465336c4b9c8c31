"""Read the symbols of a finished label back, as a scanner will; a label that fails is never sent.

It must not repair or redraw.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageChops

from labels import second_opinion, symbols
from labels.drawing import Picture, Placed


class LabelUnreadable(Exception):
    """Say which symbol of a drawn label does not read as meant."""


def verify(picture: Picture, bitmap: Image.Image | None = None) -> None:
    """Decode every symbol of `bitmap` (by default the picture itself) and compare it."""
    check(picture.image if bitmap is None else bitmap, picture.symbols)


def _one_band(bars: Image.Image) -> Image.Image:
    """Give a band of upright bars to read; every row must be that of the middle, to the dot.

    A reader passes over bad rows, so what a fold or a dead element spoils is found by comparing.
    """
    middle = bars.height // 2
    row = bars.crop((0, middle, bars.width, middle + 1))
    alike = row.resize(bars.size, Image.Resampling.NEAREST)
    if ImageChops.logical_xor(alike, bars).getbbox() is not None:
        raise LabelUnreadable(
            "linear symbol: expected rows that are all alike, found others; the label is not sent"
        )
    top = max(0, middle - second_opinion.BAND_ROWS // 2)
    return bars.crop((0, top, bars.width, top + second_opinion.BAND_ROWS))


def check(bitmap: Image.Image, placed: Sequence[Placed]) -> None:
    """Compare symbology and content of each symbol with what was meant; bars by two decoders."""
    if not placed:
        raise LabelUnreadable("expected at least one symbol on a label, found none drawn")
    for symbol in placed:
        meant = (symbol.content.aim(symbol.shape), symbol.content.expected)
        part = bitmap.crop((symbol.left, symbol.top, symbol.right, symbol.bottom))
        if symbol.turned:
            part = part.transpose(Image.Transpose.ROTATE_270)
        if symbol.shape == symbols.LINEAR:
            part = _one_band(part)
        came = symbols.read(symbol.shape, part)
        if came != meant:
            raise LabelUnreadable(
                f"{symbol.shape} symbol: expected {meant!r}, read {came!r}; the label is not sent"
            )
        if symbol.shape == symbols.LINEAR and (
            differs := second_opinion.fault(part, symbol.content.expected)
        ):
            raise LabelUnreadable(f"linear symbol: {differs}; the label is not sent")
