"""Reads when a customer takes deliveries out of the words that people wrote.

Must not guess: words that do not say one stretch of a day plainly are no window.
"""

from __future__ import annotations

import re

DAY_MIN = 24 * 60
_HOUR = r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?"
_BETWEEN = re.compile(
    rf"(?:de |entre )?{_HOUR}\s*(?:à|a|et|-|–|—|jusqu.à)\s*{_HOUR}", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?:avant|jusqu.à)\s*{_HOUR}", re.IGNORECASE)
_AFTER = re.compile(rf"(?:après|à partir de|dès)\s*{_HOUR}", re.IGNORECASE)
_ANY_HOUR = re.compile(r"\d{1,2}\s*(?:h|:|heures?)\s*\d{0,2}", re.IGNORECASE)


def read_window(text: str) -> tuple[int, int] | None:
    """Return (from, until) in minutes of the day: « 6 h 30 à 9 h, par la cour » is (390, 540).

    None where the words name no hour, more hours than one stretch has, or an impossible one.
    """
    plain = " ".join(text.split())
    named = len(_ANY_HOUR.findall(plain))
    if between := _BETWEEN.search(plain):
        found = (_minutes(between, 1), _minutes(between, 3))
        return _sane(found) if named == 2 else None
    if named != 1:
        return None
    if before := _BEFORE.search(plain):
        return _sane((0, _minutes(before, 1)))
    if after := _AFTER.search(plain):
        return _sane((_minutes(after, 1), DAY_MIN - 1))
    return None


def _minutes(found: re.Match[str], group: int) -> int:
    return int(found[group]) * 60 + int(found[group + 1] or 0)


def _sane(window: tuple[int, int]) -> tuple[int, int] | None:
    return window if 0 <= window[0] < window[1] < DAY_MIN else None
