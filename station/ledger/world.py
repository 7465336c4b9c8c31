"""A small typed document store over SQLite: the projections that the ledger can rebuild.

Must not hold truth: every table can be dropped, rebuilt from the events, and be equal again.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from station.domain.codec import from_plain, to_plain
from station.errors import LedgerError
from station.ledger.canonical import canonical

T = TypeVar("T")
Scalar = str | int | None

NAME = re.compile(r"[a-z][a-z_0-9]*")
RESERVED = {"key", "doc"}
DECODED = 1_024
"""Documents kept decoded, some 2 MB: the same crate, zone and round are read scan after scan."""


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[T]):
    """One table of documents: `key` and `indexes` name fields or properties of `cls`.

    The key is text. An index is text, a whole number, an enum, a truth value or None. `evolution`
    counts the changes of the rules that fill the table: like another shape, it asks for a rebuild.
    """

    name: str
    cls: type[T]
    key: str
    indexes: tuple[str, ...] = ()
    evolution: int = 0

    def __post_init__(self) -> None:
        """Refuse names that could not be columns."""
        for name in (self.name, *self.indexes):
            if not NAME.fullmatch(name) or name in RESERVED:
                raise ValueError(f"expected a column name in small letters, got {name!r}")

    @property
    def sql_name(self) -> str:
        """The table's name in SQLite."""
        return f"p_{self.name}"

    @property
    def create_sql(self) -> tuple[str, ...]:
        """The statements that make the table and its indexes."""
        columns = "".join(f', "{name}"' for name in self.indexes)
        table = f"CREATE TABLE {self.sql_name} (key TEXT PRIMARY KEY{columns}, doc TEXT NOT NULL"
        return (
            f"{table} /* {self.evolution}:{shape(self.cls)} */)",
            *(
                f'CREATE INDEX {self.sql_name}_{name} ON {self.sql_name} ("{name}", key)'
                for name in self.indexes
            ),
        )


def shape(cls: type) -> str:
    """Return a digest of a dataclass's fields and of those inside them: what a document holds."""
    known: dict[str, list[str]] = {}
    waiting: list[Any] = [cls]
    while waiting:
        one = waiting.pop()
        if dataclasses.is_dataclass(one) and isinstance(one, type) and one.__name__ not in known:
            known[one.__name__] = [f"{f.name} {f.type}" for f in dataclasses.fields(one)]
            waiting += get_type_hints(one).values()
        waiting += get_args(one)
    return hashlib.sha256(canonical(known).encode()).hexdigest()[:12]


class Table(Generic[T]):
    """The documents of one spec, over one connection."""

    def __init__(self, connection: sqlite3.Connection, spec: TableSpec[T]) -> None:
        self._connection = connection
        self._spec = spec
        name, columns = spec.sql_name, ("key", *spec.indexes, "doc")
        quoted = ", ".join(f'"{column}"' for column in columns)
        self._insert = f"INSERT INTO {name} ({quoted}) VALUES ({', '.join('?' * len(columns))})"
        indexed = ", ".join(f'"{column}"' for column in spec.indexes) or "1"
        self._indexed = f"SELECT {indexed} FROM {name} WHERE key = ?"
        self._all_columns = f"SELECT {quoted} FROM {name} ORDER BY key"

    def get(self, key: str) -> T | None:
        """Return the document under a key, None when there is none."""
        row = self._connection.execute(
            f"SELECT doc FROM {self._spec.sql_name} WHERE key = ?", (key,)
        ).fetchone()
        return None if row is None else self._decode(row[0])

    def put(self, document: T) -> None:
        """Store a document under its own key, in place of the one that was there."""
        spec = self._spec
        if not isinstance(document, spec.cls):
            raise TypeError(
                f"table {spec.name}: expected {spec.cls.__name__}, got {type(document).__name__}"
            )
        key = getattr(document, spec.key)
        if not isinstance(key, str):
            raise TypeError(f"table {spec.name}: expected a text key, got {key!r}")
        indexed = {name: _scalar(getattr(document, name), name) for name in spec.indexes}
        doc = canonical(to_plain(document))
        before = self._connection.execute(self._indexed, (key,)).fetchone()
        if before is None:
            self._connection.execute(self._insert, (key, *indexed.values(), doc))
        else:
            self._update(key, dict(zip(spec.indexes, before, strict=False)), indexed, doc)

    def _update(
        self, key: str, before: dict[str, Scalar], indexed: dict[str, Scalar], doc: str
    ) -> None:
        """Change what differs only: every index that is named costs a page of the commit."""
        changed = {name: value for name, value in indexed.items() if before[name] != value}
        terms = "".join(f'"{name}" = ?, ' for name in changed)
        self._connection.execute(
            f"UPDATE {self._spec.sql_name} SET {terms}doc = ? WHERE key = ?",
            (*changed.values(), doc, key),
        )

    def delete(self, key: str) -> None:
        """Drop the document under a key; harmless when there is none."""
        self._connection.execute(f"DELETE FROM {self._spec.sql_name} WHERE key = ?", (key,))

    def where(self, **equals: object) -> list[T]:
        """Return the documents whose indexes equal the values given, in the order of keys."""
        condition, values = self._condition(equals)
        rows = self._connection.execute(
            f"SELECT doc FROM {self._spec.sql_name}{condition} ORDER BY key", values
        )
        return [self._decode(row[0]) for row in rows.fetchall()]

    def all(self) -> list[T]:
        """Return every document, in the order of keys."""
        return self.where()

    def count(self, **equals: object) -> int:
        """Return how many documents match."""
        condition, values = self._condition(equals)
        found = self._connection.execute(
            f"SELECT count(*) FROM {self._spec.sql_name}{condition}", values
        ).fetchone()
        return int(found[0])

    def fingerprint(self) -> tuple[int, str]:
        """Return the number of rows and one digest over all of them, indexes included."""
        digest, count = hashlib.sha256(), 0
        for row in self._connection.execute(self._all_columns):
            digest.update(canonical(list(row)).encode() + b"\n")
            count += 1
        return count, "sha256:" + digest.hexdigest()

    def _decode(self, text: str) -> T:
        cls: Any = self._spec.cls
        return cast(T, _decoded(cls, text))

    def _condition(self, equals: dict[str, object]) -> tuple[str, list[Scalar]]:
        for name in equals:
            if name not in self._spec.indexes:
                raise LookupError(
                    f"table {self._spec.name}: expected an index of"
                    f" {', '.join(self._spec.indexes) or '(none)'}, got {name!r}"
                )
        if not equals:
            return "", []
        terms = " AND ".join(f'"{name}" IS ?' for name in equals)
        return f" WHERE {terms}", [_scalar(value, name) for name, value in equals.items()]


