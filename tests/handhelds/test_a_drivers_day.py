"""A driver's whole round without the network: browser and server killed, every fact comes once.

The phone is loaded at the hangar, then nothing answers until it is back.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect, sync_playwright

from station.access import Access, access_path
from station.config import load_config
from station.proving import prove
from tests.chromium import chromium
from tests.domain.hub import Hub
from tests.handhelds.hall import PIN, TYPE, Handheld, KilledStation, until
from tests.web_api.station_at_work import command

pytestmark = pytest.mark.browser
SLOW_MS = 60_000
DOOR = "A4217"


def picture() -> FilePayload:
    """A photograph as large as a telephone's."""
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", quality=90)
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def with_driver(folder: Path, registered: bytes) -> bytes:
    """Return the small hub's ledger with a driver in it."""
    path = folder / "driver.db"
    path.touch(mode=0o600)
    path.write_bytes(registered)
    hub = Hub(path)
    hub.done("RegisterOperator", as_role="admin", code="dina", name="Dina", role="driver")
    hub.close()
    return path.read_bytes()


@contextmanager
def on_the_road(folder: Path, registered: bytes) -> Iterator[tuple[KilledStation, Handheld]]:
    path = chromium()
    station = KilledStation(folder, with_driver(folder, registered), lose=0, control=None)
    access = Access(access_path(load_config(station.config).storage.ledger))
    access.set_pin("dina", PIN)
    access.close()
    disk = folder / "phone"
    disk.mkdir()
    try:
        with sync_playwright() as playwright:
            phone = Handheld(playwright, path, disk)
            try:
                yield station, phone
            finally:
                phone.kill()
    finally:
        station.kill()
        shutil.rmtree(disk, ignore_errors=True)


def departed(station: KilledStation) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """Let a round leave with three crates for C01 and two cold ones for C02; return it and them."""
    today = station.call("GET", "/api/v1/posts/dock-1/snapshot")["today"]
    said = [
        command("RegisterCustomer", code="C01", name="Épicerie du Lac", kind="grocer",
                phone="02 00 00 00 01", door_code=DOOR, window="6 h 30 à 9 h"),
        command("PlanRound", date=today, round="T9", vehicle="Camion 1",
                stops=[{"stop": 1, "customer": "C01"}, {"stop": 2, "customer": "C02"}]),
    ]  # fmt: skip
    for one in said:
        station.call("POST", "/api/v1/commands", one)
    crates: dict[str, list[dict[str, Any]]] = {}
    cold = {"producer": "F02", "product": "YAOURT", "use_by": "2030-01-31", "celsius_tenths": 35}
    for customer, count, goods in (
        ("C02", 2, cold), ("C01", 3, {"producer": "F01", "product": "RADIS"}),
    ):  # fmt: skip
        data = {"crate_type": "E2", "count": 6, **goods}
        one = command("ReceiveCrate", customer=customer, crates=count, **data)
        crates[customer] = station.call("POST", "/api/v1/commands", one)["crates"]
        for crate in crates[customer]:
            load = command("LoadCrate", post="dock-1", crate=crate["id"], round=f"{today}-T9")
            load |= {"judged": {"verdict": "ok", "snapshot": None}}
            assert station.call("POST", "/api/v1/commands", load)["outcome"] == "accepted"
    leave = command("DepartRound", round=f"{today}-T9", override={"reason": "essai"})
    assert station.call("POST", "/api/v1/commands", leave)["outcome"] == "accepted"
    return f"{today}-T9", crates


def log_in(station: KilledStation, phone: Handheld) -> None:
    """Log the driver in: a browser that was killed has forgotten who had it."""
    who = {"operator": "dina", "pin": PIN}
    until(lambda: phone.page.context.request.post(f"{station.url}/api/v1/login", data=who).ok, "in")


def take_along(station: KilledStation, phone: Handheld, round: str) -> Page:
    """Open the round at the hangar, until the phone holds everything."""
    log_in(station, phone)
    phone.page.goto(f"{station.url}/drive/{round}")
    expect(phone.page.locator(".drivestop")).to_have_count(2, timeout=SLOW_MS)
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = "caches.keys().then((names) => names.length)"
    until(lambda: phone.page.evaluate(kept) > 0, "the pages are kept")
    return phone.page


def open_again(station: KilledStation, phone: Handheld, round: str) -> Page:
    phone.page.goto(f"{station.url}/drive/{round}")
    expect(phone.page.locator(".drivestop, .drivedoor").first).to_be_visible(timeout=SLOW_MS)
    return phone.page


def scan(page: Page, code: str) -> str:
    """Scan a crate; take the answer away as a thumb would where it stays."""
    verdict = str(page.evaluate(TYPE, code))
    button = page.locator(".verdict button")
    if button.count():
        button.click(timeout=SLOW_MS)
    return verdict


def photograph(page: Page) -> None:
    page.locator("#photo").set_input_files(picture())
    expect(page.locator(".ask")).to_have_count(0, timeout=SLOW_MS)


def waiting(page: Page) -> int:
    return int(page.locator("#waiting").get_attribute("data-pending") or 0)


