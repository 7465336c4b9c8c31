"""Finds the customer and the product an order line means: by code, then by a saved alias.

Must not guess: names that look alike are proposed to a person, never taken.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from station.importing import cells
from station.importing.orders import Lines, OrderLine, OrderRow
from station.importing.problems import CellError, Problem, Reading, bounded, quoted

MAX_PROPOSALS = 3
"""Nearest names shown; more would not fit beside the problem."""
NEAR_ENOUGH = 0.5
"""Likeness below which a name is no help (0 to 1, as difflib measures)."""

FACTORS = {
    ("kg", "kg"): Decimal(1),
    ("kg", "g"): Decimal("0.001"),
    ("litre", "l"): Decimal(1),
    ("litre", "cl"): Decimal("0.01"),
    ("litre", "ml"): Decimal("0.001"),
}
"""How much of our unit is one of the unit that a shop's packing names."""
FRACTIONAL = ("kg",)
"""Units that are weighed; all others are counted whole."""


class Party(Protocol):
    """A customer, as far as matching looks."""

    @property
    def code(self) -> str:
        """Return its code."""

    @property
    def name(self) -> str:
        """Return its name."""


class Good(Party, Protocol):
    """A product, as far as matching looks."""

    @property
    def producer(self) -> str:
        """Return its producer's code."""

    @property
    def unit(self) -> str:
        """Return the unit it is ordered in."""

    @property
    def gtin(self) -> str | None:
        """Return its trade barcode, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """Texts of foreign files and the codes a person tied them to; look up by `folded`."""

    customers: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)


def folded(text: str) -> str:
    """Return a text without case, accents and outer spaces: the key of an alias."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def match_orders(
    lines: Lines,
    *,
    customers: Iterable[Party],
    products: Iterable[Good],
    aliases: Aliases | None = None,
) -> Reading[OrderRow]:
    """Match all lines; problems of the reading and of the matching come together."""
    finder = _Finder(customers, products, aliases or Aliases())
    rows: list[OrderRow] = []
    problems = list(lines.problems)
    for line in lines.rows:
        found = finder.row(line)
        if isinstance(found, OrderRow):
            rows.append(found)
        else:
            problems.extend(found)
    return Reading(rows=tuple(rows), problems=bounded(problems))


