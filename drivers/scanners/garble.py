"""Says what a code becomes when a keyboard scanner and its host are set to different layouts.

It must not guess which layouts they are: `station.calibration` tries them.
"""

from __future__ import annotations

from drivers.scanners.key_layouts import LAYOUTS, Layout

LOST = "\ufffd"
"""A key that has no character in the host's layout."""


def as_read(text: str, *, sent: str, read: str, caps: bool = False) -> str:
    """Return a text that is typed in layout `sent` and read in layout `read`.

    `caps`: Caps Lock is on at the reading side. What no key gives (GS) comes through unchanged.
    """
    return "".join(_char(char, LAYOUTS[sent], LAYOUTS[read], caps=caps) for char in text)


def _char(char: str, sent: Layout, read: Layout, *, caps: bool) -> str:
    levels = ((sent.plain, read.plain), (sent.shifted, read.shifted), (sent.altgr, read.altgr))
    for typed, seen in levels:
        for key, found in typed.items():
            if found == char:
                return _swapped(seen.get(key, LOST)) if caps else seen.get(key, LOST)
    return char


def _swapped(char: str) -> str:
    return char.swapcase() if char.isalpha() and len(char.swapcase()) == 1 else char
