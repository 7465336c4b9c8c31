"""Reads what a round is to collect, for its driver's paper: the fallback of a phone that is dead.

Must not judge what is expected: it shows what the driver's phone shows, with room for a pen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from station.config.model import Hub
from station.documents.parties import Party, hub_party, producer_party
from station.domain.desk import Settings
from station.domain.words import Unit
from station.reading import Present
from station.views import pickups


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsOnPaper:
    """One product of a farm: what is expected of it in all; `cold`: to be measured."""

    name: str
    quantity_milli: int
    unit: Unit
    labels: int
    cold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FarmOnPaper:
    """One farm of the round, with its goods."""

    rank: int
    farm: Party
    goods: tuple[GoodsOnPaper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupPaper:
    """A round's pick-up sheet; `printed_at` says how old it is."""

    id: str
    name: str
    date: str
    vehicle: str
    driver: str
    printed_at: str
    timezone: str
    hub: Party
    farms: tuple[FarmOnPaper, ...]


def pickup_paper(
    present: Present, id: str, hub: Hub, *, settings: Settings, printed_at: str
) -> PickupPaper | None:
    """Return a round's pick-up sheet, None where there is no such round or no farm in it."""
    round = present.world.rounds.get(id)
    farms = pickups.to_collect(present, id, round.date) if round else []
    if round is None or not farms:
        return None
    return PickupPaper(
        id=round.id,
        name=round.name,
        date=round.date,
        vehicle=round.vehicle,
        driver=(present.vault.get(f"driver/{round.id}") or {}).get("name", ""),
        printed_at=printed_at,
        timezone=hub.timezone,
        hub=hub_party(hub),
        farms=tuple(
            FarmOnPaper(
                rank=farm["rank"],
                farm=producer_party(present, farm["producer"], round.date, hub),
                goods=tuple(_goods(present, settings, [*farm["expected"], *farm["announced"]])),
            )
            for farm in farms
        ),
    )


def _goods(
    present: Present, settings: Settings, lines: list[pickups.Json]
) -> Iterable[GoodsOnPaper]:
    """Yield each product once: a driver counts crates, whoever they are for."""
    for code in sorted({line["product"] for line in lines}):
        product = present.world.products.get(code)
        of = [line for line in lines if line["product"] == code]
        if product:
            yield GoodsOnPaper(
                name=product.name,
                quantity_milli=sum(line["quantity_milli"] for line in of),
                unit=product.unit,
                labels=sum(len(line.get("labels", ())) for line in of),
                cold=product.temperature_class in settings.temperature_asked,
            )
