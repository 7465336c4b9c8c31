"""Reads what only printers have: the label that is in them and how fine they print.

Must not draw; that a label reads is proven when it is made.
"""

from __future__ import annotations

from labels import template
from labels.shelf import Shelf
from station.config.reader import NAME, TableReader

DEFAULT_DPI = 203
"""Print density taken where a printer names none: that of most label printers."""
TAPE_PROTOCOL = "brother-ql"
"""These printers have one density, and take templates of their tape's width only."""


def dpi_key(table: TableReader, protocol: str) -> int:
    """Return a printer's dots per inch."""
    if protocol != TAPE_PROTOCOL:
        return table.optional_whole("dpi", 100, 1_200) or DEFAULT_DPI
    from labels.brother_ql import DPI  # only here: other files need no picture library

    if (table.optional_whole("dpi", 100, 1_200) or DPI) != DPI:
        table.fault(
            "dpi",
            expected=f"{DPI}, or no dpi at all",
            remedy_fr=f"Écrivez dpi = {DPI} : ces imprimantes n'ont que cette finesse.",
        )
    return DPI


def media_key(table: TableReader, protocol: str, shelf: Shelf) -> str:
    """Return the template of the labels that are in a printer, shipped or the hub's own."""
    media = table.text(
        "media",
        pattern=NAME,
        expected="a template family such as a6",
        remedy_fr='Écrivez par exemple "a6".',
    )
    known = [name for name in shelf.names() if protocol != TAPE_PROTOCOL or _on_tape(name, shelf)]
    if media and media not in known:
        names = ", ".join(known)
        table.fault(
            "media",
            expected=f"one of {names}",
            remedy_fr=f"Choisissez un modèle d'étiquette parmi : {names}.",
        )
    return media


def _on_tape(name: str, shelf: Shelf) -> bool:
    from labels.brother_ql import DPI, TAPE_DOTS

    try:
        return template.dots(shelf.load(name).width_mm, DPI) == TAPE_DOTS
    except template.TemplateError:
        return False  # named by `template_faults`
