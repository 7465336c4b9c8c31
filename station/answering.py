"""Builds the JSON answers of commands and scans from what was decided, as the contract shapes them.

Must not decide anything; it only shows.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from station.domain.codec import to_plain
from station.domain.deciding.outcome import Outcome
from station.domain.model import Crate, Label
from station.domain.naming import filled, reference
from station.domain.refusals import Refusal
from station.domain.words import Verdict
from station.domain.world import World
from station.ledger.epochs import current_epoch
from station.ledger.events import Head, StoredEvent, genesis_hash
from station.messages import Order
from station.vault import Vault

Answer = dict[str, Any]

VERDICT_WORDS: dict[Verdict, tuple[str, str]] = {
    Verdict.OK: ("Bon.", "Good."),
    Verdict.DONE: ("Complet.", "Complete."),
}
"""What a scan says when the decision has no words of its own."""


def event_json(event: StoredEvent) -> Answer:
    """Return one event as `GET /api/v1/events` and answers show it."""
    return {
        "seq": event.seq,
        "id": event.id,
        "type": event.type,
        "command_id": event.command_id,
        "stream": event.stream,
        "version": event.version,
        "recorded_at": event.recorded_at,
        "occurred_at": event.occurred_at,
        "post": event.post,
        "reader": event.reader,
        "operator": event.operator,
        "sender": event.sender,
        "clock": event.clock,
        "data": json.loads(event.data),
    }


def crate_json(crate: Crate) -> Answer:
    """Return a crate as answers show it."""
    plain: Answer = to_plain(crate)
    lots = {content.lot for content in crate.contents}
    return {
        **plain,
        "lot": next(iter(lots)) if len(lots) == 1 else None,
        "product": crate.product,
        "net_g": crate.net_g,
        "count": crate.count,
        "unmeasured": crate.unmeasured,
    }


def missing(world: World, crate: Crate) -> list[str]:
    """Return the keys of the mentions that a crate's lots still lack."""
    lots = [world.lots.get(content.lot) for content in crate.contents]
    return list(dict.fromkeys(key for lot in lots if lot for key in lot.missing))


def label_json(label: Label) -> Answer:
    """Return a label as answers show it."""
    plain: Answer = to_plain(label)
    return plain


def named_refusal(refusal: Refusal) -> Answer:
    """Return a refusal's words, with a reference to a customer's name in place of its code."""
    details = dict(refusal.details)
    if "customer" in details:
        details["customer"] = reference("customer", details["customer"])
    return Refusal(refusal.code, **details).as_answer()


def with_names(text: str, vault: Vault) -> str:
    """Return a stored answer as it is sent now: names as the vault has them, codes where erased."""

    def name(kind: str, code: str) -> str:
        known = (vault.get(f"{kind}/{code}") or {}).get("name") or code
        return json.dumps(known, ensure_ascii=False)[1:-1]

    return filled(text, name)


def ledger_json(head: Head) -> Answer:
    """Return the chain's head as every answer carries it."""
    return {"epoch": head.epoch, "seq": head.seq, "head": head.hash}


def ledger_head(connection: sqlite3.Connection, hub: str) -> Head:
    """Return the chain's head as a reader sees it."""
    row = connection.execute(
        "SELECT epoch, seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if row:
        return Head(epoch=row[0], seq=row[1], hash=row[2])
    epoch = current_epoch(connection)
    name = epoch.epoch if epoch else ""
    return Head(epoch=name, seq=0, hash=genesis_hash(epoch=name, hub=hub, station="s1"))


def command_answer(
    order: Order,
    world: World,
    outcome: Outcome | Refusal,
    events: list[StoredEvent],
    head: Head,
    things: Answer | None = None,
) -> Answer:
    """Return the answer to a command, accepted or refused; both are HTTP 200."""
    answer: Answer = {
        "status": 200,
        "command_id": order.command_id,
        "outcome": "accepted",
        "replayed": False,
        "events": [event_json(event) for event in events],
        "crate": None,
        "label": None,
        "ledger": ledger_json(head),
    }
    if isinstance(outcome, Refusal):
        return answer | {"outcome": "refused", "refusal": named_refusal(outcome)}
    return answer | (_things(world, outcome) if things is None else things)


def _things(world: World, outcome: Outcome) -> Answer:
    things: Answer = {}
    crate = world.crates.get(outcome.crate) if outcome.crate else None
    if crate:
        things["crate"] = {**crate_json(crate), "missing": missing(world, crate)}
    if outcome.crates:
        crates = [world.crates.get(id) for id in outcome.crates]
        things["crates"] = [crate_json(each) for each in crates if each]
    label = world.labels.get(outcome.label) if outcome.label else None
    if label:
        things["label"] = label_json(label)
    if outcome.round:
        things["round"] = outcome.round
    for name, id in outcome.ids:
        things.setdefault(name, id)
        things.setdefault(f"{name}s", []).append(id)
    return things


def _otherwise(outcome: Outcome) -> Answer | None:
    """Return what would have been said of a fact that a handheld judged good, None if the same."""
    said = outcome.otherwise
    return {"verdict": said.verdict.value, **named_refusal(said)} if said else None


def scan_answer(
    order: Order,
    world: World,
    outcome: Outcome,
    events: list[StoredEvent],
    head: Head,
) -> Answer:
    """Return the answer to a scan: a verdict with its words; null where it does not apply."""
    refusal = named_refusal(outcome.refusal) if outcome.refusal else None
    verdict = outcome.verdict or Verdict.OK
    fr, en = VERDICT_WORDS.get(verdict, ("", ""))
    say = refusal["say"] if refusal else {"fr": outcome.say_fr or fr, "en": outcome.say_en or en}
    following = refusal["remedy"] if refusal else {"fr": outcome.next_fr, "en": outcome.next_en}
    things, command = _things(world, outcome), None
    if outcome.command or outcome.refusal:
        decided = outcome.refusal or outcome
        command = command_answer(order, world, decided, events, head, things)
    return {
        "crate": None,
        "label": None,
        "round": None,
        "proposed": dict(outcome.proposed) or None,
        **things,
        "status": 200,
        "command_id": order.command_id,
        "replayed": False,
        "verdict": verdict.value,
        "say": say,
        "next": following,
        "refusal": refusal,
        "command": command,
        "command_type": outcome.command,
        "otherwise": _otherwise(outcome),
        "ledger": ledger_json(head),
    }
