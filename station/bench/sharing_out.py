"""Promises of a day: 300 crates to 1,000 lines in one command, and how that grows to 10,000 lines.

Must not let anything be short or left over: then as much would be measured as there is to do.
"""

from __future__ import annotations

import resource
from datetime import date, timedelta
from typing import Any

from station.bench import hub as hubs
from station.bench.figures import Figure, timed
from station.bus import CommandBus
from station.clock import SystemClock
from station.config import load_config
from station.demo.folder import fill
from station.domain.allocation import Demand, Supply, plan
from station.offline import offline_bus

LINES, MORE_LINES = 1_000, 10_000
LINES_A_CRATE = 10 / 3
"""300 crates to 1,000 lines."""
LINE_G, FEW_LINES = 3_000, 6
AT_ONCE = 500
"""Lines of one import, as large files are read."""
PRODUCTS = ("F01-POIREAU", "F02-EPINARD", "F03-CAROTTE", "F04-POMME", "F04-COING", "F15-T65")
"""Goods by weight that need no cold: each gets as many lines and crates."""
MOST_GROWTH = 2.0


def measure(scale: float) -> list[Figure]:
    """Measure a day of 1,000 lines, and one of 10,000 a line."""
    lines = max(FEW_LINES, int(LINES * scale))
    many = lines * (MORE_LINES // LINES)
    with hubs.folder() as place:
        path = place / "hangar.toml"
        path.write_text(hubs.CONFIGURATION.format(port=0), encoding="utf-8")
        fill(path)
        config = load_config(path)
        bus = offline_bus(config)
        try:
            today = date.fromisoformat(SystemClock(config.hub.timezone).today())
            some_s, _ = _day(bus, today + timedelta(days=1), lines)
            many_s, peak_mb = _day(bus, today + timedelta(days=2), many)
        finally:
            bus.close()
    return [
        _some(some_s, lines),
        Figure(
            name="allocate-growth",
            what=f"a line of AllocateDay at {many:,} lines",
            value=many_s * 1_000 / many,
            floor=some_s * 1_000 / lines,
            against=f"a line at {lines:,}",
            unit="ms",
            n=1,
            most=MOST_GROWTH,
            note=f"{many_s:.1f} s in all, {peak_mb:.0f} MB more at most",
        ),
    ]


def _some(some_s: float, lines: int) -> Figure:
    return Figure(
        name="allocate",
        what=f"AllocateDay: {_crates(lines):,} crates to {lines:,} lines, decided and committed",
        value=some_s * 1_000,
        floor=timed(lambda: plan(*_bare(lines))) * 1_000,
        against="the bare arithmetic of as many promises",
        unit="ms",
        n=1,
    )


def _crates(lines: int) -> int:
    return max(len(PRODUCTS), round(lines / LINES_A_CRATE))


def _bare(lines: int) -> tuple[list[Demand], list[Supply]]:
    crates = _crates(lines)
    demands = [Demand(line=f"l{n}", amount=LINE_G) for n in range(lines)]
    amount = LINE_G * lines // crates
    return demands, [
        Supply(crate=f"c{n}", expires="9999-12-31", arrived=n, amount=amount, whole=True)
        for n in range(crates)
    ]


def _day(bus: CommandBus, day: date, lines: int) -> tuple[float, float]:
    """Order and receive as much of each product, then time the promises; return seconds and MB."""
    for start in range(0, lines, AT_ONCE):
        added = [_line(day, n) for n in range(start, min(start + AT_ONCE, lines))]
        hubs.send(bus, "ImportOrders", source="mesure", added=added)
    for product in PRODUCTS:
        mine = len([n for n in range(lines) if PRODUCTS[n % len(PRODUCTS)] == product])
        _received(bus, product, mine)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers: list[dict[str, Any]] = []
    data = {"delivery_date": day.isoformat()}
    took_s = timed(lambda: answers.append(hubs.send(bus, "AllocateDay", **data)))
    served = {
        event["data"]["order_line"]
        for event in answers[0]["events"]
        if event["type"] == "CrateAllocated"
    }
    if len(served) != lines:
        raise RuntimeError(f"expected promises for {lines} lines, got {len(served)}")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return took_s, (after - before) / 1024


def _line(day: date, n: int) -> dict[str, Any]:
    product = PRODUCTS[n % len(PRODUCTS)]
    return {
        "order": f"CMD-{n // 20}",
        "customer": f"CANT-{n // 20 % 14 + 1:02d}",
        "delivery_date": day.isoformat(),
        "producer": product[:3],
        "product": product,
        "quantity_milli": LINE_G,
        "unit": "kg",
    }


def _received(bus: CommandBus, product: str, lines: int) -> None:
    crates = max(1, round(lines / LINES_A_CRATE))
    for n in range(crates):
        net_g = LINE_G * lines // crates + (LINE_G * lines % crates if n == 0 else 0)
        weigh = {"gross_g": net_g + 2_000, "tare_g": 2_000, "reason": "mesure"}
        answer = hubs.send(
            bus,
            "ReceiveCrate",
            "reception",
            producer=product[:3],
            product=product,
            crate_type="E2",
            weigh=weigh,
        )
        if answer["outcome"] == "refused":
            raise RuntimeError(f"expected {product} to be received, got {answer['refusal']}")
