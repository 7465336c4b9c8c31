"""Decides what a lot's label says by law, what it still lacks, and how it is completed.

Must not know a template. Which family needs what stands in `mentions`. What somebody says of the
goods in hand (announcement, scan, choice) wins over the product's data, these over the producer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from station.domain import commands, events, model
from station.domain.charter import DOCUMENT_FR, Document
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, Settings, calendar_day, found, live_crate, lots_of
from station.domain.mentions import (
    MENTIONS,
    Family,
    family_of,
    farming,
    read,
    sentence,
)
from station.domain.refusals import Refusal
from station.domain.words import Role
from station.domain.world import World

LONGEST_SENTENCE = 200
"""Most characters that one party may give for one label: the smallest template has this room."""

INCOMPLETE, LAPSED = "crate_incomplete", "organic_lapsed"
"""Kinds of exceptions; their subject is the lot."""


class Sight(Protocol):
    """What must be seen to know what a product lacks: a desk has it, and so has a reader."""

    @property
    def world(self) -> World:
        """The tables of the hangar's present."""
        ...

    @property
    def vault(self) -> Any:
        """The sealed entries."""
        ...

    @property
    def settings(self) -> Settings:
        """The hub's settings."""
        ...

    @property
    def today(self) -> str:
        """The hub's local date."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a lot, and the keys of what the law asks and nobody has said."""

    mentions: dict[str, str]
    missing: tuple[str, ...]
    best_before: str | None
    sale_until: str | None


def checked(said: Mapping[str, str], allowed: Iterable[str] = MENTIONS) -> dict[str, str]:
    """Return mentions as they are stored, empty ones left out; refuse what cannot be one."""
    values = {}
    for key, value in said.items():
        if key not in allowed:
            remedy = "cette mention n'existe pas ici"
            raise Refusal("bad_mention", what=repr(key), what_en=repr(key), remedy=remedy)
        if not value.strip():
            continue
        try:
            values[key] = read(key, value)
        except ValueError as error:
            remedy = str(error)
            named = {"what": MENTIONS[key].name_fr, "what_en": MENTIONS[key].name_en}
            raise Refusal("bad_mention", **named, remedy=remedy) from error
    if len(sentence(values)) > LONGEST_SENTENCE:
        raise Refusal("out_of_bounds", what=f"plus de {LONGEST_SENTENCE} caractères de mentions")
    return values


def names(keys: Iterable[str]) -> str:
    """Name mentions in French, for a sentence."""
    return ", ".join(MENTIONS[key].name_fr.lower() for key in keys)


def lacked(world: World, crate: model.Crate) -> dict[str, str] | None:
    """Return what a crate's lots still lack as words of its refusal, None when nothing."""
    lots = [world.lots.get(content.lot) for content in crate.contents]
    keys = tuple(dict.fromkeys(key for lot in lots if lot for key in lot.missing))
    awaited = dict.fromkeys(document for lot in lots if lot for document in lot.awaits)
    french = [MENTIONS[key].name_fr.lower() for key in keys]
    english = [MENTIONS[key].name_en.lower() for key in keys]
    french += [DOCUMENT_FR[Document(document)] for document in awaited]
    english += awaited
    return {"what": ", ".join(french), "what_en": ", ".join(english)} if french else None


def sale_until(world: World, crate: model.Crate) -> str | None:
    """Return the last day on which what a crate holds may leave, None when there is none."""
    lots = [world.lots.get(content.lot) for content in crate.contents]
    return min((lot.sale_until for lot in lots if lot and lot.sale_until), default=None)


def resolved(
    desk: Sight,
    product: model.Product,
    said: Mapping[str, str],
    *,
    producer_lot: str,
    best_before: str | None,
) -> Known:
    """Gather what is known of goods: said of them, else the product's data, else the producer's."""
    rules = desk.settings.mentions
    family = family_of(product.family, product.name)
    producer = desk.world.producers.get(product.producer)
    mentions = {
        **(_of_farm(desk, producer, family) if producer else {}),
        **product.mentions,
        **checked(said),
    }
    if family and family.contains:
        held = [*family.contains, *mentions.get("allergens", "AUCUN").split(",")]
        mentions["allergens"] = read("allergens", ",".join(held))
    if "beef_reference" in (family.needs if family else ()) and "beef_reference" not in mentions:
        if producer_lot:
            mentions["beef_reference"] = producer_lot
    laid_on = mentions.get("laid_on")
    if laid_on and best_before is None:
        later = timedelta(days=rules.egg_best_before_days)
        best_before = (calendar_day(laid_on) + later).isoformat()
    needed = _needs(desk, product, family)
    missing = tuple(key for key in needed if key not in mentions)
    if best_before is not None:
        missing = tuple(key for key in missing if key != "laid_on")
    return Known(
        mentions=mentions,
        missing=missing,
        best_before=best_before,
        sale_until=_sale_until(desk, needed, laid_on, best_before),
    )


def _sale_until(
    desk: Sight, needed: tuple[str, ...], laid_on: str | None, best_before: str | None
) -> str | None:
    """Return the last day on which eggs may leave; a best-before date tells the laying too."""
    rules = desk.settings.mentions
    if "laid_on" not in needed or not (laid_on or best_before):
        return None
    best = timedelta(days=rules.egg_best_before_days)
    laid = calendar_day(laid_on) if laid_on else calendar_day(best_before or "") - best
    return (laid + timedelta(days=rules.egg_sale_limit_days)).isoformat()


