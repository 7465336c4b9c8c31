"""The posts and their devices: live weights, receipts, wired scanners, and what they tell screens.

Must not decide commands: a wired scan goes the same way as one from a handheld.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from drivers.readings import DeviceSettings, DeviceState, Kind, Scan
from drivers.scale_session import ScaleSession
from drivers.scanner_session import ScannerSession
from drivers.weighing import NotWeighed, Receipt
from drivers.weighing import Weighing as ScaleView
from station.config import Config, DeviceConfig, PostConfig
from station.domain.model import Weighing
from station.domain.refusals import Refusal, wording
from station.feed import Feed

log = logging.getLogger(__name__)

ARRIVAL_WAIT_S = 2.0
"""How long `weigh: "post"` waits for a receipt (contract)."""

Send = Callable[[PostConfig, str, Scan, str], None]
"""Takes a post, the reader's id, a scan and the command id made for it; raises when not stored."""

RETRIES_S = (0.2, 0.5, 1.0, 2.0)
"""Waits between tries to store one wired scan; after that the worker is told to scan again."""


class Floor:
    """All device sessions of the hub, by post."""

    def __init__(
        self,
        config: Config,
        feed: Feed,
        *,
        send: Send,
        last_gross_g: Mapping[str, int],
    ) -> None:
        """`last_gross_g`: by scale, the load that the ledger's last receipt of it consumed."""
        self._feed, self._send = feed, send
        self._posts = {post.id: post for post in config.posts}
        self._devices = {device.id: device for device in config.devices}
        self._taken: dict[str, ScaleSession] = {}
        self._lock = threading.Lock()
        self.scales = {
            device.id: self._scale(device, last_gross_g.get(device.id))
            for device in config.devices
            if device.kind == "scale"
        }
        self.scanners = {
            device.id: self._scanner(device)
            for device in config.devices
            if device.kind == "scanner"
        }

    def _scale(self, device: DeviceConfig, last_gross_g: int | None) -> ScaleSession:
        def changed(view: ScaleView) -> None:
            shown = weighing_json(view)
            for post in self._posts.values():
                if post.scale == device.id:
                    self._feed.publish(f"post/{post.id}", "weighing", shown)

        return ScaleSession(
            settings_of(device), on_change=changed, last_consumed_gross_g=last_gross_g
        )

    def _scanner(self, device: DeviceConfig) -> ScannerSession:
        def scanned(scan: Scan) -> None:
            for post in self._posts.values():
                if device.id in post.scanners:
                    self._store(post, device.id, scan)

        def changed(state: DeviceState) -> None:
            self._feed.publish("devices", "device", {"id": device.id, "state": state.value})

        return ScannerSession(settings_of(device), on_scan=scanned, on_change=changed)

    def _store(self, post: PostConfig, reader: str, scan: Scan) -> None:
        """Store one wired scan under one id, however often it takes; or tell the worker."""
        command_id = str(uuid.uuid4())
        for wait_s in (*RETRIES_S, None):
            try:
                self._send(post, reader, scan, command_id)
                return
            except Exception:
                log.exception("%s: scan %r is not stored yet", reader, scan.data)
                if wait_s is not None:
                    time.sleep(wait_s)
        self._feed.publish(f"post/{post.id}", "verdict", not_stored())

    def start(self) -> None:
        """Start every session; an unknown protocol is said here."""
        for scale in self.scales.values():
            scale.start()
        for scanner in self.scanners.values():
            scanner.start()

    def stop(self) -> None:
        """Stop every session."""
        for scale in self.scales.values():
            scale.stop()
        for scanner in self.scanners.values():
            scanner.stop()

    def take(self, post: str | None, receipt: str) -> Weighing:
        """Use up a receipt of the post's scale, or refuse with the reason it is no longer good."""
        why = NotWeighed.STALE
        for id, session in self._scales_of(post):
            taken = session.consume(receipt)
            if isinstance(taken, Receipt):
                with self._lock:
                    self._taken[receipt] = session
                return self._weighing(self._devices[id], session, taken)
            if taken is not NotWeighed.STALE:
                why = taken
        raise Refusal(why.value)

    def give_back(self, receipt: str) -> None:
        """Undo a take whose command came to nothing."""
        with self._lock:
            session = self._taken.pop(receipt, None)
        if session:
            session.give_back(receipt)

    def settle(self, receipt: str) -> None:
        """Forget a take whose command is stored: it cannot be given back any more."""
        with self._lock:
            self._taken.pop(receipt, None)

    def await_receipt(self, post: str | None) -> str:
        """Return the receipt at the post's scale, waiting at most two seconds; else refuse."""
        for _, session in self._scales_of(post):
            receipt = session.await_receipt(ARRIVAL_WAIT_S)
            if isinstance(receipt, Receipt):
                return receipt.id
            raise Refusal(receipt.value)
        raise Refusal("scale_offline")

    def _scales_of(self, post: str | None) -> list[tuple[str, ScaleSession]]:
        if post is None:
            return list(self.scales.items())
        config = self._posts.get(post)
        own = config.scale if config else None
        return [(id, session) for id, session in self.scales.items() if id == own]

    def _weighing(self, device: DeviceConfig, session: ScaleSession, taken: Receipt) -> Weighing:
        net = taken.kind.value == "net"
        until = device.verified_until
        return Weighing(
            receipt=taken.id,
            source="scale",
            gross_g=taken.gross_g,
            tare_g=(taken.tare_g or 0) if net else 0,
            tare_source="indicator" if net else "",
            kind=taken.kind.value,
            scale=device.id,
            scale_serial=device.serial_number or "",
            verified_until=until.isoformat() if until else None,
            unit_as_sent=taken.unit_as_sent,
            raw_hex=taken.raw.hex(),
            alibi=taken.alibi,
            regulated=taken.alibi is not None,
            stable_by_dwell=taken.stable_by_dwell,
        )

    def weighing(self, post: str) -> dict[str, Any] | None:
        """Return what the post's scale shows now, None for a post without a scale."""
        config = self._posts.get(post)
        session = self.scales.get(config.scale) if config and config.scale else None
        return weighing_json(session.view()) if session else None

    def device_states(self) -> list[tuple[str, str, float, int | None]]:
        """Return (id, state, seconds in it, age in ms) of scales and scanners."""
        rows: list[tuple[str, str, float, int | None]] = []
        for id, scale in self.scales.items():
            view = scale.view()
            rows.append((id, view.state.value, scale.state_age_s(), view.age_ms))
        for id, scanner in self.scanners.items():
            rows.append((id, scanner.state().value, scanner.state_age_s(), None))
        return rows


