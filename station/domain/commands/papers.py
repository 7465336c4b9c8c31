"""Commands on what producers are sent: preparation sheets, their mails, their private links.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.commands.roles import FLOOR, OFFICE, STATION, Roles
from station.domain.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSheets:
    """Issue the preparation sheets of a day that changed since they were sent, and mail them.

    `producers` limits it to some; a sheet that says what the last one said is not sent again.
    """

    delivery_date: str
    producers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDayPapers:
    """Mail a day's papers: customers their notes and invoices, producers their intake notes.

    `addressees` limits it to some, like `customer/C01`; a paper that was mailed as it stands is
    not mailed again.
    """

    date: str
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkMail:
    """Record what became of a mail (the station itself sends this)."""

    mail: str
    state: Literal["sending", "sent", "uncertain", "failed"]
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMail:
    """Say what a person knows of a mail: it arrived, it is to be sent again, or never."""

    mail: str
    how: Literal["arrived", "again", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLinks:
    """Make every private link of a producer useless at once; the next mail carries a new one."""

    producer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteArrival:
    """Say at reception that an order line came short, over, or marked for another customer."""

    order_line: str
    difference: Literal["short", "over", "wrong_customer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceGoods:
    """Say what a producer expects to bring on a day; a later word replaces an earlier one.

    `quantity_milli` in thousandths of the product's unit; 0 takes the announcement back.
    """

    product: str
    day: str
    quantity_milli: int


ROLES: Roles = (
    (OFFICE, (SendSheets, MailDayPapers, SettleMail, RevokeLinks)),
    (STATION, (MarkMail,)),
    (FLOOR, (NoteArrival,)),
    (OFFICE | {Role.PRODUCER}, (AnnounceGoods,)),
)
"""Who may send which of these."""
