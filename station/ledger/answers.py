"""The first answer to each command, kept so that the same command gets it again.

Names of people stand in it by reference only (`station/domain/naming.py`). Must not decide
anything: whether a second body is a replay or an alarm is the caller's judgement.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from station.ledger.canonical import canonical

SPOKEN = frozenset({"say", "next", "remedy"})
"""What a person hears of an answer: the only parts that ever held a name."""


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


def unname(connection: sqlite3.Connection, name: str, instead: str) -> None:
    """Put `instead` where a name stands in words of answers that earlier versions have stored."""
    rows = connection.execute(
        "SELECT command_id, answer FROM commands WHERE instr(answer, ?)", (canonical(name)[1:-1],)
    ).fetchall()
    for command_id, answer in rows:
        said = canonical(_reworded(json.loads(answer), name, instead))
        connection.execute(
            "UPDATE commands SET answer = ? WHERE command_id = ?", (said, command_id)
        )


def _reworded(part: Any, name: str, instead: str, *, spoken: bool = False) -> Any:
    if isinstance(part, dict):
        return {
            key: _reworded(item, name, instead, spoken=spoken or key in SPOKEN)
            for key, item in part.items()
        }
    if isinstance(part, list):
        return [_reworded(item, name, instead, spoken=spoken) for item in part]
    return part.replace(name, instead) if spoken and isinstance(part, str) else part
