"""Reads `[flows]`: which ways of working a hub uses; what it does not use is off and unseen.

Must not know pages: the web hides what belongs to a flow that is off.
"""

from __future__ import annotations

from station.config.model import FLOWS, Flows
from station.config.reader import TableReader


def flow_keys(table: TableReader) -> Flows:
    """Read the table; without it every flow is on, and the station is not on trial."""
    off = frozenset(name for name in FLOWS if not table.flag(name, default=True))
    flows = Flows(off=off, trial=table.flag("trial", default=False))
    table.refuse_unknown()
    return flows
