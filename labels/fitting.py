"""Fit words into a box: choose the size, break the lines, shorten as a last resort.

It must not draw. Whether words were cut is told, so that a template's test can fail on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from labels.typeface import LINE_HEIGHT, width_dots

SHRINK_STEP = 0.94
ELLIPSIS = "…"

_SPACES = re.compile(r"(?<![0-9]) +| +(?![a-zA-Z])")
"""Where a line may break: not between a number and its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Lines at a size. `whole` is False when words had to be cut."""

    lines: tuple[str, ...]
    size_dots: int
    whole: bool


def fit(
    text: str, face: str, *, width: int, height: int, largest: int, smallest: int, lines: int
) -> Fitted:
    """Find the largest size at which all words stand in at most `lines` lines inside the box."""
    size = largest
    while True:
        room = min(lines, max(1, int(height / (size * LINE_HEIGHT) + 0.001)))
        broken = _broken(text, face, width, size)
        if broken is not None and len(broken) <= room and size <= height:
            return Fitted(lines=broken, size_dots=size, whole=True)
        if size <= smallest:
            pieces = _pieces(text, face, width, size)
            whole = len(pieces) <= room and size <= height
            shown = pieces if whole else _shortened(pieces, face, width, size, room)
            return Fitted(lines=shown, size_dots=size, whole=whole)
        size = max(smallest, min(size - 1, int(size * SHRINK_STEP)))


def _broken(text: str, face: str, width: int, size: int) -> tuple[str, ...] | None:
    """Break at spaces; None when one word is wider than the box."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _SPACES.split(paragraph.strip()):
            longer = f"{line} {word}" if line else word
            if width_dots(longer, face, size) <= width:
                line = longer
                continue
            if width_dots(word, face, size) > width:
                return None
            lines.append(line)
            line = word
        if line:
            lines.append(line)
    return tuple(lines)


def _pieces(text: str, face: str, width: int, size: int) -> tuple[str, ...]:
    """Break at spaces where possible and inside words where not; nothing is lost."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph.strip()
        while rest:
            kept = _longest_start(rest, face, width, size)
            lines.append(kept.rstrip())
            rest = rest[len(kept) :].lstrip()
    return tuple(lines)


def _shortened(
    lines: tuple[str, ...], face: str, width: int, size: int, room: int
) -> tuple[str, ...]:
    """Keep the lines that there is room for and end the last one with an ellipsis."""
    last = lines[room - 1] if len(lines) >= room else ""
    while last and width_dots(last + ELLIPSIS, face, size) > width:
        last = last[:-1]
    return (*lines[: room - 1], last.rstrip() + ELLIPSIS)


def _longest_start(text: str, face: str, width: int, size: int) -> str:
    """Take words while they fit; a single word that is too long is taken in part."""
    if width_dots(text, face, size) <= width:
        return text
    end = len(text)
    while end > 1 and width_dots(text[:end], face, size) > width:
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    return text[:space] if space > 0 else text[:end]
