"""Runs the self-test at the start of a shift: check weight, a label scanned back, each scanner.

Must not judge: what was read, printed and heard goes to the ledger, which decides.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from drivers.readings import PrintOutcome, PrintResult
from drivers.weighing import Receipt
from labels.identity import LARGEST_INTERNAL_SERIAL, CodeKind, epoch_tag, internal_code
from labels.scanned import interpret
from station.answering import Answer
from station.config import Config, DeviceConfig, PostConfig
from station.domain.refusals import wording
from station.doubled import undoubled
from station.floor import ARRIVAL_WAIT_S, Floor
from station.spool import SAY_FR, Spool

LONGEST_S = 900.0
"""A run that nobody ends is forgotten after a quarter of an hour: its label is then unknown."""
SERIALS = 1_000_000
"""Test labels take action codes from the far end, which no hub's gestures ever reach."""
TAG = epoch_tag("self-test")


@dataclass(slots=True, kw_only=True)
class Run:
    """One self-test under way at a post."""

    code: str
    operator: str | None
    started_s: float
    read_g: int | None = None
    not_weighed: str = ""
    printing: Future[PrintResult] | None = None
    read_back: bool = False
    heard: set[str] = field(default_factory=set)


class SelfTests:
    """The self-tests under way, at most one a post."""

    def __init__(
        self,
        config: Config,
        *,
        floor: Floor,
        spools: Mapping[str, Spool],
        record: Callable[[str, str | None, Answer], Answer],
        today: Callable[[], str],
    ) -> None:
        """`record(post, operator, trials)` sends the finished test to the ledger."""
        self._posts = {post.id: post for post in config.posts}
        self._devices = {device.id: device for device in config.devices}
        self._hub = config.hub.name
        self._floor, self._spools = floor, spools
        self._record, self._today = record, today
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def start(self, post: str, operator: str | None) -> None:
        """Begin anew at a post, and print its test label."""
        serial = LARGEST_INTERNAL_SERIAL - secrets.randbelow(SERIALS)
        run = Run(
            code=internal_code(CodeKind.ACTION, TAG, serial),
            operator=operator,
            started_s=time.monotonic(),
        )
        with self._lock:
            self._runs[post] = run
        self.print_label(post)

    def print_label(self, post: str) -> None:
        """Print the test label, again where the paper was out."""
        run, spool = self._run(post), self._spools.get(self._posts[post].printer or "")
        if run and spool:
            run.printing = spool.try_label(
                {
                    "hub": self._hub,
                    "crate_code": run.code,
                    "received": self._today(),
                    "customer": "ESSAI",
                    "product": "Essai complet",
                    "producer": f"Poste {post} : à relire, puis à jeter",
                }
            )

    def weigh(self, post: str) -> None:
        """Take what the scale shows now, by the same rules as any weight; it is not used up."""
        run, session = self._run(post), self._floor.scales.get(self._posts[post].scale or "")
        if run is None or session is None:
            return
        found = session.await_receipt(ARRIVAL_WAIT_S)
        if isinstance(found, Receipt):
            run.read_g, run.not_weighed = found.gross_g, ""
        else:
            run.read_g, run.not_weighed = None, found.value

    def heard(self, post: str, reader: str, text: str) -> bool:
        """Note a scan; True when it was the test label, which is no business of the ledger's."""
        run = self._run(post)
        if run is None:
            return False
        run.heard.add(reader)
        if interpret(undoubled(text)).code != run.code:
            return False
        run.read_back = True
        return True

    def finish(self, post: str) -> Answer | None:
        """Record what was found and end the run; None when none is under way."""
        with self._lock:
            run = self._runs.pop(post, None)
        if run is None:
            return None
        try:
            return self._record(post, run.operator, self._trials(self._posts[post], run))
        except Exception:
            with self._lock:
                self._runs.setdefault(post, run)  # nothing was stored: it can be ended again
            raise

    def state(self, post: str) -> Answer | None:
        """Return how far the run at a post is, None when none is under way."""
        run = self._run(post)
        if run is None:
            return None
        trials = self._trials(self._posts[post], run)
        if trials["scale"]:
            why = run.not_weighed
            trials["scale"]["say"] = wording(why, {})["say"] if why else None
            weighing = self._floor.weighing(post)
            trials["scale"]["tare_unseen"] = bool(weighing and weighing["tare_unseen"])
        return trials

    def _run(self, post: str) -> Run | None:
        with self._lock:
            run = self._runs.get(post)
            if run and time.monotonic() - run.started_s > LONGEST_S:
                del self._runs[post]
                return None
            return run

    def _trials(self, post: PostConfig, run: Run) -> Answer:
        """Return the payload of RecordSelfTest as far as it is known."""
        scale = self._devices.get(post.scale or "")
        scanners = [{"device": id, "heard": id in run.heard} for id in post.scanners]
        return {
            "scale": _scale(scale, run) if scale else None,
            "printer": self._printer(post.printer, run) if post.printer else None,
            "scanners": scanners,
        }

    def _printer(self, printer: str, run: Run) -> dict[str, Any]:
        printed, detail = None, ""
        if run.printing and run.printing.done():
            printed = _came_out(run.printing)
            detail = "" if printed else self._complaint(printer)
        return {
            "device": printer,
            "label": run.code,
            "printed": printed,
            "read_back": run.read_back,
            "detail": detail,
        }

    def _complaint(self, printer: str) -> str:
        condition = next(iter(self._spools[printer].shown.conditions), "")
        return SAY_FR.get(condition, "Étiquette d'essai non imprimée.")


def _scale(scale: DeviceConfig, run: Run) -> dict[str, Any]:
    why: Any = wording(run.not_weighed, {}) if run.not_weighed else None
    return {
        "device": scale.id,
        "weight_g": scale.check_weight_g,
        "read_g": run.read_g,
        "tolerance_g": scale.division_g or 0,
        "detail": why["say"]["fr"] if why else "",
    }


def _came_out(printing: Future[PrintResult]) -> bool:
    """Return whether bytes went to the printer: from then on only a scan-back tells more."""
    if printing.cancelled() or printing.exception() is not None:
        return False
    return printing.result().outcome is not PrintOutcome.NOT_SENT
