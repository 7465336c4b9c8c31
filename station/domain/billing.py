"""What an invoice is, and its arithmetic: quantities that may fix a price, cents, taxes.

Must not look anything up. Quantities are thousandths of the line's unit, money whole cents, rates
tenths of a percent (VAT 5.5 % is 55).

A weight that no verified instrument gave (« non réglementé », décret 2001-387 art. 5) checks a
quantity and never fixes a price: such a line is billed as it was ordered while the weight agrees
within the hub's tolerance, and else waits until people have agreed on its quantity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from station.domain.model import NoteLine, NotePart
from station.domain.words import Basis, Unit

HALF = Fraction(1, 2)
PERMILLE = 1_000


class PriceBasis(StrEnum):
    """What fixes a price's quantity: a count, what was declared or agreed, a legal weighing."""

    COUNTED = "counted"
    DECLARED = "declared"
    REGULATED = "regulated"


class Seller(StrEnum):
    """What the hub is when it invoices: the producers' agent, or a reseller of its own goods."""

    AGENT = "agent"
    RESELLER = "reseller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The hub's terms: VAT where a product has none of its own, commission, days to pay.

    `tolerance_permille`: how far an unregulated weight may lie from an ordered quantity.
    """

    seller: Seller = Seller.AGENT
    vat_permille: int = 55
    commission_permille: int = 0
    payment_days: int = 30
    tolerance_permille: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedQuantity:
    """What people agreed that a note's product is billed for, and why.

    `known_milli`: what had come back or been taken back by then, and so was agreed upon too.
    """

    key: str
    note: str
    product: str
    quantity_milli: int
    reason: str
    known_milli: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One priced line; `weighed_g` is the weight that checked it, `alibis` those that fixed it.

    `farm_word`: the farm declared the quantity, and nobody weighed or counted it.
    """

    note: str
    date: str
    product: str
    producer: str
    lots: tuple[str, ...]
    unit: Unit
    quantity_milli: int
    price_cents: int
    net_cents: int
    vat_permille: int
    basis: PriceBasis
    weighed_g: int | None = None
    alibis: tuple[str, ...] = ()
    farm_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """The sum of one rate: what it is due on, and the tax, rounded once for the whole rate."""

    vat_permille: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice, or the credit of one (`credits` names it; its lines are what is taken back)."""

    id: str
    customer: str
    since: str
    until: str
    issued_on: str
    due_on: str
    seller: Seller
    notes: tuple[str, ...]
    lines: tuple[InvoiceLine, ...]
    totals: tuple[VatRow, ...]
    credits: str | None = None
    reason: str = ""
    bears: str = ""
    issued_seq: int = 0

    @property
    def net_cents(self) -> int:
        """Cents before tax."""
        return sum(row.net_cents for row in self.totals)

    @property
    def vat_cents(self) -> int:
        """Cents of tax."""
        return sum(row.vat_cents for row in self.totals)

    @property
    def month(self) -> str:
        """The month it was issued in, like 2026-11."""
        return self.issued_on[:7]


def worth_cents(price_cents: int, quantity_milli: int) -> int:
    """Return price times quantity, a broken cent rounded half up."""
    return rounded(Fraction(price_cents * quantity_milli, PERMILLE))


def rounded(cents: Fraction) -> int:
    """Return whole cents, half a cent up, for sums below zero too."""
    return floor(cents + HALF)


def totals(lines: Iterable[InvoiceLine]) -> tuple[VatRow, ...]:
    """Return the sums by rate, the lowest first."""
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.vat_permille] = sums.get(line.vat_permille, 0) + line.net_cents
    return tuple(
        VatRow(vat_permille=rate, net_cents=net, vat_cents=vat_cents(net, rate))
        for rate, net in sorted(sums.items())
    )


def vat_cents(net_cents: int, vat_permille: int) -> int:
    """Return the tax on a sum, rounded once."""
    return rounded(Fraction(net_cents * vat_permille, PERMILLE))


def returned_milli(line: NoteLine, returned: Iterable[NotePart]) -> int:
    """Return what came back of a line, in thousandths of its unit."""
    back = (part for part in returned if part.product == line.product)
    return sum(line.unit.milli(part.net_g, part.count) for part in back)


def billable(
    line: NoteLine,
    returned: Iterable[NotePart],
    agreed: AgreedQuantity | None,
    tolerance_permille: int,
    taken_back_milli: int = 0,
) -> tuple[int, PriceBasis] | None:
    """Return what a line is billed for and by what right; None where people must agree first.

    `taken_back_milli`: what claims took back; like what came back it lowers every basis alike.
    """
    back_milli = returned_milli(line, returned)
    gone_milli = back_milli + taken_back_milli
    if agreed is not None:
        since_milli = max(0, gone_milli - agreed.known_milli)
        return max(0, agreed.quantity_milli - since_milli), PriceBasis.DECLARED
    if line.unit is not Unit.KG:
        how = PriceBasis.DECLARED if line.farm_word else PriceBasis.COUNTED
        return max(0, line.delivered_milli - gone_milli), how
    left_g = line.delivered_milli - gone_milli
    if left_g <= 0:
        return 0, PriceBasis.DECLARED
    if line.alibis and line.basis is Basis.WEIGHED:
        return left_g, PriceBasis.REGULATED
    if line.basis is Basis.DECLARED:
        return left_g, PriceBasis.DECLARED
    ordered, weighed_g = line.ordered_milli, line.net_g or 0
    if ordered and not back_milli:
        if abs(weighed_g - ordered) * PERMILLE <= ordered * tolerance_permille:
            return max(0, ordered - taken_back_milli), PriceBasis.DECLARED
    return None
