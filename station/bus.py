"""Takes commands one by one through decision, events and answer, inside the ledger's one writer.

Must not know any particular command. An answer exists only after COMMIT; the same command id gets
the first answer again; the same id with another body is an alarm and changes nothing else.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sqlite3
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from station import answering
from station.clock import Clock, instant_text
from station.domain import codec, events
from station.domain.commands import COMMANDS
from station.domain.commands.scans import TakeScan
from station.domain.deciding import decide
from station.domain.deciding.outcome import Outcome
from station.domain.desk import ChainHead, Desk, Handheld, Settings, Stamp, no_handhelds
from station.domain.evolving import evolve
from station.domain.model import Weighing
from station.domain.refusals import Refusal
from station.domain.world import World
from station.errors import LedgerError
from station.farms import farm_of, farms_named
from station.ledger.answers import StoredAnswer, find_answer, store_answer
from station.ledger.canonical import canonical, sha256_hex
from station.ledger.chain import Chain
from station.ledger.epochs import all_epochs, current_epoch, mint_epoch
from station.ledger.events import NewEvent, StoredEvent
from station.ledger.store import open_reader
from station.ledger.writer import Writer
from station.messages import Order
from station.minting import EpochMinting
from station.reading import tables_on, world_on
from station.rebuilding import rebuild_on, stamp
from station.vault import Vault

log = logging.getLogger(__name__)

ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXY"
ID_LENGTH = 10
"""Length of the random part of opaque ids: 31^10, no two alike in a hub's life."""
SHIFT = timedelta(hours=14)
"""How long after its last card a badge scanned at a reader still says who acts."""
CODE_LIKE = re.compile(r"[0-9A-Za-z_.:/()-]{1,64}")
"""What stands in the chain as it was scanned; anything else only by its digest."""
ANSWER_TIMEOUT_S = 30.0
"""Longest wait for a commit; a card that takes longer is failing and the caller is told so."""


class Scales(Protocol):
    """Where weighing receipts come from: the posts' scales."""

    def take(self, post: str | None, receipt: str) -> Weighing:
        """Use up an open receipt, or raise a `Refusal` that says why not."""
        ...

    def give_back(self, receipt: str) -> None:
        """Undo a take whose command came to nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one order: its answer, and the events it made (none for a replay).

    `text` is the answer as JSON, as it is sent; what is stored names people by reference only.
    """

    order: Order
    answer: answering.Answer
    text: str
    events: tuple[StoredEvent, ...]
    conflict: bool = False


