"""Commands on the costs of rounds and how the members share them.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import LOADING, OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoundCost:
    """Enter what a round cost: kilometres and minutes on return, and who drove (a farm's code).

    `carrier` empty: somebody outside the members, whom the hub pays. `fixed_cents`: tolls, hire.
    """

    round: str
    kilometres: int
    minutes: int
    carrier: str = ""
    fixed_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteSharing:
    """Set the key that the members voted, from a day on: weights in percent, rates in cents.

    `warn_percent`: share of a customer's turnover above which its delivery costs too much.
    """

    since: str
    stops_percent: int
    kilograms_percent: int
    crates_percent: int
    km_cents: int
    hour_cents: int
    decision: str
    warn_percent: int = 20


ROLES: Roles = (
    (LOADING, (RecordRoundCost,)),
    (OFFICE, (VoteSharing,)),
)
"""Who may send which of these."""
