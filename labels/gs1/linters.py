"""Check single parts of GS1 data: dates, check digits, code lists, character sets.

Each linter answers None or what is wrong; none knows which AI it serves.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources

from labels.gs1.coupons import coupon_fault, offer_fault
from labels.gs1.elements import CSET82
from labels.identity import check_digit

Linter = Callable[[str], str | None]

CSET39 = frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CSET64 = frozenset("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CSET82_ORDER = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

SHORTEST_COMPANY_PREFIX = 4
LONGEST_CHECK_PAIR_DATA = 97
"""As many primes as the check pair's own definition weighs with."""

YEARS_AHEAD = 50
"""GS1 General Specifications 7.12: two-digit years reach 49 back and 50 ahead."""


def digits(text: str) -> str | None:
    """Allow digits only."""
    return None if re.fullmatch(r"[0-9]*", text) else "a digit is expected"


def of_set(allowed: frozenset[str], name: str) -> Linter:
    """Allow characters of one set only."""

    def check(text: str) -> str | None:
        wrong = next((char for char in text if char not in allowed), None)
        return None if wrong is None else f"{wrong!r} is not in GS1's character set {name}"

    return check


def base64url(text: str) -> str | None:
    """Allow file-safe base64; padding, if any, makes the length a multiple of three."""
    data = text.rstrip("=")
    padding = len(text) - len(data)
    if fault := of_set(CSET64, "64")(data):
        return fault
    wrong = padding > 2 or (padding and len(text) % 3)
    return "wrong number of = at the end" if wrong else None


def _checksum(text: str) -> str | None:
    if len(text) < 2:
        return "too short for a check digit"
    if fault := digits(text):
        return fault
    right = check_digit(text[:-1])
    return None if text[-1] == right else f"check digit: expected {right}, got {text[-1]}"


def _check_pair(text: str) -> str | None:
    data, pair = text[:-2], text[-2:]
    if len(text) < 2 or len(data) > LONGEST_CHECK_PAIR_DATA:
        return "length is wrong for a check pair"
    if fault := of_set(CSET82, "82")(data):
        return fault
    weights = _primes(len(data))
    total = sum(
        CSET82_ORDER.index(char) * weight
        for char, weight in zip(reversed(data), weights, strict=True)
    )
    high, low = divmod(total % 1021, 32)
    right = CSET32[high] + CSET32[low]
    return None if pair == right else f"check pair: expected {right}, got {pair}"


@functools.cache
def _primes(count: int) -> tuple[int, ...]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return tuple(found)


def _company_prefix(start: int) -> Linter:
    def check(text: str) -> str | None:
        prefix = text[start : start + SHORTEST_COMPANY_PREFIX]
        if len(prefix) < SHORTEST_COMPANY_PREFIX:
            return "too short to hold a GS1 company prefix"
        return digits(prefix) and "the GS1 company prefix must be digits"

    return check


def _date(text: str, *, year_digits: int, day_zero: bool) -> str | None:
    if len(text) != year_digits + 4 or digits(text):
        return f"a date of {year_digits + 4} digits is expected"
    year, month, day = _year(text[:year_digits]), int(text[-4:-2]), int(text[-2:])
    if not 1 <= month <= 12:
        return f"month {text[-4:-2]} does not exist"
    if day == 0 and day_zero:
        return None
    last = calendar.monthrange(max(year, 1), month)[1]
    return None if 1 <= day <= last else f"day {text[-2:]} does not exist in that month"


def _year(text: str) -> int:
    """Place a two-digit year in the window around today; four digits stay."""
    if len(text) == 4:
        return int(text)
    now = datetime.now(UTC).year
    year = now - now % 100 + int(text)
    if year - now > YEARS_AHEAD:
        return year - 100
    return year + 100 if now - year > 99 - YEARS_AHEAD else year


def _below(limit: int, length: int = 2) -> Linter:
    def check(text: str) -> str | None:
        if len(text) != length or digits(text) or int(text) >= limit:
            return f"a number of {length} digits below {limit} is expected"
        return None

    return check