class CommandBus:
    """The one way to change anything in a ledger."""

    def __init__(
        self,
        path: Path,
        *,
        hub: str,
        station: str,
        company_prefix: str,
        settings: Settings,
        clock: Clock,
        scales: Scales,
        on_commit: Callable[[list[Result]], None],
        handhelds: Callable[[str], tuple[Handheld, ...]] = no_handhelds,
    ) -> None:
        """Open the ledger (creating it with its first epoch where there is none)."""
        self._path, self._hub, self._station = path, hub, station
        self._prefix, self._clock, self._scales = company_prefix, clock, scales
        self.settings, self.handhelds = settings, handhelds
        self._tools: _Tools | None = None
        self._writer: Writer[Order, Result] = Writer(
            path, self._decide, prepare=self._prepare, on_commit=on_commit
        )

    def send(self, order: Order) -> Future[Result]:
        """Queue an order; its future is resolved after COMMIT."""
        return self._writer.submit(order)

    def run(self, order: Order) -> Result:
        """Decide an order and return its result after COMMIT, on this thread where it can."""
        return self._writer.run(order, timeout_s=ANSWER_TIMEOUT_S)

    def stored_answer(self, command_id: str) -> bool:
        """Return whether a command id has its answer already (for waits that a repeat skips)."""
        reader = open_reader(self._path)
        try:
            return find_answer(reader, command_id) is not None
        finally:
            reader.close()

    @property
    def alive(self) -> bool:
        """Return whether the writer takes orders."""
        return self._writer.alive

    def close(self) -> None:
        """Finish what is queued and close the ledger."""
        self._writer.close()

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if current_epoch(connection) is None:
            mint_epoch(connection, station=self._station, minted_at=instant_text(self._clock.now()))
        if not world_on(connection).is_current():
            count = rebuild_on(connection)
            log.log(
                logging.WARNING if count else logging.DEBUG,
                "projections were of another version: rebuilt from %d events",
                count,
            )

    def _tools_on(self, connection: sqlite3.Connection) -> _Tools:
        """Return the tools over the writer's connection, made anew after it was reopened."""
        if self._tools is None or self._tools.connection is not connection:
            epoch = current_epoch(connection)
            if epoch is None:
                raise LedgerError(f"{self._path}: expected an epoch, found none; restore a backup")
            self._tools = _Tools(
                connection=connection,
                chain=Chain(connection, hub=self._hub, station=self._station),
                world=tables_on(connection),
                vault=Vault(connection),
                minting=EpochMinting(
                    epoch,
                    self._prefix,
                    before=crates_before(connection, epoch.from_seq),
                    former=all_epochs(connection)[:-1],
                ),
            )
        return self._tools

    def _fresh_serials(self, connection: sqlite3.Connection) -> _Tools:
        """Return the tools, with a new epoch when the block of SSCC serials is nearly used up."""
        tools = self._tools_on(connection)
        counter = tools.world.counters.get("crate")
        if counter and tools.minting.nearly_used_up(counter.value):
            log.warning("the block of SSCC serials is used up: a new epoch begins")
            now = instant_text(self._clock.now())
            mint_epoch(connection, station=self._station, minted_at=now)
            self._tools = None
            tools = self._tools_on(connection)
        return tools

    def _decide(self, order: Order, connection: sqlite3.Connection) -> Result:
        tools = self._fresh_serials(connection)
        known = find_answer(connection, order.command_id)
        if known:
            return self._repeated(order, known, tools)
        work = _Work(self, order, tools)
        outcome = work.outcome()
        head = tools.chain.head()
        show: Any = answering.command_answer
        if isinstance(order.command, TakeScan) and isinstance(outcome, Outcome):
            show = answering.scan_answer
        answer = show(order, tools.world, outcome, work.stored, head)
        first, text = work.stored[0].seq if work.stored else head.seq, canonical(answer)
        store_answer(
            connection,
            StoredAnswer(
                command_id=order.command_id,
                body_hash=order.body_hash,
                sender=order.sender.name,
                first_seq=first,
                answer=text,
            ),
        )
        return _told(order, text, tools.vault, work.stored, answer=answer)

    def _repeated(self, order: Order, known: StoredAnswer, tools: _Tools) -> Result:
        if known.body_hash == order.body_hash:
            text = canonical(json.loads(known.answer) | {"replayed": True})
            return _told(order, text, tools.vault, [])
        log.warning(
            "command id %s came from %s with another body than from %s",
            order.command_id, order.sender.name, known.sender,
        )  # fmt: skip
        work = _Work(self, order, tools)
        if not tools.world.troubles.where(
            state="open", kind="duplicate_id", subject=order.command_id
        ):
            detail = f"{order.type} de {order.sender.name}"
            work.desk.trouble("duplicate_id", order.command_id, detail)
        refusal = Refusal("duplicate_id")
        head = tools.chain.head()
        answer = answering.command_answer(order, tools.world, refusal, work.stored, head)
        text = canonical(answer | {"status": 409})
        return _told(order, text, tools.vault, work.stored, conflict=True)


def _told(
    order: Order,
    stored: str,
    vault: Vault,
    events: list[StoredEvent],
    *,
    answer: answering.Answer | None = None,
    conflict: bool = False,
) -> Result:
    """Return an answer as it is told: what is stored names people by reference only."""
    text = answering.with_names(stored, vault)
    return Result(
        order=order,
        answer=answer if answer is not None and text == stored else json.loads(text),
        text=text,
        events=tuple(events),
        conflict=conflict,
    )


def _as_code(scanned: object) -> str:
    """Return what was named when it can be a code; a scanned text may be about a person."""
    text = str(scanned)
    return text if CODE_LIKE.fullmatch(text) else sha256_hex(text)[:23] if text else ""


