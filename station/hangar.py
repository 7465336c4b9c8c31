"""The running hangar: ledger, floor and spool put together, and the calls that the web makes.

Must not know HTTP, nor hold any rule: it connects what others decide.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from labels.shelf import Shelf
from station.answering import Answer, ledger_head
from station.authority.keeping import Authority
from station.backup.automatic import AutomaticBackups
from station.bus import ANSWER_TIMEOUT_S, CommandBus, Result
from station.calibration import Calibrations, verdict
from station.clock import SystemClock, instant_text
from station.closing import Closings
from station.cold import ColdRooms
from station.config import Config, PostConfig
from station.correspondence import Correspondence
from station.domain.codec import Malformed
from station.domain.commands.claims import PhotographClaim
from station.domain.commands.driving import PhotographDelivery
from station.domain.commands.weights import ByReceipt
from station.domain.refusals import Refusal
from station.domain.words import LabelState, Role
from station.doubled import undoubled
from station.errors import LedgerError
from station.feed import Feed
from station.floor import Floor
from station.handhelds import Handhelds
from station.health import Health
from station.importing.inbox import STICK_FOLDER, Inbox
from station.importing.inbox_watch import InboxWatch
from station.known_at_start import (
    last_gross_g,
    last_sure_event,
    register_actions,
    register_zones,
    settle_orphans,
)
from station.label_templates import LabelTemplates
from station.learn import Learning
from station.messages import Order, Sender, open_envelope
from station.news import announce
from station.orders_made import (
    claim_photograph_order,
    delivery_photograph_order,
    photograph_order,
    scan_order,
)
from station.plugging import Plugging
from station.reading import Readers
from station.relief import RELIEVE_AFTER_S, reliefs
from station.self_test import SelfTests
from station.settings import settings_from
from station.spool import Spool, mark_body

log = logging.getLogger(__name__)

STATION = Sender(name="station", role=Role.ADMIN)
"""The sender of what the station does by itself."""


MAIL_NEWS = frozenset({"MailQueued", "MailMarked"})
"""Events after which a mail may wait."""


class Hangar:
    """One hub's running station; build it, `start` it, `stop` it."""

    def __init__(
        self,
        config: Config,
        *,
        clock: SystemClock | None = None,
        relieve_after_s: float = RELIEVE_AFTER_S,
    ) -> None:
        """Without a `clock` it is the machine's; a demonstration brings its own."""
        self.config = config
        self.clock = clock or SystemClock(config.hub.timezone)
        self.feed = Feed()
        self.date_confirmed = False
        self.shelf = Shelf(config.templates)
        sticks = [stick / STICK_FOLDER for stick in config.storage.backup_sticks]
        self.inbox = Inbox([*([config.orders.inbox] if config.orders.inbox else []), *sticks])
        self.label_templates = LabelTemplates(
            self.shelf, config.devices, changed=self._templates_changed
        )
        self.last_verdicts: dict[str, Answer] = {}
        self._forget: list[Callable[[str, str], None]] = []
        ledger = config.storage.ledger
        self.handhelds = Handhelds(ledger.with_name(f"{ledger.stem}-handhelds.db"))
        self.bus = CommandBus(
            config.storage.ledger,
            hub=config.hub.name,
            station="s1",
            company_prefix=config.hub.gs1_company_prefix or "",
            settings=settings_from(config, self.shelf),
            clock=self.clock,
            scales=self,
            on_commit=self._committed,
            handhelds=lambda round: self.handhelds.of_round(round, self.clock.now()),
        )
        self.readers = Readers(config.storage.ledger)
        self.inbox_watch = self._inbox_watch()
        self.floor = Floor(
            config, self.feed, send=self._wired_scan, last_gross_g=last_gross_g(self.readers)
        )
        self.spools = {
            device.id: Spool(
                device,
                self.readers,
                self.feed,
                mark=self._mark,
                relieve=self._relieve,
                relieve_after_s=relieve_after_s,
                label_mark=config.label_mark,
                shelf=self.shelf,
            )
            for device in config.devices
            if device.kind == "printer"
        }
        self.correspondence = Correspondence(
            config,
            self.readers,
            self.shelf,
            today=self.clock.today,
            mark=self._mark_mail,
            changed=lambda: self.feed.publish("mail", "changed"),
        )
        self.calibrations = Calibrations(ledger.with_name(f"{ledger.stem}-scanners.json"))
        self.plugging = Plugging(self.feed)
        self.learning = Learning(config)
        self.cold = ColdRooms(config, self.feed, record=self._record_temperature)
        self.closings = Closings(
            config,
            self.clock,
            self.readers,
            self.shelf,
            record=self._record_closing,
            sure_of_date=self._sure_of_date,
        )
        self.self_tests = SelfTests(
            config,
            floor=self.floor,
            spools=self.spools,
            record=self._record_self_test,
            today=self.clock.today,
        )
        self.authority = self._authority() if config.web.tls_port is not None else None
        self.backups = AutomaticBackups(config, now=self.clock.now, seq=self._seq)
        self.health = Health(
            config,
            self.clock,
            self.readers,
            floor=self.floor,
            spools=self.spools,
            cold=self.cold,
            calibrations=self.calibrations,
            backups=self.backups,
            alive=lambda: self.bus.alive,
            date_confirmed=lambda: self.date_confirmed,
        )

    def tell_of_erasures(self, forget: Callable[[str, str], None]) -> None:
        """Call `forget(kind, code)` for each party erased from now on, and for those before.

        Before too: the station may have stopped between an erasure and what follows from it.
        """
        with self.readers.present() as present:
            gone = [id.partition("/") for id in present.vault.erased()]
        for kind, _, code in gone:
            forget(kind, code)
        self._forget.append(forget)

    def start(self) -> None:
        """Make configured zones and action cards known, then start devices and printing."""
        register_zones(self.config.zones, self.readers, self.send)
        register_actions(self.readers, self.send)
        settle_orphans(self.readers, self.spools, self._mark)
        self.floor.start()
        for spool in self.spools.values():
            spool.start()
        self.correspondence.mailer.start()
        self.plugging.start()
        self.cold.start()
        self.backups.start()
        if self.inbox_watch:
            self.inbox_watch.start()
        self.closings.start()

    def stop(self) -> None:
        """Stop in the order in which nothing is lost: inputs, printing, then the ledger."""
        self.feed.close()
        self.backups.stop()
        if self.inbox_watch:
            self.inbox_watch.stop()
        self.plugging.stop()
        self.closings.stop()
        self.correspondence.mailer.stop()
        self.cold.stop()
        self.floor.stop()
        for spool in self.spools.values():
            spool.stop()
        self.bus.close()
        self.handhelds.close()
        self.readers.close()

    # --- what the web and the devices send -----------------------------------------------------

    def command(self, body: object, sender: Sender) -> Result:
        """Decide one command and return its result after COMMIT; raise `Malformed`."""
        order = self._with_weight(self._opened(body, sender))
        try:
            return self.bus.run(order)
        except LedgerError:
            self._not_stored(order)
            raise

    def _opened(self, body: object, sender: Sender) -> Order:
        """Open an envelope; a post that is not configured has no scale and no printer."""
        order = open_envelope(body, sender)
        posts = self.bus.settings.posts
        if order.post is not None and order.post not in posts:
            raise Malformed("post", f"one of {', '.join(sorted(posts))}", order.post)
        return order

    def _not_stored(self, order: Order) -> None:
        """Give a receipt back whose command the ledger could not store: it may come again."""
        weigh = getattr(order.command, "weigh", None)
        if isinstance(weigh, ByReceipt):
            self.floor.give_back(weigh.receipt)

    def commands(self, bodies: list[object], sender: Sender) -> list[Result | Exception]:
        """Decide a list in order; one bad item never loses its neighbours."""
        return self._in_order(bodies, lambda body: self._with_weight(self._opened(body, sender)))

    def _in_order(
        self, bodies: list[object], opened: Callable[[object], Order]
    ) -> list[Result | Exception]:
        waiting: list[tuple[Order, Future[Result]] | Exception] = []
        for body in bodies:
            try:
                order = opened(body)
                waiting.append((order, self.bus.send(order)))
            except Exception as error:
                waiting.append(error)
        return [each if isinstance(each, Exception) else self._awaited(*each) for each in waiting]

    def _awaited(self, order: Order, future: Future[Result]) -> Result | Exception:
        try:
            return future.result(ANSWER_TIMEOUT_S)
        except LedgerError as error:
            self._not_stored(order)
            return error
        except Exception as error:
            return error

    def scan(self, post: str, body: object, sender: Sender) -> Result:
        """Judge one scan at a post; raise `Malformed`."""
        return self.bus.run(scan_order(post, body, sender))

    def scans(self, post: str, bodies: list[object], sender: Sender) -> list[Result | Exception]:
        """Judge a list of scans in order, one bad item never loses its neighbours."""
        return self._in_order(bodies, lambda body: scan_order(post, body, sender))

    def photograph(
        self, crate: str, jpeg: str, sender: Sender, *, command_id: str | None, post: str | None
    ) -> Result:
        """Keep a picture that was drawn anew."""
        here = post if post in self.bus.settings.posts else sender.post
        id = command_id or self.new_command_id()
        return self.bus.run(photograph_order(crate, jpeg, sender, command_id=id, post=here))

    def photograph_delivery(
        self,
        picture: PhotographDelivery,
        sender: Sender,
        *,
        command_id: str,
        operator: str | None,
        reader: str | None,
        at: str | None,
    ) -> Result:
        """Keep a driver's picture; repeated like a photographed label."""
        order = delivery_photograph_order(
            picture, sender, command_id=command_id, operator=operator, reader=reader, at=at
        )
        return self.bus.run(order)

    def photograph_claim(
        self, picture: PhotographClaim, sender: Sender, *, command_id: str
    ) -> Result:
        """Keep a picture that came with a claim; repeated like a photographed label."""
        return self.bus.run(claim_photograph_order(picture, sender, command_id=command_id))

    def _wired_scan(self, post: PostConfig, reader: str, scan: Any, command_id: str) -> None:
        if self.self_tests.heard(post.id, reader, scan.text):
            return
        now = instant_text(self.clock.now())
        if self.calibrations.take(reader, self._layout_of(reader), scan, now):
            self.feed.publish(f"post/{post.id}", "verdict", verdict(self.calibrations.of(reader)))
            return
        text = undoubled(scan.text)
        if text != scan.text:
            log.warning("%s: read twice in one line, taken once: %r", reader, scan.text)
        sender = Sender(name=reader, role=Role.WORKER, post=post.id)
        body = {"command_id": command_id, "data": text, "reader": reader}
        self.scan(post.id, body, sender)

    def _layout_of(self, scanner: str) -> str | None:
        """Return the layout a keyboard scanner is read with; None for other scanners."""
        return next((one.layout for one in self.config.devices if one.id == scanner), None)

    def _with_weight(self, order: Order) -> Order:
        """Put the receipt that is at the post now in the place of `weigh: "post"`."""
        if getattr(order.command, "weigh", None) != "post":
            return order
        if self.bus.stored_answer(order.command_id):
            return order
        if order.post is None and len(self.floor.scales) != 1:
            raise Malformed("post", "the post whose scale is meant", None)
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
        for result in results:
            weigh = getattr(result.order.command, "weigh", None)
            if isinstance(weigh, ByReceipt):
                self.floor.settle(weigh.receipt)
            if any(event.type in MAIL_NEWS for event in result.events):
                self.correspondence.mailer.wake()
            if any(event.type == "DateConfirmed" for event in result.events):
                self.date_confirmed = True
            for event in result.events:
                if event.type == "PartyErased":
                    self._erased(event.stream)
        announce(self, results)

    def _erased(self, party: str) -> None:
        """Forget an erased party's access, and the last words of posts, which may name them."""
        kind, _, code = party.partition("/")
        for forget in self._forget:
            forget(kind, code)
        self.last_verdicts.clear()

    def _templates_changed(self) -> None:
        """Let labels queued from now on name the templates of now; those that wait keep theirs."""
        self.bus.settings = settings_from(self.config, self.shelf)

    def _mark(self, label: str, state: str, evidence: str, printer: str) -> bool:
        answer = self.command(mark_body(label, state, evidence, printer), STATION).answer
        return bool(answer["outcome"] == "accepted")

    def _mark_mail(self, mail: str, state: str, evidence: str) -> bool:
        answer = self.send("MarkMail", mail=mail, state=state, evidence=evidence)
        return bool(answer["outcome"] == "accepted")

    def _relieve(self, printer: str) -> str | None:
        """Move what waits for a printer that is down; return where to, None when nothing moved."""
        with self.readers.present() as present:
            waiting = present.world.labels.where(printer=printer, state=LabelState.QUEUED.value)
        states = {id: spool.shown.state for id, spool in self.spools.items()}
        others = reliefs(waiting, self.bus.settings.posts, states)
        if not others or self.send("MoveQueue", printer=printer)["outcome"] != "accepted":
            return None
        return ", ".join(sorted(others))

    def _authority(self) -> Authority:
        return Authority(
            self.config.storage.ledger,
            hub=self.config.hub.name,
            trusted_hosts=self.config.web.trusted_hosts,
            sure_day=lambda: self.clock.now() if self.clock.synchronised() else None,
            known_past=lambda: last_sure_event(self.readers),
        )

    def _seq(self) -> int:
        with self.readers.present() as present:
            return ledger_head(present.connection, self.config.hub.name).seq

    def _record_temperature(self, zone: str, celsius_tenths: int) -> None:
        self.send("RecordTemperature", zone=zone, celsius_tenths=celsius_tenths)

    def _sure_of_date(self) -> bool:
        return self.date_confirmed or self.clock.synchronised()

    def _record_closing(self, data: Answer, operator: str | None) -> Answer:
        return self._speak("CloseDay", data, operator=operator)

    def _record_self_test(self, post: str, operator: str | None, trials: Answer) -> Answer:
        return self._speak("RecordSelfTest", trials, post=post, operator=operator)

    def send(self, type: str, **data: object) -> Answer:
        """Send a command of the station's own; return its answer."""
        return self._speak(type, data)

    def _speak(
        self, type: str, data: Answer, *, post: str | None = None, operator: str | None = None
    ) -> Answer:
        body = {
            "command_id": f"station-{uuid.uuid4()}",
            "type": type,
            "post": post,
            "operator": operator,
            "data": data,
        }
        return self.command(body, STATION).answer

    # --- what screens and programs read --------------------------------------------------------

    def new_command_id(self) -> str:
        """Return a fresh command id, for calls that brought none."""
        return str(uuid.uuid4())

    def _inbox_watch(self) -> InboxWatch | None:
        """Return what applies dropped files by itself, where the hub chose so."""
        if self.config.orders.inbox_apply != "certain":
            return None
        return InboxWatch(
            self.inbox,
            self.readers,
            send=self._speak,
            closed=self.closed,
            preset=self.config.orders.inbox_preset,
        )

    def closed(self, delivery_date: str) -> bool:
        """Tell whether it is too late to order for a delivery date."""
        return self.bus.settings.closed(delivery_date, instant_text(self.clock.now()))

    def dpi_of(self, printer: str) -> int:
        """Return a printer's dots per inch; 203 where nothing is configured."""
        for device in self.config.devices:
            if device.id == printer and device.dpi:
                return device.dpi
        return 203

    def readers_online(self, role: str) -> int:
        """Return how many wired scanners of posts with this role are there."""
        wanted = {s for post in self.config.posts if post.role == role for s in post.scanners}
        scanners = self.floor.scanners
        return sum(scanners[id].state().value == "online" for id in wanted if id in scanners)

    def printer_json(self, printer: str) -> Answer | None:
        """Return a printer as screens show it, None where a post has none."""
        spool = self.spools.get(printer)
        return spool.shown.as_json() if spool else None

    def wake_printers(self) -> None:
        """Tell the print workers that a label may wait."""
        for spool in self.spools.values():
            spool.wake()
