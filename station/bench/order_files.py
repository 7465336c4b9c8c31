"""An order file read, matched, compared and applied, from a hundred to ten thousand lines.

Must not measure a file that changes nothing: each size goes into a fresh ledger.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from pathlib import Path
from typing import Any

from station.bench import hub as hubs
from station.bench.figures import Figure, timed
from station.bus import CommandBus
from station.config import load_config
from station.demo.folder import fill
from station.importing.applying import import_file
from station.offline import offline_bus
from station.reading import Readers

SIZES = (100, 1_000, 5_000, 10_000)
ASKED = 5_000
"""The size that the figure `import` stands for."""
LINES_PER_ORDER = 25
DAY = "2031-01-07"
GOAL_GROWTH = 1.5
"""A line of ten thousand may cost half as much again as one of a thousand: near-linear."""


def measure(scale: float) -> list[Figure]:
    """Measure each size once, and how a line's cost grows."""
    took = {}
    for size in SIZES:
        took[size] = _one(max(1, int(size * scale)))
    figures = [_figure("import", ASKED, *took[ASKED])]
    figures += [_figure(f"import-{n}", n, *took[n]) for n in SIZES if n != ASKED]
    large, small = took[SIZES[-1]], took[SIZES[1]]
    growth = Figure(
        name="import-growth",
        what=f"a line of a file of {SIZES[-1]:,}",
        value=1000 * large[0] / large[3],
        floor=1000 * small[0] / small[3],
        against=f"a line of a file of {SIZES[1]:,}",
        unit="ms",
        n=1,
        most=GOAL_GROWTH,
    )
    return [*figures, growth]


def _figure(
    name: str, size: int, ours_s: float, floor_s: float, grown_kb: int, lines: int
) -> Figure:
    return Figure(
        name=name,
        what=f"an order file of {size:,} lines read, compared and applied",
        value=ours_s,
        floor=floor_s,
        against="csv.reader and one SQLite transaction of the same cells",
        unit="s",
        n=1,
        note=f"{lines:,} lines; memory grew by {grown_kb / 1024:.0f} MB at most",
    )


def _one(lines: int) -> tuple[float, float, int, int]:
    """Return the seconds of ours and of the floor, the kilobytes of memory, and the lines."""
    with hubs.folder() as place:
        path = place / "hangar.toml"
        path.write_text(hubs.CONFIGURATION.format(port=8080), encoding="utf-8")
        fill(path)
        config = load_config(path)
        bus = offline_bus(config)
        readers = Readers(config.storage.ledger)
        try:
            content = order_file(readers, lines)
            _reset_peak()
            before = _peak_kb()
            ours_s = timed(lambda: _import(bus, readers, content, lines))
            grown_kb = max(0, _peak_kb() - before)
        finally:
            readers.close()
            bus.close()
        return ours_s, timed(lambda: _floor(place, content)), grown_kb, lines


def order_file(readers: Readers, lines: int) -> bytes:
    """Return an order file in the hub's own form, of the hub's own customers and products."""
    with readers.present() as present:
        products = present.world.products.all()
        customers = [customer.code for customer in present.world.customers.all()]
    out = io.StringIO()
    out.write("order,customer,delivery_date,producer,product,quantity,unit,comment\n")
    for place in range(lines):
        order, product = place // LINES_PER_ORDER, products[place % len(products)]
        customer = customers[order % len(customers)]
        row = (f"B{order}", customer, DAY, product.producer, product.code, place % 9 + 1)
        out.write(",".join(str(cell) for cell in (*row, product.unit.value, "")) + "\n")
    return out.getvalue().encode()


def _import(bus: CommandBus, readers: Readers, content: bytes, lines: int) -> None:
    def send(type: str, data: dict[str, Any]) -> dict[str, Any]:
        return hubs.send(bus, type, **data)

    report = import_file("orders", content, readers=readers, send=send, source="mesure")
    if not report.applied or len(report.added) != lines:
        raise RuntimeError(f"expected {lines} lines to be applied, got {report.problems[:3]}")


def _floor(place: Path, content: bytes) -> None:
    """Read the cells and write them into one table, durably: the least anyone would do."""
    connection = sqlite3.connect(place / "floor.db")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE lines (o, c, d, p, s, q, u, r)")
    rows = list(csv.reader(io.StringIO(content.decode())))[1:]
    with connection:
        connection.executemany("INSERT INTO lines VALUES (?,?,?,?,?,?,?,?)", rows)
    connection.close()


def _reset_peak() -> None:
    """Let the kernel forget this process's highest memory so far (proc(5), clear_refs)."""
    try:
        Path(f"/proc/{os.getpid()}/clear_refs").write_text("5")
    except OSError:  # where it may not be, the growth shown is that beyond an older peak
        return


def _peak_kb() -> int:
    """Return this process's highest resident memory in kilobytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0
