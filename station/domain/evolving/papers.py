"""Applies what producers were sent and said: sheets, mails, links, announcements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.world import World


def sheet_issued(world: World, event: events.papers.SheetIssued, stamp: Stamp) -> None:
    key = model.sheet_key(event.producer, event.delivery_date)
    former = world.sheets.get(key)
    world.sheets.put(
        model.PreparationSheet(
            key=key,
            producer=event.producer,
            delivery_date=event.delivery_date,
            version=event.version,
            lines=event.lines,
            former=former.lines if former else (),
            issued_at=stamp.at,
        )
    )


def mail_queued(world: World, event: events.papers.MailQueued, stamp: Stamp) -> None:
    bump(world, "mail")
    world.mails.put(
        model.Mail(
            id=event.mail,
            addressee=event.addressee,
            kind=event.kind,
            about=event.about,
            version=event.version,
            state="queued",
            papers=event.papers,
            queued_seq=stamp.seq,
            changed_at=stamp.at,
        )
    )


def mail_marked(world: World, event: events.papers.MailMarked, stamp: Stamp) -> None:
    mail = world.mails.get(event.mail)
    if mail:
        world.mails.put(
            replace(mail, state=event.state, evidence=event.evidence, changed_at=stamp.at)
        )


def links_revoked(world: World, event: events.papers.LinksRevoked, stamp: Stamp) -> None:
    bump(world, f"links/{event.producer}")


def goods_announced(world: World, event: events.papers.GoodsAnnounced, stamp: Stamp) -> None:
    key = f"{event.product}|{event.day}"
    if event.quantity_milli == 0:
        world.announcements.delete(key)
        return
    world.announcements.put(
        model.Announcement(
            key=key,
            product=event.product,
            producer=event.producer,
            day=event.day,
            quantity_milli=event.quantity_milli,
            said_at=stamp.at,
        )
    )


def no_change(world: World, event: object, stamp: Stamp) -> None:
    """What was noted at reception changes no table: the coordinator's exception tells it."""


APPLIES: dict[type, Any] = {
    events.papers.SheetIssued: sheet_issued,
    events.papers.MailQueued: mail_queued,
    events.papers.MailMarked: mail_marked,
    events.papers.LinksRevoked: links_revoked,
    events.papers.GoodsAnnounced: goods_announced,
    events.papers.ArrivalNoted: no_change,
}