def _of_farm(desk: Sight, producer: model.Producer, family: Family | None) -> dict[str, str]:
    """Return what a farm's own data says for goods of a family."""
    if family is None:
        return {}
    data = dict(producer.mentions)
    address = desk.vault.get(f"producer/{producer.code}") or {}
    postcode = address.get("postcode", "")
    if desk.settings.mentions.origin_from_address and len(postcode) == 5 and postcode.isdigit():
        data.setdefault("origin", "France")
    held = {key: value for key, value in data.items() if key in (*family.needs, "origin")}
    if family.animal and producer.approval_number:
        held["approval"] = " ".join(producer.approval_number.split())[:40]
    return held


def _needs(desk: Sight, product: model.Product, family: Family | None) -> tuple[str, ...]:
    rules = desk.settings.mentions
    needs = list(family.needs) if family else []
    if "packing_centre" in needs and not rules.egg_packing_centre:
        needs.remove("packing_centre")
    if "beef_reference" in needs and not rules.beef_reference_from_producer:
        needs.remove("beef_reference")
    if family and family.animal and rules.approval_required:
        needs.append("approval")
    if product.organic and rules.organic_body and "origin" not in needs:
        needs.append("origin")
    return tuple(needs)


def lacking(desk: Sight, product: model.Product) -> tuple[str, ...]:
    """Return what reception has to find out about a product, its usual dates given."""
    dated = desk.today if product.date_kind != "none" else None
    return resolved(desk, product, {}, producer_lot="", best_before=dated).missing


def told(desk: Desk, lot: model.Lot, product: model.Product) -> None:
    """Raise, once a lot, what the coordinator must see: what it lacks, a certificate that ended."""
    if desk.world.holdings.where(lot=lot.id) or desk.world.troubles.where(subject=lot.id):
        return
    if lot.missing:
        desk.trouble(INCOMPLETE, lot.id, f"{product.name} : {names(lot.missing)}")
    producer = desk.world.producers.get(lot.producer)
    until = producer.organic_until if producer else None
    if product.organic and until is not None and until < desk.today:
        ended = "/".join(reversed(until.split("-")))
        desk.trouble(LAPSED, lot.id, f"{product.name} : certificat fini le {ended}")


def settle(desk: Desk, lot: str, note: str) -> None:
    """Settle the open exception of a lot that lacks nothing any more."""
    desk.settle_troubles(note, kind=INCOMPLETE, subject=lot)


def says_otherwise(lot: model.Lot, said: Mapping[str, str]) -> bool:
    """Tell whether what is said of goods is not what their ready-made label's lot knows."""
    return any(lot.mentions.get(key) != value for key, value in checked(said).items())


def organic_claim(desk: Desk, product: model.Product, lot: model.Lot) -> str:
    """Return « Bio … » only where the hub may say it, and the producer's certificate is in date.

    The code is the hub's own control body: who puts the label on is the last to prepare.
    """
    body = desk.settings.mentions.organic_body
    producer = desk.world.producers.get(product.producer)
    origin = lot.mentions.get("origin")
    if not (body and product.organic and origin and producer and producer.certified(desk.today)):
        return ""
    return f"Bio {body} · {farming(origin)}"


def complete(command: commands.intake.CompleteCrate, desk: Desk) -> tuple[Outcome, list[str]]:
    """Complete the lots of a crate; return the outcome and the crates that need a new label.

    On the floor only what is missing may be said; the coordinator may set right what was said.
    """
    crate = live_crate(desk, command.crate)
    said = checked(command.mentions)
    changed = [lot.id for lot in lots_of(desk, crate) if _completed(desk, lot, said)]
    if not changed:
        raise Refusal("nothing_missing")
    crates = {holding.crate for lot in changed for holding in desk.world.holdings.where(lot=lot)}
    here = [id for id in sorted(crates) if found(desk.world.crates.get(id), id).state.in_hangar]
    return Outcome(crate=crate.id), here


def _completed(desk: Desk, lot: model.Lot, said: Mapping[str, str]) -> bool:
    """Complete one lot as far as is known now; tell whether anything changed."""
    product = found(desk.world.products.get(lot.product), lot.product)
    if desk.role is Role.WORKER:
        said = {key: value for key, value in said.items() if key in lot.missing}
    known = resolved(
        desk,
        product,
        {**lot.mentions, **said},
        producer_lot=lot.producer_lot,
        best_before=lot.best_before,
    )
    before = Known(
        mentions=lot.mentions,
        missing=lot.missing,
        best_before=lot.best_before,
        sale_until=lot.sale_until,
    )
    if known == before:
        return False
    desk.emit(
        f"lot/{lot.id}",
        events.intake.LotCompleted(
            lot=lot.id,
            mentions=known.mentions,
            missing=known.missing,
            best_before=known.best_before,
            sale_until=known.sale_until,
        ),
    )
    if not known.missing:
        settle(desk, lot.id, "complétée")
    return True
