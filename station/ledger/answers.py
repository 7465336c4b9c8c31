"""The first answer to each command, kept so that the same command gets it again.

Must not decide anything: whether a second body is a replay or an alarm is the caller's judgement.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """What was answered to one command: canonical JSON, and the digest of the command's body."""

    command_id: str
    body_hash: str
    sender: str
    first_seq: int
    answer: str


def find_answer(connection: sqlite3.Connection, command_id: str) -> StoredAnswer | None:
    """Return the answer to a command id, None when it is new."""
    row = connection.execute(
        "SELECT command_id, body_hash, sender, first_seq, answer FROM commands"
        " WHERE command_id = ?",
        (command_id,),
    ).fetchone()
    if row is None:
        return None
    return StoredAnswer(
        command_id=row[0], body_hash=row[1], sender=row[2], first_seq=row[3], answer=row[4]
    )


def store_answer(connection: sqlite3.Connection, answer: StoredAnswer) -> None:
    """Keep an answer, inside the transaction that stores its events.

    Raises sqlite3.IntegrityError when the command id has one already.
    """
    connection.execute(
        "INSERT INTO commands (command_id, body_hash, sender, first_seq, answer)"
        " VALUES (?, ?, ?, ?, ?)",
        (answer.command_id, answer.body_hash, answer.sender, answer.first_seq, answer.answer),
    )
