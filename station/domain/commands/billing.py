"""Commands on invoices: quantities people agreed on, invoices issued, credits.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeQuantity:
    """Set what a delivery note's product is billed for, as customer and producer agreed."""

    note: str
    product: str
    quantity_milli: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInvoice:
    """Invoice a customer for all notes of some days that no invoice has yet."""

    customer: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedLine:
    """So many thousandths of an invoice's line (the first is 1) are taken back."""

    line: int
    quantity_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCredit:
    """Take back part of an invoice, with the reason; `bears` the loss: hub, or a farm's code."""

    invoice: str
    lines: tuple[CreditedLine, ...]
    reason: str
    bears: str = "hub"


ROLES: Roles = ((OFFICE, (AgreeQuantity, IssueInvoice, IssueCredit)),)
"""Who may send which of these."""
