"""Say what a template is made of: boxes, words, symbols and areas, in millimetres.

It must not read files or judge them: `template.py` and `template_rules.py` do.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

DOTS_PER_INCH = (203, 300)
MM_PER_INCH = 25.4

CRATE_FIELDS = frozenset(
    "sscc crate_code product product_code product_icon producer lot producer_lot net net_g count"
    " use_by best_before received temperature_class customer round stop hub copy weight_note"
    " contents mentions to_complete".split()
)
TRADE, IN_HOUSE = "trade", "in-house"
COMPUTED_FIELDS = frozenset({"linear_text", "matrix_text"})
NEVER_SHOWN = ("price", "prix", "cents", "euro")
"""Parts of field names that no template may have: what a crate costs is nobody's to read on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the label, from its top left corner."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Draw an element only when all of `when` and none of `unless` have a value."""

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def holds(self, fields: Mapping[str, str]) -> bool:
        """Tell whether the element is drawn for these fields."""
        return all(fields.get(name) for name in self.when) and not any(
            fields.get(name) for name in self.unless
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in a box. `text` holds {field} marks; a caption stands above in small letters."""

    box: Box
    text: str
    size_mm: float
    smallest_mm: float
    condition: Condition
    bold: bool = False
    lines: int = 1
    overflow: str = "shrink"
    align: str = "left"
    vertical: str = "top"
    caption: str = ""
    ink: str = "black"
    direction: str = "ltr"
    turned: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """List the fields that the text names."""
        return tuple(name for _, name, _, _ in string.Formatter().parse(self.text) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A linear or matrix symbol; the widest of `modules_mm` that fits its box is used."""

    box: Box
    shape: str
    modules_mm: tuple[float, ...]
    turned: bool = False
    encodes: str = "crate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled or outlined rectangle; a line is a thin filled one."""

    box: Box
    condition: Condition
    outline_mm: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictogram:
    """A one-colour picture of the product, named by a field."""

    box: Box
    field: str
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One label: size, elements in drawing order, a sample, and the hash of its file.

    `use` is what the label claims: `trade` keeps GS1's sizes for general distribution, bars as high
    as asked included; `in-house` is for the hub and those it delivers to.
    """

    name: str
    title: str
    width_mm: float
    height_mm: float
    elements: tuple[Text | Symbol | Area | Pictogram, ...]
    sample: Mapping[str, str]
    hash: str
    use: str = IN_HOUSE

    @property
    def fields(self) -> frozenset[str]:
        """List the fields that this template can show."""
        own = {
            name for text in self.elements if isinstance(text, Text) for name in text.fields
        } - COMPUTED_FIELDS
        return frozenset(own) | frozenset(self.sample)


def dots(length_mm: float, dpi: int) -> int:
    """Turn millimetres into whole dots."""
    return round(length_mm * dpi / MM_PER_INCH)