def _hour_minute(text: str) -> str | None:
    if len(text) != 4:
        return "a time HHMM is expected"
    return _below(24)(text[:2]) or _below(60)(text[2:])


def _matching(pattern: str, expected: str) -> Linter:
    compiled = re.compile(pattern)

    def check(text: str) -> str | None:
        return None if compiled.fullmatch(text) else f"{expected} is expected"

    return check


def _degrees(limit: int) -> Linter:
    def check(text: str) -> str | None:
        if len(text) != 10 or digits(text) or int(text) > limit:
            return f"ten digits up to {limit} are expected"
        return None

    return check


def _piece_of_total(text: str) -> str | None:
    half = len(text) // 2
    if not text or len(text) % 2 or digits(text):
        return "a piece number and a total of the same length are expected"
    piece, total = int(text[:half]), int(text[half:])
    return None if 1 <= piece <= total else f"piece {piece} of {total} does not exist"


def _position(text: str) -> str | None:
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text)
    if found is None:
        return "a position such as 1/3 is expected"
    return None if int(found[1]) <= int(found[2]) else "the position is beyond the end"


def _percent(text: str) -> str | None:
    wrong = re.search(r"%(?![0-9A-Fa-f]{2})", text)
    return "a percent sign needs two hexadecimal digits" if wrong else None


def _iban(text: str) -> str | None:
    if not 10 < len(text) <= 34 or not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", text):
        return "an IBAN is expected"
    if text[:2] not in codes("iso3166alpha2"):
        return f"country {text[:2]} does not exist"
    number = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return None if int(number) % 97 == 1 else "the IBAN's check characters are wrong"


@functools.cache
def codes(name: str) -> frozenset[str]:
    """Load one closed code list."""
    text = (resources.files(__package__) / "codes.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset({row[0]: row[1] for row in rows}[name].split())


def _listed(name: str, *more: str) -> Linter:
    def check(text: str) -> str | None:
        known = text in codes(name) or text in more
        return None if known else f"{text!r} is not in the list {name}"

    return check


LINTERS: dict[str, Linter] = {
    "cset39": of_set(CSET39, "39"),
    "cset64": base64url,
    "cset82": of_set(CSET82, "82"),
    "csetnumeric": digits,
    "csum": _checksum,
    "csumalpha": _check_pair,
    "couponcode": coupon_fault,
    "couponposoffer": offer_fault,
    "gcppos1": _company_prefix(0),
    "gcppos2": _company_prefix(1),
    "hasnondigit": _matching(r".*[^0-9].*", "a character that is no digit"),
    "hh": _below(24),
    "hhmi": _hour_minute,
    "hyphen": _matching(r"-+", "a hyphen"),
    "iban": _iban,
    "importeridx": _matching(r"[-0-9A-Z_a-z]", "one letter, digit, - or _"),
    "iso3166": _listed("iso3166"),
    "iso3166999": _listed("iso3166", "999"),
    "iso3166alpha2": _listed("iso3166alpha2"),
    "iso4217": _listed("iso4217"),
    "iso5218": _matching(r"[0129]", "0, 1, 2 or 9"),
    "latitude": _degrees(1_800_000_000),
    "longitude": _degrees(3_600_000_000),
    "mediatype": _listed("mediatype"),
    "mi": _below(60),
    "nonzero": _matching(r"[0-9]*[1-9][0-9]*", "a number above zero"),
    "nozeroprefix": _matching(r"(?:[1-9][0-9]*)?", "a number without leading zero"),
    "packagetype": _listed("packagetype"),
    "pcenc": _percent,
    "pieceoftotal": _piece_of_total,
    "posinseqslash": _position,
    "ss": _below(60),
    "winding": _matching(r"[019]", "0, 1 or 9"),
    "yesno": _matching(r"[01]", "0 or 1"),
    "yymmd0": functools.partial(_date, year_digits=2, day_zero=True),
    "yymmdd": functools.partial(_date, year_digits=2, day_zero=False),
    "yyyymmd0": functools.partial(_date, year_digits=4, day_zero=True),
    "yyyymmdd": functools.partial(_date, year_digits=4, day_zero=False),
    "zero": _matching(r"0+", "zero"),
}