def crates_before(connection: sqlite3.Connection, seq: int) -> int:
    """Count the crates that were numbered before an event; only later epochs have any."""
    if seq <= 1:
        return 0
    row = connection.execute(
        "SELECT count(DISTINCT json_extract(data, '$.crate')) FROM events WHERE seq < ?"
        " AND type IN ('CrateReceived', 'CrateDroppedOff', 'CustomerCrateOpened', 'CrateSplit',"
        " 'CrateLabelMade')",
        (seq,),
    ).fetchone()
    return int(row[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tools:
    connection: sqlite3.Connection
    chain: Chain
    world: World
    vault: Vault
    minting: EpochMinting


class _Work:
    """One order at its desk; collects the events it stores."""

    def __init__(self, bus: CommandBus, order: Order, tools: _Tools) -> None:
        self._bus, self._order, self._tools = bus, order, tools
        self._taken: list[str] = []
        self.stored: list[StoredEvent] = []
        clock = bus._clock
        self._recorded_at = instant_text(clock.now())
        self._quality = "synchronised" if clock.synchronised() else "unsure"
        self._operator = order.operator or self._badged()
        self.desk = Desk(
            world=tools.world,
            vault=tools.vault,
            settings=bus.settings,
            minting=tools.minting,
            today=clock.today(),
            now=self._recorded_at,
            record=self._record,
            evolve=evolve,
            weigh=self._weigh,
            new_id=lambda prefix: (
                prefix + "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))
            ),
            version=tools.chain.version,
            post=order.post,
            reader=order.reader or order.sender.name,
            operator=self._operator,
            role=order.sender.role,
            judged=order.judged,
            happened_at=order.at,
            handhelds=bus.handhelds,
            head=self._head,
        )

    def _head(self) -> ChainHead:
        head = self._tools.chain.head()
        return ChainHead(epoch=head.epoch, seq=head.seq, hash=head.hash)

    def _badged(self) -> str | None:
        """Return whose badge this reader scanned last, in this shift; nobody where it is older."""
        reader = self._order.reader or self._order.sender.name
        context = self._tools.world.contexts.get(reader)
        if context is None or context.operator is None:
            return None
        age = datetime.fromisoformat(self._recorded_at) - datetime.fromisoformat(context.since)
        return context.operator if timedelta(0) <= age <= SHIFT else None

    def outcome(self) -> Outcome | Refusal:
        """Decide; a refusal takes back all it did and is stored as an event of its own."""
        connection = self._tools.connection
        connection.execute("SAVEPOINT decision")
        try:
            if self._order.sender.role not in COMMANDS[self._order.type][1]:
                raise Refusal("not_allowed")
            farm = farm_of(self._order.sender, self._tools.world)
            if farm and farms_named(self._order.command, self._tools.world) - {farm}:
                raise Refusal("not_allowed")
            if self._order.refusal:
                raise self._order.refusal
            outcome = decide(self._order.command, self.desk)
        except Refusal as refusal:
            connection.execute("ROLLBACK TO decision")
            connection.execute("RELEASE decision")
            self._give_back()
            self.stored.clear()
            self._refused(refusal)
            return refusal
        except BaseException:
            self._give_back()
            raise
        connection.execute("RELEASE decision")
        if outcome.refusal:
            self._refused(outcome.refusal)
        return outcome

    def _refused(self, refusal: Refusal) -> None:
        command = self._order.command
        subject = _as_code(getattr(command, "crate", None) or getattr(command, "code", ""))
        self._store_refusal(refusal, subject)
        if self.desk.judged_good:
            # Hands have done what cannot be recorded: a person must look, nothing is dropped.
            detail = f"{self._order.type} : {refusal.code}"
            self.desk.trouble("judged_otherwise", subject or self._order.command_id, detail)

    def _store_refusal(self, refusal: Refusal, subject: str) -> None:
        self.desk.emit(
            f"refusals/{self._order.post or 'hub'}",
            events.hub.CommandRefused(
                command=self._order.type,
                code=refusal.code,
                subject=subject,
                details=refusal.details,
            ),
        )

    def _weigh(self, receipt: str) -> Weighing:
        weighing = self._bus._scales.take(self._order.post, receipt)
        self._taken.append(receipt)
        return weighing

    def _give_back(self) -> None:
        for receipt in self._taken:
            self._bus._scales.give_back(receipt)

    def _record(self, stream: str, event: object) -> Stamp:
        order = self._order
        stored = self._tools.chain.append(
            NewEvent(
                id=str(uuid.uuid4()),
                stream=stream,
                type=type(event).__name__,
                schema=events.SCHEMA_VERSION,
                data=canonical(codec.to_plain(event)),
                occurred_at=order.at or self._recorded_at,
                recorded_at=self._recorded_at,
                clock="synchronised" if self._quality == "synchronised" else "unsure",
                command_id=order.command_id,
                post=order.post,
                reader=order.reader,
                operator=self._operator,
                sender=order.sender.name,
            )
        )
        self.stored.append(stored)
        return stamp(stored)
