"""Decides returnable crates: lent when they leave full, back when they return, corrected by people.

A crate that is known one by one counts once, from the event that moves it; what a person enters
counts only what no such event said. Must not move goods.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found, reason_given
from station.domain.refusals import Refusal
from station.domain.returnables import Occasion

MAX_MOVED = 1_000
"""Most crates in one entry: a lorry full of pallets; more is a typing mistake."""
MAX_OWED = 100_000
"""Most crates that one party may be said to owe."""


def move_empties(command: commands.empties.MoveEmpties, desk: Desk) -> Outcome:
    _known(desk, command.party)
    countable(desk, command.crate_type, command.given, command.taken)
    _moved(desk, command.party, command.crate_type, command.given, command.taken)
    return DONE


def correct_empties(command: commands.empties.CorrectEmpties, desk: Desk) -> Outcome:
    """Book the difference to what was counted; refuse when somebody moved crates meanwhile."""
    _known(desk, command.party)
    countable(desk, command.crate_type, 0, 0)
    reason = reason_given(command.reason)
    if owed(desk, command.party, command.crate_type) != command.was:
        raise Refusal("changed_meanwhile")
    more = command.owed - command.was
    if not more or abs(command.owed) > MAX_OWED:
        raise Refusal("out_of_bounds", what=f"{command.owed}")
    _moved(
        desk,
        command.party,
        command.crate_type,
        max(more, 0),
        max(-more, 0),
        why=Occasion.CORRECTED,
        reason=reason,
    )
    return DONE


def owed(desk: Desk, party: str, crate_type: str) -> int:
    """Return how many crates of a type a party owes (negative: the hub owes them)."""
    known = desk.world.empties.get(f"{party}|{crate_type}")
    return known.owed if known else 0


def lend(desk: Desk, crates: Iterable[str], party: str, why: Occasion, subject: str) -> None:
    """Count returnable crates that went to a customer, full; each once, whoever says it again.

    A crate that was counted for somebody else and was left here instead is counted over.
    """
    by_type: dict[str, list[str]] = {}
    for id in crates:
        crate = found(desk.world.crates.get(id), id)
        if crate.lent_to not in (None, party):
            _back(desk, crate, Occasion.ELSEWHERE)
            by_type.setdefault(crate.crate_type, []).append(id)
        elif crate.lent_to is None and _returnable(desk, crate.crate_type):
            by_type.setdefault(crate.crate_type, []).append(id)
    for crate_type, ids in sorted(by_type.items()):
        _moved(desk, party, crate_type, len(ids), 0, why=why, subject=subject, crates=tuple(ids))


def came_back(desk: Desk, crate: model.Crate, reason: str) -> None:
    """Take a crate that had left back onto the quay; its note is to be revised by people."""
    desk.emit(f"crate/{crate.id}", events.rounds.CrateReturned(crate=crate.id, reason=reason))
    is_here(desk, crate)
    note = desk.world.notes.get(crate.note or "")
    if note is not None and note.invoice is not None:
        detail = f"{crate.id} revenue, facture {note.invoice} : {reason}"
        desk.trouble("return_to_credit", note.id, detail)
    elif crate.note:
        desk.trouble("note_to_revise", crate.note, f"{crate.id} revenue : {reason}")


def is_here(desk: Desk, crate: model.Crate) -> None:
    """Count a crate back that was lent and is seen at the hub."""
    if crate.lent_to is not None:
        _back(desk, crate, Occasion.RETURNED)


def _back(desk: Desk, crate: model.Crate, why: Occasion) -> None:
    """Count a crate back from the party it is lent to."""
    ids = (crate.id,)
    party = crate.lent_to or ""
    _moved(desk, party, crate.crate_type, 0, 1, why=why, subject=crate.id, crates=ids)


def moved_at_stop(
    desk: Desk, round: model.Round, customer: str, said: commands.rounds.EmptiesCount
) -> None:
    """Count what a driver says of a stop: of the crates left there, only those no scan knows.

    Fewer than the scans say is a difference for the coordinator; the scans stand.
    """
    counted = _counted_at_stop(desk, round, customer, said.crate_type)
    if 0 < said.given < counted:
        detail = f"{customer} : {said.given} caisses laissées, {counted} chargées"
        desk.trouble("empties_differ", round.id, detail)
    more = max(said.given - counted, 0)
    if more or said.taken:
        _moved(
            desk,
            customer,
            said.crate_type,
            more,
            said.taken,
            why=Occasion.STOP,
            subject=round.id,
        )


def moved_at_farm(
    desk: Desk, round: model.Round, producer: str, said: commands.rounds.EmptiesCount
) -> None:
    """Count empties left at a farm or taken from it; full crates count at reception."""
    if said.given or said.taken:
        _moved(
            desk,
            producer,
            said.crate_type,
            said.given,
            said.taken,
            why=Occasion.STOP,
            subject=round.id,
        )


def brought(desk: Desk, crate: model.Crate, producer: str) -> None:
    """Count a returnable crate that a producer brought full: it is back at the hub."""
    if _returnable(desk, crate.crate_type):
        _moved(desk, producer, crate.crate_type, 0, 1, why=Occasion.RECEIVED, subject=crate.id)


def not_brought(desk: Desk, crate: model.Crate) -> None:
    """Undo the count of a reception that is taken back."""
    for one in desk.world.movements.where(subject=crate.id):
        if one.why is Occasion.RECEIVED and one.crate_type == crate.crate_type:
            _moved(
                desk,
                one.party,
                one.crate_type,
                one.taken,
                0,
                why=Occasion.VOIDED,
                subject=crate.id,
            )


def _counted_at_stop(desk: Desk, round: model.Round, customer: str, crate_type: str) -> int:
    lent = sum(
        crate.lent_to == customer and crate.crate_type == crate_type
        for crate in desk.world.crates.where(round=round.id)
    )
    said_before = sum(
        one.given
        for one in desk.world.movements.where(party=customer, subject=round.id)
        if one.why is Occasion.STOP and one.crate_type == crate_type
    )
    return lent + said_before


def _returnable(desk: Desk, crate_type: str) -> bool:
    known = desk.world.crate_types.get(crate_type)
    return known is not None and known.returnable


def _known(desk: Desk, party: str) -> None:
    known = desk.world.customers.get(party) or desk.world.producers.get(party)
    found(known, f"client ou producteur {party}")


def countable(desk: Desk, crate_type: str, given: int, taken: int) -> None:
    """Refuse a crate type nobody knows, and numbers that nobody moves at once."""
    found(desk.world.crate_types.get(crate_type), f"type de caisse {crate_type}")
    if not (0 <= given <= MAX_MOVED and 0 <= taken <= MAX_MOVED):
        raise Refusal("out_of_bounds", what=f"{given} / {taken}")


def _moved(desk: Desk, party: str, crate_type: str, given: int, taken: int, **more: Any) -> None:
    desk.emit(
        f"empties/{party}/{crate_type}",
        events.rounds.EmptiesMoved(
            party=party, crate_type=crate_type, given=given, taken=taken, **more
        ),
    )


DECIDES: dict[type, Any] = {
    commands.empties.MoveEmpties: move_empties,
    commands.empties.CorrectEmpties: correct_empties,
}
