"""The commands: what somebody wants to happen, in the contract's payload shapes; one file an area.

Must hold no rule. To add one: a dataclass with a docstring in the file of its area, its name in
that file's `ROLES` with the roles that may send it, a `decides` function, a test.
"""

from __future__ import annotations

from station.domain.commands import (
    billing,
    changes,
    charter,
    claims,
    closing,
    codes,
    devices,
    driving,
    drops,
    empties,
    help,
    hub,
    imports,
    intake,
    labels,
    late,
    mappings,
    orders,
    papers,
    pickups,
    planning,
    preparation,
    quality,
    rounds,
    scans,
    self_test,
    sharing,
    shop,
    storage,
)
from station.domain.words import Role

AREAS = (
    hub,
    codes,
    devices,
    empties,
    intake,
    drops,
    labels,
    storage,
    preparation,
    self_test,
    late,
    mappings,
    orders,
    papers,
    rounds,
    planning,
    driving,
    pickups,
    imports,
    shop,
    quality,
    scans,
    sharing,
    billing,
    changes,
    charter,
    claims,
    closing,
    help,
)

COMMANDS: dict[str, tuple[type, frozenset[Role]]] = {
    cls.__name__: (cls, roles) for area in AREAS for roles, classes in area.ROLES for cls in classes
}
"""Every command by name, with the roles that may send it."""

RENAMED: dict[str, dict[str, str]] = {"PickToCustomer": {"from": "source"}}
"""Payload names of the contract that are Python keywords, by command."""
