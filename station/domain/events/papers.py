"""Events of what producers are sent, and of what they say and bring against it.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.model import MailedPaper, SheetLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetIssued:
    """A producer's preparation sheet of a day was numbered; it replaces the version before."""

    producer: str
    delivery_date: str
    version: int
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQueued:
    """A mail is to be sent: `kind` and `about` say what; the address is sealed in the vault.

    `papers`: what a mail of a day's papers carries; a preparation sheet's has its version instead.
    """

    mail: str
    addressee: str
    kind: str
    about: str
    version: int
    digest: str
    papers: tuple[MailedPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMarked:
    """A mail began to be sent, was taken by the server, failed, or may or may not have gone."""

    mail: str
    state: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksRevoked:
    """Every private link that a producer was given before opens nothing any more."""

    producer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalNoted:
    """What came for an order line was not what was ordered: short, over, wrong_customer."""

    order_line: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsAnnounced:
    """A producer expects to bring this much of a product on a day (0: nothing after all)."""

    product: str
    producer: str
    day: str
    quantity_milli: int


EVENTS: tuple[type, ...] = (
    SheetIssued,
    MailQueued,
    MailMarked,
    LinksRevoked,
    ArrivalNoted,
    GoodsAnnounced,
)
