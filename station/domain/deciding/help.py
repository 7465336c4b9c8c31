"""Decides calls for help: one open call a person and place, seen and answered by whoever did it.

Must promise nothing: each event says what one person has done.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, found
from station.domain.refusals import Refusal

MAX_SCREEN = 40
"""Longest name of a screen; a longer one is no screen of ours."""


def ask_help(command: commands.help.AskHelp, desk: Desk) -> Outcome:
    """Call once: whoever touches the button again is told of the same call."""
    if len(command.screen) > MAX_SCREEN or not command.screen.isprintable():
        raise Refusal("out_of_bounds", what="écran")
    waiting = [
        call
        for call in desk.world.helps.where(state="open")
        if (call.post, call.asked_by) == (desk.post, desk.operator)
    ]
    if waiting:
        return _of(waiting[0].id)
    id = desk.new_id("h")
    desk.emit(f"help/{id}", events.help.HelpAsked(help=id, screen=command.screen))
    return _of(id)


def see_help(command: commands.help.SeeHelp, desk: Desk) -> Outcome:
    call = _open(desk, command.help)
    if not call.seen_at:
        desk.emit(f"help/{call.id}", events.help.HelpSeen(help=call.id))
    return _of(call.id)


def answer_help(command: commands.help.AnswerHelp, desk: Desk) -> Outcome:
    call = _open(desk, command.help)
    desk.emit(f"help/{call.id}", events.help.HelpAnswered(help=call.id))
    return _of(call.id)


def end_help(command: commands.help.EndHelp, desk: Desk) -> Outcome:
    """End a call; one that was ended meanwhile is over all the same."""
    call = found(desk.world.helps.get(command.help), f"appel {command.help}")
    if call.state == "open":
        desk.emit(f"help/{call.id}", events.help.HelpEnded(help=call.id))
    return _of(call.id)


def _open(desk: Desk, id: str) -> model.Help:
    call = found(desk.world.helps.get(id), f"appel {id}")
    if call.state != "open":
        raise Refusal("help_ended")
    return call


def _of(id: str) -> Outcome:
    return Outcome(ids=(("help", id),))


DECIDES: dict[type, Any] = {
    commands.help.AskHelp: ask_help,
    commands.help.SeeHelp: see_help,
    commands.help.AnswerHelp: answer_help,
    commands.help.EndHelp: end_help,
}