def settings_of(device: DeviceConfig) -> DeviceSettings:
    """Return a configured device as its driver wants it."""
    return DeviceSettings(
        **{name: getattr(device, name) for name in DeviceSettings.__dataclass_fields__}
    )


def weighing_json(view: ScaleView) -> dict[str, Any]:
    """Return a scale's view as screens get it; no answer is offline, never a number."""
    receipt = view.receipt
    why = view.why_not.value if view.why_not else None
    return {
        "grams": view.grams,
        "stable": view.stable,
        "range": view.range.value,
        "age_ms": view.age_ms,
        "state": view.state.value,
        "tare_unseen": view.grams is not None and view.kind is Kind.UNKNOWN,
        "receipt": receipt_json(receipt) if receipt else None,
        "why_not": why,
        "say": wording(why, {})["say"] if why else None,
        "remedy": wording(why, {})["remedy"] if why else None,
    }


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Return an open receipt; `kind` is unknown where the scale says neither gross nor net.

    Whoever tared such a scale gets a net weight that passes as gross: only a person can see it.
    """
    return {"id": receipt.id, "gross_g": receipt.gross_g, "kind": receipt.kind.value}


def not_stored() -> dict[str, Any]:
    """Return the verdict shown when a wired scan could not be stored at all."""
    return {
        "verdict": "refused",
        "say": {"fr": "Scan non enregistré.", "en": "Scan not stored."},
        "next": {"fr": "Scannez encore. Appelez si cela dure.", "en": "Scan again."},
        "refusal": None,
        "crate": None,
        "label": None,
        "round": None,
        "command": None,
    }
