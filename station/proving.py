"""Proves a whole ledger: chain, projections equal to a rebuild, vault entries as sealed.

Must not change anything, and must name every wrong record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.errors import LedgerError
from station.ledger.chain import events_after
from station.ledger.events import Head
from station.ledger.store import open_reader
from station.ledger.verify import verify
from station.rebuilding import differences, of_another_version
from station.vault import Vault

SHA256_HEX = 64
"""Digits of a head on paper."""

SEALED = {
    "ProducerRegistered": "party",
    "CustomerRegistered": "party",
    "OperatorRegistered": "party",
    "AliasRegistered": "alias",
    "RoundPlanned": "party",
    "LabelQueued": "label",
    "CrateLabelMade": "crate",
    "MailQueued": "mail",
    "LabelPhotographed": "photo",
    "DeliveryPhotographed": "photo",
    "ClaimPhotographed": "photo",
    "OrderPlaced": "order_line",
    "OrderChanged": "order_line",
    "LateLineHeld": "late",
    "ClaimOpened": "party",
}
"""Events that seal a vault entry, and the field that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found: every problem in words, the number of events, and the chain's head.

    `unproven` says what could not be looked at: nothing is wrong with it, and nothing was shown.
    """

    events: int
    head: str
    problems: tuple[str, ...]
    unproven: str = ""

    @property
    def good(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems

    @property
    def whole(self) -> bool:
        """True when everything was looked at and agrees."""
        return self.good and not self.unproven

    @property
    def verdict(self) -> str:
        """Say it in a word or two."""
        if self.problems:
            return f"{len(self.problems)} problems"
        return "not everything was looked at" if self.unproven else "everything agrees"

    def as_json(self) -> dict[str, Any]:
        """Return the JSON of `hangar verify --json`."""
        return {
            "ok": self.whole,
            "events": self.events,
            "head": self.head,
            "problems": list(self.problems),
            "unproven": self.unproven,
        }


def prove(path: Path, *, witness: Head | None = None) -> Proof:
    """Prove a ledger; raise `LedgerError` when the file cannot be read at all.

    `witness` is a head kept elsewhere, as on an evening label: it must still be in the chain.
    """
    report = verify(path, witness=witness)
    problems = [str(problem) for problem in report.problems]
    unproven = of_another_version(path) if not problems else ""
    if not problems:
        problems += [] if unproven else differences(path)
        problems += _vault_problems(path)
    reader = open_reader(path)
    try:
        row = reader.execute("SELECT hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    finally:
        reader.close()
    head = row[0] if row else ""
    return Proof(events=report.events, head=head, problems=tuple(problems), unproven=unproven)


def evening_head(seal: str) -> Head:
    """Read what the matrix of an evening label says, `epoch:seq:hash`; raise `LedgerError`."""
    epoch, _, rest = seal.strip().partition(":")
    seq, _, digest = rest.partition(":")
    if not (epoch and seq.isascii() and seq.isdigit() and len(digest) == SHA256_HEX):
        raise LedgerError(f"evening label: expected epoch:number:{SHA256_HEX} digits, got {seal!r}")
    return Head(epoch=epoch, seq=int(seq), hash=f"sha256:{digest}")


def _vault_problems(path: Path) -> list[str]:
    """Compare each vault entry with the last digest the chain carries for it."""
    reader = open_reader(path)
    try:
        reader.execute("BEGIN")  # events and vault of one moment, while a server writes
        sealed: dict[str, tuple[int, str]] = {}
        for event in events_after(reader):
            field = SEALED.get(event.type)
            data = json.loads(event.data) if field else {}
            if field and data.get("digest"):
                kind = field.replace("_", "-")
                id = data[field] if field == "party" else f"{kind}/{data[field]}"
                sealed[id] = (event.seq, data["digest"])
        vault = Vault(reader)
        return [
            f"vault entry {id}: it is not what event {seq} sealed: somebody changed it"
            for id, (seq, digest) in sealed.items()
            if (found := vault.digest_of(id)) is not None and found != digest
        ]
    finally:
        reader.close()
