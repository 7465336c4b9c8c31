"""Find the line of a template's text that a fault is about, so that a person can go there.

It must not judge: a line that cannot be told for sure is None.
"""

from __future__ import annotations

import re

from labels.template_rules import Fault

_ELEMENT = re.compile(r"\s*\[\[\s*element\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def line_of(text: str, fault: Fault) -> int | None:
    """Give the line (from 1) of a fault's key, else of its element; None where there is neither."""
    lines = text.splitlines()
    if told := _TOML_PLACE.search(fault.en):
        return int(told[1])
    if fault.element is None:
        return _key_line(lines, 0, fault.key)
    starts = [number for number, line in enumerate(lines) if _ELEMENT.match(line)]
    if fault.element > len(starts):
        return None
    start = starts[fault.element - 1]
    return _key_line(lines, start + 1, fault.key) or start + 1


def _key_line(lines: list[str], start: int, key: str) -> int | None:
    """Look for a key from `start` to where the next table begins."""
    wanted = re.compile(rf'\s*(?:"{re.escape(key)}"|{re.escape(key)})\s*=')
    for number in range(start, len(lines)):
        if key and wanted.match(lines[number]):
            return number + 1
        if _TABLE.match(lines[number]):
            return number + 1 if lines[number].strip().strip("[] ") == key else None
    return None
