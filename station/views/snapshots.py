"""What a handheld takes along to judge by itself: the crates of a round, or of a cold room's post.

Must say nothing that the rules of `station.domain.deciding.rules` do not ask, or a person does not
read on the screen: a snapshot stays under 200 kB, and lies on a device that may be lost.
"""

from __future__ import annotations

from typing import Any

from station.domain.deciding.judging import waits_for_weighing
from station.domain.deciding.mentioning import lacked, sale_until
from station.domain.deciding.rounds import is_to_prepare
from station.domain.deciding.rules import is_blocked, where_to
from station.domain.evolving.quality import LOTS
from station.domain.model import Crate, Round
from station.domain.words import CrateState, PostRole, Role, RoundState
from station.reading import Present

Json = dict[str, Any]

IN_HANGAR = tuple(state.value for state in CrateState if state.in_hangar)
HANDS = frozenset({Role.WORKER, Role.DRIVER})
"""Whose badges a handheld knows without the network; the office logs in with its PIN."""


def round_snapshot(present: Present, id: str) -> Json | None:
    """Return what is needed to load a round: its stops, and every crate that could be scanned."""
    round = present.world.rounds.get(id)
    if round is None:
        return None
    stops = present.world.stops.where(round=id)
    crates = {crate.id: crate for crate in _in_hangar(present)}
    crates |= {crate.id: crate for crate in present.world.crates.where(deliver_on=round.date)}
    here = [crates[id] for id in sorted(crates)]
    rows = [crate_row(present, crate) | _way(present, crate, round) for crate in here]
    return {
        "kind": "round",
        "round": round_line(round),
        "stops": [
            {
                "stop": stop.stop,
                "customer": stop.customer,
                "name": present.name("customer", stop.customer),
                "to_prepare": is_to_prepare(present.world, round, stop.customer),
            }
            for stop in stops
        ],
        **goods(present, here, rows),
    }


def post_snapshot(present: Present, post: str, role: PostRole, today: str) -> Json:
    """Return what a post's handheld needs before a round is in hand: cards, zones, and in a cold
    room every crate that is in the hangar.
    """
    crates = _in_hangar(present) if role is PostRole.STORE else []
    planned = present.world.rounds.where(state=RoundState.PLANNED.value)
    left = present.world.rounds.where(state=RoundState.DEPARTED.value)
    rounds = [
        *(one for one in planned if one.date >= today),
        *(one for one in left if one.date == today),
    ]
    return {
        "kind": "post",
        "post": post,
        "role": role.value,
        "rounds": [round_line(round) for round in rounds],
        "zones": [
            {
                "code": zone.code,
                "card": zone.card,
                "name": zone.name,
                "temperature_class": zone.temperature_class.value,
                "max_celsius_tenths": zone.max_celsius_tenths,
                "celsius_tenths": zone.celsius_tenths,
            }
            for zone in present.world.zones.all()
        ],
        "operators": [
            {
                "code": person.code,
                "card": person.card,
                "name": present.name("operator", person.code),
                "language": person.language,
            }
            for person in present.world.operators.all()
            if person.role in HANDS
        ],
        **goods(present, crates, [crate_row(present, crate) for crate in crates]),
    }


def lots_seq(present: Present) -> int:
    """Return the number of the last block or release of a lot; a list made before it is old."""
    counter = present.world.counters.get(LOTS)
    return counter.value if counter else 0


def _in_hangar(present: Present) -> list[Crate]:
    return [c for state in IN_HANGAR for c in present.world.crates.where(state=state)]


def round_line(round: Round) -> Json:
    return {
        "id": round.id,
        "card": round.card,
        "date": round.date,
        "name": round.name,
        "vehicle": round.vehicle,
        "depart_at": round.depart_at,
        "state": round.state.value,
    }


def crate_row(present: Present, crate: Crate) -> Json:
    """Return one crate; what is null or false is left out, a day has hundreds of them."""
    row = {
        "id": crate.id,
        "codes": list(crate.codes),
        "state": crate.state.value,
        "round": crate.round,
        "customer": crate.customer,
        "zone": crate.zone,
        "temperature_class": crate.temperature_class.value,
        "use_by": crate.use_by,
        "missing": crate.missing,
        "blocked": is_blocked(present.world, crate),
        "lacks": lacked(present.world, crate),
        "unweighed": waits_for_weighing(present.world, crate),
        "sale_until": sale_until(present.world, crate),
        "contents": [
            {
                "lot": content.lot,
                "product": content.product,
                "producer": content.producer,
                "net_g": content.net_g,
                "count": content.count,
            }
            for content in crate.contents
        ],
    }
    return {name: value for name, value in row.items() if value not in (None, False)}


def _way(present: Present, crate: Crate, round: Round) -> Json:
    """Return which stop of this round a crate is for, or which other round is its own."""
    if crate.customer is None:
        return {}
    here, other = where_to(present.world, crate, round)
    return {"stop": here.stop} if here else {"elsewhere": other or "?"}


def goods(present: Present, crates: list[Crate], rows: list[Json]) -> Json:
    """Return the crates with the names of what they hold, and the blocked lots among them."""
    inside = [content for crate in crates for content in crate.contents]
    products = (present.world.products.get(code) for code in {one.product for one in inside})
    lots = (present.world.lots.get(id) for id in {content.lot for content in inside})
    return {
        "crates": rows,
        "blocked": sorted(lot.id for lot in lots if lot and lot.blocked is not None),
        "lots_seq": lots_seq(present),
        "products": {
            product.code: {
                "name": product.name,
                "family": product.family,
                "unit": product.unit.value,
            }
            for product in products
            if product
        },
        "producers": {
            code: {"name": present.name("producer", code)} for code in {x.producer for x in inside}
        },
        "customers": {
            code: {"name": present.name("customer", code)}
            for code in {crate.customer for crate in crates if crate.customer}
        },
    }
