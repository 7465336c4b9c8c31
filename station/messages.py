"""Reads a command's envelope from the outside and names the ways it can be wrong.

Must not decide anything: what is well-formed here may still be refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from station.domain.codec import Malformed, from_plain
from station.domain.commands import COMMANDS, RENAMED
from station.domain.desk import Judged
from station.domain.refusals import Refusal
from station.domain.words import Role
from station.ledger.canonical import canonical, sha256_hex

COMMAND_ID = re.compile(r"[0-9A-Za-z_.:-]{8,80}")
"""What a command id may look like: a UUID, or what a device made of its own name and a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent a call, as the token or session says: name, role, and the post it belongs to.

    `producer`: the one farm that a producer's token speaks for; None for any.
    """

    name: str
    role: Role
    post: str | None = None
    operator: str | None = None
    producer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The contract's command envelope; `data` is decoded into `command` by `open_envelope`."""

    command_id: str
    type: str
    data: dict[str, Any]
    post: str | None = None
    reader: str | None = None
    operator: str | None = None
    at: str | None = None
    judged: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A well-formed command with its sender, ready to be decided.

    `refusal` is set where it was refused on the way (no weight at the post): it is stored too.
    """

    command_id: str
    type: str
    command: Any
    body_hash: str
    sender: Sender
    post: str | None
    reader: str | None
    operator: str | None
    at: str | None
    judged: Judged | None
    refusal: Refusal | None = None


def open_envelope(body: object, sender: Sender) -> Order:
    """Read one command; raise `Malformed` with the path of the first thing that is wrong."""
    envelope = from_plain(Envelope, body)
    checked_id(envelope.command_id)
    known = COMMANDS.get(envelope.type)
    if known is None:
        raise Malformed("type", f"one of {', '.join(sorted(COMMANDS))}", envelope.type)
    renamed = RENAMED.get(envelope.type, {})
    data = {renamed.get(name, name): value for name, value in envelope.data.items()}
    checked_at(envelope.at)
    return Order(
        command_id=envelope.command_id,
        type=envelope.type,
        command=from_plain(known[0], data, "data"),
        body_hash=body_hash(body),
        sender=sender,
        post=envelope.post or sender.post,
        reader=envelope.reader,
        operator=envelope.operator or sender.operator,
        at=envelope.at,
        judged=envelope.judged,
    )


def checked_id(command_id: str) -> None:
    """Refuse a command id that could not be told from another, or that is a text of its own."""
    if not COMMAND_ID.fullmatch(command_id):
        raise Malformed("command_id", "8 to 80 letters, digits, _ . : -", command_id)


def checked_at(at: str | None) -> None:
    """Refuse an instant that is not ISO 8601 with an offset: evidence must be readable."""
    if at is None:
        return
    try:
        offset = datetime.fromisoformat(at).utcoffset()
    except ValueError:
        offset = None
    if offset is None:
        raise Malformed("at", "an instant like 2026-11-24T06:41:07+01:00", at)


def body_hash(body: object) -> str:
    """Return the digest that tells a repeat of a command from another command with its id."""
    try:
        return sha256_hex(canonical(body))
    except (TypeError, ValueError) as error:
        expected = "JSON of valid Unicode and whole numbers within 2^53"
        raise Malformed("", expected, str(error)) from None
