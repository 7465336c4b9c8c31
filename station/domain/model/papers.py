"""What is numbered and sent: preparation sheets, mails, evening closings.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One order line as a preparation sheet said it."""

    order_line: str
    customer: str
    product: str
    quantity_milli: int
    unit: Unit


def sheet_key(producer: str, delivery_date: str) -> str:
    """Return the key of a producer's sheet of a day."""
    return f"{producer}|{delivery_date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationSheet:
    """What a producer was last told to bring on a day; `former` is what was said before that."""

    key: str
    producer: str
    delivery_date: str
    version: int
    lines: tuple[SheetLine, ...]
    former: tuple[SheetLine, ...]
    issued_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedPaper:
    """One paper of a mail: `note`, `invoice` or `intake`, after so many `changes`."""

    kind: str
    id: str
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail and its fate: queued, sending, sent, uncertain, failed or dropped.

    The address is in the vault under `mail/ID`; `about` is what it carries, in which `version`.
    """

    id: str
    addressee: str
    kind: str
    about: str
    version: int
    state: str
    evidence: str = ""
    queued_seq: int = 0
    changed_at: str = ""
    papers: tuple[MailedPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosing:
    """A day that was closed: the chain's head after event `seq`, and the day's crates."""

    id: str
    date: str
    at: str
    epoch: str
    seq: int
    head: str
    received: int
    gone: int
    in_stock: int
