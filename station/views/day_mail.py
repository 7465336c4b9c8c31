"""Who is sent which papers of a day, and what became of the mails.

Must not decide what is sent: it shows what the command would send.
"""

from __future__ import annotations

from typing import Any

from station.domain.deciding.day_mail import about, day_papers, unsent
from station.domain.model import MailedPaper
from station.reading import Present
from station.views.arrivals import last_mail

Json = dict[str, Any]


def day_mail(present: Present, date: str) -> list[Json]:
    """Return each party with papers of a day: which, how many unsent, its last mail."""
    found = day_papers(present.world, date)
    rows = [_row(present, party, date, papers) for party, papers in found.items()]
    return sorted(rows, key=lambda row: (row["kind"], row["name"]))


def _row(present: Present, party: str, date: str, papers: tuple[MailedPaper, ...]) -> Json:
    kind, _, code = party.partition("/")
    return {
        "party": party,
        "kind": kind,
        "code": code,
        "name": present.name(kind, code),
        "papers": [{"kind": paper.kind, "id": paper.id} for paper in papers],
        "unsent": len(unsent(present.world, party, date, papers)),
        "address": bool((present.vault.get(party) or {}).get("email")),
        "mail": last_mail(present, about(party, date)),
    }
