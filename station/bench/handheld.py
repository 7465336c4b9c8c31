"""A handheld in a browser as slow as a cheap tablet: its verdicts, its outbox, its bytes.

Must not be imported where nobody measures: Playwright drives the browser, and only tests need it.
Each figure stands beside its budget, not a measured floor: the ratio says how much is used.
"""

from __future__ import annotations

import os
import statistics
import time
from contextlib import closing
from itertools import cycle, islice
from typing import Any

from station.bench import hub as hubs
from station.bench import processes
from station.bench.browsers import browsers, context_on
from station.bench.figures import Figure
from station.bench.hub import Hub
from station.bench.processes import Caller

SCANS, QUEUED, BOARDS = 60, 500, 20
GAP_MS = 500
"""Between scans: hands lift a crate, and what a scan leaves to do is done."""
SLOWER = 6
"""How many times the processor is slowed: a cheap tablet beside a desktop."""
VERDICT_MS, BOARD_MS, DRAIN_S, SCRIPT_KB, FIRST_KB = 100.0, 1000.0, 5.0, 30.0, 150.0
"""Budgets of `facts` measured before the project began."""
SCAN = """async ([codes, watched]) => {
  const took = [];
  const type = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key,
    code: /[0-9]/.test(key) ? `Digit${key}` : key, bubbles: true, cancelable: true }));
  // A verdict may be drawn anew before the first was painted: whichever is painted first counts.
  const painted = () => new Promise((next, fail) => {
    const late = setTimeout(() => fail(new Error("no verdict was painted")), 30000);
    const mark = () => document.querySelector(".verdict h2")
      ?.setAttribute("elementtiming", "verdict");
    const again = new MutationObserver(mark);
    again.observe(document.body, { childList: true, subtree: true });
    mark();
    new PerformanceObserver((list, watcher) => {
      watcher.disconnect();
      again.disconnect();
      clearTimeout(late);
      next(list.getEntries()[0].renderTime);
    }).observe({ type: "element" });
  });
  const answered = (code) => new Promise((next, fail) => {
    const late = setTimeout(() => fail(new Error(`no verdict for ${code}`)), 30000);
    new MutationObserver((changes, watcher) => {
      const shown = changes.flatMap((one) => [...one.addedNodes])
        .find((node) => node.matches?.(".verdict"));
      if (!shown) return;
      watcher.disconnect();
      clearTimeout(late);
      (watched ? painted() : Promise.resolve(performance.now())).then(next, fail);
    }).observe(document.body, { childList: true });
  });
  for (const code of codes) {
    [...code].forEach(type);
    const start = performance.now();
    const end = answered(code);
    type("Enter");
    took.push((await end) - start);
  }
  return took;
}"""
"""Types codes as a reader does; milliseconds from Enter to the answer of each on the screen, by the
browser's own word (`renderTime`): what runs after the frame is no part of it."""
WRITE = """async (count) => {
  const { openBox } = await import("/static/js/outbox.js");
  const box = await openBox(`bench-${Math.random()}`);
  const took = [];
  for (let n = 0; n < count; n += 1) {
    const start = performance.now();
    await box.add({ id: String(n), path: "/x", body: {} });
    took.push(performance.now() - start);
  }
  return took;
}"""
"""One write through to the disk after the other: what no verdict can be faster than."""


def measure(scale: float) -> list[Figure]:
    """Measure a handheld at the dock of the made-up hub."""
    port = processes.free_port()
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        with (
            processes.station(hub.config.path, port),
            browsers(2) as opened,
        ):
            context, wall = (context_on(browser, hub, port) for browser in opened)
            page, sizes = _opened(context, hub)
            codes = cycle(hub.loaded)
            return [
                *_bytes(sizes),
                _verdicts(context, page, list(islice(codes, max(9, int(SCANS * scale))))),
                _boards(wall, page, hub, port, max(3, int(BOARDS * scale))),
                _drained(context, page, list(islice(codes, max(9, int(QUEUED * scale))))),
            ]


