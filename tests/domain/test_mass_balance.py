"""Whatever people do in whatever order, every gram is somewhere and a rebuild agrees.

Random commands, most of them absurd, are spoken to one hub: the accepted ones move goods, the
refused ones must move nothing. After each run: received = in stock + delivered + discarded +
returned to producers + other, to the gram; no crate holds less than nothing; a crate that was
dropped off holds nothing until it is known; rebuilt projections equal the live ones.
"""

import random
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.hub import TODAY, Hub

STEPS = 60
"""Commands of one run: enough for crates to be split, merged, loaded, returned."""


class Crowd:
    """People who do anything with anything, by a seed."""

    def __init__(self, hub: Hub, seed: int, acts: "list[Act] | None" = None) -> None:
        self.hub, self.chance, self.acts = hub, random.Random(seed), acts or ACTIONS
        self.accepted = self.refused = 0
        self.happened: set[str] = set()

    def act(self) -> None:
        type, data = self.chance.choice(self.acts)(self)
        answer = self.hub.do(type, judged=self.maybe("ok"), **data)
        assert answer["outcome"] in ("accepted", "refused")
        if answer["outcome"] == "accepted":
            self.accepted += 1
        else:
            self.refused += 1
            kinds = [event["type"] for event in answer["events"]]
            assert kinds in (["CommandRefused"], ["CommandRefused", "TroubleRaised"])

    def maybe(self, value: Any, one_in: int = 6) -> Any:
        return value if self.chance.randrange(one_in) == 0 else None

    def customer(self) -> str:
        return self.chance.choice(("C01", "C02", "C03"))

    def round(self) -> str:
        return f"{TODAY}-{self.chance.choice(('T1', 'T2'))}"

    def crate(self) -> str:
        ids = self.hub.ask(lambda p: [crate.id for crate in p.world.crates.all()])
        return str(self.chance.choice(ids)) if ids else "AUCUNE"

    def lot(self) -> str:
        ids = self.hub.ask(lambda p: [lot.id for lot in p.world.lots.all()])
        return str(self.chance.choice(ids)) if ids else "AUCUN"

    def line(self) -> str:
        ids = self.hub.ask(lambda p: [line.id for line in p.world.order_lines.all()])
        return str(self.chance.choice(ids)) if ids else "AUCUNE"

    def weigh(self) -> dict[str, Any] | None:
        if self.chance.randrange(4) == 0:
            return None
        return self.hub.weighed(self.chance.randint(1, 12_000), tare_g=self.chance.choice((0, 300)))

    def count(self) -> int | None:
        return self.chance.choice((None, None, 1, 3, 12))


Act = Callable[[Crowd], tuple[str, dict[str, Any]]]


