"""Word stored values as people read them on a label: French dates, temperature classes.

It must not know where a value comes from; what is worded already stays as it is.
"""

from __future__ import annotations

import re

DATE_FIELDS = frozenset({"received", "use_by", "best_before", "date"})

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

TEMPERATURE_CLASSES = {"surgele": "surgelé"}
"""Stored without accents by the contract; the other classes are words already."""


def on_label(field: str, value: str) -> str:
    """Word one field: 2026-11-24 becomes 24/11/2026 in a date field."""
    if field in DATE_FIELDS and (found := _ISO_DATE.fullmatch(value)):
        return f"{found[3]}/{found[2]}/{found[1]}"
    if field == "temperature_class":
        return TEMPERATURE_CLASSES.get(value, value)
    return value
