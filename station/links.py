"""Private links of producers: signed, expiring, revocable addresses that need no log-in.

Must not say what a link opens, nor keep a list of them: the signature, the date and the producer's
generation in the ledger decide.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

KEY_BYTES = 32
LASTS_DAYS = 21
"""A link outlives the week it was sent for, and a holiday; not a season."""
LONGEST = 300
"""Characters of a link: a code, a number, a date and the signature, with room."""
PURPOSE = b"hangar producer link 1|"
"""Keeps these signatures from ever meaning anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whose page a link opens, until when, and in which generation of the producer's links."""

    producer: str
    generation: int
    expires_on: str


class Signer:
    """Signs and reads texts with the station's own key, in a file beside the ledger."""

    def __init__(self, key_path: Path, purpose: bytes) -> None:
        self._key, self._purpose = _key(key_path), purpose

    def sealed(self, body: bytes) -> str:
        """Return a text that says the body and proves that this station wrote it."""
        return f"{_text(body)}.{_text(self._signature(body))}"

    def opened(self, text: str) -> str | None:
        """Return the body of a text; None when it was changed or made elsewhere."""
        body_text = text[:LONGEST].partition(".")[0]
        try:
            body = _bytes(body_text)
        except (binascii.Error, ValueError):
            return None
        wanted = self.sealed(body)
        if not hmac.compare_digest(text.encode("utf-8", "replace"), wanted.encode()):
            return None
        return body.decode()

    def _signature(self, body: bytes) -> bytes:
        return hmac.new(self._key, self._purpose + body, hashlib.sha256).digest()


class Links:
    """Makes and reads the links of producers."""

    def __init__(self, key_path: Path) -> None:
        self._signer = Signer(key_path, PURPOSE)

    def make(self, producer: str, *, generation: int, today: str) -> str:
        """Return the text of a link that is good for three weeks."""
        expires = (date.fromisoformat(today) + timedelta(days=LASTS_DAYS)).isoformat()
        body = f"{generation}|{expires}|{producer}".encode()
        return self._signer.sealed(body)

    def read(self, text: str, *, today: str) -> Link | None:
        """Return what a link says; None when it was changed, made elsewhere, or is too old."""
        body = self._signer.opened(text)
        if body is None:
            return None
        generation, expires_on, producer = body.split("|", 2)
        if expires_on < today:
            return None
        return Link(producer=producer, generation=int(generation), expires_on=expires_on)


def links_path(ledger: Path) -> Path:
    """Return the key file that belongs to a ledger."""
    return ledger.with_name(ledger.stem + "-links.key")


def _key(path: Path) -> bytes:
    """Return the key, made once; whoever holds it can open every producer's page."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        path.unlink()  # a crash in the middle of the first start: no link was ever made with it
        return _key(path)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
