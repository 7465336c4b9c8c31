"""The ledger as people search it: what fits, newest first, each event in a sentence.

Must not change anything; one question looks at a bounded part of the ledger and says how far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from station.answering import event_json
from station.clock import instant_text
from station.domain.events import EVENTS
from station.ledger.seeking import Wanted, newest_first
from station.reading import Present
from station.views.event_sentences import sentence, title

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for; empty is anything. `code` is any code of a thing, `day` a date."""

    type: str = ""
    stream: str = ""
    post: str = ""
    operator: str = ""
    day: str = ""
    code: str = ""


def bounds_of(day: str, zone: tzinfo) -> tuple[str, str]:
    """Return the instants at which a local day begins and ends, as the ledger keeps them."""
    begins = datetime.combine(datetime.fromisoformat(day).date(), time(), zone)
    ends = datetime.combine(begins.date() + timedelta(days=1), time(), zone)
    return instant_text(begins), instant_text(ends)


def search(
    present: Present,
    question: Question,
    *,
    scanned: str,
    zone: tzinfo,
    before: int | None,
    limit: int,
) -> Json:
    """Return a page of events with their sentences; `next` is where older ones begin.

    `scanned` is what the question's code means when it was read by a scanner.
    """
    since, until = bounds_of(question.day, zone) if question.day else ("", "")
    wanted = Wanted(
        type=question.type,
        stream=question.stream,
        post=question.post,
        operator=question.operator,
        since=since,
        until=until,
        naming=_names(present, question.code, scanned),
    )
    found = newest_first(present.connection, wanted, before=before, limit=limit)
    items = [event_json(event) for event in found.events]
    return {
        "items": [
            {
                **item,
                "say": sentence(present, item),
                "operator_name": present.name("operator", item["operator"]),
            }
            for item in items
        ],
        "next": str(found.older) if found.older else None,
    }


def _names(present: Present, *codes: str) -> tuple[str, ...]:
    """Return the ids under which the ledger knows what these codes are on."""
    names: dict[str, None] = {}
    for code in filter(None, codes):
        names[code] = None
        known = present.world.codes.get(code)
        if known:
            names[known.target] = None
    return tuple(names)


def choices(present: Present, posts: list[str]) -> Json:
    """Return what can be chosen: types of event, posts, and people by name."""
    return {
        "types": sorted(
            ({"code": type, "name": title(type)} for type in EVENTS), key=lambda one: one["name"]
        ),
        "posts": posts,
        "operators": [
            {"code": operator.code, "name": present.name("operator", operator.code)}
            for operator in present.world.operators.all()
        ],
    }
