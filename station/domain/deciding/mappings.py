"""Decides which mappings of order files may be saved: those that could read a whole line."""

from __future__ import annotations

import re
from typing import Any

from station.domain import commands, events
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found
from station.domain.order_mapping import BUILT_IN, DATES, DECIMALS, FIELDS
from station.domain.refusals import Refusal
from station.domain.words import Unit

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
MAX_HEADER = 100
MAX_WORDS = 100
UNITS = {unit.value for unit in Unit}


def save(command: commands.mappings.SaveOrderMapping, desk: Desk) -> Outcome:
    """Save a mapping, or save it anew under its name."""
    if not NAME.fullmatch(command.name) or command.name in BUILT_IN:
        raise Refusal("out_of_bounds", what="nom du modèle")
    _columns(command.columns)
    if command.decimal not in DECIMALS or command.dates not in DATES:
        raise Refusal("out_of_bounds", what="forme des nombres ou des dates")
    if len(command.units) > MAX_WORDS or not set(command.units.values()) <= UNITS:
        raise Refusal("out_of_bounds", what="unités")
    desk.emit(
        f"order-mapping/{command.name}",
        events.mappings.OrderMappingSaved(
            name=command.name,
            columns=command.columns,
            decimal=command.decimal,
            dates=command.dates,
            units=command.units,
        ),
    )
    return DONE


def _columns(columns: dict[str, str]) -> None:
    """Refuse columns that say nothing, say one thing twice, or leave out what a line needs."""
    fields = list(columns.values())
    known = set(fields) <= set(FIELDS) and len(set(fields)) == len(fields)
    short = all(0 < len(header) <= MAX_HEADER and header.isprintable() for header in columns)
    customer = {"customer", "customer_name"} & set(fields)
    product = {"product", "product_name"} & set(fields)
    if not known or not short:
        raise Refusal("out_of_bounds", what="colonnes")
    if "quantity" not in fields or not customer or not product:
        raise Refusal("mapping_incomplete")


def drop(command: commands.mappings.DropOrderMapping, desk: Desk) -> Outcome:
    """Forget a mapping."""
    found(desk.world.order_mappings.get(command.name), f"modèle {command.name}")
    gone = events.mappings.OrderMappingDropped(name=command.name)
    desk.emit(f"order-mapping/{command.name}", gone)
    return DONE


DECIDES: dict[type, Any] = {
    commands.mappings.SaveOrderMapping: save,
    commands.mappings.DropOrderMapping: drop,
}
