"""Producers' documents with end dates, and the weekly limits of those who deliver by derogation.

Must not refuse anything: it says what has ended, what ends soon, and how much of a limit is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from station.domain.mentions import folded
from station.domain.model import Lot, Producer, Product
from station.domain.words import Unit

if TYPE_CHECKING:
    from station.domain.world import World


class Document(StrEnum):
    """The kinds of documents that a hub keeps of its farms."""

    CHARTER = "charter"
    ORGANIC = "organic"
    INSURANCE = "insurance"
    APPROVAL = "approval"
    DEROGATION = "derogation"


DOCUMENT_FR = {
    Document.CHARTER: "charte",
    Document.ORGANIC: "certificat bio",
    Document.INSURANCE: "assurance",
    Document.APPROVAL: "agrément",
    Document.DEROGATION: "dérogation",
}


class After(StrEnum):
    """What reception does once a document has ended."""

    WARN = "warn"
    INCOMPLETE = "incomplete"
    REFUSE = "refuse"


class Standing(StrEnum):
    """How a document stands on a day."""

    UNKNOWN = "unknown"
    GOOD = "good"
    SOON = "soon"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterRules:
    """What the hub decided: days of warning before an end, and what is done after it.

    The organic certificate is not here: `deciding/mentioning` says what goes without it.
    """

    warn_days: int = 30
    after: Mapping[Document, After] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One document of a producer, as last registered; `until` is its last good day.

    `under_30_percent`: of a derogation, whether these sales are less than 30 % of production.
    """

    key: str
    producer: str
    document: Document
    reference: str
    until: str | None
    under_30_percent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One class of goods under derogation: most a week, in grams or millilitres; None: none known.

    `below` holds while these sales are less than 30 % of the production, `above` otherwise.
    """

    name_fr: str
    below: int | None
    above: int | None
    litres: bool = False


LIMITS: dict[str, Limit] = {
    "LAIT_TRAITE": Limit(name_fr="lait traité", below=800_000, above=250_000, litres=True),
    "PRODUITS_LAITIERS": Limit(name_fr="produits laitiers", below=250_000, above=100_000),
    "VIANDE_BOUCHERIE_FRAICHE": Limit(name_fr="viande de boucherie", below=800_000, above=None),
    "PREP_PRODUITS_VIANDE_PLATS_VOLAILLE": Limit(
        name_fr="produits de viande, volaille, plats", below=250_000, above=100_000
    ),
    "PECHE_NON_TRANSFORMEE": Limit(name_fr="poisson", below=250_000, above=None),
    "VIANDE_HACHEE": Limit(name_fr="viande hachée (exclue)", below=0, above=0),
}
"""Arrêté du 8 juin 2006, titre II, annexe 3, as secondary pages quote it; a hub asks its DDPP."""

WARN_PERCENT = 80
"""Share of a weekly limit from which people are warned."""

CLASSES: tuple[tuple[str, str], ...] = (
    ("VIANDE_HACHEE", r"hache"),
    ("PREP_PRODUITS_VIANDE_PLATS_VOLAILLE",
     r"volaille|poulet|canard|dinde|pintade|oie|caille|charcut|saucisse|terrine|rillette|plat|traiteur"),
    ("VIANDE_BOUCHERIE_FRAICHE", r"viande|boucherie|boeuf|veau|porc|agneau"),
    ("PECHE_NON_TRANSFORMEE", r"poisson|truite"),
    ("PRODUITS_LAITIERS", r"lait|fromage|yaourt|creme|beurre|chevre|brebis|tomme"),
)  # fmt: skip
"""Which class goods are in, by words of their family and name; the first that fits decides."""


def limit_class(product: Product) -> str | None:
    """Return the class whose weekly limit a product counts in, None for goods without one."""
    words = folded(f"{product.family} {product.name}")
    for name, pattern in CLASSES:
        if re.search(rf"\b(?:{pattern})", words):
            milk = name == "PRODUITS_LAITIERS" and product.unit is Unit.LITRE
            return "LAIT_TRAITE" if milk else name
    return None


def documents(world: World, producer: Producer) -> list[Held]:
    """Return all documents of a producer: those of its own data, then those registered beside."""
    own = [
        Held(
            key=f"{producer.code}|{kind}",
            producer=producer.code,
            document=kind,
            reference=reference,
            until=until,
        )
        for kind, reference, until in (
            (Document.CHARTER, "", producer.charter_until),
            (Document.ORGANIC, producer.organic_body, producer.organic_until),
        )
    ]
    beside = {held.document: held for held in world.documents.where(producer=producer.code)}
    if Document.APPROVAL not in beside and producer.approval_number:
        beside[Document.APPROVAL] = Held(
            key=f"{producer.code}|{Document.APPROVAL}",
            producer=producer.code,
            document=Document.APPROVAL,
            reference=producer.approval_number,
            until=None,
        )
    return own + [beside[kind] for kind in Document if kind in beside]


def standing(held: Held, today: str, warn_days: int) -> Standing:
    """Say how a document stands; its last day is still good."""
    if held.until is None:
        return Standing.UNKNOWN
    if held.until < today:
        return Standing.ENDED
    soon = (date.fromisoformat(today) + timedelta(days=warn_days)).isoformat()
    return Standing.SOON if held.until <= soon else Standing.GOOD


def ended(world: World, producer: Producer, today: str) -> list[Held]:
    """Return the documents of a producer that have ended."""
    return [
        held for held in documents(world, producer) if standing(held, today, 0) is Standing.ENDED
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How much of a weekly limit a producer has brought since Monday, in grams or millilitres."""

    limit_class: str
    name_fr: str
    brought: int
    most: int
    litres: bool

    @property
    def percent(self) -> int:
        """Whole percent of the limit, rounded down; of nothing allowed, all is over."""
        return self.brought * 100 // self.most if self.most else (101 if self.brought else 0)


def used(world: World, producer: str, today: str) -> list[Used]:
    """Return each weekly limit a producer under derogation has begun to use, from receptions."""
    held = next(
        (one for one in world.documents.where(producer=producer)
         if one.document is Document.DEROGATION), None
    )  # fmt: skip
    if held is None:
        return []
    brought: dict[str, int] = {}
    for lot in _lots_of_week(world, producer, today):
        product = world.products.get(lot.product)
        name = limit_class(product) if product else None
        if product and name:
            much = _amount(product, lot.received_g, lot.received_count)
            brought[name] = brought.get(name, 0) + much
    shown = []
    for name, much in sorted(brought.items()):
        limit = LIMITS[name]
        most = limit.below if held.under_30_percent else limit.above
        if most is not None and much:
            shown.append(
                Used(limit_class=name, name_fr=limit.name_fr, brought=much, most=most,
                     litres=limit.litres)
            )  # fmt: skip
    return shown


def _lots_of_week(world: World, producer: str, today: str) -> list[Lot]:
    day = date.fromisoformat(today)
    monday = day - timedelta(days=day.weekday())
    return [
        lot
        for later in range(7)
        for lot in world.lots.where(
            producer=producer, opened_on=(monday + timedelta(days=later)).isoformat()
        )
    ]


def _amount(product: Product, grams: int, count: int) -> int:
    """Return grams, or millilitres of what is sold by the litre."""
    if product.unit is Unit.LITRE:
        return count * 1_000
    return grams or count * (product.unit_g or 0)
