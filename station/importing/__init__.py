"""Files of other programs in, typed rows, problems and differences out; applies nothing.

Must not know the ledger: the station turns a difference into commands.
"""

from station.importing.diff import (
    ChangedLine,
    Diff,
    KnownLine,
    MasterDiff,
    diff_master,
    diff_orders,
)
from station.importing.kinds import (
    KINDS,
    CrateTypeRow,
    CustomerRow,
    MasterRow,
    ProducerRow,
    ProductRow,
    RoundRow,
    read_master,
)
from station.importing.matching import Aliases, folded, match_orders
from station.importing.orders import Lines, OrderLine, OrderRow
from station.importing.presets import DEFAULT_PRESET, PRESETS, read_orders
from station.importing.problems import Problem, Reading
from station.importing.references import check_references

__all__ = [
    "DEFAULT_PRESET",
    "KINDS",
    "PRESETS",
    "Aliases",
    "ChangedLine",
    "CrateTypeRow",
    "CustomerRow",
    "Diff",
    "KnownLine",
    "Lines",
    "MasterDiff",
    "MasterRow",
    "OrderLine",
    "OrderRow",
    "Problem",
    "ProducerRow",
    "ProductRow",
    "Reading",
    "RoundRow",
    "check_references",
    "diff_master",
    "diff_orders",
    "folded",
    "match_orders",
    "read_master",
    "read_orders",
]
