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
from labels.gs1.rules import LONGEST_GS1_128_MM, SMALLEST_GS1_128_MODULE_MM
from labels.parts import DOTS_PER_INCH, MM_PER_INCH, TRADE, Area, Symbol, Template, Text
from labels.template import load, names
from labels.template_rules import Fault

SMALLEST_GS1_MODULE_MM = {"linear": SMALLEST_GS1_128_MODULE_MM, "matrix": 0.743}
"""GS1 General Specifications: logistic units; matrix symbols are printed 1.5 times wider."""

LOWEST_TRADE_BARS_MM = 31.75
"""GS1 General Specifications, general distribution and logistic units."""

LAWFUL = (
    "product",
    "producer",
    "hub",
    "lot",
    "use_by",
    "best_before",
    "mentions",
    "to_complete",
    "contents",
)
"""Fields that the law asks for on the crate of one product or another, or that name what lacks."""


def faults(template: Template, fields: Mapping[str, str] | None = None) -> list[Fault]:
    """List the faults of a template with these fields (its own sample when None), at every dpi."""
    values = template.sample if fields is None else fields
    return [fault for dpi in DOTS_PER_INCH for fault in _at(template, values, dpi)]


def own_faults(template: Template) -> list[Fault]:
    """List the faults of a hub's own template: those above, and what it must not leave out."""
    return [
        *_missing_codes(template),
        *_missing_words(template),
        *_missing_bars(template),
        *faults(template),
    ]


def _missing_codes(own: Template) -> list[Fault]:
    """What the shipped template of that name identifies, the hub's must too; else it is a crate."""
    expected = _encoded(load(own.name)) if own.name in names() else {"crate"}
    return [
        Fault(
            en=f"no symbol encodes {missing!r}",
            fr=f'aucun code ne porte « {missing} » : il faut un symbole encodes = "{missing}"',
        )
        for missing in sorted(expected - _encoded(own))
    ]


def _missing_words(own: Template) -> list[Fault]:
    """A crate's label must be able to say what the law asks of any goods it may be stuck on."""
    if "crate" not in _encoded(own):
        return []
    shown = "\n".join(each.text for each in own.elements if isinstance(each, Text))
    return [
        Fault(
            en=f"no text shows {{{name}}}, which the law asks on some crate",
            fr=f"aucun texte ne montre {{{name}}}, que la loi demande sur une caisse",
        )
        for name in LAWFUL
        if f"{{{name}}}" not in shown
    ]


def _missing_bars(own: Template) -> list[Fault]:
    """GS1's logistic label names the unit by bars, lowest on the label (GenSpecs 6.6.4)."""
    symbols = [each for each in own.elements if isinstance(each, Symbol)]
    if own.use != TRADE or "crate" not in _encoded(own):
        return []
    lowest = max(symbols, key=lambda each: each.box.y_mm + each.box.height_mm)
    if lowest.encodes == "crate" and lowest.shape == "linear":
        return []
    return [
        Fault(
            en='a trade label has the bars of its crate (shape = "linear") as its lowest symbol',
            fr='étiquette de commerce : les barres de la caisse (shape = "linear") tout en bas',
        )
    ]


def _encoded(template: Template) -> set[str]:
    return {each.encodes for each in template.elements if isinstance(each, Symbol)}


def _at(template: Template, fields: Mapping[str, str], dpi: int) -> Iterator[Fault]:
    try:
        picture = render(template, fields, dpi)
        proof.verify(picture)
    except LabelRefused as refused:
        yield Fault(en=f"{dpi} dpi: {refused}", fr=refused.fr, element=refused.element)
        return
    except proof.LabelUnreadable as fault:
        fr = f"à {dpi} dpi, un code ne se relit pas comme prévu, ou il n'y en a aucun"
        yield Fault(en=f"{dpi} dpi: {fault}", fr=fr)
        return
    for number in picture.cut:
        words = _words_of(template, number)
        fr = f"à {dpi} dpi, ces mots ne tiennent pas : {words}"
        yield Fault(en=f"{dpi} dpi: {words!r} does not fit", fr=fr, element=number)
    yield from _small_modules(picture)
    yield from _long_bars(picture)
    if template.use == TRADE:
        yield from _low_bars(picture)
    yield from _overlaps(template, fields, picture)


