"""Applies master data, contexts of readers, exceptions and what changes no projection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.returnables import Tare, last_tare
from station.domain.world import World


def _card(world: World, kind: str, card: str, target: str) -> None:
    if world.codes.get(card) is None:
        bump(world, f"card/{kind}")
        world.codes.put(model.Code(code=card, kind=kind, target=target))


def producer_registered(world: World, event: events.hub.ProducerRegistered, stamp: Stamp) -> None:
    _card(world, "producer", event.card, event.code)
    world.producers.put(
        model.Producer(
            code=event.code,
            card=event.card,
            approval_number=event.approval_number,
            organic_body=event.organic_body,
            organic_until=event.organic_until,
            charter_until=event.charter_until,
            mentions=event.mentions,
        )
    )


def product_registered(world: World, event: events.hub.ProductRegistered, stamp: Stamp) -> None:
    _card(world, "product", event.card, event.code)
    world.products.put(
        model.Product(**{name: getattr(event, name) for name in event.__dataclass_fields__})
    )


def customer_registered(world: World, event: events.hub.CustomerRegistered, stamp: Stamp) -> None:
    _card(world, "customer", event.card, event.code)
    world.customers.put(model.Customer(code=event.code, card=event.card, kind=event.kind))


def crate_type_registered(
    world: World, event: events.hub.CrateTypeRegistered, stamp: Stamp
) -> None:
    _card(world, "crate-type", event.card, event.code)
    before = world.crate_types.get(event.code)
    if before is None or before.tare_g != event.tare_g:
        tared(world, event.code, event.tare_g, event.tare_since, stamp)
    world.crate_types.put(
        model.CrateType(
            asset_type=before.asset_type if before else None,
            **{name: getattr(event, name) for name in event.__dataclass_fields__},
        )
    )


def tare_measured(world: World, event: events.hub.TareMeasured, stamp: Stamp) -> None:
    crate_type = world.crate_types.get(event.crate_type)
    tared(
        world,
        event.crate_type,
        event.tare_g,
        event.tare_since,
        stamp,
        code=event.code,
        count=event.count,
    )
    if crate_type and not event.code:
        world.crate_types.put(replace(crate_type, tare_g=event.tare_g, tare_since=event.tare_since))
    consumed(world, event.weighing, stamp)


def tared(
    world: World,
    crate_type: str,
    tare_g: int,
    since: str,
    stamp: Stamp,
    *,
    code: str = "",
    count: int = 0,
) -> None:
    """Add a line to the history of a type's tare, or of the crate that bears a code."""
    before = last_tare(world, crate_type, code)
    world.tares.put(
        Tare(
            key=f"{crate_type}|{code}|{stamp.seq:012d}",
            crate_type=crate_type,
            code=code,
            tare_g=tare_g,
            before_g=before.tare_g if before else None,
            since=since,
            count=count,
            seq=stamp.seq,
            at=stamp.at,
        )
    )


def zone_registered(world: World, event: events.hub.ZoneRegistered, stamp: Stamp) -> None:
    _card(world, "zone", event.card, event.code)
    before = world.zones.get(event.code)
    world.zones.put(
        model.Zone(
            code=event.code,
            card=event.card,
            name=event.name,
            temperature_class=event.temperature_class,
            max_celsius_tenths=event.max_celsius_tenths,
            celsius_tenths=before.celsius_tenths if before else None,
            celsius_at=before.celsius_at if before else None,
            quarantine=event.quarantine,
        )
    )


def temperature_recorded(
    world: World, event: events.crates.TemperatureRecorded, stamp: Stamp
) -> None:
    zone = world.zones.get(event.zone)
    if zone:
        world.zones.put(replace(zone, celsius_tenths=event.celsius_tenths, celsius_at=stamp.at))


def self_test_done(world: World, event: events.hub.SelfTestDone, stamp: Stamp) -> None:
    world.self_tests.put(
        model.SelfTest(post=event.post, at=stamp.at, operator=stamp.operator, results=event.results)
    )


