"""The preparation walk: one product for all customers, then the next."""

from __future__ import annotations

from typing import Any

from station.domain.deciding.changes import lacking_milli
from station.domain.deciding.orders import free, served
from station.domain.model import Crate, OrderLine, Product, Shortage, shortage_key
from station.domain.rationing import DONE_PERCENT
from station.domain.words import CrateState, LineState, Unit
from station.reading import Present

Json = dict[str, Any]

MAX_INSTEAD = 3
"""Substitutes proposed for a short product: what a person reads at a glance."""


def preparation(present: Present, date: str, today: str) -> list[Json]:
    """Return the products of a delivery date that still wait to be put into customers' crates."""
    lines = [
        line
        for line in present.world.order_lines.where(delivery_date=date, state="open")
        if _wanted(present, line)
    ]
    codes = sorted({line.product for line in lines})
    rows = [
        _product(present, code, [x for x in lines if x.product == code], today) for code in codes
    ]
    return sorted(rows, key=lambda row: (-_coldness(present, row["product"]), row["name"]))


def _coldness(present: Present, code: str) -> int:
    product = present.world.products.get(code)
    return product.temperature_class.coldness if product else 0


def _wanted(present: Present, line: OrderLine) -> bool:
    """True while the line is not fully in customers' crates."""
    served_g, served_count = served(present.world, line)
    if line.by_weight:
        return served_g * 100 < (line.need_g or 0) * DONE_PERCENT
    return served_count < (line.need_count or 0)


def _product(present: Present, code: str, lines: list[OrderLine], today: str) -> Json:
    product = present.world.products.get(code)
    short = present.world.shortages.get(shortage_key(code, lines[0].delivery_date))
    return {
        "product": code,
        "name": present.product_name(code),
        "family": product.family if product else "",
        "unit": product.unit.value if product else "kg",
        "temperature_class": product.temperature_class.value if product else "ambiant",
        "from": _stock(present, product, today) if product else [],
        "lines": [_line(present, line, short) for line in lines],
        "short": _short(present, short, product, lines, today) if short and product else None,
    }


def _short(
    present: Present, short: Shortage, product: Product, lines: list[OrderLine], today: str
) -> Json:
    """Return how a short product was shared, what lines still lack, and what could go instead."""
    lacking = sum(max(0, lacking_milli(present.world, line)) for line in lines)
    return {
        "rule": short.rule,
        "missing": lacking if short.by_weight else lacking // 1_000,
        "instead": _instead(present, product, today),
    }


def _instead(present: Present, product: Product, today: str) -> list[Json]:
    """Return products of the same family and unit with free stock, the most of it first."""
    rows = []
    for other in present.world.products.all():
        alike = other.family == product.family and other.unit is product.unit
        if not product.family or not alike or other.code == product.code:
            continue
        stock = _stock(present, other, today)
        measure = "free_g" if other.unit is Unit.KG else "free_count"
        amount = sum(crate[measure] for crate in stock)
        if amount > 0:
            rows.append({"product": other.code, "name": other.name, "free": amount})
    return sorted(rows, key=lambda row: (-row["free"], row["name"]))[:MAX_INSTEAD]


def _stock(present: Present, product: Product, today: str) -> list[Json]:
    """Return the stock crates of a product, first-expired first."""
    crates = []
    for holding in present.world.holdings.where(product=product.code):
        crate = present.world.crates.get(holding.crate)
        if crate and _pickable(crate):
            lot = present.world.lots.get(crate.contents[0].lot)
            if lot and lot.blocked is None and (crate.use_by or today) >= today:
                crates.append((lot.expires, crate))
    crates.sort(key=lambda pair: (pair[0], pair[1].arrived_seq))
    return [_source(present, crate) for _, crate in crates]


def _pickable(crate: Crate) -> bool:
    here = crate.state in (CrateState.RECEIVED, CrateState.STORED)
    return here and crate.customer is None and len(crate.contents) == 1


def _source(present: Present, crate: Crate) -> Json:
    free_g, free_count = free(present.world, crate)
    return {
        "crate": crate.id,
        "codes": list(crate.codes),
        "zone": crate.zone,
        "lot": crate.contents[0].lot,
        "net_g": crate.net_g,
        "count": crate.count,
        "free_g": free_g,
        "free_count": free_count,
        "use_by": crate.use_by,
        "reserved": [
            {"order_line": row.order_line, "net_g": row.net_g, "count": row.count}
            for row in present.world.allocations.where(crate=crate.id)
            if not row.picked
        ],
    }


def _line(present: Present, line: OrderLine, short: Shortage | None) -> Json:
    served_g, served_count = served(present.world, line)
    stops = present.world.stops.where(date=line.delivery_date, customer=line.customer)
    return {
        "order_line": line.id,
        "customer": {"code": line.customer, "name": present.name("customer", line.customer)},
        "round": stops[0].round if stops else None,
        "stop": stops[0].stop if stops else None,
        "need_g": line.need_g,
        "need_count": line.need_count,
        "share": short.given.get(line.id) if short else None,
        "lacks_milli": max(0, lacking_milli(present.world, line)),
        "picked_g": served_g,
        "picked_count": served_count,
        "comment": present.comment(line.id),
        "into": _open_crate(present, line),
    }


def _open_crate(present: Present, line: OrderLine) -> str | None:
    """Return the customer's crate that is being filled for this date, the newest one."""
    crates = [
        crate
        for crate in present.world.crates.where(
            customer=line.customer, deliver_on=line.delivery_date
        )
        if crate.state in (CrateState.RECEIVED, CrateState.STORED)
        and crate.for_customer
        and crate.intake is None
    ]
    return max(crates, key=lambda crate: crate.arrived_seq).id if crates else None


def orders(present: Present, date: str | None) -> list[Json]:
    """Return the order lines of a date with what has been promised, served and left."""
    lines = (
        present.world.order_lines.where(delivery_date=date)
        if date
        else present.world.order_lines.all()
    )
    return [_order_line(present, line) for line in sorted(lines, key=lambda x: x.placed_seq)]


def _order_line(present: Present, line: OrderLine) -> Json:
    rows = present.world.allocations.where(order_line=line.id)
    served_g, served_count = served(present.world, line)
    return {
        "id": line.id,
        "order": line.order,
        "customer": line.customer,
        "customer_name": present.name("customer", line.customer),
        "delivery_date": line.delivery_date,
        "producer": line.producer,
        "product": line.product,
        "name": present.product_name(line.product),
        "quantity_milli": line.quantity_milli,
        "unit": line.unit.value,
        "need_g": line.need_g,
        "need_count": line.need_count,
        "comment": present.comment(line.id),
        "source": line.source,
        "state": line.state.value,
        "missing_reason": line.missing_reason if line.state is LineState.MISSING else "",
        "served_g": served_g,
        "served_count": served_count,
        "allocations": [
            {"crate": row.crate, "net_g": row.net_g, "count": row.count, "picked": row.picked}
            for row in rows
        ],
    }
