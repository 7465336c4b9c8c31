"""Make and check the identities that a label carries: GS1 check digits, SSCCs, internal codes.

It must not know what a code stands for in a ledger, and it never mints numbers by itself.
"""

from __future__ import annotations

import enum
import hashlib
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXY"
"""31 symbols, a prime number: no I, L, O, S, Z, which are misread on a wet label."""

INTERNAL_LENGTH = 12
EPOCH_TAG_LENGTH = 4
SERIAL_LENGTH = 6
LARGEST_INTERNAL_SERIAL = len(ALPHABET) ** SERIAL_LENGTH - 1

_DIGITS = re.compile(r"[0-9]+")


class CodeKind(enum.Enum):
    """What an internal code names; the value is the code's first letter."""

    CRATE = "C"
    LOT = "K"
    PRODUCER = "P"
    PRODUCT = "R"
    CUSTOMER = "G"
    CRATE_TYPE = "T"
    ZONE = "N"
    ROUND = "V"
    BADGE = "B"
    ACTION = "X"
    EMERGENCY = "E"
    TAG = "D"


_KINDS = {kind.value: kind for kind in CodeKind}


def check_digit(digits: str) -> str:
    """Give the GS1 mod 10 check digit of `digits` (weights 3, 1 from the right)."""
    if not _DIGITS.fullmatch(digits):
        raise ValueError(
            f"expected digits, got {digits!r}: give the number without its check digit"
        )
    weighted = sum(
        int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits))
    )
    return str(-weighted % 10)


def has_check_digit(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it."""
    return (
        bool(_DIGITS.fullmatch(digits))
        and len(digits) > 1
        and check_digit(digits[:-1]) == digits[-1]
    )


def sscc(extension: int, company_prefix: str, serial: int) -> str:
    """Build the 18 digits of an SSCC; `serial` fills what the company prefix leaves."""
    room = 16 - len(company_prefix)
    if not 0 <= extension <= 9:
        raise ValueError(f"SSCC extension: expected 0 to 9, got {extension!r}")
    if not _DIGITS.fullmatch(company_prefix) or not 4 <= len(company_prefix) <= 12:
        raise ValueError(f"GS1 company prefix: expected 4 to 12 digits, got {company_prefix!r}")
    if not 0 <= serial < 10**room:
        raise ValueError(
            f"SSCC serial: expected 0 to {10**room - 1} under {company_prefix}, got {serial!r}"
        )
    body = f"{extension}{company_prefix}{serial:0{room}d}"
    return body + check_digit(body)


def grai(company_prefix: str, asset_type: int, serial: str) -> str:
    """Build the value of AI 8003: 0, company prefix, asset type, check digit, serial."""
    room = 12 - len(company_prefix)
    if not _DIGITS.fullmatch(company_prefix) or not 4 <= len(company_prefix) <= 11:
        raise ValueError(f"GS1 company prefix: expected 4 to 11 digits, got {company_prefix!r}")
    if not 0 <= asset_type < 10**room:
        raise ValueError(f"asset type: expected 0 to {10**room - 1}, got {asset_type!r}")
    if not 1 <= len(serial) <= 16:
        raise ValueError(f"GRAI serial: expected 1 to 16 characters, got {serial!r}")
    body = f"{company_prefix}{asset_type:0{room}d}"
    return f"0{body}{check_digit(body)}{serial}"


def is_sscc(text: str) -> bool:
    """Tell whether `text` is 18 digits with the right check digit."""
    return len(text) == 18 and has_check_digit(text)


def is_gtin(text: str) -> bool:
    """Tell whether `text` is a GTIN-8, -12, -13 or -14 with the right check digit."""
    return len(text) in (8, 12, 13, 14) and has_check_digit(text)


def internal_code(kind: CodeKind, epoch_tag: str, serial: int) -> str:
    """Build a 12-character code: kind, 4 of epoch, 6 of serial, 1 check character."""
    if len(epoch_tag) != EPOCH_TAG_LENGTH or any(char not in ALPHABET for char in epoch_tag):
        raise ValueError(f"epoch tag: expected 4 characters of {ALPHABET}, got {epoch_tag!r}")
    if not 0 <= serial <= LARGEST_INTERNAL_SERIAL:
        raise ValueError(f"serial: expected 0 to {LARGEST_INTERNAL_SERIAL}, got {serial!r}")
    body = kind.value + epoch_tag + _base31(serial, SERIAL_LENGTH)
    return body + _check_character(body)


def parse_internal(text: str) -> tuple[CodeKind, str] | None:
    """Read an internal code in either case; None when it is not one or its check is wrong."""
    code = text.strip().upper()
    if len(code) != INTERNAL_LENGTH or any(char not in ALPHABET for char in code):
        return None
    kind = _KINDS.get(code[0])
    if kind is None or _check_character(code[:-1]) != code[-1]:
        return None
    return kind, code


def epoch_tag(epoch: str) -> str:
    """Shorten an epoch id of any form to the 4 characters that internal codes carry."""
    digest = hashlib.sha256(epoch.encode()).digest()
    return _base31(int.from_bytes(digest[:8]) % len(ALPHABET) ** EPOCH_TAG_LENGTH, EPOCH_TAG_LENGTH)


def company_prefix_problem(prefix: str, demonstration: bool) -> str | None:
    """Say why `prefix` cannot be the hub's GS1 licence; None when it can be."""
    if not _DIGITS.fullmatch(prefix):
        return f"expected digits only, got {prefix!r}: copy the prefix from your GS1 contract"
    if not 6 <= len(prefix) <= 12:
        return f"expected 6 to 12 digits, got {len(prefix)} in {prefix!r}"
    for start, meaning in _NOT_A_LICENCE:
        if prefix.startswith(start):
            return f"{prefix!r} starts with {start}: {meaning}, never a company's licence"
    if prefix.startswith("952") and not demonstration:
        return f"{prefix!r} starts with 952: the demonstration prefix, only for a demonstration"
    return None


_NOT_A_LICENCE = (
    ("000", "reserved by GS1"),
    ("02", "restricted circulation (variable weight)"),
    ("04", "restricted circulation inside one company"),
    ("2", "restricted circulation inside a region or shop"),
    ("951", "reserved by GS1 for EPC"),
    ("977", "serial publications (ISSN)"),
    ("978", "books (ISBN)"),
    ("979", "books and music (ISBN, ISMN)"),
    ("98", "coupons and refund receipts"),
    ("99", "coupons"),
)


def _base31(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))


def _check_character(body: str) -> str:
    """Weights 12 to 2 over the body and 1 for the check itself, sum 0 modulo 31.

    All weights differ and none is 0 modulo a prime, so every single error and every swap of two
    characters, neighbours or not, changes the sum.
    """
    weighted = sum(
        ALPHABET.index(char) * weight
        for char, weight in zip(body, range(INTERNAL_LENGTH, 1, -1), strict=True)
    )
    return ALPHABET[-weighted % len(ALPHABET)]
