"""Finds places in a long ledger: the first event of an instant, and what fits, newest first.

Must not read a whole ledger at once: every question here looks at a bounded number of rows.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from station.ledger.events import COLUMNS, StoredEvent

LOOKED_AT = 20_000
"""Rows one question looks at, at most: some 12 MB, a tenth of a second on a small computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What fits, newest first; `older` is where to go on, None when the first event was reached."""

    events: tuple[StoredEvent, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an event must have; empty is anything. `naming` are ids, one of which it names.

    `since` and `until` are instants as the ledger keeps them, `until` not included.
    """

    type: str = ""
    stream: str = ""
    post: str = ""
    operator: str = ""
    since: str = ""
    until: str = ""
    naming: tuple[str, ...] = ()


def first_seq_at(connection: sqlite3.Connection, instant: str) -> int:
    """Return the seq of the first event recorded at `instant` or later; one past the end if none.

    Halves the ledger each time, so it takes the times for rising. Events written while the clock
    was wrong are found where they stand in the order, which is the only order there is.
    """
    low, high = 1, _last_seq(connection) + 1
    while low < high:
        middle = (low + high) // 2
        row = connection.execute("SELECT recorded_at FROM events WHERE seq = ?", (middle,))
        if row.fetchone()[0] < instant:
            low = middle + 1
        else:
            high = middle
    return low


def events_between(
    connection: sqlite3.Connection, since: str, until: str, *, types: tuple[str, ...]
) -> list[StoredEvent]:
    """Return the events of some types recorded from `since` until before `until`, in order."""
    first, end = first_seq_at(connection, since), first_seq_at(connection, until)
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq >= ? AND seq < ?"
        f" AND type IN ({', '.join('?' * len(types))}) ORDER BY seq",
        (first, end, *types),
    )
    return [StoredEvent.from_row(row) for row in rows.fetchall()]


def newest_first(
    connection: sqlite3.Connection, wanted: Wanted, *, before: int | None, limit: int
) -> Found:
    """Return up to `limit` events that fit and stand before seq `before`, newest first."""
    newest = _last_seq(connection) if before is None else before - 1
    if wanted.until:
        newest = min(newest, first_seq_at(connection, wanted.until) - 1)
    floor = first_seq_at(connection, wanted.since) if wanted.since else 1
    oldest = max(floor, newest - LOOKED_AT + 1)
    terms, values = _terms(wanted)
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM events WHERE seq BETWEEN ? AND ?{terms}"
        " ORDER BY seq DESC LIMIT ?",
        (oldest, newest, *values, limit),
    ).fetchall()
    found = tuple(StoredEvent.from_row(row) for row in rows)
    reached = found[-1].seq if len(found) == limit else oldest
    return Found(events=found, older=reached if reached > floor else None)


def _terms(wanted: Wanted) -> tuple[str, list[str]]:
    """Return the conditions of a question, and their values."""
    terms, values = "", []
    for name in ("type", "post", "operator"):
        if getattr(wanted, name):
            terms += f" AND +{name} = ?"
            values.append(getattr(wanted, name))
    if wanted.stream:
        terms += " AND +stream = ?"
        values.append(wanted.stream)
    if wanted.naming:
        each = "instr(data, ?) > 0 OR stream LIKE ? ESCAPE '\\'"
        terms += f" AND ({' OR '.join([each] * len(wanted.naming))})"
        for id in wanted.naming:
            values += [f'"{id}"', f"%/{_literal(id)}"]
    return terms, values


def _literal(text: str) -> str:
    """Return text in which LIKE finds no wild card."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _last_seq(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])
