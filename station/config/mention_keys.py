"""Reads the table `[mentions]`: what a hub sets where no primary text settles the law.

Must not know which family needs what: `station/domain/mentions.py` does.
"""

from __future__ import annotations

from station.config.reader import TableReader
from station.domain.mentions import MentionRules

MOST_DAYS = 60
"""More days after laying than any egg is sold; more is a typing mistake."""


def mention_rules(table: TableReader, organic_body: str) -> MentionRules:
    """Read the table; what it leaves out keeps the default that asks more."""
    usual = MentionRules()
    best, sale = usual.egg_best_before_days, usual.egg_sale_limit_days
    rules = MentionRules(
        organic_body=organic_body,
        origin_from_address=table.flag("origin_from_address", default=usual.origin_from_address),
        egg_best_before_days=table.optional_whole("egg_best_before_days", 1, MOST_DAYS) or best,
        egg_sale_limit_days=table.optional_whole("egg_sale_limit_days", 1, MOST_DAYS) or sale,
        egg_packing_centre=table.flag("egg_packing_centre", default=usual.egg_packing_centre),
        approval_required=table.flag("approval_required", default=usual.approval_required),
        beef_reference_from_producer=table.flag(
            "beef_reference_from_producer", default=usual.beef_reference_from_producer
        ),
    )
    table.refuse_unknown()
    return rules
