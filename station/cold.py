"""Watches the thermometers of the zones and says which readings belong into the ledger.

Must not invent a reading: a probe that is silent or wrong records nothing, and is shown as such.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.readings import DeviceState, Temperature
from drivers.thermometer_session import ThermometerSession
from station.config import Config, DeviceConfig
from station.feed import Feed
from station.floor import settings_of

log = logging.getLogger(__name__)

EVERY_S = 900.0
"""A zone's temperature is recorded at least this often: four lines an hour in the register."""
STEP_TENTHS = 10
"""A change of one degree is recorded at once."""
SOONEST_S = 60.0
"""Between two records of a zone, unless its limit was crossed: a door that opens is no flood."""

Record = Callable[[str, int], object]
"""Takes a zone and tenths of a degree; raises when that could not be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded last for a zone, and when on the monotonic clock."""

    celsius_tenths: int
    at_s: float


def due(last: Recorded | None, celsius_tenths: int, limit: int | None, now_s: float) -> bool:
    """Tell whether a reading belongs into the ledger."""
    if last is None:
        return True
    if limit is not None and (celsius_tenths > limit) != (last.celsius_tenths > limit):
        return True
    age_s = now_s - last.at_s
    moved = abs(celsius_tenths - last.celsius_tenths) >= STEP_TENTHS
    return age_s >= EVERY_S or (moved and age_s >= SOONEST_S)


class ColdRooms:
    """All thermometers of the hub, by device id."""

    def __init__(self, config: Config, feed: Feed, *, record: Record) -> None:
        self._feed, self._record = feed, record
        self._limits = {zone.id: zone.max_celsius_tenths for zone in config.zones}
        self._last: dict[str, Recorded] = {}
        self._lock = threading.Lock()
        self.thermometers = {
            device.id: self._thermometer(device)
            for device in config.devices
            if device.kind == "thermometer"
        }

    def _thermometer(self, device: DeviceConfig) -> ThermometerSession:
        def changed(state: DeviceState) -> None:
            self._feed.publish("devices", "device", {"id": device.id, "state": state.value})

        return ThermometerSession(
            settings_of(device),
            on_reading=lambda read: self._read(device.zone, read),
            on_change=changed,
        )

    def _read(self, zone: str | None, read: Temperature) -> None:
        """Record what is due; two probes of one zone are recorded in turn."""
        if zone is None:
            return
        with self._lock:
            now_s = time.monotonic()
            if not due(self._last.get(zone), read.celsius_tenths, self._limits.get(zone), now_s):
                return
            try:
                self._record(zone, read.celsius_tenths)
            except Exception:
                # The next reading, seconds later, tries again; nothing is made up meanwhile.
                log.exception("zone %s: temperature not stored", zone)
                return
            self._last[zone] = Recorded(celsius_tenths=read.celsius_tenths, at_s=now_s)

    def start(self) -> None:
        """Start every session; an unknown protocol is said here."""
        for thermometer in self.thermometers.values():
            thermometer.start()

    def stop(self) -> None:
        """Stop every session."""
        for thermometer in self.thermometers.values():
            thermometer.stop()

    def states(self) -> dict[str, tuple[str, float, int | None]]:
        """Return (state, seconds in it, age of the last reading in ms) by device."""
        return {
            id: (session.state().value, session.state_age_s(), session.age_ms())
            for id, session in self.thermometers.items()
        }

    def celsius_tenths(self, device: str) -> int | None:
        """Return what a thermometer says now; None when that is not known."""
        session = self.thermometers.get(device)
        read = session.temperature() if session else None
        return read.celsius_tenths if read else None
