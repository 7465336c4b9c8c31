"""Says how the station is: the status document, counters, and whether it can take a crate.

Must not change anything; it asks the ledger, the devices and the card.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from station import __version__
from station.answering import Answer, ledger_head, ledger_json
from station.backup.automatic import AutomaticBackups
from station.calibration import Calibrations, calibration_json
from station.clock import SystemClock, instant_text
from station.cold import ColdRooms
from station.config import Config, DeviceConfig
from station.device_checks import last_tries, verification
from station.domain.words import LabelState
from station.floor import Floor
from station.reading import Present, Readers
from station.spool import Spool

log = logging.getLogger(__name__)

MIN_FREE_BYTES = 5_000_000
"""Below this the station is not healthy: some ten thousand events, less than a day."""


class Health:
    """How one running station is."""

    def __init__(
        self,
        config: Config,
        clock: SystemClock,
        readers: Readers,
        *,
        floor: Floor,
        spools: Mapping[str, Spool],
        cold: ColdRooms,
        calibrations: Calibrations,
        backups: AutomaticBackups,
        alive: Callable[[], bool],
        date_confirmed: Callable[[], bool],
    ) -> None:
        """`alive`: whether the ledger takes commands; `date_confirmed`: by a person, this boot."""
        self.config, self.clock, self.readers = config, clock, readers
        self.floor, self.spools, self.cold = floor, spools, cold
        self.calibrations, self.backups = calibrations, backups
        self._alive, self._date_confirmed = alive, date_confirmed
        self._counted_to, self._refusals = 0, Counter[str]()
        self._counting = threading.Lock()

    def probe(self) -> bool:
        """Read the ledger for real and look at the writer; False when either fails."""
        try:
            with self.readers.present() as present:
                present.connection.execute("SELECT seq, hash FROM events LIMIT 1").fetchone()
        except Exception:
            log.exception("the ledger probe failed")
            return False
        return self._alive() and self._room()

    def _room(self) -> bool:
        """Return whether the card has room for more events; a full one takes no crate."""
        disk = os.statvfs(self.config.storage.ledger.parent)
        return disk.f_bavail * disk.f_frsize >= MIN_FREE_BYTES

    def status(self) -> Answer:
        """Return the contract's status document."""
        with self.readers.present() as present:
            head = ledger_head(present.connection, self.config.hub.name)
        return {
            "version": __version__,
            "ledger": ledger_json(head),
            "clock": {
                "synchronised": self.clock.synchronised(),
                "confirmed": self._date_confirmed(),
            },
            "posts": [
                {
                    "id": post.id,
                    "role": post.role,
                    "scale": post.scale,
                    "printer": post.printer,
                    "fallback_printer": post.fallback_printer,
                    "scanners": list(post.scanners),
                }
                for post in self.config.posts
            ],
            "devices": self._devices(),
            "second_copy": self.backups.second_copy(),
            "backup": self.backups.status(),
        }

    def _devices(self) -> list[Answer]:
        states = {id: (state, age_s, ms) for id, state, age_s, ms in self.floor.device_states()}
        states |= self.cold.states()
        for id, spool in self.spools.items():
            states[id] = (spool.shown.state, time.monotonic() - spool.since_s, None)
        with self.readers.present() as present:
            tries, waiting = last_tries(present), self._waiting(present)
        return [
            {
                **self._device(device, *states[device.id]),
                "self_test": tries.get(device.id),
                "labels_waiting": waiting.get(device.id, 0),
            }
            for device in self.config.devices
            if device.id in states
        ]

    def _waiting(self, present: Present) -> dict[str, int]:
        """Count the labels that wait, by printer."""
        queued = LabelState.QUEUED.value
        return {id: present.world.labels.count(printer=id, state=queued) for id in self.spools}

    def _device(self, device: DeviceConfig, state: str, age_s: float, age_ms: int | None) -> Answer:
        posts = [
            post.id
            for post in self.config.posts
            if device.id in (post.scale, post.printer, *post.scanners)
        ]
        since = self.clock.now() - timedelta(seconds=age_s)
        return {
            "id": device.id,
            "kind": device.kind,
            "protocol": device.protocol,
            "post": posts[0] if posts else None,
            "posts": posts,
            "state": state,
            "since": instant_text(since),
            "age_ms": age_ms,
            "url": device.url,
            "conditions": list(self.spools[device.id].shown.conditions)
            if device.id in self.spools
            else [],
            "calibration": calibration_json(self.calibrations.of(device.id), device.layout)
            if device.kind == "scanner"
            else None,
            "zone": device.zone,
            "celsius_tenths": self.cold.celsius_tenths(device.id),
            "check_weight_g": device.check_weight_g,
            "verification": verification(
                device.verified_until, date.fromisoformat(self.clock.today())
            ),
            "verified_until": device.verified_until.isoformat() if device.verified_until else None,
        }

    def metrics(self) -> str:
        """Return counters in Prometheus' text form."""
        with self.readers.present() as present:
            head = ledger_head(present.connection, self.config.hub.name)
            refused = self._refusals_up_to(present, head.seq)
            labels = {
                state.value: present.world.labels.count(state=state.value) for state in LabelState
            }
        lines = [f"hangar_events_total {head.seq}"]
        lines += [f'hangar_refusals_total{{code="{code}"}} {n}' for code, n in refused]
        lines += [f'hangar_labels{{state="{state}"}} {n}' for state, n in labels.items()]
        lines += [
            f'hangar_device_online{{id="{device["id"]}"}} {int(device["state"] == "online")}'
            for device in self._devices()
        ]
        return "\n".join(lines) + "\n"

    def _refusals_up_to(self, present: Present, seq: int) -> list[tuple[str, int]]:
        """Count refusals by code; only what came since the last time is read."""
        with self._counting:
            rows = present.connection.execute(
                "SELECT json_extract(data, '$.code'), count(*) FROM events"
                " WHERE seq > ? AND seq <= ? AND type = 'CommandRefused' GROUP BY 1",
                (self._counted_to, seq),
            )
            for code, n in rows:
                self._refusals[code] += n
            self._counted_to = max(seq, self._counted_to)
            return sorted(self._refusals.items())
