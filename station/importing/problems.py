"""What can be wrong with an imported file, said to the coordinator.

Must not decide whether to apply: the command that imports does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

RowT = TypeVar("RowT")

MAX_PROBLEMS = 500
"""Problems kept for one file; a file with more needs its export corrected, not its rows."""
MAX_SHOWN = 40
"""Characters of a faulty cell shown back; enough to find it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong: where, which kind, and a French sentence with what to do.

    `row` is the line of the file (the header of a plain file is line 1), or the place in a JSON
    list. `blocks` is false for what is only reported. `proposals` are codes that may be meant,
    and `alias` is the text to save beside the chosen one. `order` names the order that the row
    belongs to, where it could be read.
    """

    row: int | None
    column: str | None
    code: str
    message: str
    blocks: bool = True
    proposals: tuple[str, ...] = ()
    alias: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[RowT]):
    """The good rows of a file and the problems of the others.

    `columns` are those the file has: what it does not say must not empty what is known.
    """

    rows: tuple[RowT, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Tell whether anything keeps the file from being applied whole."""
        return any(problem.blocks for problem in self.problems)


class CellError(ValueError):
    """One cell that cannot be read; the reader adds its row, and its column where it is known."""

    def __init__(self, code: str, message: str, column: str | None = None) -> None:
        self.code, self.message, self.column = code, message, column
        super().__init__(message)


def quoted(text: str) -> str:
    """Show what came, bounded, between guillemets."""
    return f"« {text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + '…'} »"


def bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    """Keep a readable number of problems and say how many more there are."""
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    more = len(problems) - MAX_PROBLEMS
    last = Problem(
        row=None,
        column=None,
        code="too_many_problems",
        message=f"{more} autres problèmes. Corrigez d'abord ceux-ci, puis recommencez.",
    )
    return (*problems[:MAX_PROBLEMS], last)
