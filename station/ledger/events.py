"""The row of an event: its columns, its canonical text and its hash.

Must not touch a database: an outsider can check a ledger with these lines alone (see README).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.ledger.canonical import canonical, sha256_hex, write_sorted

Clock = Literal["synchronised", "unsure"]

COLUMNS = (
    *("seq", "id", "hub", "station", "epoch", "stream", "version", "type", "schema"),
    *("command_id", "post", "reader", "operator", "sender", "occurred_at", "recorded_at"),
    *("clock", "data", "previous_hash", "hash"),
)
HASHED_COLUMNS = tuple(sorted(set(COLUMNS) - {"previous_hash", "hash"}))
_HASHED_POSITIONS = tuple(COLUMNS.index(name) for name in HASHED_COLUMNS)

Row = tuple[str | int | None, ...]
"""One row of the table `events`, in the order of COLUMNS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """What the domain hands over; the chain adds its place, its version and its hash.

    `data` is canonical JSON. `version` is the one the decision was made on plus one; None takes
    the next of the stream. `occurred_at` and `recorded_at` are ISO 8601 with an offset.
    """

    id: str
    stream: str
    type: str
    schema: int
    data: str
    occurred_at: str
    recorded_at: str
    clock: Clock
    command_id: str | None = None
    post: str | None = None
    reader: str | None = None
    operator: str | None = None
    sender: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One row of the ledger, as it stands for ever."""

    seq: int
    id: str
    hub: str
    station: str
    epoch: str
    stream: str
    version: int
    type: str
    schema: int
    command_id: str | None
    post: str | None
    reader: str | None
    operator: str | None
    sender: str | None
    occurred_at: str
    recorded_at: str
    clock: str
    data: str
    previous_hash: str
    hash: str

    @classmethod
    def from_row(cls, row: Row) -> StoredEvent:
        """Name the columns of a row that was selected in the order of COLUMNS."""
        return cls(**dict(zip(COLUMNS, row, strict=True)))  # type: ignore[arg-type]  # by column


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last event of a ledger: what an answer, the evening label and a backup carry."""

    epoch: str
    seq: int
    hash: str


def genesis_hash(*, epoch: str, hub: str, station: str) -> str:
    """Return the previous hash of the first row."""
    return sha256_hex(canonical({"epoch": epoch, "hub": hub, "station": station}))


def row_text(row: Row) -> str:
    """Return the canonical text of a row: every column but the two hashes."""
    return write_sorted(
        {name: row[at] for name, at in zip(HASHED_COLUMNS, _HASHED_POSITIONS, strict=True)}
    )


def row_hash(previous_hash: str, row: Row) -> str:
    """Return the hash that a row must carry after `previous_hash`."""
    return sha256_hex(previous_hash + row_text(row))
