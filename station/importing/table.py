"""Reads a CSV file into rows of named cells, whatever its separator and column order.

Must not know what a column means; a cell that looks like a formula is text like any other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from station.importing.problems import Problem, quoted
from station.importing.text import clean, decode, has_control_character

MAX_ROWS = 100_000
"""Most rows of one file; a busy hub orders some 30,000 lines a year."""
MAX_CELL = 4_000
"""Longest cell in characters; longer ones come from a quotation mark that never closes."""
SEPARATORS = (",", ";")

Record = tuple[int, list[str]]
"""A line number and its cells."""
Splitter = Callable[[str, str], Iterator[Record]]
"""Text and separator in, records out; raises `csv.Error`."""
KeyOf = Callable[[str], str | None]
"""The meaning of a header cell, or None when it is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: its number in the file and its clean cells by meaning."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file holds: the meanings of its columns, its rows, its problems."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


class _TooManyRows(csv.Error):
    """The file is longer than anything a hub exports."""


def standard_records(text: str, separator: str) -> Iterator[Record]:
    """Split ordinary CSV; a quotation mark out of place is an error, never a guess."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def read_table(
    content: bytes, key_of: KeyOf, *, preamble: int = 0, split: Splitter = standard_records
) -> Table:
    """Read a file whose header is within its first `preamble` + 1 lines that are not blank."""
    text = decode(content)
    if isinstance(text, Problem):
        return unreadable(text)
    try:
        found = _find_header(text, key_of, preamble, split)
        if found is None:
            return unreadable(_no_header(text))
        separator, header_line = found
        records = _bounded(split(text, separator))
        return _assemble(records, header_line, key_of)
    except csv.Error as error:
        return unreadable(_broken(text, error))


def _find_header(
    text: str, key_of: KeyOf, preamble: int, split: Splitter
) -> tuple[str, int] | None:
    """Return the separator and line of the record with most known columns."""
    best: tuple[int, str, int] | None = None
    for separator in SEPARATORS:
        seen = 0
        for line, cells in _until_error(split(text, separator)):
            if not any(cell.strip() for cell in cells):
                continue
            known = len({key_of(clean(cell)) for cell in cells} - {None})
            if known and (best is None or known > best[0]):
                best = known, separator, line
            seen += 1
            if seen > preamble:
                break
    return None if best is None else best[1:]


def _until_error(records: Iterator[Record]) -> Iterator[Record]:
    """Stop where the quoting breaks: the other separator may still read the file."""
    try:
        yield from records
    except csv.Error:
        return


def _bounded(records: Iterator[Record]) -> Iterator[Record]:
    for count, record in enumerate(records):
        if count > MAX_ROWS:
            raise _TooManyRows
        yield record


def _assemble(records: Iterable[Record], header_line: int, key_of: KeyOf) -> Table:
    keys: list[str | None] = []
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, raw in records:
        if line < header_line:
            continue
        cells = [clean(cell) for cell in raw]
        if line == header_line:
            keys, problems = _read_header(line, cells, key_of)
        elif any(cells):
            problem = _shape_problem(line, cells, keys)
            if problem is None:
                rows.append(Row(line=line, cells=_named(keys, cells)))
            else:
                problems.append(problem)
    if not rows and not any(problem.blocks for problem in problems):
        words = "Le fichier n'a que l'en-tête. Vérifiez le filtre de l'export."
        problems.append(Problem(row=None, column=None, code="no_rows", message=words))
    columns = tuple(key for key in keys if key is not None)
    return Table(columns=columns, rows=tuple(rows), problems=tuple(problems))


def _named(keys: list[str | None], cells: list[str]) -> dict[str, str]:
    """Pair cells with their columns; of a column that came twice the first counts."""
    pairs = [(key, cell) for key, cell in zip(keys, cells, strict=False) if key is not None]
    return dict(reversed(pairs))


def _read_header(
    line: int, cells: list[str], key_of: KeyOf
) -> tuple[list[str | None], list[Problem]]:
    keys = [key_of(cell) for cell in cells]
    while keys and keys[-1] is None and not cells[len(keys) - 1]:
        keys.pop()  # trailing separators
    problems = []
    for place, key in enumerate(keys):
        cell = cells[place]
        if key is None:
            words = f"Colonne inconnue {quoted(cell)} : elle n'est pas lue."
            problems.append(_header_problem(line, cell, "unknown_column", words, blocks=False))
        elif key in keys[:place]:
            words = f"La colonne {quoted(cell)} est là deux fois. Gardez-en une."
            problems.append(_header_problem(line, cell, "duplicate_column", words, blocks=True))
    return keys, problems


def _header_problem(line: int, column: str, code: str, message: str, *, blocks: bool) -> Problem:
    return Problem(row=line, column=column, code=code, message=message, blocks=blocks)


def _shape_problem(line: int, cells: list[str], keys: list[str | None]) -> Problem | None:
    count = len(cells)
    while count > len(keys) and not cells[count - 1]:
        count -= 1
    if count > len(keys):
        words = f"{count} cellules pour {len(keys)} colonnes. Mettez les virgules entre guillemets."
        return Problem(row=line, column=None, code="too_many_cells", message=words)
    if len(cells) < len(keys):
        words = f"{len(cells)} cellules pour {len(keys)} colonnes : ligne coupée. "
        words += "Refaites l'export, puis recommencez."
        return Problem(row=line, column=None, code="too_few_cells", message=words)
    for key, cell in zip(keys, cells, strict=False):
        if len(cell) > MAX_CELL:
            words = (
                f"Cellule de {len(cell)} caractères, au plus {MAX_CELL}. Vérifiez les guillemets."
            )
            return Problem(row=line, column=key, code="cell_too_long", message=words)
        if key is not None and has_control_character(cell):
            words = "Caractère de commande dans la cellule. Retapez son texte."
            return Problem(row=line, column=key, code="control_character", message=words)
    return None


def unreadable(problem: Problem) -> Table:
    """Return the table of a file of which nothing could be read."""
    return Table(columns=(), rows=(), problems=(problem,))


def _no_header(text: str) -> Problem:
    first = next(line for line in text.splitlines() if line.strip())
    words = f"En-tête introuvable : la première ligne est {quoted(clean(first))}. "
    words += "Mettez les noms des colonnes en première ligne."
    return Problem(row=1, column=None, code="no_header", message=words)


def _broken(text: str, error: csv.Error) -> Problem:
    if isinstance(error, _TooManyRows):
        words = f"Plus de {MAX_ROWS} lignes. Coupez le fichier en deux."
        return Problem(row=None, column=None, code="too_many_rows", message=words)
    line = _last_readable_line(text)
    words = "Guillemets mal fermés à partir de cette ligne. Corrigez-les ou refaites l'export."
    return Problem(row=line, column=None, code="bad_quoting", message=words)


def _last_readable_line(text: str) -> int:
    """Return the line where the best reading of a broken file stopped."""
    last = 1
    for separator in SEPARATORS:
        line = 1
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            for _ in reader:
                line = reader.line_num + 1
        except csv.Error:
            last = max(last, line)
    return last
