"""zpl-renderer-js (zebrash), the second renderer that others wrote beside zplkit, reads our ZPL."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

import labels
from labels import template
from labels.making import Made
from tests.independent.places import CHECKOUT, NODE_MODULES, needs_npm

LONGEST_S = 120
DOTS_PER_MM = {203: 8, 300: 12}
CRATES = [(name, dpi) for name in ("100x60", "62x100", "a6", "roll80") for dpi in DOTS_PER_MM]
MOST_WRONG_DOTS = 0


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Path]:
    """Every crate label as ZPL, rendered in one run: starting the renderer takes the time."""
    folder = tmp_path_factory.mktemp("zpl")
    words: list[str] = []
    pictures = {}
    for name, dpi in CRATES:
        job, picture = folder / f"{name}-{dpi}.zpl", folder / f"{name}-{dpi}.png"
        made = _made(name, dpi)
        job.write_bytes(made.payload)
        size = [str(dots / DOTS_PER_MM[dpi]) for dots in made.picture.image.size]
        words += [str(job), str(picture), *size, str(DOTS_PER_MM[dpi])]
        pictures[name, dpi] = picture
    program = CHECKOUT / "tests" / "independent" / "render_zpl.mjs"
    subprocess.run(["node", str(program), str(NODE_MODULES), *words], timeout=LONGEST_S, check=True)
    return pictures


def _made(name: str, dpi: int) -> Made:
    return labels.make(name, template.load(name).sample, dpi=dpi, language="zpl")


@needs_npm("zpl-renderer-js")
@pytest.mark.parametrize(("name", "dpi"), CRATES)
def test_zebrash_draws_our_label_dot_for_dot(
    name: str, dpi: int, rendered: dict[tuple[str, int], Path]
) -> None:
    ours = _made(name, dpi).picture.image.convert("L")

    theirs = Image.open(rendered[name, dpi]).convert("L")

    overlap = theirs.crop((0, 0, *ours.size))
    wrong = ImageChops.difference(ours, overlap).point(lambda value: 255 * (value > 127))
    assert wrong.histogram()[255] <= MOST_WRONG_DOTS
    assert _read(theirs) == _read(ours)
    assert len(_read(ours)) == 2


def _read(image: Image.Image) -> list[tuple[str, bytes]]:
    found = zxingcpp.read_barcodes(image)
    return sorted((str(one.symbology_identifier), bytes(one.bytes)) for one in found)
