"""A wall board through a working day: what its page holds after eight hours, against after one.

Must not be imported where nobody measures. The page's clock is moved, the station's is not; every
change of the van is a real one.
"""

from __future__ import annotations

import uuid
from contextlib import closing
from itertools import cycle
from typing import Any

from station.bench import hub as hubs
from station.bench import processes
from station.bench.browsers import browsers, context_on
from station.bench.figures import Figure
from station.bench.hub import Hub
from station.bench.processes import Caller
from station.bench.scans import scan_body

HOURS, CHANGE_S = 8, 20
"""A crate goes in or out every twenty seconds: below the silence after which a board connects anew,
and more in a day than three docks do."""
GOAL = 1.2


def measure(scale: float) -> list[Figure]:
    """Let a board stand for a day; its heap and its nodes must not grow with the hours."""
    changes, port = max(16, int(HOURS * 3600 / CHANGE_S * scale)), processes.free_port()
    with hubs.folder() as place:
        hub = hubs.make(place, port=port)
        with (
            processes.station(hub.config.path, port),
            browsers(1) as (browser,),
            closing(Caller(port, hub.token)) as caller,
        ):
            page = context_on(browser, hub, port).new_page()
            page.clock.install()
            page.goto(f"/board/{hub.round}")
            page.locator(".square").first.wait_for()
            van = _Van(hub, caller)
            _stand(page, van, changes // HOURS)
            early = _held(page)
            _stand(page, van, changes - changes // HOURS)
            late = _held(page)
    return [
        Figure(
            name="board",
            what=f"heap of a wall board after {HOURS} hours, a crate in or out each {CHANGE_S} s",
            value=late["JSHeapUsedSize"] / 1e6, floor=early["JSHeapUsedSize"] / 1e6, unit="MB",
            against="the same board after one", n=changes, most=GOAL,
            note=f"{late['Nodes']:.0f} nodes, {early['Nodes']:.0f} after one hour;"
            f" {late['JSEventListeners']:.0f} listeners, {early['JSEventListeners']:.0f}",
        )
    ]  # fmt: skip


class _Van:
    """A round's crates that go out of the van and in again, one after the other."""

    def __init__(self, hub: Hub, caller: Caller) -> None:
        self._hub, self._caller = hub, caller
        self._moves = ((crate, loaded) for crate in cycle(hub.loaded) for loaded in (False, True))

    def move(self) -> tuple[str, bool]:
        """Move the next one; return the crate and whether it is in the van now."""
        crate, loaded = next(self._moves)
        if loaded:
            body = scan_body(crate, round=self._hub.round)
            self._caller.send("/api/v1/posts/dock-1/scans", body)
        else:
            data = {"crate": crate, "round": self._hub.round}
            body = {"command_id": str(uuid.uuid4()), "type": "UnloadCrate", "data": data}
            self._caller.send("/api/v1/commands", body)
        return crate, loaded


def _stand(page: Any, van: _Van, changes: int) -> None:
    for _ in range(changes):
        crate, loaded = van.move()
        square = page.locator(f'.square[data-crate="{crate}"][data-loaded="1"]')
        square.wait_for(state="attached" if loaded else "detached")
        page.clock.run_for(CHANGE_S * 1000)


def _held(page: Any) -> dict[str, float]:
    """Return what the page holds once its rubbish is swept."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    found = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return {one["name"]: one["value"] for one in found}
