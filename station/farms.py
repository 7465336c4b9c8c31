"""Tells which farms a command is about, for people and tokens that speak for one farm only.

Must not decide: for which farm is the token's word or the person's, refused by the bus.
"""

from __future__ import annotations

from station.domain.words import Role
from station.domain.world import World
from station.messages import Sender


def farm_of(sender: Sender, world: World) -> str | None:
    """Return the one farm that a sender speaks for, None for any."""
    if sender.producer or sender.role is not Role.PRODUCER:
        return sender.producer
    operator = world.operators.get(sender.operator or "")
    return operator.producer if operator else None


def farms_named(command: object, world: World) -> set[str]:
    """Return every farm that a command names, also by its product, intake, crate or a card."""
    named: set[str | None] = {getattr(command, "producer", None)}
    context = getattr(command, "context", None)
    for holder in (command, context):
        named.add(getattr(holder, "producer", None))
        product = world.products.get(getattr(holder, "product", None) or "")
        named.add(product.producer if product else None)
    intake = world.intakes.get(getattr(command, "intake", None) or "")
    named.add(intake.producer if intake else None)
    named |= _farms_of_code(getattr(command, "code", None) or "", world)
    named |= _farms_inside(getattr(command, "crate", None) or "", world)
    return {farm for farm in named if farm}


def _farms_of_code(code: str, world: World) -> set[str | None]:
    """Return the farms of what a code was printed for: a card, a crate, a ready-made label."""
    known = world.codes.get(code)
    if known is None:
        return set()
    match known.kind:
        case "producer":
            return {known.target}
        case "product":
            product = world.products.get(known.target)
            return {product.producer} if product else set()
        case "ready":
            ready = world.ready_crates.get(known.target)
            return {ready.producer} if ready else set()
    return _farms_inside(code, world)


def _farms_inside(code: str, world: World) -> set[str | None]:
    """Return the farms of what a crate holds, by any of its codes."""
    known = world.codes.get(code)
    crate = world.crates.get(known.target if known and known.kind == "crate" else code)
    return {content.producer for content in crate.contents} if crate else set()