def operator_registered(world: World, event: events.hub.OperatorRegistered, stamp: Stamp) -> None:
    _card(world, "operator", event.card, event.code)
    world.operators.put(
        model.Operator(
            code=event.code,
            card=event.card,
            role=event.role,
            language=event.language,
            producer=event.producer,
        )
    )


def party_erased(world: World, event: events.hub.PartyErased, stamp: Stamp) -> None:
    """End what an erased party could do: a badge finds nobody, a farm's links are closed."""
    if event.kind == "producer":
        bump(world, f"links/{event.code}")
    if event.kind == "customer":
        for alias in world.aliases.where(kind="customer", code=event.code):
            world.aliases.delete(alias.key)
    operator = world.operators.get(event.code) if event.kind == "operator" else None
    if operator is None:
        return
    world.operators.delete(operator.code)
    world.codes.delete(operator.card)
    for context in world.contexts.all():
        if context.operator == operator.code:
            world.contexts.put(replace(context, operator=None))


def action_registered(world: World, event: events.hub.ActionRegistered, stamp: Stamp) -> None:
    _card(world, "action", event.card, event.action)
    world.actions.put(model.Action(code=event.action, card=event.card))


def alias_registered(world: World, event: events.hub.AliasRegistered, stamp: Stamp) -> None:
    key = event.alias or f"{event.kind}|{event.name.casefold()}"
    world.aliases.put(model.Alias(key=key, kind=event.kind, name=event.name, code=event.code))


def context_changed(world: World, event: events.hub.ReaderContextChanged, stamp: Stamp) -> None:
    world.contexts.put(
        model.ReaderContext(
            post=stamp.post or "",
            since=stamp.at,
            **{name: getattr(event, name) for name in event.__dataclass_fields__},
        )
    )


def trouble_raised(world: World, event: events.hub.TroubleRaised, stamp: Stamp) -> None:
    world.troubles.put(
        model.Trouble(
            id=event.trouble,
            kind=event.kind,
            subject=event.subject,
            detail=event.detail,
            state="open",
            raised_at=stamp.at,
            raised_seq=stamp.seq,
        )
    )


def trouble_settled(world: World, event: events.hub.TroubleSettled, stamp: Stamp) -> None:
    trouble = world.troubles.get(event.trouble)
    if trouble:
        world.troubles.put(replace(trouble, state="settled", note=event.note))


def no_change(world: World, event: object, stamp: Stamp) -> None:
    """Facts that the ledger keeps and no projection needs."""


def consumed(world: World, weighing: model.Weighing | None, stamp: Stamp) -> None:
    """Mark a weighing receipt as used; the other evolving files call this too."""
    if weighing and weighing.receipt:
        world.consumed.put(
            model.Consumed(
                receipt=weighing.receipt,
                scale=weighing.scale,
                gross_g=weighing.gross_g,
                seq=stamp.seq,
            )
        )


APPLIES: dict[type, Any] = {
    events.hub.ProducerRegistered: producer_registered,
    events.hub.ProductRegistered: product_registered,
    events.hub.CustomerRegistered: customer_registered,
    events.hub.CrateTypeRegistered: crate_type_registered,
    events.hub.TareMeasured: tare_measured,
    events.hub.ZoneRegistered: zone_registered,
    events.crates.TemperatureRecorded: temperature_recorded,
    events.hub.SelfTestDone: self_test_done,
    events.hub.OperatorRegistered: operator_registered,
    events.hub.ActionRegistered: action_registered,
    events.hub.AliasRegistered: alias_registered,
    events.hub.ReaderContextChanged: context_changed,
    events.hub.TroubleRaised: trouble_raised,
    events.hub.TroubleSettled: trouble_settled,
    events.hub.PartyErased: party_erased,
    events.hub.DateConfirmed: no_change,
    events.hub.LedgerRestored: no_change,
    events.hub.CommandRefused: no_change,
    events.crates.ZoneCounted: no_change,
}
