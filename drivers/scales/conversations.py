"""Holds the few ways to talk with a scale, for every protocol that needs nothing special.

It knows no bytes of any maker: the decoder and the requests are given.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from drivers.readings import Decoded, Kind, Reading
from drivers.scales.protocol import ScaleProtocol

Decode = Callable[[bytes], Decoded]

# A scale that sends no stability flag is believed still after equal weights for this long. The
# weigher's own dwell comes on top, so that a receipt takes about 1.4 s.
DWELL_S = 1.0
# Equal weights that are further apart than this say nothing of what was between them.
DWELL_GAP_S = 0.6


class AskAndTake:
    """Asks one question, or listens when the request is empty, and takes every frame as it comes.

    `cut_at_front`: the protocol's frames have no mark at their start, so that the first one
    after opening may have lost digits; it is dropped.
    """

    def __init__(
        self,
        decode: Decode,
        *,
        request: bytes = b"",
        hello: bytes = b"",
        cut_at_front: bool = False,
    ) -> None:
        self._decode = decode
        self._request = request
        self._hello = hello
        self._first_may_be_cut = cut_at_front

    def hello(self) -> bytes:
        return self._hello

    def poll(self) -> bytes:
        return self._request

    def decode(self, buffer: bytes) -> Decoded:
        return self._decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        if self._first_may_be_cut:
            self._first_may_be_cut = False
            return None
        return None if reading.kind is Kind.TARE else reading


class ListenOrAsk:
    """Listens; when nothing comes, tries one request after the other and keeps the one that works.

    For a family whose indicators send by themselves or on request, by a menu nobody remembers.
    """

    # Turns of silence, of half a second each, before the first question. With three questions
    # this stays below the three seconds after which the session opens the port again.
    LISTEN_TURNS = 2

    def __init__(self, decode: Decode, *, requests: tuple[bytes, ...]) -> None:
        self._decode = decode
        self._tries = (b"",) * self.LISTEN_TURNS + requests
        self._trying = 0
        self._answered = True

    def hello(self) -> bytes:
        return b""

    def poll(self) -> bytes:
        if not self._answered:
            self._trying = (self._trying + 1) % len(self._tries)
        self._answered = False
        return self._tries[self._trying]

    def decode(self, buffer: bytes) -> Decoded:
        return self._decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        self._answered = True
        return None if reading.kind is Kind.TARE else reading


class PairedTare:
    """Asks weight and tare in turn, so that every stable weight knows its tare.

    A stable weight waits for the tare that is asked after it, and is given only when that tare
    equals the one before it. Without this, the tare key pressed between the two questions would
    show a loaded scale as an empty one, and the same crate could be weighed twice.

    `no_tare` tells, of a reading that came to the tare request, that this scale has no such
    command; it is then not asked again, and its weights are of unknown kind.
    """

    def __init__(
        self,
        decode: Decode,
        *,
        weight_request: bytes,
        tare_request: bytes,
        no_tare: Callable[[Reading], bool],
        hello: bytes = b"",
    ) -> None:
        self._decode = decode
        self._weight_request = weight_request
        self._tare_request = tare_request
        self._no_tare = no_tare
        self._hello = hello
        self._tare_g: int | None = None
        self._tare_known = True
        self._asked_tare = True
        self._waiting: Reading | None = None

    def hello(self) -> bytes:
        return self._hello

    def poll(self) -> bytes:
        self._asked_tare = self._tare_known and not self._asked_tare
        return self._tare_request if self._asked_tare else self._weight_request

    def decode(self, buffer: bytes) -> Decoded:
        return self._decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        if reading.kind is Kind.TARE:
            return self._tare(reading)
        if self._asked_tare and self._no_tare(reading):
            self._tare_known, self._tare_g = False, None
            return self._take_waiting()
        if reading.stable and reading.grams is not None and self._tare_known:
            self._waiting = reading
            return None
        self._waiting = None
        return self._with_tare(reading)

    def _tare(self, reading: Reading) -> Reading | None:
        waiting = self._take_waiting()
        before_g, self._tare_g = self._tare_g, reading.grams
        if waiting is None or reading.grams is None or before_g != reading.grams:
            return None
        return self._with_tare(waiting)

    def _take_waiting(self) -> Reading | None:
        waiting, self._waiting = self._waiting, None
        return waiting

    def _with_tare(self, reading: Reading) -> Reading:
        if self._tare_g is None or reading.grams is None:
            return reading
        kind = Kind.NET if self._tare_g else Kind.GROSS
        return replace(reading, tare_g=self._tare_g, kind=kind)


class StableByDwell:
    """Adds stability to a scale that sends none: equal weights for a second, marked as such.

    A scale whose readings say stable or not is passed through unchanged.
    """

    def __init__(self, inner: ScaleProtocol, *, clock: Callable[[], float] = time.monotonic):
        self._inner = inner
        self._clock = clock
        self._steady_g: int | None = None
        self._since_s = 0.0
        self._last_s = 0.0

    def hello(self) -> bytes:
        return self._inner.hello()

    def poll(self) -> bytes:
        return self._inner.poll()

    def decode(self, buffer: bytes) -> Decoded:
        return self._inner.decode(buffer)

    def complete(self, reading: Reading) -> Reading | None:
        completed = self._inner.complete(reading)
        if completed is None or completed.stable is not None:
            return completed
        return replace(completed, stable=self._still(completed.grams), stable_by_dwell=True)

    def _still(self, grams: int | None) -> bool:
        now_s = self._clock()
        if grams is None or grams != self._steady_g or now_s - self._last_s > DWELL_GAP_S:
            self._steady_g, self._since_s = grams, now_s
        self._last_s = now_s
        return grams is not None and now_s - self._since_s >= DWELL_S
