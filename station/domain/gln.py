"""Tells a GLN, the number that GS1 gives to parties and places, from other digits.

Must not look one up: whose it is stands in GS1's registry, and in what the hub was told.
"""

from __future__ import annotations

import re

SHAPE = re.compile(r"[0-9]{13}")


def is_gln(text: str) -> bool:
    """Tell whether these are 13 digits of which the last is the check digit (weights 1 and 3)."""
    if not SHAPE.fullmatch(text):
        return False
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(text)) % 10 == 0
