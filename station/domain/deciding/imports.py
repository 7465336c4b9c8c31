"""Decides imported files: every row by the rule of its own command, all in one decision.

Must hold no rule of its own: one refused row refuses the whole file, and nothing is half-applied.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands
from station.domain.deciding import hub, ordering, planning, rounds
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk


def import_rows(command: commands.imports.ImportRows, desk: Desk) -> Outcome:
    """Apply master data before what refers to it."""
    for producer in command.producers:
        hub.register_producer(producer, desk)
    for product in command.products:
        hub.register_product(product, desk)
    for customer in command.customers:
        hub.register_customer(customer, desk)
    for crate_type in command.crate_types:
        hub.register_crate_type(crate_type, desk)
    for vehicle in command.vehicles:
        planning.register_vehicle(vehicle, desk)
    planning.enter_ways(command.distances, desk)
    for planned in command.rounds:
        rounds.plan_round(planned, desk)
    if command.orders:
        ordering.import_orders(command.orders, desk)
    return DONE


DECIDES: dict[type, Any] = {commands.imports.ImportRows: import_rows}
