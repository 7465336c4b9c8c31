"""Reads the table `[charter]`: how early a document's end is told, and what is done after it.

Must not know a producer.
"""

from __future__ import annotations

from station.config.reader import TableReader
from station.domain.charter import After, CharterRules, Document

MOST_DAYS = 365
"""Warned earlier than that, nobody looks any more."""
ASKED = tuple(kind for kind in Document if kind is not Document.ORGANIC)
"""The organic certificate has a rule of its own: without it nothing is called organic."""


def charter_rules(table: TableReader) -> CharterRules:
    """Read the table; a document that it leaves out is only warned about."""
    choices = tuple(after.value for after in After)
    rules = CharterRules(
        warn_days=table.optional_whole("warn_days", 1, MOST_DAYS) or CharterRules().warn_days,
        after={
            kind: After(table.choice(kind.value, choices)) for kind in ASKED if kind.value in table
        },
    )
    table.refuse_unknown()
    return rules
