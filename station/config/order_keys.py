"""Reads `[orders]`: until when one may order, and where orders come from by themselves.

Must not open the folder or the address: only says whether they may be used.
"""

from __future__ import annotations

import re
from pathlib import Path

from station.config.model import Orders
from station.config.reader import TableReader

TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
MAX_DAYS_BEFORE = 30


def order_keys(table: TableReader, folder: Path) -> Orders:
    """Read the table; without it there is no cut-off, and orders come in by hand only."""
    orders = Orders(
        cutoff_days_before=table.optional_whole("cutoff_days_before", 0, MAX_DAYS_BEFORE),
        cutoff_at=table.optional_text(
            "cutoff_at",
            pattern=TIME_OF_DAY,
            expected='a local time such as "12:00"',
            remedy_fr='Écrivez une heure comme "12:00".',
        ),
    )
    if ("cutoff_days_before" in table) != ("cutoff_at" in table):
        missing = "cutoff_at" if "cutoff_days_before" in table else "cutoff_days_before"
        table.fault(
            missing,
            expected="cutoff_days_before and cutoff_at together, or neither",
            remedy_fr="Écrivez les deux : combien de jours avant, et à quelle heure.",
        )
    table.refuse_unknown()
    return orders
