"""What a figure is, how two things are timed in turn, and how figures are printed.

Must not measure anything by itself.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value against its floor; `most` and `least` are the goals for the ratio, where set."""

    name: str
    what: str
    value: float
    floor: float
    against: str
    unit: str
    n: int
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """The value in floors."""
        return self.value / self.floor

    @property
    def goal(self) -> str:
        """The goal in words, empty where there is none."""
        if self.most is not None:
            return f"≤ {self.most:.3g}"
        return f"≥ {self.least:.3g}" if self.least is not None else ""

    @property
    def met(self) -> bool | None:
        """Whether the ratio meets its goal, None where there is none."""
        if self.most is not None:
            return self.ratio <= self.most
        return self.ratio >= self.least if self.least is not None else None


def in_turn(ours: Work, floor: Work, n: int, *, pause_s: float = 0.0) -> tuple[list[float], ...]:
    """Time both alternately, `n` times each; return the seconds of ours and of the floor.

    A machine that is shared or changes its clock then changes both alike.
    """
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(n):
        for which in (0, 1) if turn % 2 else (1, 0):
            took[which].append(timed((ours, floor)[which]))
            if pause_s:
                time.sleep(pause_s)
    return took


def timed(work: Work) -> float:
    """Return the seconds that one call takes."""
    began_s = time.perf_counter()
    work()
    return time.perf_counter() - began_s


def median_ms(samples_s: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(samples_s) * 1000


def percentile_ms(samples_s: Sequence[float], percent: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(samples_s, n=100, method="inclusive")[percent - 1] * 1000


def machine() -> str:
    """Say what the figures were taken on; figures of two machines do not compare."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {sys.platform}"
    )


def as_json_line(figures: Sequence[Figure]) -> str:
    """Return all figures as one line of JSON."""
    items = [
        {
            **{name: getattr(figure, name) for name in ("name", "what", "against", "unit", "n")},
            **{name: round(getattr(figure, name), 4) for name in ("value", "floor", "ratio")},
            **{name: getattr(figure, name) for name in ("goal", "met", "note")},
        }
        for figure in figures
    ]
    return json.dumps({"machine": machine(), "figures": items}, ensure_ascii=False)


def as_table(figures: Sequence[Figure]) -> str:
    """Return a plain table, one line a figure."""
    head = ("figure", "ours", "floor", "ratio", "goal", "", "n", "what, against what")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head) - 1)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    return "\n".join([f"Medians of alternating runs on {machine()}", "", *lines])


def _row(figure: Figure) -> tuple[str, ...]:
    met = {True: "met", False: "missed", None: ""}[figure.met]
    note = f" ({figure.note})" if figure.note else ""
    return (
        figure.name,
        _shown(figure.value, figure.unit),
        _shown(figure.floor, figure.unit),
        f"{figure.ratio:.2f}",
        figure.goal,
        met,
        str(figure.n),
        f"{figure.what} / {figure.against}{note}",
    )


def _shown(value: float, unit: str) -> str:
    digits = f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()
