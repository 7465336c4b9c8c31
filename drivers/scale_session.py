"""Drives one scale in a thread of its own: opens, asks, feeds the weigher, reconnects.

It holds no rule about weights (drivers.weighing does) and no bytes of a protocol.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from drivers import registry
from drivers.errors import BadFrame, DeviceTimeout
from drivers.port_loop import BACK_OFF_FIRST_S, PortLoop
from drivers.readings import DeviceSettings, DeviceState
from drivers.scale_conversation import ScaleConversation, Turn
from drivers.scales.protocol import ScaleProtocol
from drivers.transport import Port
from drivers.weighing import NotWeighed, Receipt, Weigher, Weighing

log = logging.getLogger(__name__)

# MT-SICS scales of Kern ask for more than 100 ms between two requests.
POLL_EVERY_S = 0.11
# A scale that sends by itself sets the pace: its frames are 50 to 500 ms apart and read as they
# come. This pause only bounds the turns that a flood may take.
LISTEN_EVERY_S = 0.02
# Silence for this long is a lost scale: it is opened again. Longer than the freshness of a
# weight, so that a hiccup is shown as stale before it is called a loss.
SILENCE_S = 3.0
# on_change at most ten times a second: no screen shows more.
CHANGE_EVERY_S = 0.1
# A noisy line must not fill the journal.
COMPLAIN_EVERY_S = 60.0
# Waiting for a receipt looks this often: well within the dwell.
AWAIT_STEP_S = 0.05


class ScaleSession:
    """One scale. All methods may be called from any thread.

    `on_change` is called from the session's thread when anything shown has changed.
    """

    def __init__(
        self,
        settings: DeviceSettings,
        *,
        on_change: Callable[[Weighing], None] = lambda weighing: None,
        last_consumed_gross_g: int | None = None,
        protocol: Callable[[], ScaleProtocol] | None = None,
        poll_every_s: float = POLL_EVERY_S,
        silence_s: float = SILENCE_S,
        back_off_first_s: float = BACK_OFF_FIRST_S,
    ) -> None:
        self.settings = settings
        self.identity: str | None = None
        self._new_protocol = protocol or (lambda: registry.build_scale(settings))
        self._on_change = on_change
        self._poll_every_s = poll_every_s
        self._silence_s = silence_s
        self._lock = threading.Lock()
        self._weigher = Weigher(
            max_g=settings.max_g,
            division_g=settings.division_g,
            last_consumed_gross_g=last_consumed_gross_g,
        )
        self._state_since_s = time.monotonic()
        self._state = DeviceState.STARTING
        self._complained_s: float | None = None
        self._shown: Weighing | None = None
        self._shown_at_s = 0.0
        self._loop = PortLoop(
            device=settings.id,
            url=settings.url,
            serve=self._serve,
            lost=self._lost,
            back_off_first_s=back_off_first_s,
        )

    def start(self) -> None:
        self._new_protocol()  # an unknown protocol is said here, not in the thread
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop()

    def view(self) -> Weighing:
        """Return what the scale shows now."""
        with self._lock:
            return self._weigher.view(time.monotonic())

    def state_age_s(self) -> float:
        """Return for how long the device has been in its state."""
        with self._lock:
            return time.monotonic() - self._state_since_s

    def peek(self, receipt_id: str) -> Receipt | NotWeighed:
        """Look at a receipt without using it."""
        with self._lock:
            return self._weigher.peek(receipt_id, time.monotonic())

    def consume(self, receipt_id: str) -> Receipt | NotWeighed:
        """Use a receipt; only the first call gets it."""
        with self._lock:
            return self._weigher.consume(receipt_id, time.monotonic())

    def give_back(self, receipt_id: str) -> bool:
        """Undo a consume whose command came to nothing; False when the load has moved since."""
        with self._lock:
            return self._weigher.give_back(receipt_id, time.monotonic())

    def await_receipt(self, timeout_s: float) -> Receipt | NotWeighed:
        """Return the open receipt, waiting for one at most `timeout_s`; it is not used yet."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            view = self.view()
            if view.receipt is not None:
                return view.receipt
            if time.monotonic() >= deadline_s or self._loop.stopping.wait(AWAIT_STEP_S):
                return view.why_not or NotWeighed.NOT_STABLE

    def _serve(self, port: Port) -> None:
        """Ask and listen until the scale is lost or the session stops."""
        conversation = ScaleConversation(port, self._new_protocol(), stopping=self._loop.stopping)
        self._use(conversation.hello())
        heard_s = time.monotonic()
        while not self._loop.stopping.is_set():
            turn = conversation.turn()
            self._use(turn)
            self._show()
            now_s = time.monotonic()
            heard_s = now_s if turn.heard else heard_s
            if now_s - heard_s > self._silence_s:
                raise DeviceTimeout(
                    f"{self.settings.url}: expected an answer to {turn.request!r} within "
                    f"{self._silence_s} s, came nothing whole; is the scale switched on?"
                )
            every_s = self._poll_every_s if turn.request else LISTEN_EVERY_S
            self._loop.stopping.wait(max(0.0, turn.asked_s + every_s - now_s))

    def _use(self, turn: Turn) -> None:
        self._identify(turn.identity)
        reading, bad = turn.reading, turn.bad
        if bad is not None:
            self._complain(bad)
            self._change(lambda: self._weigher.fault(time.monotonic()))
        elif reading is not None:
            self._loop.alive()
            self._change(lambda: self._weigher.feed(reading, turn.not_before_s))

    def _identify(self, identity: str | None) -> None:
        if identity is None or identity == self.identity:
            return
        self.identity = identity
        log.info("%s: the scale says serial number %s", self.settings.id, identity)
        expected = self.settings.serial_number
        if expected is not None and expected != identity:
            log.warning(
                "%s: expected serial number %s, came %s; is the right scale connected?",
                self.settings.id,
                expected,
                identity,
            )

    def _complain(self, problem: BadFrame) -> None:
        """Say that the scale talks nonsense, once a while; every frame is in the debug log."""
        now_s = time.monotonic()
        if self._complained_s is None or now_s - self._complained_s > COMPLAIN_EVERY_S:
            self._complained_s = now_s
            log.warning("%s: %s", self.settings.id, problem)

    def _lost(self) -> None:
        self._change(lambda: self._weigher.lost(time.monotonic()))
        self._show(at_once=True)

    def _change(self, change: Callable[[], None]) -> None:
        with self._lock:
            change()
            state = self._weigher.view(time.monotonic()).state
            if state is not self._state:
                self._state, self._state_since_s = state, time.monotonic()

    def _show(self, *, at_once: bool = False) -> None:
        now_s = time.monotonic()
        view = replace(self.view(), age_ms=None)
        if view == self._shown:
            return
        if not at_once and now_s - self._shown_at_s < CHANGE_EVERY_S:
            return  # the next turn shows it
        self._shown, self._shown_at_s = view, now_s
        self._on_change(self.view())
