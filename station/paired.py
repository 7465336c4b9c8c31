"""Tablets and phones that were paired once: the one-time code, the long-lived cookie, revocation.

Only digests are kept. Must not store events: the ledger learns of a pairing by a command.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass

from station.access_file import AccessFile, digest
from station.tries import Pace, Tries

PAIRING_TTL_S = 600
"""A QR that lay about for longer opens nothing."""
CODE_BYTES = 24
COOKIE_BYTES = 32
DIGITS = 6
"""For a device without a camera; few enough to type, so they are few tries and ten minutes only."""
MAX_DIGIT_TRIES = 5
"""Wrong digits before every open pairing must be scanned, not typed."""
TYPING = Pace(free=3, most_s=60.0)
LAST_PEOPLE = 6
"""People of a post who are one tap away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A pairing that waits for its device; `code` and `digits` are shown once."""

    code: str
    digits: str
    post: str
    name: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What a redeemed code says: which post the device will belong to."""

    post: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A paired device, as its cookie proves; `csrf` must come back with every change."""

    id: str
    post: str
    name: str
    csrf: str


class PairedDevices:
    """The paired devices of one hub."""

    def __init__(self, file: AccessFile, tries: Tries) -> None:
        self._file, self._tries = file, tries

    def invite(self, post: str, name: str) -> Pairing:
        """Open a pairing for ten minutes; its secrets are shown once and kept as digests."""
        made = Pairing(
            code=secrets.token_urlsafe(CODE_BYTES),
            digits="".join(secrets.choice("0123456789") for _ in range(DIGITS)),
            post=post,
            name=name,
            expires_at=int(time.time()) + PAIRING_TTL_S,
        )
        self._file.do("DELETE FROM pairings WHERE expires_at < ?", int(time.time()))
        self._file.do(
            "INSERT INTO pairings (hash, digits_hash, post, name, expires_at)"
            " VALUES (?, ?, ?, ?, ?)",
            digest(made.code), digest(f"{made.digits}/digits"), post, name, made.expires_at,
        )  # fmt: skip
        return made

    def redeem(self, given: str, *, origin: str) -> Invited | None:
        """Use a code or its digits up; None when there is no such pairing, or it is too old.

        Raises `TooManyTries`. Wrong digits slow their origin down, and after a few of them from
        anywhere only the QR counts: a million possibilities are too few to be guessed at.
        """
        typed = len(given) == DIGITS and given.isascii() and given.isdigit()
        if typed:
            self._tries.pause(f"pair/{origin}", TYPING)
        column, hashed = (
            ("digits_hash", digest(f"{given}/digits")) if typed else ("hash", digest(given[:200]))
        )
        row = self._file.one(
            f"DELETE FROM pairings WHERE {column} = ? AND expires_at >= ? RETURNING post, name",
            hashed, int(time.time()),
        )  # fmt: skip
        if row is None and typed:
            self._wrong_digits(origin)
        return Invited(post=row[0], name=row[1]) if row else None

    def _wrong_digits(self, origin: str) -> None:
        self._tries.wrong(f"pair/{origin}")
        self._tries.wrong("pair")
        if self._tries.count("pair") >= MAX_DIGIT_TRIES:
            self._file.do("UPDATE pairings SET digits_hash = ''")

    def admit(self, id: str, invited: Invited) -> str:
        """Make a device's cookie; it is handed over once and only its digest is kept."""
        secret = secrets.token_urlsafe(COOKIE_BYTES)
        self._file.do(
            "INSERT INTO devices (id, hash, post, name) VALUES (?, ?, ?, ?)",
            id, digest(secret), invited.post, invited.name,
        )  # fmt: skip
        return f"{id}.{secret}"

    def of_cookie(self, cookie: str) -> Device | None:
        """Return the device that a cookie proves, None for an unknown or revoked one."""
        id, _, secret = cookie.partition(".")
        row = self._file.one("SELECT hash, post, name FROM devices WHERE id = ?", id)
        stored = row[0] if row else ""
        if not hmac.compare_digest(digest(secret), stored) or row is None:
            return None
        return Device(id=id, post=row[1], name=row[2], csrf=digest(f"{secret}/csrf")[:32])

    def ids(self) -> set[str]:
        """Return the devices whose cookie still opens something."""
        return {row[0] for row in self._file.all("SELECT id FROM devices")}

    def revoke(self, id: str) -> bool:
        """Forget a device's cookie and end the sessions opened on it."""
        self._file.do("DELETE FROM sessions WHERE device = ?", id)
        return bool(self._file.do("DELETE FROM devices WHERE id = ?", id))

    # --- who was here last ---------------------------------------------------------------------

    def was_here(self, post: str, operator: str) -> None:
        """Put a person first among the last ones of a post; no time is kept, and no count."""
        self._file.do("DELETE FROM last_people WHERE post = ? AND operator = ?", post, operator)
        self._file.do("INSERT INTO last_people (post, operator) VALUES (?, ?)", post, operator)
        self._file.do(
            "DELETE FROM last_people WHERE post = ? AND place NOT IN"
            " (SELECT place FROM last_people WHERE post = ? ORDER BY place DESC LIMIT ?)",
            post, post, LAST_PEOPLE,
        )  # fmt: skip

    def last_people(self, post: str) -> list[str]:
        """Return who logged in at a post last, the latest first."""
        rows = self._file.all(
            "SELECT operator FROM last_people WHERE post = ? ORDER BY place DESC", post
        )
        return [row[0] for row in rows]
