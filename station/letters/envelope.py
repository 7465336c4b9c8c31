"""What every letter of the hub is written with, and how files are attached.

Must not know what a letter says.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage

from station.config.model import Hub, Money
from station.config.model import Mail as MailConfig
from station.documents.delivery_note import ClaimUrl, no_claims
from station.label_sheets import Press
from station.links import Links
from station.reading import Present


class NoLetter(Exception):
    """A mail that cannot be written any more: what it was about is gone or has a newer version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationery:
    """What every letter of a hub is written with."""

    hub: Hub
    money: Money
    settings: MailConfig
    links: Links
    press: Press
    today: str
    claim_url: ClaimUrl = no_claims


def generation(present: Present, producer: str) -> int:
    """Return how often a producer's links were closed: only links of now open anything."""
    counter = present.world.counters.get(f"links/{producer}")
    return counter.value if counter else 0


def attach(message: EmailMessage, made: bytes | None, filename: str) -> None:
    """Attach a file by its name's end; nothing where nothing was made."""
    if made:
        kind = {"pdf": ("application", "pdf"), "csv": ("text", "csv")}[filename.rpartition(".")[2]]
        message.add_attachment(made, maintype=kind[0], subtype=kind[1], filename=filename)
