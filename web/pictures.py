"""Choose the picture of a product, a crate type or a customer from its French name.

It must not draw anything, nor know where the pictures are stored: it answers names of pictures.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).parent / "static" / "pictures.json"

Section = Literal["products", "families", "crate_types", "customers"]
Table = dict[str, dict[str, str]]


@cache
def table() -> Table:
    """Read the one table that the pages and the server share."""
    loaded: Table = json.loads(TABLE.read_text(encoding="utf-8"))
    return loaded


def plain(name: str) -> str:
    """Reduce a name to lower-case singular words without accents."""
    text = unicodedata.normalize("NFD", name.lower().replace("œ", "oe"))
    words = re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode())
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


def find(section: Section, name: str) -> str | None:
    """Return the picture of the earliest, then longest, word group of the table in a name."""
    text = f" {plain(name)} "
    found = [
        (text.find(f" {plain(key)} "), -len(key), picture)
        for key, picture in table()[section].items()
    ]
    hits = sorted(hit for hit in found if hit[0] >= 0)
    return hits[0][2] if hits else None


def product_picture(name: str, family: str = "") -> str:
    """Return the picture's name for a product, falling back on its family."""
    return find("products", name) or find("families", family) or table()["fallback"]["products"]


def crate_type_picture(name: str) -> str:
    """Return the picture's name for a crate type."""
    return find("crate_types", name) or table()["fallback"]["crate_types"]


def customer_picture(name: str, kind: str = "") -> str:
    """Return the picture's name for a customer, by the words of the name, then by kind."""
    by_kind = table()["kinds"].get(kind)
    return find("customers", name) or by_kind or table()["fallback"]["customers"]
