"""The master data a hub imports: one table of columns per kind, one frozen row per line.

Must not know what is already stored: `references` and `diff` compare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from station.domain.deciding.hub import EGALIM, MAX_VAT_PERMILLE
from station.domain.deciding.planning import (
    MAX_CRATES,
    MAX_METRES,
    MAX_MINUTES,
    MAX_VEHICLE_G,
)
from station.domain.distances import distance_key
from station.domain.mentions import PRODUCER_COLUMNS, PRODUCT_COLUMNS
from station.importing import cells
from station.importing.checks import duplicate_codes, round_problems, way_problems
from station.importing.problems import CellError, Problem, Reading, bounded
from station.importing.table import Row, Table, read_table

UNITS = ("kg", "piece", "bunch", "tray30", "litre", "bottle", "punnet", "net", "bag")
TEMPERATURE_CLASSES = ("ambiant", "frais", "froid", "surgele")
DATE_KINDS = ("use_by", "best_before", "none")
CUSTOMER_KINDS = ("canteen", "grocer", "restaurant", "shop", "person")

PRODUCER_CODE, PRODUCER_CODES = cells.code(8), cells.codes(8)
"""A lot is PRODUCER-YYMMDD-SEQ within 20 characters, which leaves 8 for the producer."""
CODE = cells.code(20)
ROUND_CODE = cells.code(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerRow:
    """One farm; `line` is where it stood in the file and no part of its identity."""

    line: int = field(compare=False)
    code: str
    name: str
    address: str
    postcode: str
    city: str
    phone: str
    email: str
    approval_number: str
    organic_body: str
    organic_until: date | None
    charter_until: date | None
    gln: str
    mentions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """One product of one farm; price per unit before tax, `unit_g` typical grams of one unit."""

    line: int = field(compare=False)
    code: str
    producer: str
    name: str
    family: str
    unit: str
    temperature_class: str
    date_kind: str
    shelf_life_days: int | None
    gtin: str
    organic: bool
    price_cents: int | None
    unit_g: int | None
    vat_permille: int | None
    egalim: tuple[str, ...]
    leaves_declared: bool
    mentions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One customer."""

    line: int = field(compare=False)
    code: str
    name: str
    kind: str
    address: str
    postcode: str
    city: str
    phone: str
    email: str
    siret: str
    door_code: str
    window: str
    service_code: str
    commitment: str
    gln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateTypeRow:
    """One type of crate with its weight empty."""

    line: int = field(compare=False)
    code: str
    name: str
    tare_g: int
    returnable: bool
    deposit_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """One stop of one round; stop 1 is delivered first. `farms`: where the round collects."""

    line: int = field(compare=False)
    date: date
    round: str
    vehicle: str
    driver: str
    depart_at: str
    stop: int
    customer: str
    farms: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return what names this stop, for the comparison with what is stored."""
        return f"{self.date.isoformat()}-{self.round}/{self.customer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRow:
    """One vehicle and what it takes; None: no limit."""

    line: int = field(compare=False)
    code: str
    name: str
    max_crates: int | None
    max_g: int | None
    ambiant_crates: int | None
    frais_crates: int | None
    froid_crates: int | None
    surgele_crates: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceRow:
    """One way between two places: customers' codes, or `hub`."""

    line: int = field(compare=False)
    origin: str
    destination: str
    minutes: int | None
    metres: int | None

    @property
    def code(self) -> str:
        """Return what names this way."""
        return distance_key(self.origin, self.destination)


