"""The running hangar: ledger, floor and spool put together, and the calls that the web makes.

Must not know HTTP, nor hold any rule: it connects what others decide.
"""

from __future__ import annotations

import logging
import time
import uuid
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from labels.scanned import interpret
from station.answering import Answer
from station.bus import CommandBus, Result
from station.clock import SystemClock
from station.config import Config, PostConfig
from station.domain import codec
from station.domain.commands import ByReceipt, TakeScan
from station.domain.desk import PostFacts, Settings
from station.domain.refusals import Refusal
from station.domain.words import PostRole, Role
from station.feed import Feed
from station.floor import Floor
from station.messages import Envelope, Order, Sender, body_hash, open_envelope
from station.news import announce
from station.reading import Readers
from station.scan_body import ScanBody
from station.spool import Spool, mark_body

log = logging.getLogger(__name__)

STATION = Sender(name="station", role=Role.ADMIN)
"""The sender of what the station does by itself."""


class Hangar:
    """One hub's running station; build it, `start` it, `stop` it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.clock = SystemClock(config.hub.timezone)
        self.feed = Feed()
        self.started_s = time.monotonic()
        self.last_verdicts: dict[str, Answer] = {}
        self.bus = CommandBus(
            config.storage.ledger,
            hub=config.hub.name,
            station="s1",
            company_prefix=config.hub.gs1_company_prefix or "",
            settings=settings_from(config),
            clock=self.clock,
            scales=self,
            on_commit=self._committed,
        )
        self.readers = Readers(config.storage.ledger)
        self.floor = Floor(
            config, self.feed, send=self._wired_scan, last_gross_g=self._last_gross_g()
        )
        self.spools = {
            device.id: Spool(device, self.readers, self.feed, mark=self._mark)
            for device in config.devices
            if device.kind == "printer"
        }

    def start(self) -> None:
        """Make the configured zones known, then start devices and printing."""
        self._register_zones()
        self.floor.start()
        for spool in self.spools.values():
            spool.start()

    def stop(self) -> None:
        """Stop in the order in which nothing is lost: inputs, printing, then the ledger."""
        self.feed.close()
        self.floor.stop()
        for spool in self.spools.values():
            spool.stop()
        self.bus.close()
        self.readers.close()

    # --- what the web and the devices send -----------------------------------------------------

    def command(self, body: object, sender: Sender) -> Result:
        """Decide one command and return its result after COMMIT; raise `Malformed`."""
        return self.bus.run(self._with_weight(open_envelope(body, sender)))

    def commands(self, bodies: list[object], sender: Sender) -> list[Result | Exception]:
        """Decide a list in order; one bad item never loses its neighbours."""
        waiting: list[Future[Result] | Exception] = []
        for body in bodies:
            try:
                waiting.append(self.bus.send(self._with_weight(open_envelope(body, sender))))
            except Exception as error:
                waiting.append(error)
        results: list[Result | Exception] = []
        for future in waiting:
            if isinstance(future, Exception):
                results.append(future)
                continue
            try:
                results.append(future.result())
            except Exception as error:
                results.append(error)
        return results

    def scan(self, post: str, body: object, sender: Sender) -> Result:
        """Judge one scan at a post; raise `Malformed`."""
        return self.bus.run(self._scan_order(post, body, sender))

    def _scan_order(self, post: str, body: object, sender: Sender) -> Order:
        scan = codec.from_plain(ScanBody, body)
        scanned = interpret(scan.content())
        envelope = codec.from_plain(
            Envelope,
            {
                "command_id": scan.command_id,
                "type": "TakeScan",
                "data": {},
                "post": post,
                "reader": scan.reader,
                "operator": scan.operator,
                "at": scan.at,
                "judged": codec.to_plain(scan.judged),
            },
        )
        data = {"kind": scanned.kind, "code": scanned.code, "context": scan.context or {}}
        return Order(
            command_id=envelope.command_id,
            type="TakeScan",
            command=codec.from_plain(TakeScan, data, "data"),
            body_hash=body_hash({"post": post, "body": body}),
            sender=sender,
            post=post,
            reader=envelope.reader or sender.name,
            operator=envelope.operator or sender.operator,
            at=envelope.at,
            judged=envelope.judged,
        )

    def _wired_scan(self, post: PostConfig, reader: str, scan: Any, command_id: str) -> None:
        sender = Sender(name=reader, role=Role.WORKER, post=post.id)
        body = {"command_id": command_id, "data": scan.text, "reader": reader}
        self.scan(post.id, body, sender)

    def _with_weight(self, order: Order) -> Order:
        """Put the receipt that is at the post now in the place of `weigh: "post"`."""
        if getattr(order.command, "weigh", None) != "post":
            return order
        if self.bus.stored_answer(order.command_id):
            return order
        try:
            receipt = self.floor.await_receipt(order.post)
        except Refusal as refusal:
            return replace(order, refusal=refusal)
        command = replace(order.command, weigh=ByReceipt(receipt=receipt))
        return replace(order, command=command)

    # --- what the ledger asks and tells --------------------------------------------------------

    def take(self, post: str | None, receipt: str) -> Any:
        """Use up a weighing receipt (the ledger's writer calls this)."""
        return self.floor.take(post, receipt)

    def give_back(self, receipt: str) -> None:
        """Undo a take."""
        self.floor.give_back(receipt)

    def _committed(self, results: list[Result]) -> None:
        announce(self, results)

    def _mark(self, label: str, state: str, evidence: str, printer: str) -> bool:
        answer = self.command(mark_body(label, state, evidence, printer), STATION).answer
        return bool(answer["outcome"] == "accepted")

    def _last_gross_g(self) -> dict[str, int]:
        with self.readers.present() as present:
            last: dict[str, tuple[int, int]] = {}
            for consumed in present.world.consumed.all():
                if consumed.seq > last.get(consumed.scale, (0, 0))[0]:
                    last[consumed.scale] = (consumed.seq, consumed.gross_g)
        return {scale: gross_g for scale, (_, gross_g) in last.items()}

    def _register_zones(self) -> None:
        with self.readers.present() as present:
            known = {zone.code: zone for zone in present.world.zones.all()}
        for zone in self.config.zones:
            before = known.get(zone.id)
            now = (zone.name, zone.temperature_class, zone.max_celsius_tenths)
            if (
                before
                and (
                    before.name,
                    before.temperature_class.value,
                    before.max_celsius_tenths,
                )
                == now
            ):
                continue
            self.send(
                "RegisterZone",
                code=zone.id,
                name=zone.name,
                temperature_class=zone.temperature_class,
                max_celsius_tenths=zone.max_celsius_tenths,
            )

    def send(self, type: str, **data: object) -> Answer:
        """Send a command of the station's own; return its answer."""
        body = {"command_id": f"station-{uuid.uuid4()}", "type": type, "data": data}
        return self.command(body, STATION).answer

    def wake_printers(self) -> None:
        """Tell the print workers that a label may wait."""
        for spool in self.spools.values():
            spool.wake()


def settings_from(config: Config) -> Settings:
    """Return the rules' settings of a configuration."""
    printers = {device.id: device for device in config.devices if device.kind == "printer"}
    posts = {}
    for post in config.posts:
        printer = printers.get(post.printer or "")
        posts[post.id] = PostFacts(
            id=post.id,
            role=PostRole(post.role),
            printer=printer.id if printer else "",
            template=(printer.media if printer else None) or "a6",
        )
    return Settings(hub_name=config.hub.name, posts=posts, spare_printer=next(iter(printers), ""))
