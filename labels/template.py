"""Load label templates (TOML files in millimetres) and list every fault of one at once.

It must not draw: `drawing.py` does, and `fitting.py` decides sizes and line breaks.
"""

from __future__ import annotations

import functools
import hashlib
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

DOTS_PER_INCH = (203, 300)
MM_PER_INCH = 25.4

CRATE_FIELDS = frozenset(
    "sscc crate_code product product_code product_icon producer lot producer_lot net net_g count"
    " use_by best_before received temperature_class customer round stop hub copy weight_note"
    " organic contents".split()
)
TRADE, IN_HOUSE = "trade", "in-house"
COMPUTED_FIELDS = frozenset({"linear_text", "matrix_text"})


class TemplateError(ValueError):
    """List what is wrong in a template file."""


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


def names() -> tuple[str, ...]:
    """List the templates that the package ships."""
    folder = resources.files("labels") / "templates"
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


@functools.cache
def load(name: str) -> Template:
    """Load a shipped template by name."""
    if name not in names():
        raise TemplateError(f"template {name!r}: expected one of {', '.join(names())}")
    return parse(name, (resources.files("labels") / "templates" / f"{name}.toml").read_bytes())


def parse(name: str, content: bytes) -> Template:
    """Read a template file's bytes; raise `TemplateError` that lists every fault."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TemplateError(f"template {name}: not TOML in UTF-8: {fault}") from fault
    faults: list[str] = []
    elements = [
        element
        for index, row in enumerate(table.get("element", []), 1)
        if (element := _element(row, f"element {index}", faults)) is not None
    ]
    template = Template(
        name=name,
        title=str(table.get("title", name)),
        width_mm=table.get("width_mm", 0),
        height_mm=table.get("height_mm", 0),
        elements=tuple(elements),
        sample={key: str(value) for key, value in table.get("sample", {}).items()},
        use=str(table.get("use", IN_HOUSE)),
        hash="sha256:" + hashlib.sha256(content).hexdigest(),
    )
    faults += _faults(template)
    if faults:
        raise TemplateError(f"template {name}: " + "; ".join(faults))
    return template


def _element(
    row: dict[str, Any], place: str, faults: list[str]
) -> Text | Symbol | Area | Pictogram | None:
    """Build one element; what the row holds too much or too little becomes a fault."""
    row = dict(row)
    kind = row.pop("kind", None)
    maker = {"text": Text, "symbol": Symbol, "area": Area, "pictogram": Pictogram}.get(str(kind))
    if maker is None:
        faults.append(f"{place}: kind: expected text, symbol, area or pictogram, got {kind!r}")
        return None
    try:
        row["box"] = Box(**{name: row.pop(name) for name in Box.__slots__})
        if maker is not Symbol:
            row["condition"] = Condition(
                when=tuple(row.pop("when", ())), unless=tuple(row.pop("unless", ()))
            )
        if maker is Symbol:
            row["modules_mm"] = tuple(row["modules_mm"])
        if maker is Text:
            row.setdefault("smallest_mm", row["size_mm"])
        return maker(**row)  # type: ignore[no-any-return]  # one of four dataclasses
    except (TypeError, KeyError) as fault:
        faults.append(f"{place} ({kind}): {fault}")
        return None


def _faults(template: Template) -> list[str]:
    """Find what no drawing is needed for: sizes, words of closed sets, boxes off the label."""
    faults = []
    if not (10 <= template.width_mm <= 220 and 10 <= template.height_mm <= 300):
        faults.append("width_mm, height_mm: expected 10 to 220 by 10 to 300")
    if template.use not in (TRADE, IN_HOUSE):
        faults.append(f"use: expected {TRADE} or {IN_HOUSE}, got {template.use!r}")
    for index, element in enumerate(template.elements, 1):
        box = element.box
        if (
            min(box.x_mm, box.y_mm) < 0
            or box.x_mm + box.width_mm > template.width_mm
            or box.y_mm + box.height_mm > template.height_mm
        ):
            faults.append(f"element {index}: its box leaves the label")
        if isinstance(element, Text):
            faults += [f"element {index}: {fault}" for fault in _text_faults(element)]
        if isinstance(element, Symbol) and element.shape not in ("linear", "matrix"):
            faults.append(f"element {index}: shape: expected linear or matrix")
    return faults


def _text_faults(text: Text) -> list[str]:
    allowed = {
        "overflow": ("shrink", "wrap", "refuse"),
        "align": ("left", "center", "right"),
        "vertical": ("top", "middle", "bottom"),
        "ink": ("black", "white"),
    }
    faults = [
        f"{name}: expected one of {', '.join(words)}, got {getattr(text, name)!r}"
        for name, words in allowed.items()
        if getattr(text, name) not in words
    ]
    if not 0 < text.smallest_mm <= text.size_mm:
        faults.append("smallest_mm: expected above 0 and at most size_mm")
    return faults
