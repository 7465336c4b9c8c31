"""What a coordinator may choose when a line changed after its goods were prepared.

Must not choose: each way is a command, and the rules look again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from station.domain.deciding.changes import KINDS, served_milli
from station.domain.deciding.orders import free
from station.domain.deciding.rules import is_blocked
from station.domain.model import OrderLine, Product
from station.domain.words import CrateState, LineState
from station.reading import Present

Json = dict[str, Any]

HERE = (CrateState.RECEIVED, CrateState.STORED)


def choices(present: Present, exception: str, today: str) -> Json | None:
    """Return the line, what is ready, and what of its family is free; None for other exceptions."""
    trouble = present.world.troubles.get(exception)
    line = present.world.order_lines.get(trouble.subject) if trouble else None
    if trouble is None or trouble.kind not in KINDS or line is None:
        return None
    product = present.world.products.get(line.product)
    ready = served_milli(present.world, line)
    rest = _rest(line, ready)
    return {
        "order_line": line.id,
        "customer_name": present.name("customer", line.customer),
        "product": line.product,
        "name": present.product_name(line.product),
        "unit": line.unit.value,
        "ordered_milli": 0 if line.state is LineState.CANCELLED else line.quantity_milli,
        "ready_milli": ready,
        "rest_milli": rest,
        "substitutes": _substitutes(present, product, line, rest, today) if product else [],
    }


def _rest(line: OrderLine, ready: int) -> int:
    """Return what a substitute would stand for: the missing rest, else all that was prepared."""
    cancelled = line.state is LineState.CANCELLED
    return ready if cancelled or line.quantity_milli <= ready else line.quantity_milli - ready


def _substitutes(
    present: Present, product: Product, line: OrderLine, rest: int, today: str
) -> list[Json]:
    stock = _free_by_product(present, today)
    found = []
    for other in present.world.products.all():
        milli = stock.get(other.code, 0)
        if other.code == product.code or other.family != product.family or milli <= 0:
            continue
        same = other.unit is line.unit
        found.append(
            {
                "product": other.code,
                "name": other.name,
                "producer_name": present.name("producer", other.producer),
                "unit": other.unit.value,
                "free_milli": milli,
                "proposed_milli": min(milli, rest) if same else min(milli, 1_000),
            }
        )
    return sorted(found, key=lambda one: (one["unit"] != line.unit.value, one["name"]))


def _free_by_product(present: Present, today: str) -> dict[str, int]:
    """Return the free thousandths of each product in sound one-lot stock crates."""
    world, found = present.world, defaultdict[str, int](int)
    for state in HERE:
        for crate in world.crates.where(state=state.value, customer=None):
            if len(crate.contents) != 1 or is_blocked(world, crate):
                continue
            lot = world.lots.get(crate.contents[0].lot)
            if lot and lot.expires and lot.expires < today:
                continue
            product = world.products.get(crate.contents[0].product)
            if product:
                found[product.code] += product.unit.milli(*free(world, crate))
    return found
