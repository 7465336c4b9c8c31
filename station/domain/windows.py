"""Reads when a customer takes deliveries out of the words that people wrote.

Must not guess: words that do not say one stretch of a day plainly are no window.
"""

from __future__ import annotations

import re
import unicodedata

DAY_MIN = 24 * 60
_HOUR = r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?"
_BETWEEN = re.compile(
    rf"(?:de |entre )?{_HOUR}\s*(?:à|a|et|-|–|—|jusqu.à)\s*{_HOUR}", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?:\bavant|jusqu.à)\s*{_HOUR}", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\bapr[èe]s|[àa] partir de|\bdès)\s*{_HOUR}", re.IGNORECASE)
_ANY_HOUR = re.compile(r"\d{1,2}\s*(?:h|:|heures?)\s*\d{0,2}", re.IGNORECASE)
_NOT_BEFORE = re.compile(rf"(^|[,;.(] ?)(?:pas|jamais) avant(?= {_HOUR})", re.IGNORECASE)
_NOT_AFTER = re.compile(rf"(^|[,;.(] ?)(?:pas|jamais) apr[èe]s(?= {_HOUR})", re.IGNORECASE)
"""At the beginning of what is said only: « ne repart pas avant 9 h » says when somebody leaves."""
_DENIED = re.compile(
    r"\b(?:pas|jamais|sauf|ferm\w*|hors|hormis|except\w*|interdi\w*|sans|ne|non|ni|plus|aucun\w*"
    r"|[ée]vit\w*|absen\w*|impossible|indisponible|pause)\b|\bn['’]",
    re.IGNORECASE,
)
"""Words that may turn the hours beside them into those when nothing is taken."""


def read_window(text: str) -> tuple[int, int] | None:
    """Return (from, until) in minutes of the day: « 6 h 30 à 9 h, par la cour » is (390, 540).

    None where the words name no hour, more hours than one stretch has, or an impossible one, and
    where they deny anything; of denials only « pas avant 9 h » and « jamais après 10 h » are read.
    """
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    named = len(_ANY_HOUR.findall(plain))
    if named == 1:
        plain = _NOT_AFTER.sub(r"\1avant", _NOT_BEFORE.sub(r"\1à partir de", plain))
    if _DENIED.search(plain):
        return None
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