class World:
    """Every projection table, over one connection; on a reader it can only be asked."""

    def __init__(self, connection: sqlite3.Connection, specs: Iterable[TableSpec[Any]]) -> None:
        self._connection = connection
        self._tables = {spec.name: (spec, Table(connection, spec)) for spec in specs}

    def of(self, spec: TableSpec[T]) -> Table[T]:
        """Return the table of a spec, with its type."""
        return self._tables[spec.name][1]

    def table(self, name: str) -> Table[Any]:
        """Return a table by its name."""
        try:
            return self._tables[name][1]
        except KeyError:
            raise LookupError(f"expected one of {', '.join(self._tables)}, got {name!r}") from None

    def __getattr__(self, name: str) -> Table[Any]:
        """Return a table as an attribute: `world.crates`."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._tables[name][1]
        except KeyError:
            raise AttributeError(f"no table {name!r}") from None

    def __iter__(self) -> Iterator[TableSpec[Any]]:
        """Yield the specs."""
        return (spec for spec, _ in self._tables.values())

    def create_tables(self) -> None:
        """Create the tables that are missing, inside the caller's transaction.

        Raises LedgerError where one is there with another shape: drop and rebuild it.
        """
        made = self._made()
        for spec in self:
            for statement in spec.create_sql:
                name = statement.split()[2]
                if name not in made:
                    self._connection.execute(statement)
                elif made[name] != statement:
                    raise LedgerError(
                        f"projection {spec.name}: expected {statement!r}, found {made[name]!r}:"
                        " run `hangar rebuild`"
                    )

    def is_current(self) -> bool:
        """Tell whether the tables in the file are exactly those of the specs."""
        wanted = [statement for spec in self for statement in spec.create_sql]
        return sorted(self._made().values()) == sorted(wanted)

    def drop_tables(self) -> None:
        """Drop every projection table, those of older versions too."""
        for name in self._made():
            self._connection.execute(f'DROP TABLE IF EXISTS "{name}"')

    def fingerprint(self) -> dict[str, tuple[int, str]]:
        """Return each table's number of rows and digest; two equal worlds have equal ones."""
        return {name: table.fingerprint() for name, (_, table) in self._tables.items()}

    def _made(self) -> dict[str, str]:
        rows = self._connection.execute(
            r"SELECT name, sql FROM sqlite_master WHERE name LIKE 'p\_%' ESCAPE '\'"
        )
        return dict(rows.fetchall())


@functools.lru_cache(DECODED)
def _decoded(cls: type, text: str) -> object:
    """Decode a document; it is frozen, so that the same text may give the same object again."""
    return from_plain(cls, json.loads(text))


def _scalar(value: object, name: str) -> Scalar:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"index {name}: expected text, a whole number or None, got {value!r}")
