"""Bars are read by a second decoder where the machine has it."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from PIL import Image

from labels import second_opinion, symbols
from labels.content import crate_contents
from labels.identity import sscc

NEEDS_ZBAR = pytest.mark.skipif(
    not second_opinion.available(), reason="this machine has no libzbar0"
)


def bars(code: str, module_dots: int = 4) -> tuple[Image.Image, bytes]:
    """Draw a GS1-128 of one SSCC."""
    content = crate_contents({"sscc": code})[symbols.LINEAR]
    return symbols.drawn(symbols.modules(symbols.LINEAR, content), module_dots, 60), (
        content.expected
    )


@NEEDS_ZBAR
@pytest.mark.parametrize("module_dots", [2, 3, 4, 6])
def test_it_agrees_with_every_clean_symbol(module_dots: int) -> None:
    chosen = random.Random(module_dots)

    for _ in range(100):
        picture, expected = bars(sscc(3, "9521234", chosen.randrange(10**9)), module_dots)
        assert second_opinion.fault(picture, expected) is None


@NEEDS_ZBAR
def test_another_content_is_a_fault_that_names_both() -> None:
    picture, _ = bars(sscc(3, "9521234", 412))

    told = second_opinion.fault(picture, b"00395212340000004999")

    assert told is not None
    assert "00395212340000004128" in told and "00395212340000004999" in told


@NEEDS_ZBAR
def test_bars_that_cannot_be_read_are_a_fault() -> None:
    picture, expected = bars(sscc(3, "9521234", 412))
    picture.paste(1, (picture.width // 3, 0, picture.width // 2, picture.height))

    assert second_opinion.fault(picture, expected) is not None


def test_a_machine_without_zbar_makes_labels_and_says_so() -> None:
    program = (
        "import sys, logging\n"
        "sys.modules['pyzbar'] = None\n"
        "logging.basicConfig()\n"
        "import labels\n"
        "from labels import second_opinion\n"
        "fields = {'sscc': '395212340000004128', 'product': 'Radis'}\n"
        "for _ in range(2): labels.make('a6', fields, dpi=203, language='zpl')\n"
        "print(second_opinion.available())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout == "False\n"
    assert done.stderr.count("libzbar0") == 1