class _Finder:
    def __init__(
        self, customers: Iterable[Party], products: Iterable[Good], aliases: Aliases
    ) -> None:
        self._customers = {customer.code.casefold(): customer for customer in customers}
        self._products = {product.code.casefold(): product for product in products}
        self._gtins = {p.gtin: p for p in self._products.values() if p.gtin}
        self._aliases = aliases
        self._near = functools.lru_cache(maxsize=5_000)(self._nearest)

    def row(self, line: OrderLine) -> OrderRow | list[Problem]:
        """Return the line in our codes, or everything that keeps it from being so."""
        customer = self._customer(line)
        product = self._product(line)
        if isinstance(customer, Problem) or isinstance(product, Problem):
            return [found for found in (customer, product) if isinstance(found, Problem)]
        try:
            quantity_milli = _quantity_milli(line, product)
        except CellError as error:
            return [_problem(line, error.column or "quantity", error.code, error.message)]
        return OrderRow(
            line=line.line,
            order=line.order,
            customer=customer.code,
            delivery_date=line.delivery_date,
            producer=product.producer,
            product=product.code,
            quantity_milli=quantity_milli,
            unit=str(product.unit),
            comment=line.comment,
        )

    def _customer(self, line: OrderLine) -> Party | Problem:
        texts = [text for text in (line.customer_code, line.customer_name) if text]
        found = self._customers.get(line.customer_code.casefold())
        for text in texts:
            found = found or self._customers.get(
                self._aliases.customers.get(folded(text), "").casefold()
            )
        if found is not None:
            return found
        if not texts:
            words = "Client absent ou masqué. Refaites l'export avec les clients."
            return _problem(line, "customer", "missing_value", words)
        shown = line.customer_name or line.customer_code
        near = self._near("customer", shown)
        words = f"Client {quoted(shown)} inconnu. {self._say(near, 'customer')}"
        return _problem(line, "customer", "unknown_customer", words, near, texts[0])

    def _product(self, line: OrderLine) -> Good | Problem:
        texts = product_texts(line)
        found = self._products.get(line.sku.casefold()) or self._gtins.get(line.sku)
        for text in texts:
            found = found or self._products.get(
                self._aliases.products.get(folded(text), "").casefold()
            )
        if found is not None:
            return self._of_producer(line, found)
        if not texts:
            words = "Produit sans référence ni nom. Complétez la ligne."
            return _problem(line, "product", "missing_value", words)
        shown = " ".join(part for part in (line.product_name, line.variant) if part) or line.sku
        near = self._near("product", shown)
        words = f"Produit {quoted(shown)} inconnu. {self._say(near, 'product')}"
        return _problem(line, "product", "unknown_product", words, near, texts[0])

    @staticmethod
    def _of_producer(line: OrderLine, product: Good) -> Good | Problem:
        if line.producer_code and line.producer_code.casefold() != product.producer.casefold():
            words = f"{product.code} est de {product.producer}, pas de {line.producer_code}. "
            return _problem(
                line, "producer", "wrong_producer", words + "Corrigez l'un des deux codes."
            )
        return product

    def _nearest(self, kind: str, text: str) -> tuple[str, ...]:
        things = self._customers if kind == "customer" else self._products
        names: dict[str, str] = {}
        for thing in things.values():
            names.setdefault(folded(thing.name), thing.code)
            names.setdefault(folded(thing.code), thing.code)
        close = difflib.get_close_matches(
            folded(text), names, n=2 * MAX_PROPOSALS, cutoff=NEAR_ENOUGH
        )
        return tuple(dict.fromkeys(names[name] for name in close))[:MAX_PROPOSALS]

    def _say(self, near: tuple[str, ...], kind: str) -> str:
        if not near:
            return "Enregistrez-le, ou choisissez son code."
        things = self._customers if kind == "customer" else self._products
        names = [f"{code} {things[code.casefold()].name}" for code in near]
        return f"Est-ce {' ou '.join(names)} ?"


def product_texts(line: OrderLine) -> list[str]:
    """Return what may name the product as an alias, the surest first."""
    parts = (line.producer_name, line.product_name, line.variant)
    full = " / ".join(part for part in parts if part)
    return [text for text in (line.sku, full if line.product_name else "") if text]


def _quantity_milli(line: OrderLine, product: Good) -> int:
    unit = str(product.unit)
    if line.unit and line.unit != unit:
        words = f"Unité {quoted(line.unit)}, mais {product.code} se vend en {unit}. Corrigez-la."
        raise CellError("wrong_unit", words, "unit")
    shown = f"{line.quantity} {line.variant}".strip()
    number = line.quantity * _packing(line, unit)
    if unit not in FRACTIONAL and number != number.to_integral_value():
        words = f"{quoted(shown)} : {product.code} se compte par {unit} entier. Arrondissez."
        raise CellError("fraction", words)
    return cells.milli(number, shown)


def _packing(line: OrderLine, unit: str) -> Decimal:
    """Return how much of our unit one of the shop's packings holds."""
    if not line.variant or not any(ours == unit for ours, _ in FACTORS):
        return Decimal(1)
    size = re.fullmatch(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*([a-z]+)", line.variant.casefold())
    factor = FACTORS.get((unit, size[2])) if size else None
    if size is None or factor is None:
        words = f"Conditionnement {quoted(line.variant)} : combien de {unit} ? "
        words += "Changez l'unité du produit ou la variante."
        raise CellError("unknown_packing", words, "variant")
    return Decimal(size[1].replace(",", ".")) * factor


def _problem(
    line: OrderLine,
    column: str,
    code: str,
    message: str,
    proposals: tuple[str, ...] = (),
    alias: str | None = None,
) -> Problem:
    return Problem(
        row=line.line,
        column=column,
        code=code,
        message=message,
        proposals=proposals,
        alias=alias,
        order=line.order,
    )
