"""Writes the mails of the hub: the envelope here, what they say and carry by kind.

Must not send anything, nor change anything: a mail is written from the present when it leaves.
To add a kind: one file that fills it, one line of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

from station.domain.deciding.day_mail import DAY
from station.domain.deciding.papers import SHEET
from station.domain.model import Mail
from station.letters.day import fill_day
from station.letters.envelope import NoLetter, Stationery, generation
from station.letters.sheet import fill_sheet
from station.reading import Present

__all__ = ["NoLetter", "Stationery", "generation", "letter"]

Fill = Callable[[Present, Mail, EmailMessage, Stationery], None]
"""Writes subject, text and attachments of one kind of mail, or raises `NoLetter`."""

KINDS: Mapping[str, Fill] = {SHEET: fill_sheet, DAY: fill_day}


def letter(present: Present, mail: Mail, made_with: Stationery) -> EmailMessage:
    """Return the message of a queued mail; raise `NoLetter` when it would say what is not so."""
    to = (present.vault.get(f"mail/{mail.id}") or {}).get("to")
    fill = KINDS.get(mail.kind)
    if fill is None or not to:
        raise NoLetter("adresse effacée" if fill else f"courrier inconnu : {mail.kind}")
    settings = made_with.settings
    message = EmailMessage()
    message["From"] = formataddr((made_with.hub.name, settings.sender))
    message["To"] = to
    if settings.reply_to:
        message["Reply-To"] = settings.reply_to
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(mail.id, domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    fill(present, mail, message, made_with)
    return message
