"""Reading labels from pictures of a camera: time against zxing's own way, rate, wrong codes.

Must not judge by itself what is wrong: a code that the gate lets through and no label carries.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

import zxingcpp

from drivers.cameras.gate import Gate
from drivers.cameras.policy import decode
from station.bench.camera_frames import Shown, frames
from station.bench.figures import Figure

PICTURES = 10_000
FLOOR_EVERY = 20
"""zxing's own way is several times slower: it looks at every twentieth picture only."""
SEED = 5
GOAL = 0.25
RATE_GOAL = 0.94
BETWEEN_S = 0.1


@dataclass(slots=True)
class Tally:
    """What came of the pictures so far; `wrong` are codes that passed the gate."""

    ours_s: list[float] = field(default_factory=list)
    floor_s: list[float] = field(default_factory=list)
    paired_s: list[float] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    floor_read: int = 0
    wrong: list[bytes] = field(default_factory=list)


def tally(pictures: int, *, seed: int = SEED) -> Tally:
    """Look at made-up pictures, two of each label through one gate."""
    found = Tally()
    gate = Gate()
    for number, shown in enumerate(frames(pictures, seed)):
        if number % 2 == 0:
            gate = Gate()
        _look(shown, gate, number % 2 * BETWEEN_S, found)
        if number % FLOOR_EVERY == 0:
            _look_as_zxing(shown, found)
    return found


def _look(shown: Shown, gate: Gate, now_s: float, found: Tally) -> None:
    started_s = time.perf_counter()
    seen = decode(shown.picture)
    found.ours_s.append(time.perf_counter() - started_s)
    found.shown[shown.hardship] += 1
    found.read[shown.hardship] += any(one.data in shown.meant for one in seen)
    told = gate.take(seen, now_s)
    found.wrong += [code for code in told if not any(code.endswith(one) for one in shown.meant)]


def _look_as_zxing(shown: Shown, found: Tally) -> None:
    started_s = time.perf_counter()
    seen = zxingcpp.read_barcodes(shown.picture)
    found.floor_s.append(time.perf_counter() - started_s)
    found.paired_s.append(found.ours_s[-1])
    found.floor_read += any(one.bytes in shown.meant for one in seen)


def measure(scale: float) -> list[Figure]:
    """Measure the decode policy of cameras."""
    found = tally(max(2 * FLOOR_EVERY, int(PICTURES * scale)))
    shown, looked = sum(found.shown.values()), len(found.floor_s)
    rate, floor_rate = sum(found.read.values()) / shown, found.floor_read / looked
    worst = min(found.shown, key=lambda name: found.read[name] / found.shown[name])
    note = (
        f"reads {100 * rate:.1f} % (goal {100 * RATE_GOAL:.0f}; zxing {100 * floor_rate:.1f}),"
        f" worst: {worst} {100 * found.read[worst] / found.shown[worst]:.0f} %;"
        f" {len(found.wrong)} wrong codes past the gate"
    )
    return [
        Figure(
            name="camera",
            what=f"a made-up hard picture of 1280×720, mean of {shown:,}",
            value=1000 * statistics.fmean(found.paired_s),
            floor=1000 * statistics.fmean(found.floor_s),
            against="zxing's own way, every twentieth picture",
            unit="ms",
            n=looked,
            most=GOAL,
            note=note,
        )
    ]
