"""Decides which readings of a scale become a weighing receipt: the rules of trust for weights.

It is pure: no port, no thread, no clock (every call is told the time in monotonic seconds). It
knows nothing of crates; it is not safe for two threads, its session holds a lock.

One receipt at most is open. It opens on a stable load inside the scale's range after a dwell of
equal readings; it dies on motion, a fault, a change of one division or more, unloading, or
silence; the first `consume` takes it. After that the scale must be seen near zero before the
next one: the same load is never weighed twice.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

from drivers.readings import DeviceState, Kind, Range, Reading

# Equal readings for this long: a crate that still rocks shows two weights within 400 ms.
DWELL_S = 0.4
# A polled scale answers every 100 to 200 ms; 1.5 s is seven answers missed.
FRESH_S = 1.5
# A verified scale may not be used below 20 divisions (OIML R 76, class III).
MINIMUM_DIVISIONS = 20
# Near zero: a quarter of that minimum. A leaf or a drop on the platform does not stop the queue,
# and nothing that could have had a receipt is that light.
NEAR_ZERO_DIVISIONS = 5
# A scale whose division is not configured is held to the gram.
UNKNOWN_DIVISION_G = 1
# Why a receipt ended is remembered for this many: a post has one open, a tablet may come late.
REMEMBERED_RECEIPTS = 64


class NotWeighed(StrEnum):
    """Why there is no weight to keep; the values are the contract's refusal codes."""

    NOT_STABLE = "weight_not_stable"
    STALE = "weight_stale"
    OUT_OF_RANGE = "weight_out_of_range"
    NOT_CLEARED = "scale_not_cleared"
    OFFLINE = "scale_offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One weighing that may be used once.

    `gross_g` is what stands on the scale, crate included: the indicator's net plus its own tare
    when it sent a net weight. `tare_g` is the indicator's tare, None when it did not say.
    `raw` and `unit_as_sent` are the evidence. `opened_at_s` is monotonic. `stable_by_dwell`: the
    scale has no stability flag, the station judged it still.
    """

    id: str
    gross_g: int
    kind: Kind
    tare_g: int | None
    opened_at_s: float
    raw: bytes
    unit_as_sent: str
    alibi: str | None
    stable_by_dwell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What a post shows of its scale. `grams` is as the indicator displays it, None when old."""

    grams: int | None
    stable: bool
    range: Range
    kind: Kind
    tare_g: int | None
    age_ms: int | None
    state: DeviceState
    receipt: Receipt | None
    why_not: NotWeighed | None


