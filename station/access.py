"""Tokens of devices, PINs and sessions of people: who is calling, and with which role.

Secrets live in a file of their own beside the ledger, hashed, never in the chain. Must not decide
what a role may do: the command table and the routes declare that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from station.access_file import AccessFile, digest
from station.domain.words import Role
from station.errors import HangarError
from station.messages import Sender
from station.paired import PairedDevices
from station.tries import Pace, TooManyTries, Tries

__all__ = ["Access", "AccessError", "Session", "TooManyTries", "access_path", "require_pin"]

TOKEN_BYTES = 32
"""256 bits: tokens need no slow hash."""
DAY_S = 24 * 3600
INSPECTOR_DAYS = 1
"""An inspection lasts a day; a longer one is asked for by name."""
MOST_DAYS = 3_650
SESSION_BYTES = 32
SESSION_TTL_S = 14 * 3600
"""A session ends after one long working day (OctoPrint CVE-2022-2888: not for ever)."""
PIN_SCRYPT = {"n": 2**13, "r": 8, "p": 1}
"""About 8 MB and some tens of milliseconds on a Pi: slow enough with the rate limit below."""
FREE_TRIES = 3
HERE = Pace(free=FREE_TRIES, most_s=300.0)
"""One person's PIN typed at one device: whoever guesses there waits there."""
AROUND = Pace(free=12, most_s=30.0)
"""One person's PIN from any device that is not paired: a stranger with many addresses is slowed,
the person at a paired tablet is not."""
SPRAY = Pace(free=12, most_s=60.0)
"""Everybody's PIN, or badges, typed at one device: the same 1234 for each colleague in turn."""
PIN_DIGITS = (4, 12)
"""Shortest and longest PIN."""


class AccessError(HangarError):
    """A token or PIN that cannot be made as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person who logged in; `csrf` must come back with every change."""

    operator: str
    role: Role
    post: str | None
    csrf: str
    device: str | None = None

    def sender(self) -> Sender:
        """Return the sender of this person's commands: the paired device, where there is one."""
        name = self.device or self.operator
        return Sender(name=name, role=self.role, post=self.post, operator=self.operator)


