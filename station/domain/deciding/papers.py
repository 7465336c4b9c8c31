"""Decides what producers are sent: numbered sheets, their mails, and when a link dies.

Must not write a mail nor reach a server: the station's mailer does, and reports here.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, calendar_day, found
from station.domain.refusals import Refusal
from station.domain.words import LineState

SHEET = "preparation-sheet"
"""The kind of mail that carries a preparation sheet."""
MAX_QUANTITY_MILLI = 100_000_000
"""Most units one farm announces for a day: a hundred tonnes is a typing mistake."""

DIFFERENCES = {
    "short": "Il en manque à l'arrivée.",
    "over": "Il y en a trop à l'arrivée.",
    "wrong_customer": "Caisse marquée pour un autre client.",
}
"""What the coordinator reads of an arrival that is not as ordered."""


def sheet_lines(
    lines: list[model.OrderLine], producer: str, delivery_date: str
) -> tuple[model.SheetLine, ...]:
    """Return what a producer is to bring on a day, by customer and product, in a fixed order."""
    wanted = [
        line
        for line in lines
        if line.producer == producer
        and line.delivery_date == delivery_date
        and line.state is not LineState.CANCELLED
    ]
    return tuple(
        model.SheetLine(
            order_line=line.id,
            customer=line.customer,
            product=line.product,
            quantity_milli=line.quantity_milli,
            unit=line.unit,
        )
        for line in sorted(wanted, key=lambda line: (line.customer, line.product, line.id))
    )


def send_sheets(command: commands.papers.SendSheets, desk: Desk) -> Outcome:
    """Number each sheet that says something new, and queue its mail where there is an address."""
    calendar_day(command.delivery_date)
    for code in command.producers:
        found(desk.world.producers.get(code), f"producteur {code}")
    lines = desk.world.order_lines.where(delivery_date=command.delivery_date)
    known = [
        sheet.producer for sheet in desk.world.sheets.where(delivery_date=command.delivery_date)
    ]
    ids: list[tuple[str, str]] = []
    for producer in sorted({line.producer for line in lines} | set(known)):
        if command.producers and producer not in command.producers:
            continue
        ids += _issued(desk, producer, command.delivery_date, lines)
    if not ids:
        raise Refusal("nothing_changed")
    return Outcome(ids=tuple(ids))


def _issued(
    desk: Desk, producer: str, delivery_date: str, lines: list[model.OrderLine]
) -> list[tuple[str, str]]:
    key = model.sheet_key(producer, delivery_date)
    former = desk.world.sheets.get(key)
    now = sheet_lines(lines, producer, delivery_date)
    if now == (former.lines if former else ()):
        return []
    version = former.version + 1 if former else 1
    desk.emit(
        f"sheet/{key}",
        events.papers.SheetIssued(
            producer=producer, delivery_date=delivery_date, version=version, lines=now
        ),
    )
    for queued in desk.world.mails.where(about=key, state="queued"):
        _mark(desk, queued.id, "dropped", f"remplacé par la version {version}")
    mail = queue_mail(desk, f"producer/{producer}", kind=SHEET, about=key, version=version)
    return [("sheet", key), *((("mail", mail),) if mail else ())]


def queue_mail(
    desk: Desk,
    addressee: str,
    *,
    kind: str,
    about: str,
    version: int = 0,
    papers: tuple[model.MailedPaper, ...] = (),
) -> str | None:
    """Queue a mail to a party; return its id, None where the hub has no address of it."""
    address = (desk.vault.get(addressee) or {}).get("email", "")
    if not address:
        return None
    mail = f"M{desk.serial('mail'):06d}"
    desk.emit(
        f"mail/{mail}",
        events.papers.MailQueued(
            mail=mail,
            addressee=addressee,
            kind=kind,
            about=about,
            version=version,
            digest=desk.vault.seal(f"mail/{mail}", {"to": address}),
            papers=papers,
        ),
    )
    return mail


def _mark(desk: Desk, mail: str, state: str, evidence: str) -> None:
    desk.emit(f"mail/{mail}", events.papers.MailMarked(mail=mail, state=state, evidence=evidence))


MOVES: dict[str, frozenset[str]] = {
    "sending": frozenset({"queued"}),
    "sent": frozenset({"sending"}),
    "uncertain": frozenset({"sending"}),
    "failed": frozenset({"queued", "sending"}),
}
"""From which states the station may move a mail: what had its first byte never begins again."""


def mark_mail(command: commands.papers.MarkMail, desk: Desk) -> Outcome:
    mail = found(desk.world.mails.get(command.mail), f"courrier {command.mail}")
    if mail.state not in MOVES[command.state]:
        raise Refusal("mail_settled")
    _mark(desk, mail.id, command.state, command.evidence)
    if command.state in ("uncertain", "failed"):
        desk.trouble(f"mail_{command.state}", mail.id, _DOUBTS[command.state])
    return Outcome(ids=(("mail", mail.id),))


_DOUBTS = {
    "uncertain": "L'envoi s'est interrompu : le courrier est peut-être parti.",
    "failed": "Le serveur de courrier a refusé ce courrier.",
}


def settle_mail(command: commands.papers.SettleMail, desk: Desk) -> Outcome:
    """A person decides what no machine may: whether a doubtful mail goes out once more."""
    mail = found(desk.world.mails.get(command.mail), f"courrier {command.mail}")
    waits = ("queued",) if command.how == "dropped" else ()
    if mail.state not in ("uncertain", "failed", *waits):
        raise Refusal("mail_settled")
    if command.how == "again" and mail.kind == SHEET:
        sheet = desk.world.sheets.get(mail.about)
        if sheet is None or sheet.version != mail.version:
            raise Refusal("mail_settled")
    state = {"arrived": "sent", "again": "queued", "dropped": "dropped"}[command.how]
    _mark(desk, mail.id, state, f"réglé par {desk.operator or desk.reader or 'une personne'}")
    desk.settle_troubles(f"courrier : {state}", subject=mail.id)
    return Outcome(ids=(("mail", mail.id),))


def revoke_links(command: commands.papers.RevokeLinks, desk: Desk) -> Outcome:
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    desk.emit(f"links/{command.producer}", events.papers.LinksRevoked(producer=command.producer))
    return Outcome()


def note_arrival(command: commands.papers.NoteArrival, desk: Desk) -> Outcome:
    """Tell the coordinator at once, while the producer still stands there."""
    line = found(desk.world.order_lines.get(command.order_line), command.order_line)
    kind = f"arrival_{command.difference}"
    if desk.world.troubles.where(kind=kind, subject=line.id, state="open"):
        raise Refusal("already_noted")
    desk.emit(
        f"order-line/{line.id}",
        events.papers.ArrivalNoted(order_line=line.id, difference=command.difference),
    )
    product = desk.world.products.get(line.product)
    name = product.name if product else line.product
    desk.trouble(
        kind, line.id, f"{name}, client {line.customer} : {DIFFERENCES[command.difference]}"
    )
    return Outcome()


def announce_goods(command: commands.papers.AnnounceGoods, desk: Desk) -> Outcome:
    product = found(desk.world.products.get(command.product), f"produit {command.product}")
    calendar_day(command.day)
    if command.day < desk.today:
        raise Refusal("out_of_bounds", what=f"le {command.day} est passé")
    if not 0 <= command.quantity_milli <= MAX_QUANTITY_MILLI:
        raise Refusal("out_of_bounds", what="cette quantité")
    desk.emit(
        f"announcement/{product.code}/{command.day}",
        events.papers.GoodsAnnounced(
            product=product.code,
            producer=product.producer,
            day=command.day,
            quantity_milli=command.quantity_milli,
        ),
    )
    return Outcome()


DECIDES: dict[type, Any] = {
    commands.papers.SendSheets: send_sheets,
    commands.papers.MarkMail: mark_mail,
    commands.papers.SettleMail: settle_mail,
    commands.papers.RevokeLinks: revoke_links,
    commands.papers.NoteArrival: note_arrival,
    commands.papers.AnnounceGoods: announce_goods,
}
