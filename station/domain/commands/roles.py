"""The sets of roles that commands are opened to.

Must name no command: each area's file has its own table.
"""

from __future__ import annotations

from station.domain.words import Role

FLOOR = frozenset({Role.WORKER, Role.COORDINATOR, Role.ADMIN})
LOADING = FLOOR | {Role.DRIVER}
OFFICE = frozenset({Role.COORDINATOR, Role.ADMIN})
STATION = frozenset({Role.ADMIN})

Roles = tuple[tuple[frozenset[Role], tuple[type, ...]], ...]
"""A table of roles: who may send which commands."""
