"""Listens to one thermometer in a thread of its own; a reading that is missing is missing.

It must not keep a temperature beyond its time, and records nothing: `on_reading` is told.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from drivers import registry
from drivers.errors import BadFrame, DeviceTimeout
from drivers.port_loop import BACK_OFF_FIRST_S, PortLoop
from drivers.readings import DeviceSettings, DeviceState, Temperature
from drivers.thermometers.protocol import ThermometerProtocol
from drivers.transport import CHUNK_BYTES, Port

log = logging.getLogger(__name__)

# A cold room changes by tenths in minutes; what is older than this is not known.
STALE_S = 60.0
# How long one wait for a line takes: so long a stop may take, too.
TICK_S = 0.2
# A probe that sends nothing for this long is opened again.
SILENCE_S = 120.0


class ThermometerSession:
    """One thermometer; `on_reading` and `on_change` are called from the session's thread."""

    def __init__(
        self,
        settings: DeviceSettings,
        *,
        on_reading: Callable[[Temperature], None],
        on_change: Callable[[DeviceState], None] = lambda state: None,
        back_off_first_s: float = BACK_OFF_FIRST_S,
        stale_s: float = STALE_S,
    ) -> None:
        self.settings = settings
        self._on_reading, self._on_change = on_reading, on_change
        self._stale_s = stale_s
        self._lock = threading.Lock()
        self._last: tuple[Temperature, float] | None = None
        self._state, self._since_s = DeviceState.STARTING, time.monotonic()
        self._loop = PortLoop(
            device=settings.id,
            url=settings.url,
            serve=self._serve,
            lost=lambda: self._be(DeviceState.OFFLINE),
            back_off_first_s=back_off_first_s,
        )

    def start(self) -> None:
        """Start to listen; an unknown protocol is said here, not in the thread."""
        registry.build_thermometer(self.settings)
        self._loop.start()

    def stop(self) -> None:
        """Stop and wait for the thread."""
        self._loop.stop()

    def temperature(self) -> Temperature | None:
        """Return what the thermometer says now; None when that is not known."""
        with self._lock:
            fresh = self._last and time.monotonic() - self._last[1] < self._stale_s
            online = self._state is DeviceState.ONLINE
            return self._last[0] if self._last and fresh and online else None

    def state(self) -> DeviceState:
        """Return whether the thermometer answers, and with sense."""
        with self._lock:
            return self._state

    def state_age_s(self) -> float:
        """Return for how long the device has been in its state."""
        with self._lock:
            return time.monotonic() - self._since_s

    def age_ms(self) -> int | None:
        """Return how old the last good reading is; None when there was none."""
        with self._lock:
            return round((time.monotonic() - self._last[1]) * 1000) if self._last else None

    def _serve(self, port: Port) -> None:
        protocol = registry.build_thermometer(self.settings)
        heard_s = good_s = time.monotonic()
        while not self._loop.stopping.is_set():
            data = port.read(CHUNK_BYTES, TICK_S)
            now_s = time.monotonic()
            if data:
                heard_s = now_s
                good_s = now_s if self._take(protocol, data) else good_s
            if now_s - good_s > self._stale_s:
                self._be(DeviceState.FAULT if heard_s > good_s else DeviceState.OFFLINE)
            if now_s - heard_s > SILENCE_S:
                raise DeviceTimeout(f"{self.settings.url}: no line within {SILENCE_S:.0f} s")
            self._loop.stopping.wait(protocol.every_s)

    def _take(self, protocol: ThermometerProtocol, data: bytes) -> bool:
        """Keep the newest temperature in these bytes; False when they hold none."""
        self._loop.alive()
        try:
            readings = protocol.feed(data)
        except BadFrame as problem:
            log.warning("%s: %s", self.settings.id, problem)
            self._be(DeviceState.FAULT)
            return False
        if not readings:
            return False
        with self._lock:
            self._last = (readings[-1], time.monotonic())
        self._be(DeviceState.ONLINE)
        self._on_reading(readings[-1])
        return True

    def _be(self, state: DeviceState) -> None:
        with self._lock:
            if state is self._state:
                return
            self._state, self._since_s = state, time.monotonic()
        self._on_change(state)
