"""Decides labels made before any crate: emergency labels and the tags of crates that come back.

Must not bind them to a crate: that is reception's, and `BindCode`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from station.domain import commands, events
from station.domain.deciding.labels import queued_loose
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, PrinterFacts, found
from station.domain.refusals import Refusal

MOST = 200
"""Most labels at once: a roll; more is a typing mistake."""
GRAI = "(8003)"
EMERGENCY, TAG = ("emergency", "emergency-62"), ("crate-tag", "crate-tag-62")
"""The templates of each, the widest first: the first that fits the printer's paper is used."""

Fields = dict[str, str]


def make_emergency_labels(command: commands.codes.MakeEmergencyLabels, desk: Desk) -> Outcome:
    if not 1 <= command.count <= MOST:
        raise Refusal("out_of_bounds", what=f"{command.count} étiquettes")
    to, template = _printed_by(desk, command.printer, EMERGENCY)
    first = desk.serial("emergency")
    codes = tuple(
        desk.minting.card("emergency", serial) for serial in range(first, first + command.count)
    )
    desk.emit("labels/emergency", events.codes.EmergencyLabelsMade(codes=codes))
    fields = emergency_fields(codes, desk.settings.hub_name)
    _queue(desk, to, template, zip(codes, fields, strict=True))
    return Outcome(ids=tuple(("code", code) for code in codes))


def make_crate_tags(command: commands.codes.MakeCrateTags, desk: Desk) -> Outcome:
    crate_type = found(
        desk.world.crate_types.get(command.crate_type), f"type de caisse {command.crate_type}"
    )
    if not 1 <= command.count <= MOST or not crate_type.returnable:
        raise Refusal("out_of_bounds", what=f"{command.count} plaques de {crate_type.name}")
    to, template = _printed_by(desk, command.printer, TAG)
    asset = crate_type.asset_type
    asset = desk.serial("asset_type") if asset is None else asset
    first = desk.serial("crate_tag")
    serials = range(first, first + command.count)
    codes = tuple(desk.minting.tag(asset, serial) for serial in serials)
    made = events.codes.CrateTagsMade(crate_type=crate_type.code, asset_type=asset, codes=codes)
    desk.emit("labels/crate-tags", made)
    fields = tag_fields(codes, crate_type.name, desk.settings.hub_name)
    _queue(desk, to, template, zip(codes, fields, strict=True))
    return Outcome(ids=tuple(("code", code) for code in codes))


def emergency_fields(codes: Iterable[str], hub_name: str) -> list[Fields]:
    """Return what stands on emergency labels; people tell them apart by the last characters."""
    return [{"code": code, "serial": f"n° {code[-4:]}", "hub": hub_name} for code in codes]


def tag_fields(codes: Iterable[str], crate_type: str, hub_name: str) -> list[Fields]:
    """Return what stands on the tags of returnable crates: a GRAI, else the internal code."""
    named = {"crate_type": crate_type, "hub": hub_name}
    return [named | _identity(code) for code in codes]


def _identity(code: str) -> Fields:
    licensed = code.startswith(GRAI)
    return {"grai": code.removeprefix(GRAI)} if licensed else {"crate_code": code}


def _printed_by(
    desk: Desk, printer: str | None, templates: tuple[str, ...]
) -> tuple[PrinterFacts | None, str]:
    """Return the printer and the template that fits its paper; no printer: sheets of A4."""
    if not printer:
        return None, ""
    to = found(desk.settings.printers.get(printer), f"imprimante {printer}")
    template = next((name for name in templates if name in to.loose), None)
    if template is None:
        raise Refusal("paper_too_small", printer=to.id)
    return to, template


def _queue(
    desk: Desk, to: PrinterFacts | None, template: str, each: Iterable[tuple[str, Fields]]
) -> None:
    if to is not None:
        for code, fields in each:
            queued_loose(desk, f"{code}-1", fields=fields, to=to, template=template)


DECIDES: dict[type, Any] = {
    commands.codes.MakeEmergencyLabels: make_emergency_labels,
    commands.codes.MakeCrateTags: make_crate_tags,
}
