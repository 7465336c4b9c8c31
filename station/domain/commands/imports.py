"""Commands that apply the difference a file makes.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.hub import (
    RegisterCrateType,
    RegisterCustomer,
    RegisterProducer,
    RegisterProduct,
)
from station.domain.commands.orders import ImportOrders
from station.domain.commands.planning import RegisterVehicle, Way
from station.domain.commands.roles import OFFICE, Roles
from station.domain.commands.rounds import PlanRound


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRows:
    """Apply what a person or program has seen as the difference a file makes: all or nothing."""

    source: str
    producers: tuple[RegisterProducer, ...] = ()
    products: tuple[RegisterProduct, ...] = ()
    customers: tuple[RegisterCustomer, ...] = ()
    crate_types: tuple[RegisterCrateType, ...] = ()
    rounds: tuple[PlanRound, ...] = ()
    orders: ImportOrders | None = None
    vehicles: tuple[RegisterVehicle, ...] = ()
    distances: tuple[Way, ...] = ()


ROLES: Roles = ((OFFICE, (ImportRows,)),)
"""Who may send which of these."""
