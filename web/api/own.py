"""What whoever calls for a farm may read: nothing of other farms, customers, or who works here.

A producer's token or person that is bound to no farm speaks for any of them, and reads of any; of
customers and of who works here nobody with that role reads. Must not decide what may be done: the
bus does.
"""

from __future__ import annotations

from typing import Any

from station.domain.deciding.receipts import intake_of
from station.domain.model import Crate, Label
from station.domain.words import Role
from station.farms import farm_of
from station.reading import Present
from web.guard import sender

Json = dict[str, Any]

OTHERS = frozenset(
    {"customer", "customer_name", "lent_to", "party", "order", "order_line", "round", "stop"}
)
"""Whom goods are for, and by which order and van: wherever it stands in an answer."""
PEOPLE = frozenset({"operator", "by", "seen_by", "coming_by", "asked_by"})
"""Who works here, except the person who asks."""
NAMES_OF_PEOPLE = frozenset({"asked_name", "seen_name", "coming_name"})
BLANK_LABEL = {"customer": "", "round": "", "stop": ""}
"""What is left out of a label's picture."""


def for_a_farm() -> bool:
    """Tell whether the caller is a producer, bound to a farm or not."""
    return sender().role is Role.PRODUCER


def farm(present: Present) -> str | None:
    """Return the one farm that the caller speaks for, None for any."""
    return farm_of(sender(), present.world)


def told(value: Any) -> Any:
    """Return an answer as the caller may read it."""
    return _blanked(value, sender().operator) if for_a_farm() else value


def _blanked(value: Any, operator: str | None) -> Any:
    if isinstance(value, list):
        return [_blanked(each, operator) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _field(name, each, operator) for name, each in value.items()}


def _field(name: str, value: Any, operator: str | None) -> Any:
    if name in NAMES_OF_PEOPLE or (name == "customer_name" and value):
        return ""
    if name in OTHERS or (name in PEOPLE and value != operator):
        return None
    return _blanked(value, operator)


def narrowed(present: Present, items: list[Json], name: str = "producer") -> list[Json]:
    """Return the records that the caller may read; `name` is the field that says whose each is."""
    own = farm(present)
    return [item for item in items if own is None or item[name] == own]


def crate_is_own(present: Present, crate: Crate | None) -> bool:
    """Tell whether all that a crate holds comes from the caller's farm."""
    own = farm(present)
    if own is None:
        return True
    return crate is not None and {content.producer for content in crate.contents} == {own}


def label_is_own(present: Present, label: Label) -> bool:
    """Tell whether the caller may read a label: a farm those of its own crates and drops."""
    intake = present.world.intakes.get(intake_of(label) or "")
    if intake is not None:
        return farm(present) in (None, intake.producer)
    return farm(present) is None or crate_is_own(present, present.world.crates.get(label.crate))


def at_own_reader(present: Present, verdict: Json) -> bool:
    """Tell whether a scan was read where one of the caller's farm drops off: it has it in hand."""
    own = farm(present)
    hand = present.world.contexts.get(verdict.get("reader") or "")
    if own is None or hand is None or hand.producer != own:
        return False
    person = present.world.operators.get(hand.operator or "")
    return person is not None and person.producer == own
