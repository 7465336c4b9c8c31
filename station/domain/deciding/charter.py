"""Decides producers' documents: noted, asked at reception, and what waits for them.

Must not say how a document stands: `station/domain/charter.py` does.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.charter import (
    DOCUMENT_FR,
    WARN_PERCENT,
    After,
    Document,
    Held,
    ended,
    used,
)
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, calendar_day, found
from station.domain.refusals import Refusal

MAX_REFERENCE = 80
"""Longest number of a document."""


def register_document(command: commands.charter.RegisterDocument, desk: Desk) -> Outcome:
    """Keep a document; crates that waited for it may leave once it is good again."""
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    if command.until is not None:
        calendar_day(command.until)
    if len(command.reference) > MAX_REFERENCE or not command.reference.isprintable():
        raise Refusal("out_of_bounds", what="référence")
    desk.emit(
        f"producer/{command.producer}",
        events.charter.DocumentRegistered(
            producer=command.producer,
            document=command.document,
            reference=command.reference.strip(),
            until=command.until,
            under_30_percent=command.under_30_percent,
        ),
    )
    if command.until is None or command.until >= desk.today:
        _renewed(desk, command.producer, command.document)
    return DONE


def admitted(desk: Desk, producer: str) -> None:
    """Refuse a reception where the hub decided so after a document's end."""
    for held in _ended(desk, producer):
        if _after(desk, held) is After.REFUSE:
            what = DOCUMENT_FR[held.document].capitalize()
            raise Refusal("document_ended", what=what, until=_day(held.until or ""))


def came_in(desk: Desk, producer: str, lot: str) -> None:
    """Tell the coordinator what has ended or is too much; let the lot wait where it must."""
    waits = []
    for held in _ended(desk, producer):
        what = DOCUMENT_FR[held.document].capitalize()
        _once(desk, "document_ended", producer, f"{what} : fini le {_day(held.until or '')}")
        if _after(desk, held) is After.INCOMPLETE:
            waits.append(held.document)
    now = found(desk.world.lots.get(lot), lot)
    if tuple(waits) != now.awaits:
        desk.emit(f"lot/{lot}", events.charter.DocumentsAwaited(lot=lot, documents=tuple(waits)))


def counted(desk: Desk, producer: str) -> None:
    """Tell the coordinator of a weekly limit that is near, then of one that is passed."""
    for one in used(desk.world, producer, desk.today):
        kind = "weekly_limit_passed" if one.percent > 100 else "weekly_limit_near"
        if one.percent >= WARN_PERCENT:
            week = calendar_day(desk.today).isocalendar()
            _once(desk, kind, producer, f"{one.name_fr}, semaine {week.week} de {week.year}")


def _renewed(desk: Desk, producer: str, document: Document) -> None:
    for lot in desk.world.lots.where(producer=producer):
        if document in lot.awaits:
            left = tuple(Document(kind) for kind in lot.awaits if kind != document)
            desk.emit(f"lot/{lot.id}", events.charter.DocumentsAwaited(lot=lot.id, documents=left))
    what = DOCUMENT_FR[document].capitalize()
    for trouble in desk.world.troubles.where(kind="document_ended", subject=producer, state="open"):
        if trouble.detail.startswith(what):
            settled = events.hub.TroubleSettled(trouble=trouble.id, note="document renouvelé")
            desk.emit(f"trouble/{trouble.id}", settled)


def _ended(desk: Desk, producer: str) -> list[Held]:
    """Return what has ended, without the organic certificate: labels go without its claim."""
    farm = found(desk.world.producers.get(producer), f"producteur {producer}")
    gone = ended(desk.world, farm, desk.today)
    return [held for held in gone if held.document is not Document.ORGANIC]


def _after(desk: Desk, held: Held) -> After:
    return desk.settings.charter.after.get(held.document, After.WARN)


def _once(desk: Desk, kind: str, subject: str, detail: str) -> None:
    """Raise an exception that was not raised before, settled or not: a person has seen it."""
    known = desk.world.troubles.where(kind=kind, subject=subject)
    if not any(trouble.detail == detail for trouble in known):
        desk.trouble(kind, subject, detail)


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


DECIDES: dict[type, Any] = {commands.charter.RegisterDocument: register_document}
