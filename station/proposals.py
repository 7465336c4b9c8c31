"""Reads what a producer's own GS1 label says of the goods, as proposals for reception.

Must not decide anything: the worker sees what was read, and can change it.
"""

from __future__ import annotations

from collections.abc import Iterable

from labels.gs1.elements import Element
from station.domain.mentions import COUNTRIES, read

DATES = {"17": "use_by", "15": "best_before", "11": "laid_on"}
"""AI 11 is a production date: for eggs the laying. AI 13, the packing, is no mention."""
FIRST_CUTTER, LAST_CUTTER = 7031, 7039
SLAUGHTERHOUSE = "7030"


def proposals(elements: Iterable[Element]) -> dict[str, str]:
    """Return fields of ReceiveCrate and mentions by name; what cannot be read is left out."""
    found: dict[str, str] = {}
    for ai, value in elements:
        for name, text in _of(ai, value):
            found.setdefault(name, text)
    return found


def _of(ai: str, value: str) -> list[tuple[str, str]]:
    if ai == "10":
        return [("producer_lot", value)]
    if ai in DATES and (day := _day(value)):
        return [(DATES[ai], day)]
    if ai == "422" and value in COUNTRIES:
        return [("origin", COUNTRIES[value])]
    if ai == "251":
        return _mention("beef_reference", value)
    if ai in ("30", "37") and value.isdigit() and int(value):
        return [("count", str(int(value)))]
    if len(ai) == 4 and ai.startswith("310") and (grams := _grams(value, int(ai[3]))):
        return [("net_g", grams)]
    if ai == SLAUGHTERHOUSE:
        return _processor("slaughtered_in", value)
    if ai.isdigit() and FIRST_CUTTER <= int(ai) <= LAST_CUTTER:
        return _processor("cut_in", value)
    return []


def _day(value: str) -> str | None:
    """Read YYMMDD of this century; a day of 00 is left to the worker."""
    try:
        return read("laid_on", f"20{value[:2]}-{value[2:4]}-{value[4:6]}")
    except ValueError:
        return None


def _grams(value: str, decimals: int) -> str | None:
    """Read kilograms with implied decimals; not a whole gram is no weight."""
    if decimals > 3:
        whole, rest = value[: -(decimals - 3)], value[-(decimals - 3) :]
        return str(int(whole)) if not rest.strip("0") else None
    return str(int(value) * 10 ** (3 - decimals))


def _processor(name: str, value: str) -> list[tuple[str, str]]:
    """Read a country's number and an approval: « France FR 61.001.001 CE »."""
    country = COUNTRIES.get(value[:3])
    return _mention(name, f"{country} {value[3:]}") if country else []


def _mention(name: str, value: str) -> list[tuple[str, str]]:
    try:
        return [(name, read(name, value))]
    except ValueError:
        return []
