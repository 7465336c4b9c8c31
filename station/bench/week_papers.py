"""A week's papers: every delivery note, intake note and invoice as PDF, against empty pages.

Must draw what a week has moved: five days of the made-up hub's orders, each line in its crate.
"""

from __future__ import annotations

import csv
import resource
import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fpdf import FPDF

from station import documents
from station.bench import hub as hubs
from station.bench.figures import Figure, timed
from station.bus import CommandBus
from station.clock import SystemClock
from station.config import Config, load_config
from station.demo.folder import DATA, fill
from station.documents.money_papers import invoice_pdf
from station.offline import offline_bus
from station.reading import Present, Readers

DAYS = 5
Json = dict[str, Any]


def measure(scale: float) -> list[Figure]:
    """Measure the papers of a week; the longest tells whether one grows with the ledger."""
    days = max(1, round(DAYS * min(scale, 1.0)))
    with hubs.folder() as place:
        config = _played(place, days, most_lines=None if scale >= 1 else 12)
        readers = Readers(config.storage.ledger)
        try:
            with readers.present() as present:
                papers = list(_papers(present, config))
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                papers[0]()
                took_s = [timed(paper) for paper in papers]
                after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        finally:
            readers.close()
    blank_s = [timed(_blank) for _ in papers]
    return [
        Figure(
            name="papers",
            what=f"{len(papers)} papers of {days} days as PDF",
            value=sum(took_s) * 1_000,
            floor=sum(blank_s) * 1_000,
            against="as many PDF pages with one line of text",
            unit="ms",
            n=len(papers),
            note=f"{statistics.median(took_s) * 1_000:.0f} ms a paper, longest"
            f" {max(took_s) * 1_000:.0f} ms, {(after - before) / 1024:.0f} MB more at most",
        ),
    ]


def _blank() -> bytes:
    page = FPDF(format="A4")
    page.add_page()
    page.set_font("Helvetica", size=10)
    page.cell(text="BL")
    return bytes(page.output())


def _papers(present: Present, config: Config) -> Iterator[Callable[[], object]]:
    hub, money = config.hub, config.money
    for note in present.world.notes.all():
        yield lambda id=note.id: documents.note_pdf(present, id, hub)  # type: ignore[misc]
    for intake in present.world.intakes.all():
        yield lambda id=intake.id: documents.intake_pdf(present, id, hub)  # type: ignore[misc]
    for invoice in present.world.invoices.all():
        yield lambda id=invoice.id: invoice_pdf(present, id, hub, money)  # type: ignore[misc]


def _played(place: Path, days: int, most_lines: int | None) -> Config:
    """Let the last days happen: ordered, received, loaded, gone, and invoiced today."""
    path = place / "hangar.toml"
    path.write_text(hubs.CONFIGURATION.format(port=0), encoding="utf-8")
    fill(path)
    config = load_config(path)
    today = date.fromisoformat(SystemClock(config.hub.timezone).today())
    bus = offline_bus(config)
    try:
        for back in range(days, 0, -1):
            _day(bus, (today - timedelta(days=back)).isoformat(), most_lines)
        for customer in sorted({row["customer"] for row in _rows("orders")}):
            hubs.send(
                bus,
                "IssueInvoice",
                customer=customer,
                since=(today - timedelta(days=days)).isoformat(),
                until=today.isoformat(),
            )
    finally:
        bus.close()
    return config


def _day(bus: CommandBus, day: str, most_lines: int | None) -> None:
    stops = {row["customer"]: (row["round"], int(row["stop"])) for row in _rows("rounds")}
    rows = [row for row in _rows("orders") if row["customer"] in stops][:most_lines]
    for name in sorted({name for name, _ in stops.values()}):
        plan = [{"stop": n, "customer": who} for who, (at, n) in stops.items() if at == name]
        hubs.send(bus, "PlanRound", date=day, round=name, stops=plan)
    added = [
        {
            **{name: row[name] for name in ("customer", "producer", "product", "unit")},
            "order": f"{day}-{row['customer']}",
            "delivery_date": day,
            "quantity_milli": int(Decimal(row["quantity"]) * 1_000),
        }
        for row in rows
    ]
    placed = hubs.send(bus, "ImportOrders", source="mesure", added=added)["events"]
    lines = [event["data"] for event in placed if event["type"] == "OrderPlaced"]
    intakes: set[str] = set()
    crates = [(line, _crate(bus, line, intakes)) for line in lines]
    for line, crate in sorted(crates, key=lambda pair: -stops[pair[0]["customer"]][1]):
        round = f"{day}-{stops[line['customer']][0]}"
        hubs.send(bus, "LoadCrate", "dock-1", crate=crate, round=round)
    for intake in sorted(intakes):
        hubs.send(bus, "CloseIntake", intake=intake)
    for name in sorted({name for name, _ in stops.values()}):
        why = {"reason": "mesure"}
        hubs.send(bus, "DepartRound", "dock-1", round=f"{day}-{name}", override=why)


def _crate(bus: CommandBus, line: Json, intakes: set[str]) -> str:
    """Receive what a line orders, in one crate; note the intake it came in."""
    milli = line["quantity_milli"]
    much: Json = {"count": -(-milli // 1_000)}
    if line["unit"] == "kg":
        much = {"weigh": {"gross_g": milli + 2_000, "tare_g": 2_000, "reason": "mesure"}}
    answer = hubs.send(
        bus,
        "ReceiveCrate",
        "reception",
        producer=line["producer"],
        product=line["product"],
        crate_type="E2",
        order_line=line["order_line"],
        customer=line["customer"],
        celsius_tenths=hubs.COLD_TENTHS,
        **much,
    )
    if answer["outcome"] == "refused":
        raise RuntimeError(f"expected {line['product']} to be received, got {answer['refusal']}")
    intakes |= {x["data"]["intake"] for x in answer["events"] if x["type"] == "CrateReceived"}
    hubs.send(bus, "ConfirmLabel", "reception", label=answer["label"]["id"])
    return str(answer["crate"]["id"])


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
