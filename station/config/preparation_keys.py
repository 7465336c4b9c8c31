"""Reads the table `[preparation]`: how a hub shares what is too short for all.

Must not share anything: `station/domain/rationing.py` does.
"""

from __future__ import annotations

import re

from station.config.reader import TableReader
from station.domain.rationing import KINDS, Preparing, ShortRule

KIND = re.compile("|".join(KINDS))


def preparation_rules(table: TableReader) -> Preparing:
    """Read the table; without it who ordered first is served first."""
    rules = tuple(rule.value for rule in ShortRule)
    short = table.choice("short", rules) if "short" in table else ShortRule.ARRIVAL.value
    preparing = Preparing(
        short=ShortRule(short or ShortRule.ARRIVAL.value),
        kinds=table.texts(
            "kinds",
            default=KINDS,
            pattern=KIND,
            expected=f"kinds of customers in the order they are served: {', '.join(KINDS)}",
            remedy_fr='Écrivez par exemple kinds = ["canteen", "grocer"].',
        ),
        promise_at_intake=table.flag("promise_at_intake", default=False),
    )
    table.refuse_unknown()
    return preparing
