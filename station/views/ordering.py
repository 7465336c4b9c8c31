"""What orders start from and how they came: drafts for the telephone, late lines, imports.

Must not decide what an order changes: `station/importing` compares it.
"""

from __future__ import annotations

from typing import Any

from station.domain.codec import to_plain
from station.domain.late import LateLine
from station.domain.model import OrderLine
from station.domain.words import LineState
from station.importing.telephone import order_number
from station.reading import Present

Json = dict[str, Any]


def draft(present: Present, customer: str, delivery_date: str) -> Json:
    """Return the lines to start from; `of` says whose they are: this order's, the last one's, none.

    `others` are the customer's lines of other orders for the same day: nobody orders twice unseen.
    """
    lines = [
        line
        for line in present.world.order_lines.where(customer=customer)
        if line.state is not LineState.CANCELLED
    ]
    own = order_number(customer, delivery_date)
    noted = [line for line in lines if line.order == own]
    last = noted or _last_order(lines)
    others = [x for x in lines if x.delivery_date == delivery_date and x.order != own]
    return {
        "customer": customer,
        "delivery_date": delivery_date,
        "of": "this" if noted else "last" if last else "none",
        "order": last[0].order if last else None,
        "last_date": last[0].delivery_date if last else None,
        "lines": [_line(present, line, with_comment=bool(noted)) for line in last],
        "others": [_line(present, line, with_comment=True) for line in others],
    }


def _last_order(lines: list[OrderLine]) -> list[OrderLine]:
    """Return the lines of the order that was placed last; of a day's, those of that one order."""
    if not lines:
        return []
    newest = max(lines, key=lambda line: line.placed_seq)
    same = [
        line
        for line in lines
        if (line.order, line.delivery_date) == (newest.order, newest.delivery_date)
    ]
    return sorted(same, key=lambda line: line.placed_seq)


def _line(present: Present, line: OrderLine, *, with_comment: bool) -> Json:
    return {
        "order": line.order,
        "product": line.product,
        "name": present.product_name(line.product),
        "quantity_milli": line.quantity_milli,
        "unit": line.unit.value,
        "comment": present.comment(line.id) if with_comment else "",
        "source": line.source,
    }


def late_orders(present: Present, state: str) -> list[Json]:
    """Return late lines with names and what is ordered now, the nearest delivery first."""
    found = present.world.late_lines.where(state=state)
    return [
        _late(present, late)
        for late in sorted(found, key=lambda late: (late.delivery_date, late.held_seq))
    ]


def _late(present: Present, late: LateLine) -> Json:
    line = present.world.order_lines.get(late.order_line)
    return {
        **to_plain(late),
        "name": present.product_name(late.product),
        "customer_name": present.name("customer", late.customer),
        "comment": (present.vault.get(f"late/{late.id}") or {}).get("comment", ""),
        "ordered_milli": line.quantity_milli if line else None,
        "ordered_date": line.delivery_date if line else None,
    }


def order_imports(present: Present) -> list[Json]:
    """Return the imports of orders, the latest first."""
    return [
        to_plain(one) for one in sorted(present.world.order_imports.all(), key=lambda x: -x.seq)
    ]
