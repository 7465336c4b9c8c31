"""What people look after: exceptions, calls for help, devices that were tried or paired.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An exception for the coordinator to look at and settle."""

    id: str
    kind: str
    subject: str
    detail: str
    state: str
    raised_at: str
    raised_seq: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTried:
    """How one device did in a self-test, and why."""

    device: str
    kind: str
    result: Tried
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """The last self-test of a post: who tried which devices when, and how they did."""

    post: str
    at: str
    operator: str | None
    results: tuple[DeviceTried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDevice:
    """A tablet or phone of the hub; revoked for ever once `revoked_at` is set."""

    id: str
    name: str
    post: str
    paired_at: str
    revoked_at: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A call for help: who asked where, who opened it, who said that they come, and when.

    An instant that is empty has not come; a person is None where only a device is known.
    """

    id: str
    post: str | None
    screen: str
    asked_by: str | None
    asked_at: str
    seen_by: str | None = None
    seen_at: str = ""
    coming_by: str | None = None
    coming_at: str = ""
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderContext:
    """What one reader has in hand; belongs to the reader, never to the post as a whole."""

    reader: str
    post: str
    producer: str | None = None
    product: str | None = None
    crate_type: str | None = None
    zone: str | None = None
    round: str | None = None
    customer: str | None = None
    operator: str | None = None
    code: str | None = None
    since: str = ""
