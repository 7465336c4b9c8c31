"""How the columns of another program's order file are read: a mapping that a person made and saved.

Must hold no rule and read no file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FIELDS = (
    "order", "customer", "customer_name", "delivery_date", "producer", "producer_name", "product",
    "product_name", "variant", "quantity", "unit", "comment", "cycle",
)  # fmt: skip
"""What a column may hold: codes and names apart, so that both can be given."""
DECIMALS = ("any", "comma", "dot")
"""`comma`: dots and spaces group thousands; `dot`: commas do; `any`: nothing is grouped."""
DATES = ("iso", "day_first", "month_first")
BUILT_IN = ("hub", "ofn-customer-totals", "camap")
"""Names that the station's own readers have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMapping:
    """`columns`: header to one of `FIELDS`; `units`: the file's word to our unit."""

    name: str
    columns: dict[str, str]
    decimal: str = "any"
    dates: str = "iso"
    units: dict[str, str] = field(default_factory=dict)
