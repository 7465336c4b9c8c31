"""Events of saved mappings.

Must hold no rule; names of columns are nobody's personal data.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMappingSaved:
    """How another program's order file is read was saved under a name."""

    name: str
    columns: dict[str, str]
    decimal: str
    dates: str
    units: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMappingDropped:
    """A saved mapping was forgotten."""

    name: str


EVENTS: tuple[type, ...] = (OrderMappingSaved, OrderMappingDropped)
