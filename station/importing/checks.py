"""What must hold between the rows of one file.

Must not look outside the file: `references` does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from station.importing.problems import Problem, quoted

RowT = TypeVar("RowT", "Coded", "Stop")


class Coded(Protocol):
    """A row with a code of its own."""

    @property
    def line(self) -> int:
        """Return where the row stood."""

    @property
    def code(self) -> str:
        """Return what names it."""


class Way(Coded, Protocol):
    """A row that is one way between two places."""

    @property
    def origin(self) -> str:
        """Return where it begins."""

    @property
    def destination(self) -> str:
        """Return where it ends."""

    @property
    def minutes(self) -> int | None:
        """Return how long it takes."""

    @property
    def metres(self) -> int | None:
        """Return how far it is."""


class Stop(Protocol):
    """A row that is one stop of a round."""

    @property
    def line(self) -> int:
        """Return where the row stood."""

    @property
    def date(self) -> date:
        """Return the day."""

    @property
    def round(self) -> str:
        """Return the round's code of that day."""

    @property
    def stop(self) -> int:
        """Return the place in the delivery order."""

    @property
    def customer(self) -> str:
        """Return who is delivered."""

    @property
    def vehicle(self) -> str:
        """Return what drives."""

    @property
    def driver(self) -> str:
        """Return who drives."""

    @property
    def depart_at(self) -> str:
        """Return when it leaves."""

    @property
    def farms(self) -> tuple[str, ...]:
        """Return where the round collects; none: this row does not say it."""


def duplicate_codes(rows: Sequence[Coded]) -> list[Problem]:
    """Name every row whose code an earlier row has."""
    return _repeated(
        rows,
        lambda row: row.code.casefold(),
        "code",
        lambda row, line: f"Code {quoted(row.code)} déjà en ligne {line}. Gardez une seule ligne.",
    )


def way_problems(rows: Sequence[Way]) -> list[Problem]:
    """Name every way that an earlier row has, that leads nowhere or that says no measure."""
    return [
        *_repeated(
            rows,
            lambda row: row.code,
            "destination",
            lambda row, line: f"Trajet déjà en ligne {line}. Gardez une seule ligne.",
        ),
        *(
            Problem(
                row=row.line,
                column="destination",
                code="same_place",
                message=f"Trajet de {quoted(row.origin)} à lui-même. Corrigez ou retirez la ligne.",
            )
            for row in rows
            if row.origin == row.destination
        ),
        *(
            Problem(
                row=row.line,
                column="minutes",
                code="missing_value",
                message="Ni minutes ni mètres. Remplissez l'un des deux, puis recommencez.",
            )
            for row in rows
            if row.minutes is None and row.metres is None
        ),
    ]


def round_problems(rows: Sequence[Stop]) -> list[Problem]:
    """Name repeated stops and customers of a round, and rows that contradict its first one."""
    return [
        *_repeated(
            rows,
            lambda row: (row.date, row.round, row.stop),
            "stop",
            lambda row, line: f"Arrêt {row.stop} déjà en ligne {line}. Renumérotez les arrêts.",
        ),
        *_repeated(
            rows,
            lambda row: (row.date, row.round, row.customer),
            "customer",
            lambda row, line: f"Client {quoted(row.customer)} déjà en ligne {line}. Un seul arrêt.",
        ),
        *_contradictions(rows),
        *_farms_twice(rows),
        *_other_farms(rows),
    ]


def _contradictions(rows: Sequence[Stop]) -> list[Problem]:
    first: dict[tuple[date, str], Stop] = {}
    problems = []
    for row in rows:
        leader = first.setdefault((row.date, row.round), row)
        for column in ("vehicle", "driver", "depart_at"):
            came, before = getattr(row, column), getattr(leader, column)
            if came != before:
                words = f"{quoted(came)}, mais {quoted(before)} en ligne {leader.line}. "
                words += "Une tournée n'en a qu'un."
                problems.append(
                    Problem(row=row.line, column=column, code="contradiction", message=words)
                )
    return problems


def _farms_twice(rows: Sequence[Stop]) -> list[Problem]:
    return [
        Problem(
            row=row.line,
            column="farms",
            code="duplicate",
            message=f"Ferme deux fois dans {quoted(' '.join(row.farms))}. Gardez-la une fois.",
        )
        for row in rows
        if len(set(row.farms)) != len(row.farms)
    ]


def _other_farms(rows: Sequence[Stop]) -> list[Problem]:
    """Name rows whose farms, or their order, are not those of the round's first row with farms."""
    first: dict[tuple[date, str], Stop] = {}
    problems = []
    for row in rows:
        leader = first.setdefault((row.date, row.round), row) if row.farms else row
        if _once(row.farms) != _once(leader.farms):
            came, before = quoted(" ".join(row.farms)), quoted(" ".join(leader.farms))
            words = f"{came}, mais {before} en ligne {leader.line}. "
            words += "Une seule liste de fermes par tournée."
            problems.append(
                Problem(row=row.line, column="farms", code="contradiction", message=words)
            )
    return problems


def _once(farms: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(farms))


def _repeated(
    rows: Sequence[RowT],
    key: Callable[[RowT], Hashable],
    column: str,
    words: Callable[[RowT, int], str],
) -> list[Problem]:
    seen: dict[Hashable, int] = {}
    problems = []
    for row in rows:
        line = seen.setdefault(key(row), row.line)
        if line != row.line:
            problems.append(
                Problem(row=row.line, column=column, code="duplicate", message=words(row, line))
            )
    return problems
