"""The print spool: one worker a printer draws, proves and sends queued labels, one at a time.

The queue is the ledger's (`labels` projection); this holds no state that a restart would lose.
Must not resend by itself: after the first byte only evidence or a person settles a label.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from drivers.printer_session import PrinterSession
from drivers.readings import PrinterStatus, PrintOutcome, PrintResult
from labels.parts import Template
from labels.shelf import Shelf
from station.config import DeviceConfig
from station.domain.model import Label
from station.domain.words import LabelState
from station.feed import Feed
from station.floor import settings_of
from station.reading import Present, Readers
from station.relief import RELIEVE_AFTER_S, Outage
from station.workers import OneByOne

log = logging.getLogger(__name__)

IDLE_STATUS_S = 3.0
"""How often an idle printer is asked what a person would see."""
NOT_READY_WAIT_S = 1.0
"""Wait before a printer that was not ready is tried again."""
STOP_S = 30.0
"""Longest a stop waits for the label under way."""

Mark = Callable[[str, str, str, str], bool]
"""Records (label, state, evidence, printer); False when people have settled it meanwhile."""
Relieve = Callable[[str], str | None]
"""Moves what waits for a printer elsewhere; returns the printer that took it, or None."""

SAY_FR: dict[str, str] = {
    "paper_out": "L'imprimante n'a plus de papier.",
    "cover_open": "Le capot de l'imprimante est ouvert.",
    "paused": "L'imprimante est en pause.",
    "hot": "L'imprimante est trop chaude. Attendez.",
    "ribbon_out": "L'imprimante n'a plus de ruban.",
    "cutter": "Le massicot de l'imprimante est bloqué.",
    "busy": "L'imprimante travaille.",
    "near_end": "Le rouleau de l'imprimante finit bientôt.",
    "silent": "L'imprimante ne répond pas.",
    "unreachable": "L'imprimante est éteinte ou débranchée.",
    "error": "L'imprimante signale une erreur.",
}
"""What a worker is told of each printer condition."""


class LabelSettled(Exception):
    """People settled the label before its first byte: it is not sent."""


@dataclass(frozen=True, slots=True)
class PrinterShown:
    """What screens show of a printer: state online, offline, fault or starting."""

    id: str
    state: str
    conditions: tuple[str, ...]
    relieved_by: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the JSON of a post's printer."""
        return {
            "id": self.id,
            "state": self.state,
            "conditions": list(self.conditions),
            "relieved_by": self.relieved_by,
            "say": self._say(),
        }

    def _say(self) -> dict[str, str] | None:
        if not self.conditions:
            return None
        first = self.conditions[0]
        french, english = SAY_FR[first], first.replace("_", " ")
        if self.relieved_by:
            french += f" Étiquettes sur {self.relieved_by}."
            english += f"; labels come out of {self.relieved_by}"
        return {"fr": french, "en": english}


def shown(id: str, status: PrinterStatus) -> PrinterShown:
    """Return a status as screens show it; silence is offline, never ready."""
    conditions = tuple(condition.value for condition in status.conditions)
    if status.ready or conditions == ("busy",):
        state = "online"
    elif "unreachable" in conditions or "silent" in conditions:
        state = "offline"
    else:
        state = "fault"
    return PrinterShown(id, state, conditions)


