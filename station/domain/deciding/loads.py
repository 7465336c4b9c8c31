"""Counts what would be loaded for a customer on a day: crates that are there, and what is ordered.

Must emit nothing: plans, pages and exceptions count the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median_low

from station.domain import model
from station.domain.vehicles import (
    EXPECTED_CRATE_G,
    Excess,
    Load,
    added_up,
    excesses,
    vehicle_named,
)
from station.domain.words import LineState, TemperatureClass
from station.domain.world import World


@dataclass(slots=True)
class _ToCome:
    """What has no crate yet, by temperature class: grams, and lines without a known weight."""

    grams: Counter[str] = field(default_factory=Counter)
    unweighed: int = 0


def usual_tare_g(world: World) -> int:
    """Return the middle of the known tares, counted for crates that are not there yet."""
    tares = [crate_type.tare_g for crate_type in world.crate_types.all()]
    return median_low(tares) if tares else 0


def stop_load(world: World, customer: str, date: str) -> Load:
    """Return what one customer would get on a day."""
    crates = [
        crate
        for crate in world.crates.where(customer=customer, deliver_on=date)
        if (crate.state.in_hangar or crate.state.gone_to_customer) and crate.contents
    ]
    ready = world.ready_crates.where(customer=customer, deliver_on=date, state="expected")
    to_come = _to_come(world, customer, date, ready)
    tare_g = usual_tare_g(world)
    by_class = Counter(crate.temperature_class.value for crate in crates)
    gross_g = sum(_gross_g(world, crate) for crate in crates)
    for each in ready:
        by_class[_class_of(world, each.product).value] += 1
        gross_g += tare_g + _ready_g(world, each)
    estimated = 0
    for name, grams in to_come.grams.items():
        more = max(1, -(-grams // EXPECTED_CRATE_G))
        by_class[name] += more
        estimated += more
        gross_g += grams + more * tare_g
    return Load(
        gross_g=gross_g,
        by_class=dict(by_class),
        estimated=estimated + len(ready),
        unweighed=to_come.unweighed,
    )


def _to_come(world: World, customer: str, date: str, ready: list[model.ReadyCrate]) -> _ToCome:
    """Return what is ordered and lies in no crate of the customer, nor has a label made for it."""
    found = _ToCome()
    made = {each.order_line for each in ready}
    for line in world.order_lines.where(
        customer=customer, delivery_date=date, state=LineState.OPEN.value
    ):
        if line.id in made:
            continue
        picked = [row for row in world.allocations.where(order_line=line.id) if row.picked]
        grams = _line_g(world, line, picked)
        if grams == 0:
            continue
        found.unweighed += grams is None
        found.grams[_class_of(world, line.product).value] += grams or 0
    return found


def _line_g(world: World, line: model.OrderLine, picked: list[model.Allocation]) -> int | None:
    """Return the grams of a line that are still to be put in a crate; None where none is known."""
    if line.need_g is not None:
        return max(0, line.need_g - sum(row.net_g or 0 for row in picked))
    left = max(0, (line.need_count or 0) - sum(row.count or 0 for row in picked))
    product = world.products.get(line.product)
    if left == 0:
        return 0
    return left * product.unit_g if product and product.unit_g else None


def _class_of(world: World, product: str) -> TemperatureClass:
    known = world.products.get(product)
    return known.temperature_class if known else TemperatureClass.AMBIANT


def _ready_g(world: World, ready: model.ReadyCrate) -> int:
    return _goods_g(world, ready.product, ready.expect_g, ready.expect_count)


def _gross_g(world: World, crate: model.Crate) -> int:
    if crate.gross_g is not None:
        return crate.gross_g
    goods = (_goods_g(world, one.product, one.net_g, one.count) for one in crate.contents)
    return crate.tare_g + sum(goods)


def _goods_g(world: World, product: str, net_g: int | None, count: int | None) -> int:
    """Return grams as weighed, else by the product's typical unit; 0 where neither is known."""
    if net_g is not None:
        return net_g
    known = world.products.get(product)
    return (count or 0) * ((known.unit_g if known else None) or 0)


EXCESS_WORDS = {
    "crates": "caisses : {load} pour {most}",
    "ambiant": "caisses ambiantes : {load} pour {most}",
    "frais": "caisses fraîches : {load} pour {most}",
    "froid": "caisses froides : {load} pour {most}",
    "surgele": "caisses surgelées : {load} pour {most}",
}
"""How an excess is told; grams are told in whole kilograms, rounded up."""


def over_capacity(world: World, vehicle: str, customers: Iterable[str], date: str) -> str:
    """Say what of a day's load is over what the named vehicle takes; nothing where none is."""
    known = vehicle_named(world.vehicles.all(), vehicle)
    if known is None:
        return ""
    load = added_up(stop_load(world, customer, date) for customer in customers)
    over = ", ".join(_excess_words(one) for one in excesses(load, known))
    return f"{known.name} : {over}" if over else ""


def _excess_words(excess: Excess) -> str:
    if excess.what == "grams":
        return f"poids : {-(-excess.load // 1000)} kg pour {excess.most // 1000}"
    return EXCESS_WORDS[excess.what].format(load=excess.load, most=excess.most)
