"""Holds what stands on a simulated scale, how it moves, and the scale's faults.

It knows no protocol: the simulated scales ask it what an indicator would know.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from drivers.readings import Range

FAULTS = ("off", "overload", "underload", "garbage", "half")
# The platform of the demonstration's scales; loads of 100 kg and more have to work.
CAPACITY_G = 150_000
# How long the simulated platform rocks after a change of load.
SETTLE_S = 0.2
# A load an indicator still shows below zero, as when a tared crate is taken off.
LOWEST_SHOWN_G = -5_000
# More than any scale carries; a typing error must not become a planet.
MAX_LOAD_G = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the indicator knows at one instant. `grams` moves between two loads."""

    grams: int
    moving: bool
    range: Range


class SimulatedLoad:
    """The load, thread-safe."""

    def __init__(self, *, capacity_g: int = CAPACITY_G, settle_s: float = SETTLE_S) -> None:
        self._lock = threading.Lock()
        self._capacity_g = capacity_g
        self._settle_s = settle_s
        self._load_g = 0
        self._from_g = 0
        self._moving = False
        self._changed_s = time.monotonic() - settle_s
        self._fault: str | None = None

    def set(self, changes: dict[str, object]) -> None:
        """Merge `load_g`, `moving` and `fault`; None clears. Nothing is merged if one is bad."""
        unknown = set(changes) - {"load_g", "moving", "fault"}
        if unknown:
            raise ValueError(f"unknown {sorted(unknown)}; a scale knows load_g, moving, fault")
        load_g = changes.get("load_g", self._load_g)
        moving = changes.get("moving", self._moving)
        fault = changes.get("fault", self._fault)
        load_g = 0 if load_g is None else load_g
        moving = False if moving is None else moving
        if type(load_g) is not int or abs(load_g) > MAX_LOAD_G:
            raise ValueError(f"load_g: expected whole grams, came {load_g!r}")
        if type(moving) is not bool:
            raise ValueError(f"moving: expected true, false or null, came {moving!r}")
        if fault is not None and (type(fault) is not str or fault not in FAULTS):
            raise ValueError(f"fault: expected one of {FAULTS} or null, came {fault!r}")
        self._merge(load_g, moving, fault)

    def _merge(self, load_g: int, moving: bool, fault: str | None) -> None:
        with self._lock:
            now_s = time.monotonic()
            if load_g != self._load_g or (self._moving and not moving):
                self._from_g, self._changed_s = self._load_g, now_s
            self._load_g, self._moving, self._fault = load_g, moving, fault

    @property
    def fault(self) -> str | None:
        with self._lock:
            return self._fault

    def shown(self) -> Shown:
        """Return what the indicator knows now."""
        with self._lock:
            since_s = time.monotonic() - self._changed_s
            settling = since_s < self._settle_s
            grams = self._load_g
            if settling:
                grams = self._from_g + (self._load_g - self._from_g) * int(since_s * 1000) // max(
                    1, int(self._settle_s * 1000)
                )
            where = Range.OK
            if self._fault == "overload" or grams > self._capacity_g:
                where = Range.OVER
            elif self._fault == "underload" or grams < LOWEST_SHOWN_G:
                where = Range.UNDER
            return Shown(grams=grams, moving=self._moving or settling, range=where)

    def state(self) -> dict[str, object]:
        with self._lock:
            return {"load_g": self._load_g, "moving": self._moving, "fault": self._fault}
