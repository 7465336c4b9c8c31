"""Decides the timed receipt of a drop: what a farm left alone, when and where, on paper at once.

Must say nothing that nobody has looked at: quantities on it are the farm's own word.
"""

from __future__ import annotations

from station.domain import events, model
from station.domain.deciding.labels import degrees, kilograms, queued_loose, units
from station.domain.desk import Desk, found
from station.domain.words import CrateState, PostRole, Unit

TEMPLATE, PREFIX = "drop-receipt", "RECU-"
MOST_LINES = 8
"""Lines that fit the receipt at a size people read; more are counted in one last line."""

HOUR = len("2026-11-24T")
"""Where hour and minute begin in the clock on the wall."""
IN_HAND = ("producer", "product", "crate_type", "zone", "round", "customer", "operator")
"""What a reader has in hand, all of which is put down when a farm has gone."""

Group = tuple[str, str, int | None]
"""What stands on one line: product, zone, and the temperature it came with."""


def receipt(desk: Desk, intake: model.Intake) -> str | None:
    """Queue the receipt where the post's printer has paper for it; return its label."""
    post = desk.post_facts()
    to = desk.settings.printers.get(post.printer) if post else None
    if not intake.dropped or to is None or TEMPLATE not in to.loose:
        return None
    label = label_of(intake.id)
    fields = receipt_fields(desk, intake)
    queued_loose(desk, label, fields=fields, to=to, template=TEMPLATE)
    return label


def label_of(intake: str) -> str:
    """Return the label that is the receipt of a drop."""
    return f"{PREFIX}{intake}"


def intake_of(label: model.Label) -> str | None:
    """Return the drop that a label is the receipt of (a copy too), None for any other label."""
    if label.template != TEMPLATE:
        return None
    return label.id.removeprefix(PREFIX).partition("-R")[0]


def receipts_of(desk: Desk, producer: str) -> list[model.Label]:
    """Return the receipts, and copies of them, that a farm was given."""
    named = ((label, intake_of(label)) for label in desk.world.labels.where(crate=""))
    drops = {one.id for one in desk.world.intakes.where(producer=producer)}
    return [label for label, intake in named if intake in drops]


def receipt_fields(desk: Desk, intake: model.Intake) -> dict[str, str]:
    """Return what stands on the receipt, as text; a snapshot, sealed in the vault."""
    crates = left_alone(desk, intake)
    producer = desk.vault.get(f"producer/{intake.producer}") or {}
    return {
        "hub": desk.settings.hub_name,
        "producer": producer.get("name", intake.producer),
        "date": desk.today,
        "time": desk.settings.local(desk.now)[HOUR:],
        "crates": f"{len(crates)} {'caisses déposées' if len(crates) > 1 else 'caisse déposée'}",
        "lines": "\n".join(_lines(desk, crates)),
        "waits": "Quantités déclarées. Non pesé, non compté.",
        "intake": intake.id,
    }


def left_alone(desk: Desk, intake: model.Intake) -> list[model.Crate]:
    """Return the crates of a drop that were left with nobody there, in their order."""
    crates = [
        crate
        for crate in desk.world.crates.where(intake=intake.id)
        if crate.drop is not None and crate.state is not CrateState.VOIDED
    ]
    return sorted(crates, key=lambda crate: crate.arrived_seq)


def _lines(desk: Desk, crates: list[model.Crate]) -> list[str]:
    groups: dict[Group, list[model.Crate]] = {}
    for crate in crates:
        key = (crate.product or "", crate.zone or "", crate.celsius_tenths)
        groups.setdefault(key, []).append(crate)
    lines = [_line(desk, group, alike) for group, alike in groups.items()]
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], f"et {len(lines) - MOST_LINES + 1} autres lignes"]


def _line(desk: Desk, group: Group, crates: list[model.Crate]) -> str:
    product = found(desk.world.products.get(group[0]), group[0])
    zone = desk.world.zones.get(group[1])
    celsius = f"{degrees(group[2])} °C" if group[2] is not None else ""
    where = ", ".join(part for part in (zone.name if zone else group[1], celsius) if part)
    return f"{len(crates)} × {product.name} : {_word(product, crates)}, {where}"


def _word(product: model.Product, crates: list[model.Crate]) -> str:
    """Add up what the farm declared; where it did not say of each crate, nothing is added up."""
    drops = [crate.drop for crate in crates if crate.drop]
    said = [drop.net_g if product.unit is Unit.KG else drop.count for drop in drops]
    whole = sum(amount or 0 for amount in said)
    if None in said:
        return "quantité non dite"
    return kilograms(whole) if product.unit is Unit.KG else units(whole, product.unit)


def put_down(desk: Desk, intake: model.Intake) -> None:
    """End the drop at the post's readers: whoever scans next is not this farm."""
    post = desk.post_facts()
    if post is None or post.role is not PostRole.STORE:
        return
    for hand in desk.world.contexts.where(post=post.id):
        if hand.producer == intake.producer:
            nothing = dict.fromkeys(IN_HAND)
            nobody = events.hub.ReaderContextChanged(reader=hand.reader, **nothing)
            desk.emit(f"reader/{hand.reader}", nobody)
