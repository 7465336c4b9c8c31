"""What a producer is to bring on a day, and what of it has come: for reception and the office.

Must not decide what is short: it compares what was ordered with what lies in customers' crates.
"""

from __future__ import annotations

from datetime import date as date_type
from datetime import timedelta
from typing import Any

from station.domain.deciding.orders import served
from station.domain.deciding.papers import sheet_lines
from station.domain.deciding.ready_labels import undated
from station.domain.model import OrderLine, ReadyCrate, sheet_key
from station.domain.words import LineState
from station.reading import Present

Json = dict[str, Any]

ENOUGH_PERCENT, TOO_MUCH_PERCENT = 95, 110
"""Weighed goods count as come from here, as too much from there: crops weigh what they weigh."""


def expected(present: Present, producer: str, dates: list[str], today: str) -> list[Json]:
    """Return a producer's order lines of some days, by round, stop and customer, with what came."""
    lines = [
        line
        for date in dates
        for line in present.world.order_lines.where(delivery_date=date)
        if line.producer == producer and line.state is not LineState.CANCELLED
    ]
    rows = [_line(present, line, today) for line in lines]
    return sorted(
        rows,
        key=lambda row: (
            row["delivery_date"],
            row["round"] or "~",
            row["stop"] or 0,
            row["name"],
            row["product"],
        ),
    )


def day_after(day: str) -> str:
    """Return the day after: farms bring goods of tomorrow's rounds too."""
    return (date_type.fromisoformat(day) + timedelta(days=1)).isoformat()


def _line(present: Present, line: OrderLine, today: str) -> Json:
    product = present.world.products.get(line.product)
    labels = present.world.ready_crates.where(order_line=line.id)
    net_g, count = served(present.world, line)
    stops = present.world.stops.where(customer=line.customer, date=line.delivery_date)
    round = present.world.rounds.get(stops[0].round) if stops else None
    return {
        "order_line": line.id,
        "delivery_date": line.delivery_date,
        "customer": line.customer,
        "name": present.name("customer", line.customer),
        "round": round.name if round else None,
        "stop": stops[0].stop if stops else None,
        "product": line.product,
        "product_name": present.product_name(line.product),
        "family": product.family if product else "",
        "unit": line.unit.value,
        "quantity_milli": line.quantity_milli,
        "received_g": net_g,
        "received_count": count,
        "unweighed": _unweighed(present, line),
        "state": _state(line, net_g, count),
        "missing": line.state is LineState.MISSING,
        "place": _place(present, line, round.name if round else None, today),
        "labels": [_label(ready) for ready in labels if ready.state != "replaced"],
        "old_labels": [_label(ready) for ready in labels if ready.state == "replaced"],
        "undated": product is not None and undated(product),
    }


def _unweighed(present: Present, line: OrderLine) -> int:
    """Return how many of the line's crates were dropped off and are only declared yet."""
    rows = present.world.allocations.where(order_line=line.id)
    crates = [present.world.crates.get(row.crate) for row in rows if row.picked]
    return sum(crate.unmeasured for crate in crates if crate)


def _label(ready: ReadyCrate) -> Json:
    return {
        "id": ready.id,
        "codes": list(ready.codes),
        "nth": ready.nth,
        "of": ready.of,
        "count": ready.expect_count,
        "state": ready.state,
    }


def _state(line: OrderLine, net_g: int, count: int) -> str:
    """Return waiting, part, complete or over."""
    have, need = (net_g, line.need_g or 0) if line.by_weight else (count, line.need_count or 0)
    enough, most = (ENOUGH_PERCENT, TOO_MUCH_PERCENT) if line.by_weight else (100, 100)
    if not have:
        return "waiting"
    if have * 100 < need * enough:
        return "part"
    return "over" if have * 100 > need * most else "complete"


def _place(present: Present, line: OrderLine, round: str | None, today: str) -> Json:
    """Say where the crate goes from the scale: to its round's dock today, else into its zone."""
    if round and line.delivery_date == today:
        return {"kind": "dock", "name": round}
    product = present.world.products.get(line.product)
    for zone in present.world.zones.all():
        if product and zone.temperature_class is product.temperature_class:
            return {"kind": "zone", "name": zone.name}
    return {"kind": "zone", "name": ""}


def sheets(present: Present, date: str) -> list[Json]:
    """Return each producer who is to bring something on a day: labels, versions, mails."""
    lines = present.world.order_lines.where(delivery_date=date)
    issued = {sheet.producer for sheet in present.world.sheets.where(delivery_date=date)}
    codes = sorted({line.producer for line in lines} | issued)
    rows = [_sheet(present, code, date, lines) for code in codes]
    return sorted((row for row in rows if row["lines"] or row["version"]), key=lambda x: x["name"])


def _sheet(present: Present, code: str, date: str, lines: list[OrderLine]) -> Json:
    key = sheet_key(code, date)
    sheet, now = present.world.sheets.get(key), sheet_lines(lines, code, date)
    ready = present.world.ready_crates.where(producer=code, deliver_on=date)
    return {
        "producer": code,
        "name": present.name("producer", code),
        "lines": len(now),
        "customers": len({line.customer for line in now}),
        "labels_expected": sum(one.state == "expected" for one in ready),
        "labels_received": sum(one.state == "received" for one in ready),
        "version": sheet.version if sheet else 0,
        "issued_at": sheet.issued_at if sheet else None,
        "changed": now != (sheet.lines if sheet else ()),
        "address": bool((present.vault.get(f"producer/{code}") or {}).get("email")),
        "mail": last_mail(present, key),
    }


def last_mail(present: Present, about: str) -> Json | None:
    """Return what became of the last mail about something; None where none was queued."""
    mails = present.world.mails.where(about=about)
    if not mails:
        return None
    mail = max(mails, key=lambda mail: mail.queued_seq)
    return {
        "id": mail.id,
        "state": mail.state,
        "version": mail.version,
        "evidence": mail.evidence,
        "changed_at": mail.changed_at,
    }


def announcements(present: Present, since: str) -> list[Json]:
    """Return what producers said they will bring from a day on."""
    return [
        {
            "product": one.product,
            "producer": one.producer,
            "day": one.day,
            "quantity_milli": one.quantity_milli,
            "said_at": one.said_at,
        }
        for one in present.world.announcements.all()
        if one.day >= since
    ]