class Access:
    """The access file of one hub; several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        self._file = AccessFile(path)
        self._one, self._do = self._file.one, self._file.do
        self._one_guess = threading.Lock()
        self.tries = Tries()
        self.devices = PairedDevices(self._file, self.tries)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # --- tokens --------------------------------------------------------------------------------

    def create_token(
        self,
        name: str,
        role: str,
        post: str | None = None,
        *,
        producer: str | None = None,
        days: int | None = None,
    ) -> str:
        """Make a program's token; it is shown once and only its digest is kept.

        `producer`: the one farm it speaks for. `days`: after them it is nobody's; an inspector's
        lasts one unless told otherwise.
        """
        if producer and role != Role.PRODUCER.value:
            raise AccessError(f"producer {producer!r}: expected role producer, got {role!r}")
        if days is None and role == Role.INSPECTOR.value:
            days = INSPECTOR_DAYS
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise AccessError(f"days: expected 1 to {MOST_DAYS}, got {days}")
        now = int(time.time())
        token = "hgr_" + secrets.token_urlsafe(TOKEN_BYTES)
        try:
            self._do(
                "INSERT INTO tokens (name, hash, role, post, created_at, producer, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                name, digest(token), Role(role).value, post, now, producer,
                now + days * DAY_S if days else None,
            )  # fmt: skip
        except ValueError:
            roles = ", ".join(member.value for member in Role)
            raise AccessError(f"role: expected one of {roles}, got {role!r}") from None
        except sqlite3.IntegrityError:
            raise AccessError(
                f"token {name!r}: expected a new name, there is one; revoke it first"
            ) from None
        return token

    def revoke_token(self, name: str) -> bool:
        """Revoke a device's token; False where there is none."""
        return bool(self._do("DELETE FROM tokens WHERE name = ?", name))

    def token_sender(self, token: str) -> Sender | None:
        """Return who a bearer token stands for, None for an unknown, revoked or lapsed one."""
        row = self._one(
            "SELECT name, role, post, producer FROM tokens WHERE hash = ?"
            " AND (expires_at IS NULL OR expires_at >= ?)",
            digest(token), int(time.time()),
        )  # fmt: skip
        if row is None:
            return None
        return Sender(name=row[0], role=Role(row[1]), post=row[2], producer=row[3])

    # --- people --------------------------------------------------------------------------------

    def set_pin(self, operator: str, pin: str) -> None:
        """Set a person's PIN."""
        require_pin(operator, pin)
        salt = secrets.token_hex(16)
        self._do(
            "INSERT OR REPLACE INTO pins (operator, salt, hash) VALUES (?, ?, ?)",
            operator, salt, _slow_digest(pin, salt),
        )  # fmt: skip

    def check_pin(self, operator: str, pin: str, *, origin: str = "", paired: bool = False) -> bool:
        """Check a PIN in constant time; raise `TooManyTries` while a pause is due.

        `origin`: the paired device, else the machine's address. One guess at a time: many at once
        would pass the count, and fill the memory.
        """
        here, around, spray = f"pin/{operator}@{origin}", f"pin/{operator}", f"pins@{origin}"
        with self._one_guess:
            self.tries.pause(here, HERE)
            self.tries.pause(spray, SPRAY)
            if not paired:
                self.tries.pause(around, AROUND)
            row = self._one("SELECT salt, hash FROM pins WHERE operator = ?", operator)
            salt, stored = (row[0], row[1]) if row else ("00" * 16, "")
            good = hmac.compare_digest(_slow_digest(pin[:64], salt), stored)
            if good:
                self.tries.good(here)
                return True
            self.tries.wrong(spray)
            if row:
                self.tries.wrong(here)
                if not paired:
                    self.tries.wrong(around)
            return False

    def forget(self, kind: str, code: str) -> None:
        """End what an erased party could do here: a person's PIN and sessions, a farm's tokens."""
        if kind == "operator":
            for table in ("pins", "sessions", "last_people"):
                self._do(f"DELETE FROM {table} WHERE operator = ?", code)
        if kind == "producer":
            self._do("DELETE FROM tokens WHERE producer = ?", code)

    def open_session(
        self, operator: str, role: Role, post: str | None, device: str | None = None
    ) -> tuple[str, Session]:
        """Open a session; return its secret for the cookie, and the session.

        One that was opened on a paired device works on that device only, and ends with it.
        """
        secret, csrf = secrets.token_urlsafe(SESSION_BYTES), secrets.token_urlsafe(18)
        self._do("DELETE FROM sessions WHERE expires_at < ?", int(time.time()))
        self._do(
            "INSERT INTO sessions (hash, operator, role, post, csrf, expires_at, device)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            digest(secret), operator, role.value, post, csrf, int(time.time()) + SESSION_TTL_S,
            device,
        )  # fmt: skip
        return secret, Session(operator=operator, role=role, post=post, csrf=csrf, device=device)

    def session(self, secret: str) -> Session | None:
        """Return the session of a cookie, None when it has ended."""
        row = self._one(
            "SELECT operator, role, post, csrf, device FROM sessions"
            " WHERE hash = ? AND expires_at >= ?",
            digest(secret), int(time.time()),
        )  # fmt: skip
        if row is None:
            return None
        operator, role, post, csrf, device = row
        return Session(operator=operator, role=Role(role), post=post, csrf=csrf, device=device)

    def close_session(self, secret: str) -> None:
        """End a session."""
        self._do("DELETE FROM sessions WHERE hash = ?", digest(secret))


def require_pin(operator: str, pin: str) -> None:
    """Raise `AccessError` unless this could be a PIN; never says what was typed."""
    shortest, longest = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= longest):
        raise AccessError(f"PIN of {operator}: expected {shortest} to {longest} digits")


def access_path(ledger: Path) -> Path:
    """Return the access file that belongs to a ledger."""
    return ledger.with_name(ledger.stem + "-access.db")


def _slow_digest(pin: str, salt: str) -> str:
    made = hashlib.scrypt(
        pin.encode(), salt=bytes.fromhex(salt), n=PIN_SCRYPT["n"], r=PIN_SCRYPT["r"], p=1
    )
    return made.hex()
