"""Applies calls for help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.world import World


def help_asked(world: World, event: events.help.HelpAsked, stamp: Stamp) -> None:
    world.helps.put(
        model.Help(
            id=event.help,
            post=stamp.post,
            screen=event.screen,
            asked_by=stamp.operator,
            asked_at=stamp.at,
        )
    )


def help_seen(world: World, event: events.help.HelpSeen, stamp: Stamp) -> None:
    call = world.helps.get(event.help)
    if call:
        world.helps.put(replace(call, seen_by=stamp.operator, seen_at=stamp.at))


def help_answered(world: World, event: events.help.HelpAnswered, stamp: Stamp) -> None:
    call = world.helps.get(event.help)
    if call:
        world.helps.put(replace(call, coming_by=stamp.operator, coming_at=stamp.at))


def help_ended(world: World, event: events.help.HelpEnded, stamp: Stamp) -> None:
    call = world.helps.get(event.help)
    if call:
        world.helps.put(replace(call, state="ended"))


APPLIES: dict[type, Any] = {
    events.help.HelpAsked: help_asked,
    events.help.HelpSeen: help_seen,
    events.help.HelpAnswered: help_answered,
    events.help.HelpEnded: help_ended,
}
