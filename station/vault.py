"""Keeps personal data outside the chain: text under an opaque id, each entry with its own salt.

Erasing an entry removes text and salt together: the digest that stays in the chain then says
nothing, and breaks nothing. Must not be rebuilt from events: it is not a projection.
"""

from __future__ import annotations

import json
import secrets
import sqlite3

from station.domain.naming import KINDS, reference
from station.ledger.answers import unname
from station.ledger.canonical import canonical, sha256_hex

SALT_BYTES = 16
"""Enough that a name cannot be guessed from its digest."""


class Vault:
    """The vault over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> dict[str, str] | None:
        """Return an entry's text fields, None when it never was or has been erased."""
        row = self._connection.execute("SELECT doc FROM vault WHERE id = ?", (id,)).fetchone()
        return dict(json.loads(row[0])) if row and row[0] else None

    def seal(self, id: str, doc: dict[str, str]) -> str:
        """Store an entry with a fresh salt, inside the caller's transaction; return its digest."""
        salt = secrets.token_hex(SALT_BYTES)
        text = canonical(doc)
        self._connection.execute(
            "INSERT INTO vault (id, salt, doc) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET salt = excluded.salt, doc = excluded.doc",
            (id, salt, text),
        )
        return digest(salt, text)

    def erase(self, id: str) -> None:
        """Erase an entry and its salt; the chain keeps only a digest that nothing can open.

        A party's name leaves stored answers too, where an earlier version wrote it.
        """
        kind, _, code = id.partition("/")
        name = (self.get(id) or {}).get("name") if kind in KINDS else None
        if name:
            unname(self._connection, name, reference(kind, code))
        self._connection.execute("UPDATE vault SET salt = NULL, doc = NULL WHERE id = ?", (id,))

    def erased(self) -> list[str]:
        """Return the ids of entries that were erased, and not sealed anew."""
        rows = self._connection.execute("SELECT id FROM vault WHERE doc IS NULL ORDER BY id")
        return [row[0] for row in rows]

    def digest_of(self, id: str) -> str | None:
        """Return the digest that the last event about this entry must carry, None when erased."""
        row = self._connection.execute("SELECT salt, doc FROM vault WHERE id = ?", (id,)).fetchone()
        return digest(row[0], row[1]) if row and row[0] else None


def digest(salt: str, text: str) -> str:
    """Return the salted digest of an entry's canonical text."""
    return sha256_hex(salt + text)
