"""What the law asks of products and lots, as screens ask it: what is missing, and what to tap.

Must not decide what is needed: `deciding/mentioning` does. Choices are the table's, then what was
said of the same product before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from station.domain.deciding.mentioning import lacking
from station.domain.desk import Settings
from station.domain.mentions import MENTIONS, sentence
from station.domain.model import Lot
from station.domain.world import World
from station.reading import Present
from station.views import lists

Json = dict[str, Any]

MOST_REMEMBERED = 4
"""Earlier values offered beside the table's own: more would not fit a screen of large tiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a reader sees, in the shape that the rules ask for."""

    world: World
    vault: Any
    settings: Settings
    today: str


def products(present: Present, settings: Settings, today: str) -> list[Json]:
    """Return all products, each with what reception has to find out about it."""
    reader = Reader(world=present.world, vault=present.vault, settings=settings, today=today)
    lacks = {
        product.code: _asked(present, product.code, lacking(reader, product))
        for product in present.world.products.all()
    }
    return [{**row, "lacks": lacks[row["code"]]} for row in lists.products(present)]


def of_lot(present: Present, id: str) -> Json | None:
    """Return what is known and missing of a lot, None where there is no such lot."""
    lot = present.world.lots.get(id)
    if lot is None:
        return None
    crates = [
        holding.crate for holding in present.world.holdings.where(lot=id) if holding.state.in_hangar
    ]
    return {
        "lot": lot.id,
        "product": lot.product,
        "name": present.product_name(lot.product),
        "producer_name": present.name("producer", lot.producer),
        "producer_lot": lot.producer_lot,
        "mentions": dict(lot.mentions),
        "mentions_text": sentence(lot.mentions),
        "missing": _asked(present, lot.product, lot.missing),
        "photos": list(lot.photos),
        "crates": crates,
    }


def _asked(present: Present, product: str, keys: Iterable[str]) -> list[Json]:
    asked = tuple(keys)
    lots = present.world.lots.where(product=product) if asked else []
    return [
        {
            "key": key,
            "name": {"fr": MENTIONS[key].name_fr, "en": MENTIONS[key].name_en},
            "choices": _choices(key, lots),
            "of_lot": MENTIONS[key].of_lot,
        }
        for key in asked
    ]


def _choices(key: str, lots: list[Lot]) -> list[str]:
    """Return what may be tapped; a date or number of one lot is not offered for the next."""
    mention = MENTIONS[key]
    if mention.of_lot:
        return []
    newest = sorted(lots, key=lambda lot: -lot.opened_seq)
    said = dict.fromkeys(value for lot in newest if (value := lot.mentions.get(key)))
    more = [value for value in said if value not in mention.choices]
    return [*mention.choices, *more[:MOST_REMEMBERED]]