def drive(station: KilledStation, phone: Handheld, round: str, crates: dict[str, Any]) -> None:
    """The whole round with nothing that answers, and a browser that dies twice."""
    page = phone.page
    first, second, third = (crate["sscc"] for crate in crates["C01"])
    assert scan(page, first) == "ok"
    expect(page.locator(".drivedoor .code")).to_contain_text(DOOR, timeout=SLOW_MS)
    assert scan(page, crates["C02"][0]["sscc"]) == "wrong_stop"
    assert scan(page, first) == "duplicate"

    assert DOOR in page.evaluate(HELD)
    phone.again()
    page = open_again(station, phone, round)
    assert scan(page, second) == "ok"
    page.locator("#trouble").click()
    page.locator(".ask .tile").first.click()
    page.locator(".ask .tile", has_text=third[-5:]).click()
    page.locator(".ask .tile").first.click()
    photograph(page)
    page.locator("#empties").click()
    page.locator('[data-type="E2"] [data-way="taken"] + button').click()
    page.locator(".ask .go").click()
    page.locator("#delivered").click()
    expect(page.locator('.drivestop.done[data-customer="C01"]')).to_be_visible(timeout=SLOW_MS)

    page.reload()
    expect(page.locator('.drivestop.done[data-customer="C01"]')).to_be_visible(timeout=SLOW_MS)
    page.locator('.drivestop[data-customer="C02"]').click()
    page.locator("#unsigned").click()
    photograph(page)
    page.locator("#delivered").click()
    for digit in "35":
        page.locator(".ask .pad button", has_text=digit).click()
    page.locator(".ask .go").click()
    page.locator(".ask .tile").first.click()
    expect(page.locator(".drivestop.done")).to_have_count(2, timeout=SLOW_MS)

    phone.again()
    page = open_again(station, phone, round)
    page.locator("#back").click()
    for digits in ("42", "95"):
        for digit in digits:
            page.locator(".ask .pad button", has_text=digit).click()
        page.locator(".ask .go").click()
    expect(page.locator(".question")).to_contain_text("finie", timeout=SLOW_MS)
    assert waiting(page) == 7


def facts(station: KilledStation) -> list[Any]:
    delivered = [
        (event["data"]["customer"], len(event["data"]["crates"]), event["data"]["unsigned"])
        for event in station.events("StopDelivered")
    ]
    moved = [event["data"] for event in station.events("EmptiesMoved")]
    owed = [
        sum(one["given"] - one["taken"] for one in moved if one["party"] == customer)
        for customer in ("C01", "C02")
    ]
    costs = [event["data"]["kilometres"] for event in station.events("RoundCostRecorded")]
    about = sorted(event["data"]["about"] for event in station.events("DeliveryPhotographed"))
    returned = len(station.events("CrateReturned"))
    return [delivered, owed, costs, about, returned]


def test_a_round_driven_without_a_network_comes_home_once_and_whole(
    tmp_path: Path, registered: bytes
) -> None:
    with on_the_road(tmp_path, registered) as (station, phone):
        round, crates = departed(station)
        take_along(station, phone, round)
        before = station.events("TroubleRaised")
        station.kill()
        drive(station, phone, round, crates)

        station.start()
        log_in(station, phone)
        until(lambda: waiting(phone.page) == 0, "everything is brought", 120)
        phone.page.wait_for_url("**/drive", timeout=SLOW_MS)

        assert facts(station) == [
            [("C01", 2, False), ("C02", 2, True)], [1, 2], [42], ["refused", "unsigned"], 1,
        ]  # fmt: skip
        [measured] = [event["data"] for event in station.events("StopTemperatureNoted")]
        assert (measured["customer"], measured["celsius_tenths"]) == ("C02", 35)
        raised = station.events("TroubleRaised")[len(before) :]
        assert [event["data"]["kind"] for event in raised] == ["note_to_revise"]
        until(
            lambda: DOOR not in phone.page.evaluate(HELD),
            "what the phone knew of its customers is gone",
        )
    assert prove(tmp_path / "hangar.db").problems == ()


HELD = """async () => {
  const answered = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const box = await answered(indexedDB.open("hangar-hand"));
  const reading = box.transaction(["entries", "values"], "readonly");
  const stores = ["entries", "values"].map((name) => reading.objectStore(name).getAll());
  const found = await Promise.all(stores.map(answered));
  box.close();
  return JSON.stringify(found);
}"""
"""Everything in the phone's box, as text."""


def fill_in(page: Page, refused: str) -> None:
    """Copy a paper sheet: one crate of C01 refused, four empties back, left unsigned."""
    page.locator('[name="unsigned C01"]').check()
    page.locator(f'[name="refused {refused}"]').select_option("why_damaged")
    page.locator('[name="taken C01 E2"]').fill("4")
    page.locator('[name="celsius C02 froid"]').fill("-0.4")
    page.locator('[name="kilometres"]').fill("61")
    page.locator('[name="minutes"]').fill("120")
    page.locator("#save").click()
    expect(page.locator("#main")).to_contain_text("finie", timeout=SLOW_MS)


def test_the_paper_sheet_says_the_same_and_the_phone_after_it_moves_nothing_twice(
    tmp_path: Path, registered: bytes
) -> None:
    with on_the_road(tmp_path, registered) as (station, phone):
        round, crates = departed(station)
        page = take_along(station, phone, round)
        station.kill()
        page.locator('.drivestop[data-customer="C01"]').click()
        page.locator("#delivered").click()
        page.locator(".ask .tile").first.click()
        expect(page.locator(".drivestop.done")).to_have_count(1, timeout=SLOW_MS)
        phone.again()
        station.start()
        log_in(station, phone)

        phone.page.goto(f"{station.url}/return/{round}")
        fill_in(phone.page, crates["C01"][2]["id"])
        written = facts(station)
        phone.page.goto(f"{station.url}/drive/{round}")
        twice = "TroubleRaised"
        until(lambda: "delivered_twice" in str(station.events(twice)), "the phone brings its stop")

        told = [event["data"] for event in station.events("StopTemperatureNoted")]
        assert [(one["customer"], one["celsius_tenths"]) for one in told] == [("C02", -4)]
        assert written == [[("C01", 2, True), ("C02", 2, False)], [-2, 2], [61], [], 1]
        assert facts(station) == written
