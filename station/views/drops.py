"""What a farm sees that drops off alone at a post, and what lies in the hangar unweighed.

Must show a farm no other farm's things.
"""

from __future__ import annotations

from typing import Any

from station.documents.phrases import local_moment
from station.domain.deciding.judging import waits_for_weighing
from station.domain.deciding.receipts import TEMPLATE, label_of
from station.domain.desk import Settings
from station.domain.model import Crate, Drop, Intake, Product
from station.domain.words import CrateState
from station.reading import Present
from station.views import lists

Json = dict[str, Any]


def page(present: Present, farm: str, post: str, settings: Settings, today: str) -> Json:
    """Return all that the screen of a post asks and shows while one farm drops off there."""
    facts = settings.posts[post]
    printer = settings.printers.get(facts.printer)
    producer = present.world.producers.get(farm)
    return {
        "farm": {
            "code": farm,
            "name": present.name("producer", farm),
            "card": producer.card if producer else "",
        },
        "prints": bool(facts.printer),
        "receipts": printer is not None and TEMPLATE in printer.loose,
        "zones": lists.zones(present),
        "crate_types": lists.crate_types(present),
        "products": [
            _product(present, product, settings, today)
            for product in present.world.products.where(producer=farm)
        ],
        "ready": [
            {"id": ready.id, "product": ready.product, "deliver_on": ready.deliver_on}
            for ready in present.world.ready_crates.where(producer=farm, state="expected")
        ],
        "intake": _open(present, farm, post),
    }


def _product(present: Present, product: Product, settings: Settings, today: str) -> Json:
    said = present.world.announcements.where(producer=product.producer, day=today)
    announced = next((one.quantity_milli for one in said if one.product == product.code), None)
    return {
        "code": product.code,
        "name": product.name,
        "family": product.family,
        "unit": product.unit.value,
        "temperature_class": product.temperature_class.value,
        "asks_temperature": product.temperature_class in settings.temperature_asked,
        "date_kind": product.date_kind.value,
        "shelf_life_days": product.shelf_life_days,
        "announced_milli": announced,
    }


def _open(present: Present, farm: str, post: str) -> Json | None:
    here = present.world.intakes.where(producer=farm, post=post, state="open")
    return drop(present, here[-1]) if here else None


def drop(present: Present, intake: Intake) -> Json:
    """Return one drop with the crates that were left alone in it, the newest first."""
    crates = present.world.crates.where(intake=intake.id)
    left = [one for one in crates if one.drop and one.state is not CrateState.VOIDED]
    newest = sorted(left, key=lambda crate: -crate.arrived_seq)
    return {
        "id": intake.id,
        "producer": intake.producer,
        "opened_at": intake.opened_at,
        "closed_at": intake.closed_at,
        "crates": [crate_line(present, crate, crate.drop) for crate in newest if crate.drop],
    }


def receipt(present: Present, intake: Intake, timezone: str) -> Json:
    """Return the receipt of a drop as a screen shows it; its paper with what became of it."""
    label = present.world.labels.get(label_of(intake.id))
    return {
        **drop(present, intake),
        "name": present.name("producer", intake.producer),
        "moment": local_moment(intake.closed_at or intake.opened_at, timezone),
        "label": {"id": label.id, "state": label.state.value} if label else None,
    }


def crate_line(present: Present, crate: Crate, left: Drop) -> Json:
    """Return one crate that was left alone, with what its farm says is in it."""
    product = present.world.products.get(crate.product or "")
    zone = present.world.zones.get(crate.zone or "")
    label = present.world.labels.get(crate.label or "")
    return {
        "crate": crate.id,
        "code": crate.sscc or crate.id,
        "product": crate.product,
        "name": product.name if product else "",
        "family": product.family if product else "",
        "unit": product.unit.value if product else "kg",
        "crate_type": crate.crate_type,
        "declared_g": left.net_g,
        "declared_count": left.count,
        "declared_by": left.source.value,
        "zone": crate.zone,
        "zone_name": zone.name if zone else "",
        "celsius_tenths": crate.celsius_tenths,
        "cold_enough": left.cold_enough,
        "unmeasured": crate.unmeasured,
        "at": left.at,
        "label": {"id": label.id, "state": label.state.value} if label else None,
        "labelled": crate.label_seen,
        "ready_made": present.world.ready_crates.get(crate.id) is not None,
    }


def unweighed(present: Present) -> list[Json]:
    """Return the crates here that nobody has weighed or counted, those that wait longest first.

    One that is loaded to leave on its farm's word waits for nobody; unloaded, it does again.
    """
    here = [state for state in CrateState if state.in_hangar]
    crates = [crate for state in here for crate in present.world.crates.where(state=state.value)]
    rows = [
        {
            **crate_line(present, crate, crate.drop),
            "producer": crate.contents[0].producer,
            "producer_name": present.name("producer", crate.contents[0].producer),
            "customer": crate.customer,
            "customer_name": present.name("customer", crate.customer),
            "deliver_on": crate.deliver_on,
            "may_leave": not waits_for_weighing(present.world, crate),
        }
        for crate in crates
        if crate.drop and crate.unmeasured and not _leaving(present, crate)
    ]
    return sorted(rows, key=lambda row: str(row["at"]))


def _leaving(present: Present, crate: Crate) -> bool:
    return crate.state is CrateState.LOADED and not waits_for_weighing(present.world, crate)
