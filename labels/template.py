"""Load label templates: TOML files in millimetres, those that the package ships.

It must not draw: `drawing.py` does. A hub's own templates are kept by `shelf.py`.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from importlib import resources
from typing import Any

from labels.parts import (
    CRATE_FIELDS,
    DOTS_PER_INCH,
    IN_HOUSE,
    Area,
    Box,
    Condition,
    Pictogram,
    Symbol,
    Template,
    Text,
    dots,
)
from labels.template_rules import MOST_BYTES, Fault, TemplateError, faults

__all__ = [
    "CRATE_FIELDS",
    "DOTS_PER_INCH",
    "Template",
    "TemplateError",
    "content_hash",
    "dots",
    "load",
    "names",
    "parse",
    "shipped",
]

PARSED_TEMPLATES = 64


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


def shipped(name: str) -> bytes:
    """Give the file of a shipped template; raise `TemplateError` for a name without one."""
    if name not in names():
        known = ", ".join(names())
        raise TemplateError(
            repr(name), (Fault(en=f"expected one of {known}", fr=f"modèles connus : {known}"),)
        )
    return (resources.files("labels") / "templates" / f"{name}.toml").read_bytes()


@functools.cache
def load(name: str) -> Template:
    """Load a shipped template by name."""
    return parse(name, shipped(name))


def content_hash(content: bytes) -> str:
    """Give the digest by which a label remembers the template it was queued with."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


@functools.lru_cache(PARSED_TEMPLATES)
def parse(name: str, content: bytes) -> Template:
    """Read a template file's bytes; raise `TemplateError` that lists every fault."""
    table = _table(name, content)
    if found := faults(table):
        raise TemplateError(name, tuple(found))
    return Template(
        name=name,
        title=table.get("title", name),
        width_mm=table["width_mm"],
        height_mm=table["height_mm"],
        elements=tuple(_element(row) for row in table["element"]),
        sample={key: str(value) for key, value in table["sample"].items()},
        use=table.get("use", IN_HOUSE),
        hash=content_hash(content),
    )


def _table(name: str, content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        much = f"{len(content)} bytes, at most {MOST_BYTES}"
        raise TemplateError(name, (Fault(en=much, fr=f"fichier trop long : {much}"),))
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        why = Fault(en=f"not TOML in UTF-8: {fault}", fr=f"ce n'est pas du TOML : {fault}")
        raise TemplateError(name, (why,)) from fault


def _element(row: dict[str, Any]) -> Text | Symbol | Area | Pictogram:
    """Build one element of a row that the rules have found good."""
    row = dict(row)
    kind = row.pop("kind")
    row["box"] = Box(**{name: row.pop(name) for name in Box.__slots__})
    if kind == "symbol":
        return Symbol(**row | {"modules_mm": tuple(row["modules_mm"])})
    row["condition"] = Condition(
        when=tuple(row.pop("when", ())), unless=tuple(row.pop("unless", ()))
    )
    if kind == "text":
        return Text(**{"smallest_mm": row["size_mm"]} | row)
    return Area(**row) if kind == "area" else Pictogram(**row)