class Weigher:
    """The state machine of one scale.

    `last_consumed_gross_g` is the last weight that was used before this process started: the
    same load, within one division, must leave the scale first; any other opens normally.
    """

    def __init__(
        self,
        *,
        max_g: int | None,
        division_g: int | None,
        dwell_s: float = DWELL_S,
        fresh_s: float = FRESH_S,
        last_consumed_gross_g: int | None = None,
    ) -> None:
        self._max_g = max_g
        self._division_g = division_g or UNKNOWN_DIVISION_G
        self._dwell_s = dwell_s
        self._fresh_s = fresh_s
        self._suspect_g = last_consumed_gross_g
        self._state = DeviceState.STARTING
        self._reading: Reading | None = None
        self._fed_at_s: float | None = None
        self._steady_g: int | None = None
        self._steady_since_s = 0.0
        self._receipt: Receipt | None = None
        self._taken: Receipt | None = None
        self._must_clear = False
        self._ended: OrderedDict[str, NotWeighed] = OrderedDict()

    def feed(self, reading: Reading, now_s: float) -> None:
        """Take one reading; `now_s` is when it was asked for or came in."""
        self.tick(now_s)
        self._reading, self._fed_at_s = reading, now_s
        self._state = DeviceState.FAULT if reading.range is Range.ERROR else DeviceState.ONLINE
        gross_g = _gross_g(reading)
        if gross_g is None:
            self._unsettle(_reason(reading) or NotWeighed.NOT_STABLE)
        else:
            self._settle(gross_g, now_s)
            self._open_if_due(gross_g, reading, now_s)

    def tick(self, now_s: float) -> None:
        """Let time pass: a weight that is no longer fresh loses its receipt."""
        if self._stale(now_s):
            self._unsettle(NotWeighed.STALE)

    def lost(self, now_s: float) -> None:
        """Note that the scale does not answer any more."""
        self._stop(DeviceState.OFFLINE)

    def fault(self, now_s: float) -> None:
        """Note that the scale answers what is no weight."""
        self._stop(DeviceState.FAULT)

    def peek(self, receipt_id: str, now_s: float) -> Receipt | NotWeighed:
        """Return the open receipt of that id without using it, or why it is not there."""
        self.tick(now_s)
        if self._receipt is not None and self._receipt.id == receipt_id:
            return self._receipt
        return self._ended.get(receipt_id, NotWeighed.STALE)

    def consume(self, receipt_id: str, now_s: float) -> Receipt | NotWeighed:
        """Use the receipt: the first call gets it, every later one is told why not."""
        found = self.peek(receipt_id, now_s)
        if isinstance(found, Receipt):
            self._remember(found.id, NotWeighed.NOT_CLEARED)
            self._receipt, self._taken, self._must_clear = None, found, True
        return found

    def give_back(self, receipt_id: str, now_s: float) -> bool:
        """Undo a consume that came to nothing; False when the load has moved since."""
        self.tick(now_s)
        if self._taken is None or self._taken.id != receipt_id:
            return False
        del self._ended[receipt_id]
        self._receipt, self._taken, self._must_clear = self._taken, None, False
        return True

    def view(self, now_s: float) -> Weighing:
        """Return what may be shown now."""
        self.tick(now_s)
        age_ms = None if self._fed_at_s is None else max(0, round((now_s - self._fed_at_s) * 1000))
        shown = None if self._stale(now_s) else self._reading
        return Weighing(
            grams=shown.grams if shown else None,
            stable=bool(shown and shown.stable),
            range=shown.range if shown else Range.ERROR,
            kind=shown.kind if shown else Kind.UNKNOWN,
            tare_g=shown.tare_g if shown else None,
            age_ms=age_ms,
            state=self._state,
            receipt=self._receipt,
            why_not=self._why_not(shown),
        )

    def _settle(self, gross_g: int, now_s: float) -> None:
        """Keep the dwell going, or start it again; see whether the scale was cleared."""
        held = self._receipt or self._taken
        if held is not None and abs(gross_g - held.gross_g) >= self._division_g:
            self._end(NotWeighed.NOT_STABLE)
        if self._steady_g is None or abs(gross_g - self._steady_g) >= self._division_g:
            self._steady_g, self._steady_since_s = gross_g, now_s
        if abs(gross_g) <= NEAR_ZERO_DIVISIONS * self._division_g:
            self._must_clear, self._suspect_g = False, None

    def _open_if_due(self, gross_g: int, reading: Reading, now_s: float) -> None:
        if now_s - self._steady_since_s < self._dwell_s or not self._in_range(gross_g):
            return
        if self._suspect_g is not None:
            self._must_clear = abs(gross_g - self._suspect_g) <= self._division_g
            self._suspect_g = None
        if self._receipt is None and not self._must_clear:
            self._receipt = Receipt(
                # Unguessable and never the same again, whatever restarts.
                id=f"w-{secrets.token_urlsafe(12)}",
                gross_g=gross_g,
                kind=reading.kind,
                tare_g=reading.tare_g,
                opened_at_s=now_s,
                raw=reading.raw,
                unit_as_sent=reading.unit,
                alibi=reading.alibi,
                stable_by_dwell=reading.stable_by_dwell,
            )

    def _in_range(self, gross_g: int) -> bool:
        enough = gross_g >= MINIMUM_DIVISIONS * self._division_g
        return enough and (self._max_g is None or gross_g <= self._max_g)

    def _stale(self, now_s: float) -> bool:
        return self._fed_at_s is None or now_s - self._fed_at_s > self._fresh_s

    def _stop(self, state: DeviceState) -> None:
        self._state, self._reading = state, None
        self._unsettle(NotWeighed.OFFLINE)

    def _unsettle(self, reason: NotWeighed) -> None:
        self._steady_g = None
        self._end(reason)

    def _end(self, reason: NotWeighed) -> None:
        if self._receipt is not None:
            self._remember(self._receipt.id, reason)
        self._receipt = self._taken = None

    def _remember(self, receipt_id: str, reason: NotWeighed) -> None:
        self._ended[receipt_id] = reason
        while len(self._ended) > REMEMBERED_RECEIPTS:
            self._ended.popitem(last=False)

    def _why_not(self, shown: Reading | None) -> NotWeighed | None:
        if self._receipt is not None:
            return None
        if self._state is not DeviceState.ONLINE:
            return NotWeighed.OFFLINE
        if shown is None:
            return NotWeighed.STALE
        gross_g = _gross_g(shown)
        if gross_g is None:
            return _reason(shown)
        if not self._in_range(gross_g):
            return NotWeighed.OUT_OF_RANGE
        return NotWeighed.NOT_CLEARED if self._must_clear else NotWeighed.NOT_STABLE


def _reason(reading: Reading) -> NotWeighed | None:
    """Return why this reading is no weight to keep, None when it is one."""
    if reading.range is Range.ERROR:
        return NotWeighed.OFFLINE
    if reading.range is not Range.OK:
        return NotWeighed.OUT_OF_RANGE
    if not reading.stable or reading.grams is None:
        return NotWeighed.NOT_STABLE
    if reading.kind is Kind.NET and reading.tare_g is None:
        # A tare stands in the indicator and it does not say how much (8217): a net weight must
        # not pass for a gross one. The indicator's own tare has to be cleared first.
        return NotWeighed.NOT_CLEARED
    return None


def _gross_g(reading: Reading) -> int | None:
    if _reason(reading) is not None or reading.grams is None:
        return None
    return reading.grams + (reading.tare_g or 0) if reading.kind is Kind.NET else reading.grams
