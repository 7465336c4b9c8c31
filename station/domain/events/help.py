"""Events of calls for help.

Must hold no rule; who called, saw and comes stands in the event's own operator, by code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """Somebody called for help in front of a screen."""

    help: str
    screen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSeen:
    """A person opened the call."""

    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered:
    """A person said that they are coming."""

    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnded:
    """The call is over."""

    help: str


EVENTS: tuple[type, ...] = (
    HelpAsked,
    HelpSeen,
    HelpAnswered,
    HelpEnded,
)
