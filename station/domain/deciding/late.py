"""Decides what is ordered after a day's cut-off: it is held, then accepted, postponed or refused.

Must lose nothing: a late line stays in the list until a person, or who ordered it, settles it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import orders
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.overloads import tell_overloads
from station.domain.desk import Desk, calendar_day, found, reason_given
from station.domain.late import LateKind, LateLine, LateState
from station.domain.refusals import Refusal

TROUBLE = "late_orders"


def closed(desk: Desk, *dates: str) -> bool:
    """Tell whether the cut-off of any of these delivery dates has passed."""
    return any(desk.settings.closed(date, desk.now) for date in dates)


def hold_new(desk: Desk, new: commands.orders.NewLine, source: str) -> None:
    """Hold a line that is ordered too late."""
    product = orders.checked_product(desk, new)
    asked = replace(_asked("", new, new), producer=product.producer)
    _hold(desk, desk.new_id("late-"), LateKind.PLACED, asked, new.comment, source)


def hold_again(
    desk: Desk, held: LateLine, changed: commands.orders.ChangedLine, source: str
) -> None:
    """Hold a late line as it is asked for now: under its own id, and open again."""
    orders.checked_change(changed)
    asked = _asked(held.order_line, held, changed)
    _hold(desk, held.id, held.kind, asked, changed.comment, source)


def accept_in_time(
    desk: Desk, held: LateLine, changed: commands.orders.ChangedLine, source: str
) -> None:
    """Place a held line that is now asked for a day whose cut-off is still ahead."""
    orders.checked_change(changed)
    new = commands.orders.NewLine(
        order=held.order,
        customer=held.customer,
        delivery_date=changed.delivery_date,
        producer=held.producer,
        product=held.product,
        quantity_milli=changed.quantity_milli,
        unit=held.unit,
        comment=changed.comment,
    )
    _settle(desk, held, LateState.ACCEPTED, orders.place(desk, new, source), "")


def hold_change(
    desk: Desk, line: model.OrderLine, changed: commands.orders.ChangedLine, source: str
) -> None:
    """Hold the late change of a line; one that says what is ordered anyway takes it back."""
    orders.checked_change(changed)
    same = (changed.quantity_milli, changed.delivery_date) == (
        line.quantity_milli,
        line.delivery_date,
    )
    if same and changed.comment == orders.comment_of(desk, line.id):
        return withdraw_of(desk, line.id)
    asked = _asked(line.id, line, changed)
    id = _answered(desk, line.id) or desk.new_id("late-")
    return _hold(desk, id, LateKind.CHANGED, asked, changed.comment, source)


def hold_cancellation(desk: Desk, line: model.OrderLine, source: str) -> None:
    """Hold a late cancellation; the line stays ordered until a person accepts it."""
    id = _answered(desk, line.id)
    known = desk.world.late_lines.get(id) if id else None
    if known and known.kind is LateKind.CANCELLED and known.state is LateState.OPEN:
        return
    asked = _asked(line.id, line, line)
    _hold(desk, id or desk.new_id("late-"), LateKind.CANCELLED, asked, "", source)


def withdraw_of(desk: Desk, order_line: str) -> None:
    """Settle what waits for a line when who ordered has said something else since."""
    id = _answered(desk, order_line)
    if id:
        withdraw(desk, id)


def withdraw(desk: Desk, id: str) -> None:
    """Settle a late line that who ordered it took back."""
    late = found(desk.world.late_lines.get(id), id)
    _settle(desk, late, LateState.WITHDRAWN, "", "")


def _answered(desk: Desk, order_line: str) -> str | None:
    rows = desk.world.late_lines.where(order_line=order_line)
    return next((row.id for row in rows if row.state.answered), None)


def _asked(
    order_line: str,
    of: commands.orders.NewLine | model.OrderLine | LateLine,
    now: commands.orders.NewLine | commands.orders.ChangedLine | model.OrderLine,
) -> orders.Asked:
    """Return what is asked for: who and what as `of` says, how much and when as `now` says."""
    return orders.Asked(
        order_line=order_line,
        order=of.order,
        customer=of.customer,
        delivery_date=now.delivery_date,
        producer=of.producer,
        product=of.product,
        quantity_milli=now.quantity_milli,
        unit=of.unit,
    )


def _hold(
    desk: Desk, id: str, kind: LateKind, asked: orders.Asked, comment: str, source: str
) -> None:
    event = events.late.LateLineHeld(
        late=id,
        kind=kind,
        digest=desk.vault.seal(f"late/{id}", {"comment": comment}) if comment else "",
        source=source,
        **{name: getattr(asked, name) for name in asked.__dataclass_fields__},
    )
    desk.emit(f"late/{id}", event)
    day = asked.delivery_date
    if not desk.world.troubles.where(state="open", kind=TROUBLE, subject=day):
        desk.trouble(TROUBLE, day, f"Livraison du {day} : commandes après l'heure limite")


def _settle(desk: Desk, late: LateLine, how: LateState, placed: str, reason: str) -> None:
    settled = events.late.LateLineSettled(late=late.id, how=how, placed=placed, reason=reason)
    desk.emit(f"late/{late.id}", settled)
    day = late.delivery_date
    if desk.world.late_lines.where(state=LateState.OPEN.value, delivery_date=day):
        return
    desk.settle_troubles("toutes les lignes sont réglées", kind=TROUBLE, subject=day)


def _open(desk: Desk, id: str) -> LateLine:
    late = found(desk.world.late_lines.get(id), id)
    if late.state is not LateState.OPEN:
        raise Refusal("late_settled")
    return late


def _comment(desk: Desk, late: LateLine) -> str:
    entry: dict[str, str] = desk.vault.get(f"late/{late.id}") or {}
    return entry.get("comment", "")


def accept_late(command: commands.late.AcceptLate, desk: Desk) -> Outcome:
    """Do what the line asks for, as if it had come in time."""
    late = _open(desk, command.late)
    placed = late.order_line
    known = desk.world.order_lines.get(placed)
    match late.kind:
        case LateKind.PLACED:
            placed = _place(desk, late, late.delivery_date, late.quantity_milli)
        case LateKind.CHANGED:
            changed = commands.orders.ChangedLine(
                order_line=late.order_line,
                quantity_milli=late.quantity_milli,
                delivery_date=late.delivery_date,
                comment=_comment(desk, late),
            )
            orders.change(desk, changed, late.source)
        case LateKind.CANCELLED:
            orders.cancel(desk, late.order_line, late.source)
    _settle(desk, late, LateState.ACCEPTED, placed, "")
    tell_overloads(desk, {late.delivery_date, *([known.delivery_date] if known else [])})
    return DONE


def _place(desk: Desk, late: LateLine, delivery_date: str, quantity_milli: int) -> str:
    new = commands.orders.NewLine(
        order=late.order,
        customer=late.customer,
        delivery_date=delivery_date,
        producer=late.producer,
        product=late.product,
        quantity_milli=quantity_milli,
        unit=late.unit,
        comment=_comment(desk, late),
    )
    return orders.place(desk, new, late.source)


def postpone_late(command: commands.late.PostponeLate, desk: Desk) -> Outcome:
    """Order what is asked beyond what is ordered for another day, whose cut-off is still ahead."""
    late = _open(desk, command.late)
    calendar_day(command.delivery_date)
    if closed(desk, command.delivery_date):
        raise Refusal("date_closed")
    more = late.quantity_milli
    if late.kind is not LateKind.PLACED:
        line = desk.world.order_lines.get(late.order_line)
        more = late.quantity_milli - (line.quantity_milli if line else 0)
    if late.kind is LateKind.CANCELLED or more <= 0:
        raise Refusal("nothing_to_postpone")
    placed = _place(desk, late, command.delivery_date, more)
    _settle(desk, late, LateState.POSTPONED, placed, command.delivery_date)
    tell_overloads(desk, [command.delivery_date])
    return DONE


def refuse_late(command: commands.late.RefuseLate, desk: Desk) -> Outcome:
    """Leave the orders as they are; the refusal is kept, and the same file asks no second time."""
    late = _open(desk, command.late)
    _settle(desk, late, LateState.REFUSED, "", reason_given(command.reason))
    return DONE


DECIDES: dict[type, Any] = {
    commands.late.AcceptLate: accept_late,
    commands.late.PostponeLate: postpone_late,
    commands.late.RefuseLate: refuse_late,
}
