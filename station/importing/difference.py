"""What one file means for the ledger: lists to show, and the data of the one command to send.

Must not read or send anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.importing.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Added, changed, cancelled (candidates) and unchanged rows as JSON, and the command's data."""

    added: tuple[Any, ...] = ()
    changed: tuple[Any, ...] = ()
    cancelled: tuple[Any, ...] = ()
    unchanged: tuple[Any, ...] = ()
    data: dict[str, Any]
    problems: tuple[Problem, ...] = ()
