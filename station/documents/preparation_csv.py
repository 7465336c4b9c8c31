"""Writes a preparation sheet as CSV, one row for each customer and product.

Must not let a cell act: texts go through the same disarming as on every other file.
"""

from __future__ import annotations

import csv
import io

from station.documents.lines_csv import BYTE_ORDER_MARK, cell
from station.documents.preparation_sheet import SheetPaper

COLUMNS = (
    *("producer", "delivery_date", "version", "round", "stop", "customer", "customer_name"),
    *("product", "name", "quantity_milli", "unit", "labels", "change", "order_line"),
)


def paper_csv(paper: SheetPaper) -> str:
    """Return the sheet as CSV: semicolons, header row, CRLF; cancelled lines have quantity 0."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in paper.rows:
        values = (
            *(paper.producer.code, paper.date, paper.version, row.round, row.stop),
            *(row.customer, row.customer_name, row.product, row.name),
            *(0 if row.gone else row.quantity_milli, row.unit.value, row.crates),
            *(row.change, row.order_line),
        )
        writer.writerow([cell(value) for value in values])
    return out.getvalue()
