"""Shares stock that is too short among the lines that want it, by the rule the hub chose.

Must know nothing of crates or events: amounts in, shares out. Amounts are grams or units, the same
for all lines of one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

KINDS = ("canteen", "grocer", "restaurant", "shop", "person")
"""Kinds of customers in the order that `kind` serves them, where the hub says no other."""
DONE_PERCENT = 95
"""A weighed line is done from this part of its target: a weighed portion is never exact."""


class ShortRule(StrEnum):
    """How a hub shares what is short: first come, in proportion, or some kinds before others."""

    ARRIVAL = "arrival"
    PRO_RATA = "pro-rata"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparing:
    """The hub's rules of preparation; `kinds` come first to last under the rule `kind`.

    `promise_at_intake`: a closed intake promises by itself what is enough for all of the day.
    """

    short: ShortRule = ShortRule.ARRIVAL
    kinds: tuple[str, ...] = KINDS
    promise_at_intake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What a line still wants; `placed` orders the lines by when they were ordered."""

    line: str
    amount: int
    placed: int
    kind: str


def shares(wants: Sequence[Want], available: int, rules: Preparing) -> dict[str, int]:
    """Return each line's share: all it wants where there is enough, else what the rule gives.

    All that is there is given out, and no line gets more than it wants. The order of `wants` does
    not matter.
    """
    queue = sorted(wants, key=lambda want: (*_rank(want, rules), want.placed, want.line))
    if rules.short is ShortRule.PRO_RATA:
        return _in_proportion(queue, available)
    given = {}
    for want in queue:
        given[want.line] = min(want.amount, available)
        available -= given[want.line]
    return given


def _rank(want: Want, rules: Preparing) -> tuple[int, ...]:
    """Return the place of a line's customer under `kind`; an unnamed kind comes last."""
    if rules.short is not ShortRule.KIND:
        return ()
    known = want.kind in rules.kinds
    return (rules.kinds.index(want.kind) if known else len(rules.kinds),)


def _in_proportion(queue: list[Want], available: int) -> dict[str, int]:
    """Share in proportion; what does not come out even goes to the largest remainders."""
    total = sum(want.amount for want in queue)
    if total <= available:
        return {want.line: want.amount for want in queue}
    given = {want.line: want.amount * available // total for want in queue}
    rest = available - sum(given.values())
    by_remainder = sorted(queue, key=lambda want: -(want.amount * available % total))
    for want in by_remainder[:rest]:
        given[want.line] += 1
    return given
