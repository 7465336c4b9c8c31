"""Find what is wrong with a template before a worker ever prints it: cut words, overlaps, symbols.

It must not run in the station's day; tests and `hangar label preview --sample` call it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from PIL import Image, ImageChops

from labels import proof
from labels.content import LabelRefused, human_readable
from labels.drawing import Picture, render
from labels.template import DOTS_PER_INCH, MM_PER_INCH, TRADE, Area, Template, Text

SMALLEST_GS1_MODULE_MM = {"linear": 0.495, "matrix": 0.743}
"""GS1 General Specifications: logistic units; matrix symbols are printed 1.5 times wider."""

LOWEST_TRADE_BARS_MM = 31.75
"""GS1 General Specifications, general distribution and logistic units."""


def faults(template: Template, fields: Mapping[str, str] | None = None) -> list[str]:
    """List the faults of a template with these fields (its own sample when None), at every dpi."""
    values = template.sample if fields is None else fields
    return [fault for dpi in DOTS_PER_INCH for fault in _at(template, values, dpi)]


def _at(template: Template, fields: Mapping[str, str], dpi: int) -> Iterator[str]:
    try:
        picture = render(template, fields, dpi)
        proof.verify(picture)
    except (LabelRefused, proof.LabelUnreadable) as fault:
        yield f"{dpi} dpi: {fault}"
        return
    yield from (f"{dpi} dpi: {text!r} does not fit" for text in picture.cut)
    yield from (f"{dpi} dpi: {fault}" for fault in _small_modules(picture))
    if template.use == TRADE:
        yield from (f"{dpi} dpi: {fault}" for fault in _low_bars(picture))
    yield from (f"{dpi} dpi: {fault}" for fault in _overlaps(template, fields, picture))


def _small_modules(picture: Picture) -> Iterator[str]:
    for symbol in picture.symbols:
        module_mm = symbol.module_dots * MM_PER_INCH / picture.dpi
        if symbol.content.gs1 and module_mm < SMALLEST_GS1_MODULE_MM[symbol.shape]:
            yield f"{symbol.shape} symbol: module of {module_mm:.3f} mm is too small for GS1"


def _low_bars(picture: Picture) -> Iterator[str]:
    dot_mm = MM_PER_INCH / picture.dpi
    for symbol in picture.symbols:
        across = symbol.right - symbol.left if symbol.turned else symbol.bottom - symbol.top
        if symbol.shape == "linear" and across * dot_mm < LOWEST_TRADE_BARS_MM - dot_mm:
            yield (
                f"bars of {across * dot_mm:.2f} mm, a label for trade has {LOWEST_TRADE_BARS_MM}; "
                'make them higher or say use = "in-house"'
            )


def _overlaps(template: Template, fields: Mapping[str, str], picture: Picture) -> Iterator[str]:
    """Draw every black element alone: no dot may be black twice, quiet zones stay white."""
    beside = {f"{symbol.shape}_text": human_readable(symbol.content) for symbol in picture.symbols}
    inked = Image.new("L", picture.image.size, 0)
    for element in template.elements:
        if isinstance(element, Area) or (isinstance(element, Text) and element.ink == "white"):
            continue
        alone = dataclasses.replace(template, elements=(element,))
        drawn = render(alone, {**fields, **beside}, picture.dpi)
        page = ImageChops.invert(drawn.image.convert("L"))
        for symbol in drawn.symbols:
            page.paste(255, (symbol.left, symbol.top, symbol.right, symbol.bottom))
        if ImageChops.multiply(inked, page).getbbox() is not None:
            name = element.text if isinstance(element, Text) else type(element).__name__
            yield f"{name!r} is drawn over something else"
        inked = ImageChops.lighter(inked, page)
