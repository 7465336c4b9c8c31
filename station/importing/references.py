"""Checks that what master data names elsewhere exists: a product's producer, a stop's customer.

Must not read files or storage: the known codes are passed in.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from station.importing.problems import Problem, Reading, bounded, quoted

REFERENCES = {
    "products": (("producer", "Producteur"),),
    "rounds": (("customer", "Client"), ("farms", "Producteur")),
    "distances": (("origin", "Client"), ("destination", "Client")),
}
"""The columns of each kind that name another kind, each with its French word.

A column may name several: `farms`.
"""


def check_references(
    kind: str, reading: Reading[Any], known: Mapping[str, Collection[str]]
) -> Reading[Any]:
    """Move rows that name an unknown code to the problems; other kinds pass unchanged.

    `known` are the codes that each column of the kind in `REFERENCES` may name.
    """
    if kind not in REFERENCES:
        return reading
    problems = list(reading.problems)
    good = []
    for row in reading.rows:
        wrong = [
            _problem(row.line, each, named, known[each[0]])
            for each in REFERENCES[kind]
            for named in _named(row, each[0])
            if named not in known[each[0]]
        ]
        if not wrong:
            good.append(row)
        problems.extend(wrong)
    return Reading(rows=tuple(good), problems=bounded(problems), columns=reading.columns)


def _named(row: Any, column: str) -> tuple[str, ...]:
    """Return the different codes that a row names in a column."""
    named = getattr(row, column)
    return tuple(dict.fromkeys(named)) if isinstance(named, tuple) else (named,)


def _problem(line: int, reference: tuple[str, str], named: str, codes: Collection[str]) -> Problem:
    column, word = reference
    near = tuple(difflib.get_close_matches(named, codes, n=3, cutoff=0.5))
    hint = f"Est-ce {' ou '.join(near)} ?" if near else "Importez-le d'abord."
    return Problem(
        row=line,
        column=column,
        code=f"unknown_{column}",
        message=f"{word} {quoted(named)} inconnu. {hint}",
        proposals=near,
    )