def _opened(context: Any, hub: Hub) -> tuple[Any, dict[str, int]]:
    """Open the dock's screen with the round in hand; return it, and the bytes it took."""
    page, answers = context.new_page(), list[Any]()

    def keep(answer: Any) -> None:
        if not answer.url.endswith("/stream"):  # it never ends, and has no size
            answers.append(answer)

    page.on("response", keep)
    page.goto("/hand/dock-1")
    page.locator("main .tile", has_text="T1").click()
    page.locator(".bigcount").wait_for()
    page.remove_listener("response", keep)
    sizes = {
        answer.url.split("?")[0]: answer.request.sizes()["responseBodySize"]
        for answer in list(answers)
    }
    return page, sizes


def _bytes(sizes: dict[str, int]) -> list[Figure]:
    scripts = {url: size for url, size in sizes.items() if "/static/js/" in url}
    return [
        _budget("handheld", "our own JavaScript of the handheld's screen, compressed",
                sum(scripts.values()) / 1000, SCRIPT_KB, "kB", len(scripts)),
        _budget("hand-first", "first load of the handheld's screen, its lists with it",
                sum(sizes.values()) / 1000, FIRST_KB, "kB", len(sizes)),
    ]  # fmt: skip


def _verdicts(context: Any, page: Any, codes: list[str]) -> Figure:
    """Scan at full speed and slowed: what a busy machine adds is in both, not in their ratio."""
    session = context.new_cdp_session(page)
    quick, _ = _paced(session, page, codes, rate=1)
    took, writes = _paced(session, page, codes, rate=SLOWER)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    full = f"at full speed {statistics.median(quick):.0f}, p95 {_p95(quick):.0f} ms"
    ratio = statistics.median(took) / statistics.median(quick)
    return _budget(
        "hand-verdict", f"scan to painted verdict, p95, processor {SLOWER} times slower",
        _p95(took), VERDICT_MS, "ms", len(took),
        note=f"median {statistics.median(took):.0f} ms; {full}, ratio of medians {ratio:.1f}; the"
        f" write to the disk alone p95 {_p95(writes):.0f} ms; load {os.getloadavg()[0]:.0f}",
    )  # fmt: skip


def _paced(
    session: Any, page: Any, codes: list[str], *, rate: int
) -> tuple[list[float], list[float]]:
    """Scan at the pace of hands; return milliseconds of each scan, and of as many writes alone."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    took = list[float]()
    for code in codes:
        page.wait_for_timeout(GAP_MS)
        took += page.evaluate(SCAN, [[code], True])
    return took, page.evaluate(WRITE, len(codes))


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def _boards(wall: Any, page: Any, hub: Hub, port: int, count: int) -> Figure:
    """Time from a scan to the square on a wall board; the crate is taken out again each time."""
    board = wall.new_page()
    board.goto(f"/board/{hub.round}")
    board.locator(".square").first.wait_for()
    took = []
    for code in hub.loaded[-count:]:
        full = f'.square[data-crate="{code}"][data-loaded="1"]'
        body = {"command_id": f"bench-{time.monotonic_ns()}", "type": "UnloadCrate"}
        with closing(Caller(port, hub.token)) as caller:
            caller.send("/api/v1/commands", body | {"data": {"crate": code, "round": hub.round}})
        board.locator(full).wait_for(state="detached")
        page.evaluate("dispatchEvent(new Event('online'))")
        page.locator(".bigcount", has_text=f"{len(hub.loaded) - 1} / ").wait_for()
        start = time.perf_counter()
        page.evaluate(SCAN, [[code], False])
        board.locator(full).wait_for()
        took.append((time.perf_counter() - start) * 1000)
    board.close()
    return _budget("hand-board", "scan on a handheld to the filled square on a board, median",
                   statistics.median(took), BOARD_MS, "ms", len(took))  # fmt: skip


def _drained(context: Any, page: Any, codes: list[str]) -> Figure:
    context.set_offline(True)
    page.evaluate(SCAN, [codes, False])
    page.locator(f'#waiting[data-pending="{len(codes)}"]').wait_for()
    context.set_offline(False)
    start = time.perf_counter()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator('#waiting[data-pending="0"]').wait_for()
    took_s = time.perf_counter() - start
    return _budget("hand-drain", f"{len(codes)} scans kept offline, brought and acknowledged",
                   took_s, DRAIN_S, "s", len(codes))  # fmt: skip


def _budget(
    name: str, what: str, value: float, budget: float, unit: str, n: int, *, note: str = ""
) -> Figure:
    return Figure(name=name, what=what, value=value, floor=budget, against="its budget",
                  unit=unit, n=n, most=1.0, note=note)  # fmt: skip
