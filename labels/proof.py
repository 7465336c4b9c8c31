"""Read the symbols of a finished label back, as a scanner will; a label that fails is never sent.

It must not repair or redraw.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from labels import second_opinion, symbols
from labels.drawing import Picture, Placed


class LabelUnreadable(Exception):
    """Say which symbol of a drawn label does not read as meant."""


def verify(picture: Picture, bitmap: Image.Image | None = None) -> None:
    """Decode every symbol of `bitmap` (by default the picture itself) and compare it."""
    check(picture.image if bitmap is None else bitmap, picture.symbols)


def check(bitmap: Image.Image, placed: Sequence[Placed]) -> None:
    """Compare symbology and content of each symbol with what was meant; bars by two decoders."""
    if not placed:
        raise LabelUnreadable("expected at least one symbol on a label, found none drawn")
    for symbol in placed:
        meant = (symbol.content.aim(symbol.shape), symbol.content.expected)
        part = bitmap.crop((symbol.left, symbol.top, symbol.right, symbol.bottom))
        if symbol.turned:
            part = part.transpose(Image.Transpose.ROTATE_270)
        came = symbols.read(symbol.shape, part)
        if came != meant:
            raise LabelUnreadable(
                f"{symbol.shape} symbol: expected {meant!r}, read {came!r}; the label is not sent"
            )
        if symbol.shape == symbols.LINEAR and (
            differs := second_opinion.fault(part, symbol.content.expected)
        ):
            raise LabelUnreadable(f"linear symbol: {differs}; the label is not sent")