MasterRow = (
    ProducerRow | ProductRow | CustomerRow | CrateTypeRow | RoundRow | VehicleRow | DistanceRow
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How one column reads; `required` means that no row may leave it empty."""

    parse: cells.Parser
    required: bool = False
    empty: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file: its columns, its row and what must hold between rows."""

    columns: Mapping[str, Column]
    row: Callable[..., Any]
    check: Callable[[Sequence[Any]], list[Problem]]


def _must(parse: cells.Parser) -> Column:
    return Column(parse=parse, required=True)


def _may(parse: cells.Parser, empty: Any = "") -> Column:
    return Column(parse=parse, empty=empty)


def _with_mentions(row: Callable[..., Any], keys: Sequence[str]) -> Callable[..., Any]:
    """Make rows whose mentions, one column each in the file, stand together."""

    def gathered(**values: Any) -> Any:
        said = {key: values.pop(key) for key in keys}
        return row(**values, mentions={key: value for key, value in said.items() if value})

    return gathered


def _mentions(keys: Sequence[str]) -> dict[str, Column]:
    return {key: _may(cells.mention(key)) for key in keys}


_PLACE = {
    "address": _may(cells.text),
    "postcode": _may(cells.text),
    "city": _may(cells.text),
    "phone": _may(cells.text),
    "email": _may(cells.email),
}

KINDS: Mapping[str, Kind] = {
    "producers": Kind(
        row=_with_mentions(ProducerRow, PRODUCER_COLUMNS),
        check=duplicate_codes,
        columns={
            "code": _must(PRODUCER_CODE),
            "name": _must(cells.text),
            **_PLACE,
            "approval_number": _may(cells.text),
            "organic_body": _may(cells.text),
            "organic_until": _may(cells.iso_date, None),
            "charter_until": _may(cells.iso_date, None),
            "gln": _may(cells.gln),
            **_mentions(PRODUCER_COLUMNS),
        },
    ),
    "products": Kind(
        row=_with_mentions(ProductRow, PRODUCT_COLUMNS),
        check=duplicate_codes,
        columns={
            "code": _must(CODE),
            "producer": _must(PRODUCER_CODE),
            "name": _must(cells.text),
            "family": _may(cells.text),
            "unit": _must(cells.choice(*UNITS)),
            "temperature_class": _must(cells.choice(*TEMPERATURE_CLASSES)),
            "date_kind": _must(cells.choice(*DATE_KINDS)),
            "shelf_life_days": _may(cells.whole, None),
            "gtin": _may(cells.gtin),
            "organic": _may(cells.yes_no, False),
            "price_cents": _may(cells.whole, None),
            "unit_g": _may(cells.at_least_one, None),
            "vat_permille": _may(cells.at_most(MAX_VAT_PERMILLE), None),
            "egalim": _may(cells.several(EGALIM), ()),
            "leaves_declared": _may(cells.yes_no, False),
            **_mentions(PRODUCT_COLUMNS),
        },
    ),
    "customers": Kind(
        row=CustomerRow,
        check=duplicate_codes,
        columns={
            "code": _must(CODE),
            "name": _must(cells.text),
            "kind": _must(cells.choice(*CUSTOMER_KINDS)),
            **_PLACE,
            "siret": _may(cells.siret),
            "door_code": _may(cells.text),
            "window": _may(cells.text),
            "service_code": _may(cells.text),
            "commitment": _may(cells.text),
            "gln": _may(cells.gln),
        },
    ),
    "crate-types": Kind(
        row=CrateTypeRow,
        check=duplicate_codes,
        columns={
            "code": _must(CODE),
            "name": _must(cells.text),
            "tare_g": _must(cells.whole),
            "returnable": _may(cells.yes_no, False),
            "deposit_cents": _may(cells.whole, 0),
        },
    ),
    "rounds": Kind(
        row=RoundRow,
        check=round_problems,
        columns={
            "date": _must(cells.iso_date),
            "round": _must(ROUND_CODE),
            "vehicle": _may(cells.text),
            "driver": _may(cells.text),
            "depart_at": _may(cells.clock_time),
            "stop": _must(cells.at_least_one),
            "customer": _must(CODE),
            "farms": _may(PRODUCER_CODES, ()),
        },
    ),
    "vehicles": Kind(
        row=VehicleRow,
        check=duplicate_codes,
        columns={
            "code": _must(CODE),
            "name": _must(cells.text),
            "max_crates": _may(cells.at_most(MAX_CRATES), None),
            "max_g": _may(cells.at_most(MAX_VEHICLE_G), None),
            "ambiant_crates": _may(cells.at_most(MAX_CRATES), None),
            "frais_crates": _may(cells.at_most(MAX_CRATES), None),
            "froid_crates": _may(cells.at_most(MAX_CRATES), None),
            "surgele_crates": _may(cells.at_most(MAX_CRATES), None),
        },
    ),
    "distances": Kind(
        row=DistanceRow,
        check=way_problems,
        columns={
            "origin": _must(CODE),
            "destination": _must(CODE),
            "minutes": _may(cells.at_most(MAX_MINUTES), None),
            "metres": _may(cells.at_most(MAX_METRES), None),
        },
    ),
}
"""Master data by import kind; orders have `orders` and their presets."""


def read_master(kind: str, content: bytes) -> Reading[Any]:
    """Read a file of one of `KINDS` into its rows; a bad row never loses its neighbours."""
    form = KINDS[kind]
    return read_rows(read_table(content, header_names(form.columns)), form)


def header_names(columns: Mapping[str, object]) -> Callable[[str], str | None]:
    """Return the reader of a header that uses the contract's own names."""

    def key_of(cell: str) -> str | None:
        name = cell.casefold().replace(" ", "_").replace("-", "_")
        return name if name in columns else None

    return key_of


def read_rows(table: Table, form: Kind) -> Reading[Any]:
    """Read every row of a table by the columns of its kind."""
    problems = list(table.problems)
    missing = missing_columns(table, [n for n, column in form.columns.items() if column.required])
    if missing:
        return Reading(rows=(), problems=bounded([*problems, *missing]))
    rows = []
    for row in table.rows:
        values, wrong = _read_row(row, form.columns)
        problems.extend(wrong)
        if not wrong:
            rows.append(form.row(line=row.line, **values))
    between = form.check(rows)
    bad = {problem.row for problem in between}
    good = tuple(row for row in rows if row.line not in bad)
    return Reading(rows=good, problems=bounded(problems + between), columns=table.columns)


def missing_columns(
    table: Table, required: Sequence[str], names: Mapping[str, str] | None = None
) -> list[Problem]:
    """Name the required columns a file lacks; a file that could not be read lacks none.

    `names` are the columns' names in that file, where they differ from their meanings.
    """
    if not table.columns:
        return []
    absent = [name for name in required if name not in table.columns]
    return [_missing(name if names is None else names.get(name, name)) for name in absent]


def _missing(name: str) -> Problem:
    words = f"Colonne {name} absente. Ajoutez-la à l'en-tête, puis recommencez."
    return Problem(row=None, column=name, code="missing_column", message=words)


def _read_row(row: Row, columns: Mapping[str, Column]) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, column in columns.items():
        cell = row.cells.get(name, "")
        try:
            values[name] = _read_cell(cell, column)
        except CellError as error:
            wrong.append(Problem(row=row.line, column=name, code=error.code, message=error.message))
    return values, wrong


def _read_cell(cell: str, column: Column) -> Any:
    if cell:
        return column.parse(cell)
    if column.required:
        raise CellError("missing_value", "Cellule vide. Remplissez-la, puis recommencez.")
    return column.empty
