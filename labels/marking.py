"""Marks a drawn label with a few words across it, where they cost least, never on a symbol.

It must not change what the symbols say: a marked label still scans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageDraw

from labels import typeface
from labels.content import LabelRefused
from labels.drawing import ASCENT, BLACK, WHITE, Picture
from labels.template import dots

BANDS_MM = (5.0, 3.5)
"""Heights of the black band that carries the words; the low one where words stand close."""
LOWEST_MM = 2.0
"""For the smallest tags, whose symbols leave no more."""
SPARED = 50
"""A band may cover one black dot in so many of its own; else a lower one is looked for."""
LETTERS = 0.7
"""Height of the letters, of the band's."""
STEP_MM = 1.0

Rectangle = tuple[int, int, int, int]


def marked(picture: Picture, words: str) -> Picture:
    """Return the label with a black band across its width or along its height."""
    place = _place(picture)
    if place is None:
        raise LabelRefused(f"no room beside the symbols for the words {words!r}")
    image = picture.image.copy()
    left, top, right, bottom = place
    upright = right - left >= bottom - top
    size = (right - left, bottom - top) if upright else (bottom - top, right - left)
    band = _band(size, words)
    image.paste(band if upright else band.transpose(Image.Transpose.ROTATE_90), (left, top))
    return replace(picture, image=image)


def _place(picture: Picture) -> Rectangle | None:
    """Return the high band where it covers next to nothing, else a lower one."""
    high, low = (_cheapest(picture, height_mm) for height_mm in BANDS_MM)
    if high:
        left, top, right, bottom = high
        if _ink(picture.image, high) * SPARED <= (right - left) * (bottom - top):
            return high
    return low or _cheapest(picture, LOWEST_MM)


def _cheapest(picture: Picture, height_mm: float) -> Rectangle | None:
    free = [place for place in _places(picture, height_mm) if _free(picture, place)]
    return min(free, key=lambda place: _ink(picture.image, place), default=None)


def _places(picture: Picture, height_mm: float) -> Iterator[Rectangle]:
    """Give every band across the label, then every band along it."""
    width, height = picture.image.size
    band, step = dots(height_mm, picture.dpi), dots(STEP_MM, picture.dpi)
    for top in range(0, height - band + 1, step):
        yield 0, top, width, top + band
    for left in range(0, width - band + 1, step):
        yield left, 0, left + band, height


def _free(picture: Picture, place: Rectangle) -> bool:
    """Tell whether a band touches no symbol; its quiet zone belongs to it."""
    left, top, right, bottom = place
    return all(
        right <= symbol.left or symbol.right <= left or bottom <= symbol.top or symbol.bottom <= top
        for symbol in picture.symbols
    )


def _ink(image: Image.Image, place: Rectangle) -> int:
    """Count the black dots that a band would cover."""
    return image.crop(place).histogram()[BLACK]


def _band(size: tuple[int, int], words: str) -> Image.Image:
    width, height = size
    band = Image.new("1", size, BLACK)
    canvas = ImageDraw.Draw(band)
    canvas.fontmode = "1"
    letters = round(height * LETTERS)
    while letters > 1 and typeface.width_dots(words, typeface.BOLD, letters) > width:
        letters -= 1
    x = (width - typeface.width_dots(words, typeface.BOLD, letters)) // 2
    baseline = (height - letters) // 2 + round(letters * ASCENT)
    typeface.draw_line(canvas, (x, baseline), words, typeface.BOLD, letters, WHITE)
    return band
