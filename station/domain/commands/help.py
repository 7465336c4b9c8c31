"""Commands of calls for help: asked at a post, seen, answered, ended.

Must hold no rule; nothing promises that somebody comes before somebody said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles
from station.domain.words import Role

CALLING = frozenset({Role.WORKER, Role.DRIVER, Role.PRODUCER, Role.COORDINATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp:
    """Call the coordinator; `screen` is the page that a person stands in front of."""

    screen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeHelp:
    """Say that a person has opened the call."""

    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHelp:
    """Say that the person who sends this is coming."""

    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHelp:
    """Say that the call is over."""

    help: str


ROLES: Roles = (
    (CALLING, (AskHelp, EndHelp)),
    (OFFICE, (SeeHelp, AnswerHelp)),
)
"""Who may send which of these."""