def receive(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    producer, product = crowd.chance.choice(
        (("F01", "CAROTTE"), ("F01", "RADIS"), ("F02", "TOMME"), ("F02", "YAOURT"))
    )
    return "ReceiveCrate", {
        "producer": producer, "product": product, "crate_type": crowd.maybe("CARTON", 2),
        "weigh": crowd.weigh(), "count": crowd.count(), "celsius_tenths": 30,
        "customer": crowd.maybe(crowd.customer(), 2), "producer_lot": crowd.maybe("B"),
    }  # fmt: skip


def drop_off(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    producer, product = crowd.chance.choice((("F01", "CAROTTE"), ("F01", "RADIS")))
    return "DropOffCrate", {
        "producer": producer, "product": product, "zone": "SEC", "customer": crowd.maybe("C01", 2),
        "declared_g": crowd.maybe(crowd.chance.randint(1, 12_000), 2),
        "declared_count": crowd.maybe(12, 2), "crate_type": crowd.maybe("E2", 2),
    }  # fmt: skip


def let_leave(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    """Change whether radishes and carrots may leave on their farm's word."""
    code, unit = crowd.chance.choice((("CAROTTE", "kg"), ("RADIS", "bunch")))
    return "RegisterProduct", {
        "code": code, "producer": "F01", "name": code, "family": "légumes", "unit": unit,
        "leaves_declared": crowd.chance.randrange(3) > 0,
    }  # fmt: skip


def order(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    product, unit = crowd.chance.choice((("CAROTTE", "kg"), ("RADIS", "bunch"), ("TOMME", "kg")))
    line = {"order": "CMD", "customer": crowd.customer(), "delivery_date": TODAY,
            "producer": "F01", "product": product, "unit": unit,
            "quantity_milli": crowd.chance.randint(1, 15) * 1000}  # fmt: skip
    return "ImportOrders", {"source": "essai", "added": [line]}


def pick(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    return "PickToCustomer", {
        "from": crowd.crate(), "customer": crowd.customer(), "weigh": crowd.weigh(),
        "count": crowd.count(), "into": crowd.maybe(crowd.crate(), 2),
    }  # fmt: skip


def on_crate(type: str, **more: Callable[[Crowd], Any]) -> Act:
    def act(crowd: Crowd) -> tuple[str, dict[str, Any]]:
        return type, {"crate": crowd.crate()} | {name: get(crowd) for name, get in more.items()}

    return act


def why(crowd: Crowd) -> str:
    return crowd.chance.choice(("parce que", "erreur", ""))


def zone(crowd: Crowd) -> str:
    return crowd.chance.choice(("SEC", "CF-1", "CF-2"))


def depart(crowd: Crowd) -> tuple[str, dict[str, Any]]:
    return "DepartRound", {"round": crowd.round(), "override": crowd.maybe({"reason": "tard"}, 2)}


ACTIONS: list[Act] = [
    receive, receive, receive, order, pick, pick, drop_off, drop_off, let_leave,
    lambda crowd: ("AllocateDay", {"delivery_date": TODAY}),
    lambda crowd: ("MergeCrates", {"source": crowd.crate(), "into": crowd.crate()}),
    lambda crowd: ("CountZone", {"zone": zone(crowd), "crates": [crowd.crate()]}),
    lambda crowd: ("ImportOrders", {"source": "essai", "cancelled": [crowd.line()]}),
    lambda crowd: ("BlockLot", {"lot": crowd.lot(), "reason": why(crowd)}),
    lambda crowd: ("ReleaseLot", {"lot": crowd.lot(), "reason": why(crowd)}),
    lambda crowd: ("DeliverStop", {"round": crowd.round(), "customer": crowd.customer()}),
    depart,
    on_crate("SplitCrate", crate_type=lambda c: "CARTON", weigh=Crowd.weigh, count=Crowd.count),
    on_crate("MeasureCrate", weigh=Crowd.weigh, count=Crowd.count,
             crate_type=lambda c: c.maybe("CARTON", 2)),
    on_crate("CorrectWeight", weigh=Crowd.weigh, reason=why),
    on_crate("VoidCrate", reason=why),
    on_crate("DiscardCrate", reason=why),
    on_crate("StoreCrate", zone=zone),
    on_crate("AllocateCrate", order_line=Crowd.line),
    on_crate("ReleaseAllocation", order_line=Crowd.line),
    on_crate("LoadCrate", round=Crowd.round),
    on_crate("LoadCrate", round=Crowd.round),
    on_crate("UnloadCrate", round=Crowd.round),
    on_crate("HandOverCrate", customer=Crowd.customer),
    on_crate("ReturnCrate", reason=why),
    on_crate("ReturnToProducer", reason=why),
]  # fmt: skip


LEFT_ALONE: list[Act] = [
    drop_off, drop_off, drop_off, let_leave, let_leave, receive, order, depart,
    lambda crowd: ("AllocateDay", {"delivery_date": TODAY}),
    lambda crowd: ("MergeCrates", {"source": crowd.crate(), "into": crowd.crate()}),
    on_crate("MeasureCrate", weigh=Crowd.weigh, count=Crowd.count, crate_type=lambda c: "CARTON"),
    on_crate("CorrectWeight", weigh=Crowd.weigh, reason=why),
    on_crate("SplitCrate", crate_type=lambda c: "CARTON", weigh=Crowd.weigh, count=Crowd.count),
    on_crate("VoidCrate", reason=why),
    on_crate("DiscardCrate", reason=why),
    on_crate("LoadCrate", round=Crowd.round),
    on_crate("UnloadCrate", round=Crowd.round),
    on_crate("HandOverCrate", customer=Crowd.customer),
    on_crate("HandOverCrate", customer=Crowd.customer),
    on_crate("ReturnCrate", reason=why),
]  # fmt: skip
"""What happens around crates that farms left alone."""


def run(open_hub: Callable[[], Hub], seed: int, steps: int, acts: list[Act] | None = None) -> Crowd:
    with closing(open_hub()) as hub:
        crowd = Crowd(hub, seed, acts)
        for _ in range(steps):
            crowd.act()
        hub.prove()
        for holding in hub.ask(lambda p: p.world.holdings.all()):
            assert (holding.net_g or 0) >= 0 and (holding.count or 0) >= 0, (seed, holding)
        nothing_unknown_is_counted(hub, seed)
        over_promised(hub, seed)
        crowd.happened = hub.event_types()
    return crowd


def nothing_unknown_is_counted(hub: Hub, seed: int) -> None:
    """What nobody has weighed or counted holds no grams and no units, and is in no stock."""
    for crate in hub.ask(lambda p: p.world.crates.all()):
        if crate.unmeasured:
            assert (crate.net_g, crate.count) == (None, None), (seed, crate)


def over_promised(hub: Hub, seed: int) -> None:
    """No stock crate is promised beyond what it holds."""
    for crate in hub.ask(lambda p: p.world.crates.all()):
        rows = hub.ask(lambda p, id=crate.id: p.world.allocations.where(crate=id))
        reserved = [row for row in rows if not row.picked]
        assert sum(row.net_g or 0 for row in reserved) <= (crate.net_g or 0), (seed, crate, rows)
        assert sum(row.count or 0 for row in reserved) <= (crate.count or 0), (seed, crate, rows)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_every_gram_is_somewhere_whatever_people_do(open_hub: Callable[[], Hub], seed: int) -> None:
    run(open_hub, seed, STEPS)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_every_gram_is_somewhere_when_farms_leave_crates_alone(
    open_hub: Callable[[], Hub], seed: int
) -> None:
    run(open_hub, seed, STEPS, LEFT_ALONE)


def test_crates_left_alone_are_weighed_and_leave_as_declared_enough_to_mean_something(
    open_hub: Callable[[], Hub],
) -> None:
    crowd = run(open_hub, 20261126, 120, LEFT_ALONE)

    assert {"CrateDroppedOff", "CrateMeasured", "DeclarationTaken"} <= crowd.happened


def test_the_crowd_does_and_is_refused_enough_to_mean_something(
    open_hub: Callable[[], Hub],
) -> None:
    crowd = run(open_hub, 20261124, 150)

    assert crowd.accepted > 30 and crowd.refused > 30


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100))
def test_every_gram_is_somewhere_after_a_thousand_commands(
    open_hub: Callable[[], Hub], seed: int
) -> None:
    run(open_hub, seed, 1_000)
