"""Applies the life of labels: the print spool is a view of these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.words import LabelState
from station.domain.world import World


def label_queued(world: World, event: events.labels.LabelQueued, stamp: Stamp) -> None:
    world.labels.put(
        model.Label(
            id=event.label,
            crate=event.crate,
            copy=event.copy,
            state=LabelState.QUEUED,
            printer=event.printer,
            post=event.post,
            template=event.template,
            template_hash=event.template_hash,
            queued_seq=stamp.seq,
            changed_at=stamp.at,
        )
    )
    crate = world.crates.get(event.crate)
    if crate:
        world.crates.put(replace(crate, label=event.label))


def label_moved(world: World, event: events.labels.LabelMoved, stamp: Stamp) -> None:
    label = world.labels.get(event.label)
    if label is not None:
        world.labels.put(
            replace(
                label,
                printer=event.printer,
                template=event.template,
                template_hash=event.template_hash,
                changed_at=stamp.at,
            )
        )


def _moves(state: LabelState) -> Any:
    def apply(world: World, event: Any, stamp: Stamp) -> None:
        label = world.labels.get(event.label)
        if label is None:
            return
        evidence = getattr(event, "evidence", "") or getattr(event, "by", "")
        evidence = evidence or getattr(event, "reason", "") or label.evidence
        world.labels.put(
            replace(
                label,
                state=state,
                evidence=evidence,
                changed_at=stamp.at,
                printer=getattr(event, "printer", "") or label.printer,
            )
        )
        crate = world.crates.get(label.crate)
        if crate and state is LabelState.CONFIRMED and not crate.label_seen:
            world.crates.put(replace(crate, label_seen=True))

    return apply


APPLIES: dict[type, Any] = {
    events.labels.LabelQueued: label_queued,
    events.labels.LabelMoved: label_moved,
    events.labels.LabelSending: _moves(LabelState.SENDING),
    events.labels.LabelSent: _moves(LabelState.SENT),
    events.labels.LabelFailed: _moves(LabelState.FAILED),
    events.labels.LabelUncertain: _moves(LabelState.UNCERTAIN),
    events.labels.LabelConfirmed: _moves(LabelState.CONFIRMED),
    events.labels.LabelVoided: _moves(LabelState.VOIDED),
}
