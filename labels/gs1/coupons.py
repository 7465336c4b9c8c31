"""Check North American coupon data, the two AIs (8110, 8112) with a grammar of their own.

It serves completeness of `hangar gs1 check` only: no hub prints coupons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date


class CouponFault(Exception):
    """Carry what is wrong out of the reader."""


class _Reader:
    """Take fields from the front of a coupon's digits."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, length: int, what: str) -> str:
        if len(self.rest) < length:
            raise CouponFault(f"{what} is missing or too short")
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken

    def one_of(self, allowed: str, what: str) -> str:
        char = self.take(1, what)
        if char not in allowed:
            raise CouponFault(f"{what} must be one of {allowed}, got {char}")
        return char

    def sized(self, allowed: str, extra: int, what: str) -> None:
        """Take a length digit of `allowed`, then that many digits and `extra` more."""
        self.take(int(self.one_of(allowed, f"length of {what}")) + extra, what)

    def day(self, what: str) -> str:
        text = self.take(6, what)
        try:
            date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
        except ValueError as fault:
            raise CouponFault(f"{what} {text} is no date") from fault
        return text


def coupon_fault(text: str) -> str | None:
    """Check AI 8110."""
    return _fault_of(text, _coupon)


def offer_fault(text: str) -> str | None:
    """Check AI 8112 (positive offer file)."""
    return _fault_of(text, _offer)


def _fault_of(text: str, read: Callable[[_Reader], None]) -> str | None:
    if not re.fullmatch(r"[0-9]*", text):
        return "a digit is expected in coupon data"
    reader = _Reader(text)
    try:
        read(reader)
    except CouponFault as fault:
        return f"coupon: {fault}"
    return f"coupon: {reader.rest!r} is too much" if reader.rest else None


def _coupon(reader: _Reader) -> None:
    reader.sized("0123456", 6, "primary company prefix")
    reader.take(6, "offer code")
    reader.sized("12345", 0, "save value")
    _requirement(reader, "primary purchase")
    if _next_is(reader, "1"):
        reader.one_of("0123", "additional purchase rules code")
        _another_purchase(reader, "second purchase")
    if _next_is(reader, "2"):
        _another_purchase(reader, "third purchase")
    expires = reader.day("expiration date") if _next_is(reader, "3") else None
    starts = reader.day("start date") if _next_is(reader, "4") else None
    if expires and starts and expires < starts:
        raise CouponFault("the expiration date comes before the start date")
    if _next_is(reader, "5"):
        reader.sized("0123456789", 6, "serial number")
    if _next_is(reader, "6"):
        reader.sized("1234567", 6, "retailer")
    if _next_is(reader, "9"):
        reader.one_of("01256", "save value code")
        reader.one_of("012", "item that the save value applies to")
        reader.one_of("0123456789", "store coupon flag")
        reader.one_of("01", "don't multiply flag")


def _next_is(reader: _Reader, field: str) -> bool:
    if not reader.rest.startswith(field):
        return False
    reader.take(1, "data field")
    return True


def _requirement(reader: _Reader, what: str) -> None:
    reader.sized("12345", 0, f"{what} requirement")
    reader.one_of("012349", f"{what} requirement code")
    reader.take(3, f"{what} family code")


def _another_purchase(reader: _Reader, what: str) -> None:
    _requirement(reader, what)
    if not _next_is(reader, "9"):
        reader.sized("0123456", 6, f"{what} company prefix")


def _offer(reader: _Reader) -> None:
    reader.one_of("01", "format code")
    reader.sized("0123456", 6, "funder")
    reader.take(6, "offer code")
    reader.sized("0123456789", 6, "serial number")
