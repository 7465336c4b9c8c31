"""The events: what has happened, in the shapes that the ledger keeps for ever; one file an area.

Must hold no rule. A shipped shape is frozen: a new field needs a default, which is what older
events then say; any other change is a new schema version with an upcaster.
To add one: a dataclass with a docstring in the file of its area, its name in that file's `EVENTS`,
an `evolves` function, a test.
Personal data never stands in an event: `party` names the vault's entry and `digest` seals it.
"""

from __future__ import annotations

from station.domain.events import (
    billing,
    charter,
    claims,
    closing,
    codes,
    crates,
    devices,
    driving,
    drops,
    help,
    hub,
    intake,
    labels,
    late,
    mappings,
    opening,
    orders,
    papers,
    pickups,
    planning,
    quality,
    rounds,
    sharing,
)

AREAS = (
    hub,
    intake,
    labels,
    codes,
    devices,
    crates,
    late,
    mappings,
    opening,
    orders,
    papers,
    rounds,
    planning,
    driving,
    pickups,
    drops,
    quality,
    sharing,
    billing,
    charter,
    claims,
    closing,
    help,
)

EVENTS: dict[str, type] = {cls.__name__: cls for area in AREAS for cls in area.EVENTS}
"""Every event by its stored name."""

SCHEMA_VERSION = 1
"""Version of every shape above; a changed shape gets its own number and an upcaster."""
