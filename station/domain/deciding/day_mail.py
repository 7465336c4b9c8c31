"""Decides which papers of a day are mailed to whom: each once as it stands, again once it changed.

Must not write a mail nor draw a paper: the station's letters do.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.papers import queue_mail
from station.domain.desk import Desk, calendar_day
from station.domain.model import MailedPaper
from station.domain.refusals import Refusal
from station.domain.world import World

DAY = "day-papers"
"""The kind of mail that carries a day's papers."""
GONE = frozenset({"queued", "sending", "sent", "uncertain"})
"""States in which a mail's papers count as sent: a doubt is settled by a person."""


def day_papers(world: World, date: str) -> dict[str, tuple[MailedPaper, ...]]:
    """Return each party's papers of a day, as they stand: `customer/C01`, `producer/F01`."""
    found: dict[str, list[MailedPaper]] = {}
    for note in world.notes.where(date=date):
        changes = len(note.returned) + world.revisions.count(note=note.id)
        paper = MailedPaper(kind="note", id=note.id, changes=changes)
        found.setdefault(f"customer/{note.customer}", []).append(paper)
    for bill in world.invoices.where(month=date[:7]):
        if bill.issued_on == date:
            paper = MailedPaper(kind="invoice", id=bill.id)
            found.setdefault(f"customer/{bill.customer}", []).append(paper)
    for intake in world.intakes.where(state="closed", day=date):
        if intake.crates:
            paper = MailedPaper(kind="intake", id=intake.id, changes=intake.changes)
            found.setdefault(f"producer/{intake.producer}", []).append(paper)
    return {
        party: tuple(sorted(papers, key=lambda paper: (paper.kind, paper.id)))
        for party, papers in sorted(found.items())
    }


def unsent(
    world: World, party: str, date: str, papers: tuple[MailedPaper, ...]
) -> tuple[MailedPaper, ...]:
    """Return the papers that no mail to this party carries as they stand now."""
    mails = world.mails.where(about=about(party, date))
    carried = {paper for mail in mails if mail.state in GONE for paper in mail.papers}
    return tuple(paper for paper in papers if paper not in carried)


def about(party: str, date: str) -> str:
    """Return what finds the mails of a party's day."""
    return f"{party}|{date}"


def mail_day_papers(command: commands.papers.MailDayPapers, desk: Desk) -> Outcome:
    """Queue one mail a party; whoever has no address is named, and nothing is queued for it."""
    calendar_day(command.date)
    world, ids = desk.world, []
    for party, papers in day_papers(world, command.date).items():
        left = unsent(world, party, command.date, papers)
        if not left or (command.addressees and party not in command.addressees):
            continue
        where = about(party, command.date)
        mail = queue_mail(desk, party, kind=DAY, about=where, papers=left)
        ids.append(("mail", mail) if mail else ("without_address", party))
    if not ids:
        raise Refusal("nothing_changed")
    return Outcome(ids=tuple(ids))


DECIDES: dict[type, Any] = {commands.papers.MailDayPapers: mail_day_papers}
