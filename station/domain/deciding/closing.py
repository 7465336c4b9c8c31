"""Decides the closing of a day: kept in the chain, and printed with the chain's head on it.

Must not count events: what came and went in the day comes with the command.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, found
from station.domain.refusals import Refusal
from station.domain.words import CrateState

TEMPLATE = "evening"
HEAD_LINE = 16
"""Characters of the head on one line, in two halves: a person compares four short lines."""


def close_day(command: commands.closing.CloseDay, desk: Desk) -> Outcome:
    """Close today; a second closing of the day is one more, and has a label of its own."""
    if min(command.received, command.gone) < 0:
        raise Refusal("out_of_bounds", what="le nombre de caisses")
    printer = None
    if command.printer:
        printer = found(desk.settings.printers.get(command.printer), command.printer)
    head = desk.head()
    nth = desk.world.closings.count(date=desk.today) + 1
    states = [state for state in CrateState if state.in_hangar]
    closed = events.closing.DayClosed(
        closing=f"{desk.today}-{nth}",
        date=desk.today,
        epoch=head.epoch,
        seq=head.seq,
        head=head.hash,
        received=command.received,
        gone=command.gone,
        in_stock=sum(desk.world.crates.count(state=state.value) for state in states),
    )
    desk.emit(f"closing/{closed.closing}", closed)
    label = _queued(closed, printer.id, command.template_hash, desk) if printer else None
    return Outcome(label=label, ids=(("closing", closed.closing),))


def _queued(closed: events.closing.DayClosed, printer: str, template_hash: str, desk: Desk) -> str:
    """Queue the evening label: it waits, comes out and is settled as a crate's label does."""
    label = f"SOIR-{closed.closing}"
    fields = evening_fields(desk.settings.hub_name, closed)
    desk.emit(
        f"label/{label}",
        events.labels.LabelQueued(
            label=label,
            crate="",
            copy=1,
            printer=printer,
            post=desk.post or "",
            template=TEMPLATE,
            template_hash=template_hash,
            digest=desk.vault.seal(f"label/{label}", fields),
        ),
    )
    return label


def evening_fields(hub: str, closed: events.closing.DayClosed | model.DayClosing) -> dict[str, str]:
    """Return what stands on the evening label of a closing."""
    head = closed.head.removeprefix("sha256:")
    lines = [head[at : at + HEAD_LINE] for at in range(0, len(head), HEAD_LINE)]
    return {
        "hub": hub,
        "date": closed.date,
        "epoch": closed.epoch,
        "seq": str(closed.seq),
        "head": "\n".join(f"{line[: HEAD_LINE // 2]} {line[HEAD_LINE // 2 :]}" for line in lines),
        "proof": f"{closed.epoch}:{closed.seq}:{head}",
        "summary": (
            f"{_crates(closed.received)} reçues, {closed.gone} parties, {closed.in_stock} en stock"
        ),
    }


def _crates(count: int) -> str:
    return f"{count} caisses" if count > 1 else f"{count} caisse"


DECIDES: dict[type, Any] = {commands.closing.CloseDay: close_day}