class Spool:
    """One printer's worker thread."""

    def __init__(
        self,
        device: DeviceConfig,
        readers: Readers,
        feed: Feed,
        *,
        mark: Mark,
        relieve: Relieve = lambda printer: None,
        relieve_after_s: float = RELIEVE_AFTER_S,
        label_mark: str = "",
        shelf: Shelf | None = None,
    ) -> None:
        self._label_mark = label_mark
        self._shelf = shelf or Shelf()
        self._device, self._readers, self._feed, self._mark = device, readers, feed, mark
        self._relieve = relieve
        self._outage = Outage(lasting_s=relieve_after_s)
        self._relieved_by: str | None = None
        self._session = PrinterSession(settings_of(device))
        self._trying = threading.Lock()
        self._trial: tuple[Mapping[str, str], Future[PrintResult]] | None = None
        self._worker = OneByOne(
            f"spool-{device.id}",
            settle=self._settle_interrupted,
            step=self._step,
            after_bug_s=NOT_READY_WAIT_S,
        )
        self.shown = PrinterShown(device.id, "starting", ())
        self.since_s = time.monotonic()

    def start(self) -> None:
        """Mark what a crash left in the middle as uncertain, then begin to print."""
        self._worker.start()

    def stop(self) -> None:
        """Stop after the label under way."""
        self._worker.stop(STOP_S)

    def wake(self) -> None:
        """Say that a label may have been queued."""
        self._worker.wake()

    def try_label(self, fields: Mapping[str, str]) -> Future[PrintResult]:
        """Print one label of no crate, once, before those that wait; a newer one replaces it."""
        result: Future[PrintResult] = Future()
        with self._trying:
            former, self._trial = self._trial, (fields, result)
        if former:
            former[1].cancel()
        self._worker.wake()
        return result

    def _settle_interrupted(self) -> None:
        with self._readers.present() as present:
            sending = present.world.labels.where(
                printer=self._device.id, state=LabelState.SENDING.value
            )
        for label in sending:
            self._mark(label.id, "uncertain", "interrompue pendant l'envoi", self._device.id)

    def _step(self) -> float:
        """Print the oldest label, crates' first, or ask for the status; return how long to wait."""
        self._try_out()
        with self._readers.present() as present:
            queued = present.world.labels.where(
                printer=self._device.id, state=LabelState.QUEUED.value
            )
            # A crate stands on the scale; emergency labels and tags are for later.
            label = min(queued, key=lambda one: (not one.crate, one.queued_seq), default=None)
            fields = present.vault.get(f"label/{label.id}") if label else None
        if label is None:
            self._show(self._session.status())
            return IDLE_STATUS_S
        payload = self._drawn(label, fields)
        if payload is None:
            return 0.0
        return self._delivered(label, payload)

    def _try_out(self) -> None:
        """Print the label of a self-test, if one is asked for; nothing of it is kept here."""
        with self._trying:
            trial, self._trial = self._trial, None
        if trial is None or not trial[1].set_running_or_notify_cancel():
            return
        fields, result = trial
        try:
            payload = self._made(self._shelf.load(self._device.media or "a6"), fields)
            printed = self._session.deliver(
                payload, tag=fields["crate_code"], before_first_byte=lambda: None
            )
        except Exception as error:
            result.set_exception(error)
            return
        if printed.status:
            self._show(printed.status)
        result.set_result(printed)

    def _made(self, template: Template, fields: Mapping[str, str]) -> bytes:
        import labels

        made = labels.make(
            template,
            fields,
            dpi=self._device.dpi or 203,
            language=self._device.protocol,
            mark=self._label_mark,
            page=self._page_for(template),
        )
        return made.payload

    def _page_for(self, template: Template) -> Template | None:
        """Return the paper in the printer, where a label of another size comes out of it."""
        media = self._device.media or "a6"
        return None if template.name == media else self._shelf.load(media)

    def _drawn(self, label: Label, fields: dict[str, str] | None) -> bytes | None:
        """Return the printer's bytes, proven to read; a label that cannot be is marked failed."""
        import labels

        if fields is None:
            self._mark(label.id, "failed", "champs effacés du coffre", self._device.id)
            return None
        template = self._as_queued(label)
        if template is None:
            self._mark(label.id, "outdated", f"modèle {label.template} changé", self._device.id)
            return None
        try:
            return self._made(template, fields)
        except (labels.LabelRefused, labels.LabelUnreadable, labels.TemplateError) as error:
            log.warning("label %s is not printed: %s", label.id, error)
            self._mark(label.id, "failed", f"non imprimable : {error}", self._device.id)
            return None

    def _as_queued(self, label: Label) -> Template | None:
        """Return the very template a label was queued with; None when it is nowhere any more."""
        from labels import TemplateError

        try:
            template = self._shelf.version(label.template, label.template_hash)
        except TemplateError as error:
            log.warning("label %s: its template cannot be read: %s", label.id, error)
            return None
        if template is None:
            log.warning("label %s: no template %s is left", label.id, label.template_hash)
        return template

    def _delivered(self, label: Label, payload: bytes) -> float:
        def before_first_byte() -> None:
            if not self._mark(label.id, "sending", "", self._device.id):
                raise LabelSettled(label.id)

        try:
            result = self._session.deliver(
                payload, tag=label.id, before_first_byte=before_first_byte
            )
        except LabelSettled:
            return 0.0
        if result.status:
            self._show(result.status)
        return self._recorded(label, result)

    def _recorded(self, label: Label, result: PrintResult) -> float:
        match result.outcome:
            case PrintOutcome.NOT_SENT:
                if self._outage.lasting and (other := self._relieve(self._device.id)):
                    log.warning("%s: its labels come out of %s", self._device.id, other)
                    self._relieved_by = other
                    if result.status:
                        self._show(result.status)
                return NOT_READY_WAIT_S
            case PrintOutcome.SENT | PrintOutcome.CONFIRMED | PrintOutcome.UNCERTAIN:
                self._mark(label.id, result.outcome.value, result.evidence, self._device.id)
                return 0.0

    def _show(self, status: PrinterStatus) -> None:
        now = shown(self._device.id, status)
        self._outage.note(online=now.state == "online")
        if now.state == "online":
            self._relieved_by = None
        before, self.shown = self.shown, replace(now, relieved_by=self._relieved_by)
        if self.shown != before:
            self.since_s = time.monotonic()
            self._feed.publish("printers", "printer", self.shown.as_json())


def label_fields(present: Present, label: Label) -> dict[str, str] | None:
    """Return what stands on a label, None when it was erased."""
    return present.vault.get(f"label/{label.id}")


def mark_body(label: str, state: str, evidence: str, printer: str) -> dict[str, Any]:
    """Return the command envelope by which the spool reports."""
    return {
        "command_id": f"spool-{uuid.uuid4()}",
        "type": "MarkLabel",
        "data": {"label": label, "state": state, "evidence": evidence, "printer": printer},
    }
