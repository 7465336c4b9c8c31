"""Measure and draw text in the vendored fonts, glyph by glyph with a fallback for missing ones.

It must not know templates or millimetres: sizes and places here are dots.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from importlib import resources

from PIL import Image, ImageDraw, ImageFont, features

REGULAR = "AtkinsonHyperlegibleNext-400.ttf"
BOLD = "AtkinsonHyperlegibleNext-700.ttf"
FALLBACK = "DejaVuSans-Bold-subset.ttf"
PICTOGRAMS = "NotoEmoji-food.ttf"

MISSING = "\N{REPLACEMENT CHARACTER}"
LINE_HEIGHT = 1.12
"""Line pitch over size: tight, because a label is small and accents still clear the line above."""

CACHED_FONTS = 256
CACHED_WIDTHS = 4096
CACHED_MASKS = 128
"""About 25 KB each: the lines of one day's usual products and farms."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RIGHT_TO_LEFT = {"R", "AL"}


def printable(text: str) -> str:
    """Drop what has no picture: control characters, direction marks; line ends stay."""
    kept = []
    for char in text.replace("\r\n", "\n").replace("\t", " "):
        if char == "\n" or unicodedata.category(char) not in _INVISIBLE:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def width_dots(text: str, face: str, size_dots: int) -> int:
    """Measure one line."""
    return sum(_run_width(run, font, size_dots) for run, font in _runs(text, face))


def draw_line(
    canvas: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    face: str,
    size_dots: int,
    ink: int,
    *,
    right_to_left: bool = False,
) -> None:
    """Draw one line; `at` is its left end on the baseline.

    Arabic is joined and ordered inside its words in any line; in a line from right to left the
    words of other scripts, and numbers, stand to the left of what was said before them.
    """
    x, baseline = at
    runs = _runs(text, face)
    for run, font in reversed(runs) if right_to_left else runs:
        mask = _mask(run, font, size_dots)
        canvas.bitmap((x - size_dots, baseline - size_dots), mask, fill=ink)
        x += _run_width(run, font, size_dots)


@functools.lru_cache(CACHED_MASKS)
def _mask(run: str, font: str, size_dots: int) -> Image.Image:
    """Draw a run once; names, captions and dates come back on label after label.

    The mask has a margin of one size around, for letters that lean out of their line.
    """
    size = (_run_width(run, font, size_dots) + 2 * size_dots, 2 * size_dots)
    mask = Image.new("1", size, 0)
    canvas = ImageDraw.Draw(mask)
    canvas.fontmode = "1"
    face = _font(font, size_dots, _shaped(run))
    canvas.text((size_dots, size_dots), run, font=face, fill=1, anchor="ls")
    return mask


def pictogram(name: str) -> str | None:
    """Find the character of a pictogram: `carrot`, `cheese-wedge`, or the character itself."""
    char = name.strip().removesuffix("\N{VARIATION SELECTOR-16}")
    if len(char) != 1:
        try:
            char = unicodedata.lookup(_ALIASES.get(char, char).replace("-", " "))
        except KeyError:
            return None
    return char if ord(char) in _coverage(PICTOGRAMS) else None


_ALIASES = {"eggplant": "aubergine", "ear-of-corn": "ear-of-maize", "rice": "ear-of-rice"}


def draw_pictogram(
    canvas: ImageDraw.ImageDraw, centre: tuple[int, int], char: str, size_dots: int
) -> None:
    """Draw one pictogram around a centre."""
    font = _font(PICTOGRAMS, size_dots, False)
    left, top, right, bottom = font.getbbox(char)
    x = centre[0] - round((left + right) / 2)
    y = centre[1] - round((top + bottom) / 2)
    canvas.text((x, y), char, font=font, fill=0)


@functools.lru_cache(CACHED_FONTS)
def _font(name: str, size_dots: int, shaped: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    path = resources.files("labels") / "fonts" / name
    return ImageFont.truetype(str(path), size_dots, layout_engine=engine)


@functools.cache
def _coverage(name: str) -> frozenset[int]:
    """List the characters of a font, from the table `characters.txt` made beside it."""
    text = (resources.files("labels") / "fonts" / "characters.txt").read_text(encoding="ascii")
    for line in text.splitlines():
        font, _, ranges = line.partition(" ")
        if font == name:
            spans = (span.partition("-") for span in ranges.split(","))
            return frozenset(
                code
                for first, _, last in spans
                for code in range(int(first, 16), int(last or first, 16) + 1)
            )
    raise LookupError(f"characters.txt: expected a line for the font {name}, found none")


@functools.lru_cache(CACHED_WIDTHS)
def _runs(text: str, face: str) -> tuple[tuple[str, str], ...]:
    """Cut a line into runs of one font; a character that no font has becomes a visible mark."""
    runs: list[tuple[str, str]] = []
    for char in text:
        font = _font_for(char, face)
        shown = char if font else MISSING
        font = font or FALLBACK
        if char == " " and runs and _shaped(runs[-1][0]):
            font = runs[-1][1]  # Words of a right-to-left line must be ordered as one run.
        if runs and runs[-1][1] == font:
            runs[-1] = (runs[-1][0] + shown, font)
        else:
            runs.append((shown, font))
    return tuple(_with_own_gaps(runs))


def _with_own_gaps(runs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Part the space between two scripts from both: inside a run it would change sides with it."""
    for place, (run, font) in enumerate(runs):
        words = run.rstrip(" ")
        last = place == len(runs) - 1
        if last or words == run or not (_shaped(run) or _shaped(runs[place + 1][0])):
            yield run, font
            continue
        if words:
            yield words, font
        yield run[len(words) :], font


def _font_for(char: str, face: str) -> str | None:
    for name in (face, FALLBACK, PICTOGRAMS):
        if ord(char) in _coverage(name):
            return name
    return None


@functools.lru_cache(CACHED_WIDTHS)
def _run_width(run: str, font: str, size_dots: int) -> int:
    return round(_font(font, size_dots, _shaped(run)).getlength(run))


def _shaped(run: str) -> bool:
    """Ask for joined letters where the script needs it and the machine can do it."""
    needed = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in run)
    return needed and bool(features.check("raqm"))
