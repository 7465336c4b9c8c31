"""The command that closes a day.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import STATION, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay:
    """Close today (the station itself sends this): the chain's head is kept and goes on paper.

    Counts are crates of the day. `printer` is where the evening label comes out, empty where no
    paper is large enough; `template_hash` names the label it is drawn with.
    """

    received: int
    gone: int
    printer: str = ""
    template_hash: str = ""


ROLES: Roles = ((STATION, (CloseDay,)),)
"""Who may send which of these."""
