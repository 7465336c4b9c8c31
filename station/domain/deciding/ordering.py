"""Decides an import of orders: what comes in time is applied, what comes late is held.

Must not know where the lines come from: a file, a page and another program's report are the same.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.deciding import late, orders
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.overloads import tell_overloads
from station.domain.desk import Desk, found


def import_orders(command: commands.orders.ImportOrders, desk: Desk) -> Outcome:
    """Apply what a person or program has seen as a diff: added, changed, cancelled lines."""
    done = {"added": 0, "changed": 0, "cancelled": 0, "held": 0}
    dates = {new.delivery_date for new in command.added}
    dates |= {changed.delivery_date for changed in command.changed}
    left = _dates_left(command, desk)
    for new in command.added:
        done["added" if _add(desk, new, command.source) else "held"] += 1
    for changed in command.changed:
        done["changed" if _change(desk, changed, command.source) else "held"] += 1
    for id in command.cancelled:
        done["cancelled" if _cancel(desk, id, command.source) else "held"] += 1
    imported = events.late.OrdersImported(
        source=command.source, cycle=command.cycle, delivery_dates=tuple(sorted(dates)), **done
    )
    desk.emit("orders/imports", imported)
    tell_overloads(desk, dates | left)
    return DONE


def _dates_left(command: commands.orders.ImportOrders, desk: Desk) -> set[str]:
    """Return the days that lines are taken from: their rounds get lighter."""
    ids = (*(changed.order_line for changed in command.changed), *command.cancelled)
    known = (desk.world.order_lines.get(id) for id in ids)
    return {line.delivery_date for line in known if line}


def _add(desk: Desk, new: commands.orders.NewLine, source: str) -> bool:
    if late.closed(desk, new.delivery_date):
        late.hold_new(desk, new, source)
        return False
    orders.place(desk, new, source)
    return True


def _change(desk: Desk, changed: commands.orders.ChangedLine, source: str) -> bool:
    held = desk.world.late_lines.get(changed.order_line)
    if held and not late.closed(desk, changed.delivery_date):
        late.accept_in_time(desk, held, changed, source)
        return True
    if held:
        late.hold_again(desk, held, changed, source)
        return False
    line = found(desk.world.order_lines.get(changed.order_line), changed.order_line)
    if late.closed(desk, line.delivery_date, changed.delivery_date):
        late.hold_change(desk, line, changed, source)
        return False
    orders.change(desk, changed, source)
    late.withdraw_of(desk, line.id)
    return True


def _cancel(desk: Desk, id: str, source: str) -> bool:
    if desk.world.late_lines.get(id):
        late.withdraw(desk, id)
        return True
    line = found(desk.world.order_lines.get(id), id)
    if late.closed(desk, line.delivery_date):
        late.hold_cancellation(desk, line, source)
        return False
    orders.cancel(desk, id, source)
    late.withdraw_of(desk, id)
    return True


DECIDES: dict[type, Any] = {commands.orders.ImportOrders: import_orders}