def _words_of(template: Template, number: int) -> str:
    element = template.elements[number - 1]
    return element.text if isinstance(element, Text) else type(element).__name__


def _small_modules(picture: Picture) -> Iterator[Fault]:
    for symbol in picture.symbols:
        module_mm = symbol.module_dots * MM_PER_INCH / picture.dpi
        least_mm = SMALLEST_GS1_MODULE_MM[symbol.shape]
        if symbol.content.gs1 and module_mm < least_mm:
            size = f"{module_mm:.3f} mm"
            yield Fault(
                en=f"{picture.dpi} dpi: {symbol.shape}: module of {size} is too small for GS1",
                fr=f"à {picture.dpi} dpi, module de {size} : GS1 demande {least_mm} mm",
                element=symbol.element,
                key="modules_mm",
            )


def _long_bars(picture: Picture) -> Iterator[Fault]:
    for symbol in picture.symbols:
        along = symbol.bottom - symbol.top if symbol.turned else symbol.right - symbol.left
        long_mm = along * MM_PER_INCH / picture.dpi
        if symbol.shape == "linear" and symbol.content.gs1 and long_mm > LONGEST_GS1_128_MM:
            size = f"{long_mm:.1f} mm"
            yield Fault(
                en=f"{picture.dpi} dpi: bars of {size}: GS1-128 may have {LONGEST_GS1_128_MM}",
                fr=f"barres de {size} : GS1 en permet {LONGEST_GS1_128_MM} au plus",
                element=symbol.element,
                key="modules_mm",
            )


def _low_bars(picture: Picture) -> Iterator[Fault]:
    dot_mm = MM_PER_INCH / picture.dpi
    for symbol in picture.symbols:
        across = symbol.right - symbol.left if symbol.turned else symbol.bottom - symbol.top
        if symbol.shape == "linear" and across * dot_mm < LOWEST_TRADE_BARS_MM - dot_mm:
            high = f"{across * dot_mm:.2f} mm"
            yield Fault(
                en=f"{picture.dpi} dpi: bars of {high}, a label for trade has "
                f'{LOWEST_TRADE_BARS_MM}; make them higher or say use = "in-house"',
                fr=f"barres de {high} : une étiquette de commerce en a {LOWEST_TRADE_BARS_MM} ; "
                'agrandissez-les ou écrivez use = "in-house"',
                element=symbol.element,
                key="width_mm" if symbol.turned else "height_mm",
            )


def _overlaps(template: Template, fields: Mapping[str, str], picture: Picture) -> Iterator[Fault]:
    """Draw every black element alone: no dot may be black twice, quiet zones stay white."""
    beside = {f"{symbol.shape}_text": human_readable(symbol.content) for symbol in picture.symbols}
    inked = Image.new("L", picture.image.size, 0)
    for number, element in enumerate(template.elements, 1):
        if isinstance(element, Area) or (isinstance(element, Text) and element.ink == "white"):
            continue
        alone = dataclasses.replace(template, elements=(element,))
        drawn = render(alone, {**fields, **beside}, picture.dpi)
        page = ImageChops.invert(drawn.image.convert("L"))
        for symbol in drawn.symbols:
            page.paste(255, (symbol.left, symbol.top, symbol.right, symbol.bottom))
        if ImageChops.multiply(inked, page).getbbox() is not None:
            name = _words_of(template, number)
            yield Fault(
                en=f"{picture.dpi} dpi: {name!r} is drawn over something else",
                fr="se dessine sur un autre élément",
                element=number,
            )
        inked = ImageChops.lighter(inked, page)
