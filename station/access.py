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

from station.domain.words import Role
from station.errors import HangarError
from station.messages import Sender

TOKEN_BYTES = 32
"""256 bits: tokens need no slow hash."""
SESSION_BYTES = 32
SESSION_TTL_S = 14 * 3600
"""A session ends after one long working day (OctoPrint CVE-2022-2888: not for ever)."""
PIN_SCRYPT = {"n": 2**13, "r": 8, "p": 1}
"""About 8 MB and some tens of milliseconds on a Pi: slow enough with the rate limit below."""
FREE_TRIES = 3
"""Wrong PINs before waiting starts; then 2, 4, 8 … seconds, at most five minutes."""
MAX_WAIT_S = 300.0
MAX_COUNTED = 1_000
"""People and machines whose wrong tries are remembered; the oldest are forgotten first."""
PIN_DIGITS = (4, 12)
"""Shortest and longest PIN."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, post TEXT,
    created_at INTEGER NOT NULL, revoked_at INTEGER);
CREATE TABLE IF NOT EXISTS pins (operator TEXT PRIMARY KEY, salt TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, operator TEXT NOT NULL, role TEXT NOT NULL, post TEXT,
    csrf TEXT NOT NULL, expires_at INTEGER NOT NULL);
"""


class AccessError(HangarError):
    """A token or PIN that cannot be made as asked."""


class TooManyTries(HangarError):
    """Wrong PINs came too fast; `wait_s` says how long to wait."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"expected a pause after wrong PINs: wait {wait_s:.0f} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person who logged in; `csrf` must come back with every change."""

    operator: str
    role: Role
    post: str | None
    csrf: str

    def sender(self) -> Sender:
        """Return the sender of this person's commands."""
        return Sender(name=self.operator, role=self.role, post=self.post, operator=self.operator)


class Access:
    """The access file of one hub; several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=5
        )
        path.chmod(0o600)
        self._connection.execute("PRAGMA journal_mode = WAL").fetchone()
        self._connection.executescript(_SCHEMA)
        self._lock = threading.Lock()
        self._one_guess = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _one(self, sql: str, *values: object) -> tuple[str, ...] | None:
        with self._lock:
            row: tuple[str, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def _do(self, sql: str, *values: object) -> int:
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    # --- tokens --------------------------------------------------------------------------------

    def create_token(self, name: str, role: str, post: str | None = None) -> str:
        """Make a device's token; it is shown once and only its digest is kept."""
        token = "hgr_" + secrets.token_urlsafe(TOKEN_BYTES)
        try:
            self._do(
                "INSERT INTO tokens (name, hash, role, post, created_at) VALUES (?, ?, ?, ?, ?)",
                name, _digest(token), Role(role).value, post, int(time.time()),
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
        """Return who a bearer token stands for, None for an unknown or revoked one."""
        row = self._one("SELECT name, role, post FROM tokens WHERE hash = ?", _digest(token))
        return Sender(name=row[0], role=Role(row[1]), post=row[2]) if row else None

    # --- people --------------------------------------------------------------------------------

    def set_pin(self, operator: str, pin: str) -> None:
        """Set a person's PIN."""
        require_pin(operator, pin)
        salt = secrets.token_hex(16)
        self._do(
            "INSERT OR REPLACE INTO pins (operator, salt, hash) VALUES (?, ?, ?)",
            operator, salt, _slow_digest(pin, salt),
        )  # fmt: skip

    def check_pin(self, operator: str, pin: str) -> bool:
        """Check a PIN in constant time; raise `TooManyTries` while a pause is due.

        One guess at a time: many at once would pass the count, and fill the memory.
        """
        with self._one_guess:
            self.pause(f"pin/{operator}")
            row = self._one("SELECT salt, hash FROM pins WHERE operator = ?", operator)
            salt, stored = (row[0], row[1]) if row else ("00" * 16, "")
            good = hmac.compare_digest(_slow_digest(pin[:64], salt), stored)
            if row:
                self.tried(f"pin/{operator}", good=good)
            return good

    def pause(self, who: str) -> None:
        """Raise `TooManyTries` while `who` has to wait after wrong tries."""
        tries, last_s = self._wrong.get(who, (0, 0.0))
        if tries < FREE_TRIES:
            return
        wait_s = min(MAX_WAIT_S, 2.0 ** min(tries - FREE_TRIES + 1, 10))
        left_s = last_s + wait_s - time.monotonic()
        if left_s > 0:
            raise TooManyTries(left_s)

    def tried(self, who: str, *, good: bool) -> None:
        """Count a wrong try of `who`; a good one forgets them."""
        tries, _ = self._wrong.pop(who, (0, 0.0))
        if good:
            return
        while len(self._wrong) >= MAX_COUNTED:
            self._wrong.pop(next(iter(self._wrong)), None)
        self._wrong[who] = (tries + 1, time.monotonic())

    def open_session(self, operator: str, role: Role, post: str | None) -> tuple[str, Session]:
        """Open a session; return its secret for the cookie, and the session."""
        secret, csrf = secrets.token_urlsafe(SESSION_BYTES), secrets.token_urlsafe(18)
        self._do("DELETE FROM sessions WHERE expires_at < ?", int(time.time()))
        self._do(
            "INSERT INTO sessions (hash, operator, role, post, csrf, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            _digest(secret), operator, role.value, post, csrf, int(time.time()) + SESSION_TTL_S,
        )  # fmt: skip
        return secret, Session(operator=operator, role=role, post=post, csrf=csrf)

    def session(self, secret: str) -> Session | None:
        """Return the session of a cookie, None when it has ended."""
        row = self._one(
            "SELECT operator, role, post, csrf FROM sessions WHERE hash = ? AND expires_at >= ?",
            _digest(secret), int(time.time()),
        )  # fmt: skip
        if row is None:
            return None
        return Session(operator=row[0], role=Role(row[1]), post=row[2], csrf=row[3])

    def close_session(self, secret: str) -> None:
        """End a session."""
        self._do("DELETE FROM sessions WHERE hash = ?", _digest(secret))


def require_pin(operator: str, pin: str) -> None:
    """Raise `AccessError` unless this could be a PIN; never says what was typed."""
    shortest, longest = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= longest):
        raise AccessError(f"PIN of {operator}: expected {shortest} to {longest} digits")


def access_path(ledger: Path) -> Path:
    """Return the access file that belongs to a ledger."""
    return ledger.with_name(ledger.stem + "-access.db")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _slow_digest(pin: str, salt: str) -> str:
    made = hashlib.scrypt(
        pin.encode(), salt=bytes.fromhex(salt), n=PIN_SCRYPT["n"], r=PIN_SCRYPT["r"], p=1
    )
    return made.hex()
