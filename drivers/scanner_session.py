"""Listens to one scanner in a thread of its own and hands on every code, once, as read.

It must not judge a code: a doubled or unknown one is handed on like any other.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from drivers import registry
from drivers.errors import BadFrame
from drivers.port_loop import BACK_OFF_FIRST_S, PortLoop
from drivers.readings import DeviceSettings, DeviceState, Scan
from drivers.scanners.line import IDLE_S
from drivers.scanners.protocol import ScannerProtocol
from drivers.transport import CHUNK_BYTES, Port

log = logging.getLogger(__name__)

# A port that stays open this long is a scanner that is there: it says nothing until it reads.
SETTLED_S = 0.3


class ScannerSession:
    """One scanner; `on_scan` and `on_change` are called from the session's thread."""

    def __init__(
        self,
        settings: DeviceSettings,
        *,
        on_scan: Callable[[Scan], None],
        on_change: Callable[[DeviceState], None] = lambda state: None,
        back_off_first_s: float = BACK_OFF_FIRST_S,
    ) -> None:
        self.settings = settings
        self._on_scan = on_scan
        self._on_change = on_change
        self._lock = threading.Lock()
        self._state = DeviceState.STARTING
        self._state_since_s = time.monotonic()
        self._loop = PortLoop(
            device=settings.id,
            url=settings.url,
            serve=self._serve,
            lost=lambda: self._be(DeviceState.OFFLINE),
            back_off_first_s=back_off_first_s,
        )

    def start(self) -> None:
        self._new_protocol()  # an unknown protocol is said here, not in the thread
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop()

    def state(self) -> DeviceState:
        with self._lock:
            return self._state

    def state_age_s(self) -> float:
        """Return for how long the device has been in its state."""
        with self._lock:
            return time.monotonic() - self._state_since_s

    def _new_protocol(self) -> ScannerProtocol:
        return registry.build_scanner(self.settings)

    def _serve(self, port: Port) -> None:
        protocol = self._new_protocol()
        opened_s = time.monotonic()
        while not self._loop.stopping.is_set():
            data = port.read(CHUNK_BYTES, IDLE_S)
            now_s = time.monotonic()
            if data or now_s - opened_s > SETTLED_S:
                self._loop.alive()
                self._be(DeviceState.ONLINE)
            for scan in self._decode(protocol, data, now_s):
                log.debug("%s: %r", self.settings.id, scan.raw)
                self._on_scan(scan)

    def _decode(self, protocol: ScannerProtocol, data: bytes, now_s: float) -> list[Scan]:
        try:
            if data:
                return protocol.feed(data, now_s)
            scan = protocol.idle(now_s)
            return [] if scan is None else [scan]
        except BadFrame as problem:
            log.warning("%s: %s", self.settings.id, problem)
            return []

    def _be(self, state: DeviceState) -> None:
        with self._lock:
            if state is self._state:
                return
            self._state, self._state_since_s = state, time.monotonic()
        self._on_change(state)
