"""A school's label says so across its face, and still scans like any other."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image, ImageChops

import labels
from labels import template
from labels.drawing import BLACK, render
from labels.marking import marked

WORDS = "ÉCOLE · EXERCICE"
FEWEST_DOTS = 500
"""Of difference between the two labels: a band of 2 mm over the shortest edge has far more."""


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", template.names())
def test_every_label_can_be_marked_and_reads_as_before(name: str, dpi: int) -> None:
    fields = template.load(name).sample

    plain = _png(labels.make(name, fields, dpi=dpi, language="png").payload)
    school = _png(labels.make(name, fields, dpi=dpi, language="png", mark=WORDS).payload)

    assert _read(school) == _read(plain)
    assert ImageChops.difference(school, plain).histogram()[255] > FEWEST_DOTS


def test_the_mark_touches_no_symbol_nor_its_quiet_zone() -> None:
    picture = render(template.load("a6"), template.load("a6").sample, 203)

    changed = ImageChops.logical_xor(picture.image, marked(picture, WORDS).image)

    for symbol in picture.symbols:
        box = (symbol.left, symbol.top, symbol.right, symbol.bottom)
        assert changed.crop(box).histogram()[255] == BLACK


def _png(payload: bytes) -> Image.Image:
    return Image.open(io.BytesIO(payload)).convert("L")


def _read(image: Image.Image) -> list[str]:
    return sorted(symbol.text for symbol in zxingcpp.read_barcodes(image))
