"""Writes tables of `hangar.toml` from plain values.

Must not judge them: `load_config` reads back what is written here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date


def toml_table(header: str, values: Mapping[str, object]) -> str:
    """Return one table under its header (`[hub]`, `[[device]]`); what is None is left out."""
    lines = [f"{name} = {toml_value(value)}" for name, value in values.items() if value is not None]
    return "\n".join([header, *lines, ""])


def toml_value(value: object) -> str:
    """Return a text, number, date, truth or list of them as TOML writes it."""
    match value:
        case bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)  # the same text in both languages
        case date():
            return value.isoformat()
        case list() | tuple():
            return "[" + ", ".join(toml_value(item) for item in value) + "]"
        case _:
            raise TypeError(f"expected a text, number, date, truth or list, got {value!r}")
