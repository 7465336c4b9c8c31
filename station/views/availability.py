"""What can be ordered: in stock, free of promises, and expected by the producers' announcements.

Must not promise anything. Blocked lots, lots past their use-by date and customers' own crates are
left out; amounts are grams for goods in kilograms, else units.
"""

from __future__ import annotations

from typing import Any

from station.domain.deciding.orders import free
from station.domain.model import Crate, Product
from station.domain.words import CrateState, Unit
from station.reading import Present

Json = dict[str, Any]


def availability(present: Present, *, today: str) -> list[Json]:
    """Return every product that is in stock or expected from today on, by family and name."""
    stock = _stock(present, today)
    expected = _expected(present, today)
    products = (present.world.products.get(code) for code in {*stock, *expected})
    known = sorted((p for p in products if p), key=lambda p: (p.family, p.name, p.code))
    return [
        _item(present, product, stock.get(product.code, (0, 0)), expected.get(product.code, []))
        for product in known
    ]


def _item(present: Present, product: Product, stock: tuple[int, int], expected: list[Json]) -> Json:
    in_stock, free_now = stock
    factor = 1 if product.unit is Unit.KG else 1_000
    return {
        "product": product.code,
        "name": product.name,
        "family": product.family,
        "producer": product.producer,
        "producer_name": present.name("producer", product.producer),
        "unit": product.unit.value,
        "price_cents": product.price_cents,
        "vat_permille": product.vat_permille,
        "gtin": product.gtin,
        "in_stock_milli": in_stock * factor,
        "free_milli": free_now * factor,
        "expected": expected,
    }


def _stock(present: Present, today: str) -> dict[str, tuple[int, int]]:
    """Return grams or units in stock and free of promises, by product."""
    found: dict[str, tuple[int, int]] = {}
    for state in (CrateState.RECEIVED, CrateState.STORED):
        for crate in present.world.crates.where(state=state.value):
            product = present.world.products.get(crate.product or "")
            if product and _orderable(present, crate, today):
                here, unpromised = _amounts(present, crate, product)
                before = found.get(product.code, (0, 0))
                found[product.code] = (before[0] + here, before[1] + unpromised)
    return found


def _orderable(present: Present, crate: Crate, today: str) -> bool:
    if crate.customer is not None or (crate.use_by or today) < today:
        return False
    lots = [present.world.lots.get(content.lot) for content in crate.contents]
    return bool(lots) and all(lot is not None and lot.blocked is None for lot in lots)


def _amounts(present: Present, crate: Crate, product: Product) -> tuple[int, int]:
    free_g, free_count = free(present.world, crate)
    if product.unit is Unit.KG:
        return crate.net_g or 0, max(free_g, 0)
    return crate.count or 0, max(free_count, 0)


def _expected(present: Present, today: str) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for said in present.world.announcements.all():
        if said.day >= today and said.quantity_milli > 0:
            day = {"day": said.day, "quantity_milli": said.quantity_milli}
            found.setdefault(said.product, []).append(day)
    return {code: sorted(days, key=lambda one: str(one["day"])) for code, days in found.items()}
