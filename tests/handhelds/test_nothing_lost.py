"""Server killed, browser killed -9, answers lost after their commit: no scan is lost or doubled.

The two controls are builds that must fail here: one that forgets its outbox with the browser, one
whose every try has an id of its own.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from station.proving import prove
from tests.chromium import chromium
from tests.handhelds.hall import Handheld, KilledStation, until
from tests.web_api.station_at_work import command

pytestmark = pytest.mark.browser
LOST_PERCENT = 25
A_ROUND = 200
"""Crates of one van, twice what a hub's largest takes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a campaign left behind: scans shown as good, and how often each was recorded."""

    shown: list[str]
    recorded: Counter[str]
    exceptions: Counter[str]

    @property
    def lost(self) -> list[str]:
        return [code for code in self.shown if not self.recorded[code]]

    @property
    def doubled(self) -> list[str]:
        return [code for code, times in self.recorded.items() if times > 1]


@contextmanager
def hall(
    folder: Path, registered: bytes, *, lose: int = LOST_PERCENT, control: str | None = None
) -> Iterator[tuple[KilledStation, Handheld]]:
    path = chromium()
    station = KilledStation(folder, registered, lose=lose, control=control)
    disk = folder / "handheld"
    disk.mkdir()
    try:
        with sync_playwright() as playwright:
            handheld = Handheld(playwright, path, disk)
            try:
                yield station, handheld
            finally:
                handheld.kill()
    finally:
        station.kill()
        shutil.rmtree(disk, ignore_errors=True)


def planned(station: KilledStation, count: int) -> list[tuple[str, str]]:
    """Plan rounds, each with a customer of its own; return customers and the rounds' cards."""
    today = station.call("GET", "/api/v1/posts/dock-1/snapshot")["today"]
    found = []
    for n in range(count):
        customer, stops = f"C1{n:02}", [{"stop": 1, "customer": f"C1{n:02}"}]
        do(station, "RegisterCustomer", code=customer, name=f"Cantine {n}", kind="canteen")
        answer = do(station, "PlanRound", date=today, round=f"T{n + 2}", stops=stops)
        (made,) = (one for one in answer["events"] if one["type"] == "RoundPlanned")
        found.append((customer, made["data"]["card"]))
    return found


def do(station: KilledStation, type: str, **data: Any) -> Any:
    return station.call("POST", "/api/v1/commands", command(type, **data))


def crates(station: KilledStation, customer: str, count: int) -> list[str]:
    """Receive crates for a customer; return their codes."""
    data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 6}
    codes: list[str] = []
    while len(codes) < count:
        some = data | {"customer": customer, "crates": min(50, count - len(codes))}
        codes += [crate["sscc"] for crate in do(station, "ReceiveCrate", **some)["crates"]]
    return codes


def campaign(
    station: KilledStation, handheld: Handheld, *, rounds: int, scans: int, kills: int
) -> Ended:
    """Load round after round, `scans` crates each, while things are killed; all comes home."""
    pace, shown = random.Random(rounds * scans), list[str]()
    for customer, card in planned(station, rounds):
        codes = crates(station, customer, scans)
        handheld.take(station, card)
        shown += loaded(station, handheld, card, codes, kills=kills, pace=pace)
    brought(handheld)
    return ended(station, shown)


def loaded(
    station: KilledStation,
    handheld: Handheld,
    card: str,
    codes: list[str],
    *,
    kills: int,
    pace: random.Random,
) -> list[str]:
    """Scan a round's crates, killing the station and the browser so often; return those shown."""
    moments = pace.sample(range(2, len(codes) - 4), 2 * kills)
    dies, breaks = set(moments[:kills]), set(moments[kills:])
    shown, down_until = [], None
    for n, code in enumerate(codes):
        if n in dies and down_until is None:
            station.kill()
            down_until = n + pace.randrange(2, 12)
        if n in breaks or down_until == n:
            if down_until is not None:
                station.start()
                down_until = None
        if n in breaks:
            handheld.again()
            handheld.take(station, card)
        if handheld.scan(code) in ("ok", "done"):
            shown.append(code)
    if down_until is not None:
        station.start()
    return shown


def brought(handheld: Handheld) -> None:
    """Wait until every scan has come home: as long as it takes, while it goes on."""
    while left := handheld.waiting():
        until(partial(fewer, handheld, left), f"the next of {left} scans comes home", 120)


def fewer(handheld: Handheld, than: int) -> bool:
    return handheld.waiting() < than


def all_crates(station: KilledStation) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    cursor: str | None = "0"
    while cursor is not None:
        answer = station.call("GET", f"/api/v1/crates?limit=2000&cursor={cursor}")
        rows, cursor = rows + answer["items"], answer["next"]
    return rows


def ended(station: KilledStation, shown: list[str]) -> Ended:
    sscc = {row["id"]: row["sscc"] for row in all_crates(station)}
    loads = Counter(sscc[event["data"]["crate"]] for event in station.events("CrateLoaded"))
    troubles = Counter(event["data"]["kind"] for event in station.events("TroubleRaised"))
    return Ended(shown, loads, troubles)


def survived(tmp_path: Path, registered: bytes, *, rounds: int) -> None:
    with hall(tmp_path, registered) as (station, handheld):
        end = campaign(station, handheld, rounds=rounds, scans=A_ROUND, kills=2)

    assert len(end.shown) == rounds * A_ROUND
    assert (end.lost, end.doubled, dict(end.exceptions)) == ([], [], {})
    assert prove(tmp_path / "hangar.db").problems == ()


def test_200_scans_survive_kills_of_both_sides_and_lost_answers(
    tmp_path: Path, registered: bytes
) -> None:
    survived(tmp_path, registered, rounds=1)


@pytest.mark.torture
def test_5000_scans_survive_kills_of_both_sides_and_lost_answers(
    tmp_path: Path, registered: bytes
) -> None:
    survived(tmp_path, registered, rounds=25)


def test_a_build_that_forgets_its_outbox_is_caught(tmp_path: Path, registered: bytes) -> None:
    with hall(tmp_path, registered, lose=0, control="forgets") as (station, handheld):
        ((customer, card),) = planned(station, 1)
        codes = crates(station, customer, 6)
        handheld.take(station, card)
        station.kill()
        shown = [code for code in codes if handheld.scan(code) in ("ok", "done")]
        station.start()
        handheld.again()
        handheld.take(station, card)
        until(lambda: handheld.waiting() == 0, "nothing waits")

        end = ended(station, shown)

    assert end.shown and end.lost


@pytest.mark.torture
def test_a_build_with_a_new_id_for_each_try_is_caught(tmp_path: Path, registered: bytes) -> None:
    with hall(tmp_path, registered, lose=60, control="new-ids") as (station, handheld):
        end = campaign(station, handheld, rounds=1, scans=12, kills=0)

    assert end.doubled
