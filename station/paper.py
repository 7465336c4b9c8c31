"""Says which labels of no crate fit the paper that stands in a printer.

Must not print, nor choose among printers: it compares millimetres.
"""

from __future__ import annotations

from labels.parts import Template
from labels.shelf import Shelf
from labels.template import TemplateError
from station.config import DeviceConfig

DEFAULT_MEDIA = "a6"
ROLLS = ("escpos", "cups", "pdf", "png")
"""Printers that cut, or fit to the page: only the width must do (see `labels.languages`)."""
TAPE = "brother-ql"
TAPE_MM = 58.9
"""The printable width of the 62 mm tape: that printer takes nothing narrower or wider."""
LOOSE = ("evening", "emergency", "emergency-62", "crate-tag", "crate-tag-62", "drop-receipt")
"""Templates of labels that belong to no crate, so that no printer is bought for them."""


def fits(printer: DeviceConfig, shape: Template, shelf: Shelf) -> bool:
    """Tell whether a label of this shape can come out of the printer, whole."""
    if printer.protocol == TAPE:
        return shape.width_mm == TAPE_MM
    paper = shelf.load(printer.media or DEFAULT_MEDIA)
    long_enough = printer.protocol in ROLLS or paper.height_mm >= shape.height_mm
    return paper.width_mm >= shape.width_mm and long_enough


def loose(printer: DeviceConfig, shelf: Shelf) -> dict[str, str]:
    """Return the templates of no crate that this printer can print, each with its digest."""
    found = {}
    for name in LOOSE:
        try:
            shape = shelf.load(name)
        except TemplateError:
            continue  # the hub's own version is faulty: the start names it
        if fits(printer, shape, shelf):
            found[name] = shape.hash
    return found
