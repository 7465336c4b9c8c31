"""Lets a symbol that a camera saw become a scan: corrected and with its check digit, or seen twice.

It must not know crates: it looks at symbologies, check digits and times only. Decoders do read
wrong strings from hard pictures of linear symbols: 4 in 3000 made-up ones, one of them with a check
digit that fits, and some the same in two pictures. So a linear symbol must be seen twice, and one
of GS1 must begin with an SSCC or a GTIN whose check digit fits; a matrix symbol corrects its own
errors. What contradicts its own check digit is never a scan.
"""

from __future__ import annotations

import re

from drivers.cameras.policy import Seen

# Without a check digit the same bytes must be seen again within this time, in another picture.
AGREE_S = 1.0
# A symbol that was out of sight for this long is a new scan when it comes back.
ABSENT_S = 1.0
# A wall of labels in the picture; more is a misread or an attack on memory.
MAX_REMEMBERED = 200

MATRIX = (b"]d", b"]Q")
LINEAR_GS1 = (b"]C1", b"]e0")
GS1 = (*LINEAR_GS1, b"]d2", b"]Q3")
# zbar names no symbology: twenty digits are one of our linear symbols, and no one's plain number.
_LONG_NUMBER = re.compile(rb"\d{15,}")
_SSCC = re.compile(rb"00(\d{18})")
_GTIN = re.compile(rb"01(\d{14})")
_TRADE = re.compile(rb"\d{8}|\d{12,14}")


class Gate:
    """What one camera sees over time."""

    def __init__(self) -> None:
        self._seen_s: dict[bytes, float] = {}
        self._told_s: dict[bytes, float] = {}

    def take(self, seen: list[Seen], now_s: float) -> list[bytes]:
        """Return the codes that become scans now, AIM identifier in front."""
        self._forget(now_s)
        told = []
        for one in {each.data: each for each in seen}.values():
            known = self._told_s.get(one.data)
            if known is not None:
                self._told_s[one.data] = now_s
            elif contradicts_itself(one):
                continue
            elif good(one) or one.data in self._seen_s:
                self._told_s[one.data] = now_s
                told.append(one.aim + one.data)
            if len(self._seen_s) < MAX_REMEMBERED:
                self._seen_s[one.data] = now_s
        return told

    def _forget(self, now_s: float) -> None:
        self._seen_s = {data: at for data, at in self._seen_s.items() if now_s - at <= AGREE_S}
        self._told_s = {data: at for data, at in self._told_s.items() if now_s - at <= ABSENT_S}


def good(seen: Seen) -> bool:
    """Tell whether one sight is enough: a matrix symbol whose check digit fits."""
    digits = _checked_digits(seen)
    return seen.aim.startswith(MATRIX) and digits is not None and check_digit_fits(digits)


def contradicts_itself(seen: Seen) -> bool:
    """Tell whether a check digit, or its absence where one must be, shows that this was misread."""
    digits = _checked_digits(seen)
    if digits is None:
        return seen.aim in LINEAR_GS1 or (
            not seen.aim and _LONG_NUMBER.fullmatch(seen.data) is not None
        )
    return not check_digit_fits(digits)


def _checked_digits(seen: Seen) -> bytes | None:
    """Return the digits that end in a check digit; None where the symbol promises none."""
    if seen.aim in GS1 or not seen.aim:
        data = seen.data.lstrip(b"\x1d")
        unit = _SSCC.match(data) or _GTIN.match(data)
        return unit[1] if unit is not None else None
    return seen.data if seen.aim.startswith(b"]E") and _TRADE.fullmatch(seen.data) else None


def check_digit_fits(digits: bytes) -> bool:
    """Tell whether the last of these digits is the GS1 check digit of the others."""
    weighed = sum(
        int(chr(digit)) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(digits[-2::-1])
    )
    return (weighed + int(chr(digits[-1]))) % 10 == 0
