"""Checks that what master data names elsewhere exists: a product's producer, a stop's customer.

Must not read files or storage: the known codes are passed in.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Any

from station.importing.problems import Problem, Reading, bounded, quoted

REFERENCES = {
    "products": (("producer", "Producteur"),),
    "rounds": (("customer", "Client"),),
    "distances": (("origin", "Client"), ("destination", "Client")),
}
"""The columns of each kind that name another kind, each with its French word."""


def check_references(kind: str, reading: Reading[Any], known: Collection[str]) -> Reading[Any]:
    """Move rows that name an unknown code to the problems; other kinds pass unchanged."""
    if kind not in REFERENCES:
        return reading
    codes = set(known)
    problems = list(reading.problems)
    good = []
    for row in reading.rows:
        unknown = [each for each in REFERENCES[kind] if getattr(row, each[0]) not in codes]
        if not unknown:
            good.append(row)
        problems.extend(_problem(row, column, word, codes) for column, word in unknown)
    return Reading(rows=tuple(good), problems=bounded(problems), columns=reading.columns)


def _problem(row: Any, column: str, word: str, codes: set[str]) -> Problem:
    named = getattr(row, column)
    near = tuple(difflib.get_close_matches(named, codes, n=3, cutoff=0.5))
    hint = f"Est-ce {' ou '.join(near)} ?" if near else "Importez-le d'abord."
    return Problem(
        row=row.line,
        column=column,
        code=f"unknown_{column}",
        message=f"{word} {quoted(named)} inconnu. {hint}",
        proposals=near,
    )
