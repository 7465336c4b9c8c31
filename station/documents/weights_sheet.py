"""The day's weights for the shop: what each order line became, to be typed into Open Food Network.

OFN takes a line's weighed weight only on its bulk order page, line by line, and offers programs no
way to write it (facts: domain, C). So the sheet stands in the shop's own order: by order
number, and in each order as its lines came. Must not change an order.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from station.documents.lines_csv import BYTE_ORDER_MARK, cell
from station.domain.deciding.orders import served
from station.domain.model import OrderLine
from station.domain.words import LineState, Unit
from station.reading import Present

COLUMNS = (
    *("order", "customer", "customer_name", "producer", "product", "name", "unit"),
    *("ordered_milli", "final_weight_g", "final_count", "differs"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLine:
    """One order line and what was picked for it; `differs`: the shop has another amount."""

    line: OrderLine
    customer_name: str
    producer_name: str
    name: str
    net_g: int
    count: int

    @property
    def differs(self) -> bool:
        """Tell whether somebody has to type something."""
        return self.line.unit.milli(self.net_g, self.count) != self.line.quantity_milli


def weight_lines(present: Present, date: str) -> list[WeightLine]:
    """Return the day's order lines in the shop's order, with what lies in the customers' crates."""
    lines = [
        line
        for line in present.world.order_lines.where(delivery_date=date)
        if line.state is not LineState.CANCELLED
    ]
    return [_weighed(present, line) for line in sorted(lines, key=_in_the_shops_order)]


def _in_the_shops_order(line: OrderLine) -> tuple[str, int]:
    return line.order, line.placed_seq


def _weighed(present: Present, line: OrderLine) -> WeightLine:
    net_g, count = served(present.world, line)
    return WeightLine(
        line=line,
        customer_name=present.name("customer", line.customer),
        producer_name=present.name("producer", line.producer),
        name=present.product_name(line.product),
        net_g=net_g,
        count=count,
    )


def weights_csv(lines: list[WeightLine]) -> str:
    """Return one row an order line, whole grams and units."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in lines:
        line, weighed = one.line, one.line.unit is Unit.KG
        row = (
            *(line.order, line.customer, one.customer_name, line.producer, line.product),
            *(one.name, line.unit.value, line.quantity_milli),
            *(one.net_g if weighed else None, None if weighed else one.count, int(one.differs)),
        )
        writer.writerow([cell(value) for value in row])
    return out.getvalue()
