"""A driver collects at farms without a network: browser and server killed, nothing told twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from station.proving import prove
from tests.handhelds.hall import Handheld, KilledStation, until
from tests.handhelds.test_a_drivers_day import SLOW_MS, log_in, on_the_road, scan, waiting
from tests.web_api.station_at_work import command

pytestmark = pytest.mark.browser


def planned(station: KilledStation) -> tuple[str, str, list[str]]:
    """Plan a round that only collects; return it, F01's ready-made label and two blank ones."""
    today = station.call("GET", "/api/v1/posts/dock-1/snapshot")["today"]
    line = {"order": "W1", "customer": "C01", "delivery_date": today, "producer": "F01",
            "product": "CAROTTE", "quantity_milli": 20_000, "unit": "kg"}  # fmt: skip
    said = [
        command("PlanRound", date=today, round="R1", stops=[], farms=["F01", "F02"]),
        command("ImportOrders", source="essai", added=[line]),
        command("MakeLabels", producer="F01", delivery_date=today),
        command("MakeEmergencyLabels", count=2),
    ]
    answers = [station.call("POST", "/api/v1/commands", one) for one in said]
    assert [one["outcome"] for one in answers] == ["accepted"] * 4
    return f"{today}-R1", answers[2]["ready_crate"], answers[3]["codes"]


def open_round(station: KilledStation, phone: Handheld, round: str) -> Page:
    phone.page.goto(f"{station.url}/drive/{round}")
    expect(phone.page.locator("#farms, #inside").first).to_be_visible(timeout=SLOW_MS)
    return phone.page


def keys(page: Page, digits: str) -> None:
    for digit in digits:
        page.locator(".ask .pad button", has_text=digit).click()
    page.locator(".ask .go").click()


def tile(page: Page, text: str) -> None:
    page.locator(".ask .tile", has_text=text).click()


def typed(page: Page, code: str) -> None:
    """Scan a label that is answered by a question."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".ask")).to_be_visible(timeout=SLOW_MS)


def at_the_first_farm(station: KilledStation, phone: Handheld, round: str, ready: str) -> None:
    """A ready-made label, two crates without one, empties; the browser dies before it is told."""
    page = phone.page
    page.locator('[data-producer="F01"]').click()
    assert scan(page, ready) == "ok"
    expect(page.locator("#taken li")).to_have_count(1, timeout=SLOW_MS)
    assert scan(page, "4006381333931") == "not_ours"
    assert scan(page, ready) == "duplicate"
    page.locator("#count").click()
    tile(page, "Radis")
    keys(page, "2")
    expect(page.locator("#inside")).to_contain_text("3", timeout=SLOW_MS)
    page.locator("#empties").click()
    page.locator('[data-type="E2"] [data-way="given"] + button').click()
    page.locator(".ask .go").click()

    phone.again()
    page = open_round(station, phone, round)
    expect(page.locator("#inside")).to_contain_text("3", timeout=SLOW_MS)
    page.locator("#collected").click()
    expect(page.locator('.drivestop.done[data-producer="F01"]')).to_be_visible(timeout=SLOW_MS)


def at_the_second_farm(page: Page, blanks: list[str]) -> None:
    """Cold goods: measured once, one too warm is left, and a crate is refused."""
    page.locator('[data-producer="F02"]').click()
    typed(page, blanks[0])
    tile(page, "Yaourts")
    keys(page, "24")
    keys(page, "35")
    expect(page.locator("#taken li")).to_have_count(1, timeout=SLOW_MS)
    typed(page, blanks[1])
    tile(page, "Lait cru")
    page.locator("#unknown").click()
    keys(page, "91")
    page.locator(".ask .tile").first.click()
    expect(page.locator("#taken li")).to_have_count(2, timeout=SLOW_MS)
    page.locator("#refuse").click()
    tile(page, "Tomme")
    keys(page, "1")
    page.locator(".ask .tile").first.click()
    expect(page.locator("#taken li")).to_have_count(3, timeout=SLOW_MS)
    page.locator("#collected").click()
    expect(page.locator(".drivestop.done")).to_have_count(2, timeout=SLOW_MS)


def told(station: KilledStation) -> list[Any]:
    said = []
    for event in station.events("FarmCollected"):
        data = event["data"]
        crates = [(one["product"], one["crates"], one["celsius_tenths"]) for one in data["crates"]]
        said.append((data["producer"], crates, [one["product"] for one in data["refused"]]))
    return said


def test_farms_collected_without_a_network_come_home_once_and_whole(
    tmp_path: Path, registered: bytes
) -> None:
    with on_the_road(tmp_path, registered) as (station, phone):
        round, ready, blanks = planned(station)
        log_in(station, phone)
        page = open_round(station, phone, round)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        kept = "caches.keys().then((names) => names.length)"
        until(lambda: phone.page.evaluate(kept) > 0, "the pages are kept")
        station.kill()
        at_the_first_farm(station, phone, round, ready)
        at_the_second_farm(phone.page, blanks)
        assert waiting(phone.page) == 2

        station.start()
        log_in(station, phone)
        until(lambda: waiting(phone.page) == 0, "everything is brought", 120)

        assert told(station) == [
            ("F01", [("CAROTTE", 1, None), ("RADIS", 2, None)], []),
            ("F02", [("YAOURT", 1, 35)], ["LAIT", "TOMME"]),
        ]
        moved = [event["data"] for event in station.events("EmptiesMoved")]
        assert [(one["party"], one["given"], one["taken"]) for one in moved] == [("F01", 1, 0)]
        raised = [event["data"]["kind"] for event in station.events("TroubleRaised")]
        assert raised == ["pickup_refused", "pickup_refused"]
    assert prove(tmp_path / "hangar.db").problems == ()
