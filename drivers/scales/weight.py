"""Turns the weight text of a frame into whole grams, exactly.

It never rounds and never guesses a unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

from drivers.errors import BadUnit

_SIGN_AND_COMMA = str.maketrans({"+": "", ",": "."})
_NUMBER = re.compile(r"(?P<sign>-?) *(?P<digits>[0-9]{1,8}(?:\.[0-9]{1,6})?)")
_GRAMS_PER_UNIT = {"kg": Decimal(1000), "g": Decimal(1)}


def whole_grams(text: str, unit: str, *, frame: bytes) -> int:
    """Return the grams of e.g. ("-   0.020", "kg").

    Raises BadUnit, which drops the whole frame, for another unit, another shape, or a weight
    that is not a whole gram (an indicator in its high resolution, which is not a legal weight).
    """
    factor = _GRAMS_PER_UNIT.get(unit)
    if factor is None:
        raise BadUnit(
            f"expected a weight in kg or g, came unit {unit!r} in {frame!r}; "
            "set the indicator to kg",
            used=len(frame),
        )
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise BadUnit(f"expected a weight, came {text!r} in {frame!r}", used=len(frame))
    grams = Decimal(match["sign"] + match["digits"]) * factor
    if grams != grams.to_integral_value():
        raise BadUnit(
            f"expected whole grams, came {text!r} {unit} in {frame!r}; "
            "leave the indicator's high resolution",
            used=len(frame),
        )
    return int(grams)


def loose_grams(text: str, unit: str, *, frame: bytes) -> int:
    """Return the grams of a weight as the less strict families write it.

    Blanks around, "+", a decimal comma and "KG" are taken; everything else is as whole_grams.
    A lone "G" is no gram: in these families it is the word for gross.
    """
    plain = text.translate(_SIGN_AND_COMMA).strip()
    unit = unit.strip()
    return whole_grams(plain, "kg" if unit in ("KG", "Kg") else unit, frame=frame)
