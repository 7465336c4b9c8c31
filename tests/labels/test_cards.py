"""A card on a page scans as the thing it names."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from PIL import Image

import labels
from labels.cards import card_png, card_svg
from labels.identity import CodeKind, internal_code
from labels.scanned import interpret

CARD = internal_code(CodeKind.PRODUCER, "A1B2", 3)


def test_a_card_scans_as_what_it_names() -> None:
    picture = Image.open(io.BytesIO(card_png(CARD)))

    (found,) = zxingcpp.read_barcodes(picture.convert("L"))

    scanned = interpret(found.symbology_identifier.encode() + bytes(found.bytes))
    assert (scanned.kind, scanned.code, scanned.code_kind) == (
        "internal",
        CARD,
        CodeKind.PRODUCER,
    )


def test_the_svg_shows_the_same_modules() -> None:
    svg = card_svg(CARD)

    picture = Image.open(io.BytesIO(card_png(CARD, module_dots=1)))
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    assert dark == {
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if not picture.getpixel((x, y))
    }


@pytest.mark.parametrize("code", ["", "é", "a\nb"])
def test_what_is_no_code_gets_no_card(code: str) -> None:
    with pytest.raises(labels.LabelRefused):
        card_png(code)
