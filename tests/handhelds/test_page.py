"""The handheld's page in a browser: opens without the network, keeps what waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.handhelds.hall import TYPE
from tests.web_api.station_at_work import Station, command, served, write_station
from web import shell

pytestmark = pytest.mark.browser
SLOW_MS = 30_000
PIN = "1111"
TRIGGER_MS = 350
"""Two reads of one code that come faster are one pull of the trigger."""


LISTENS = """window.streams = 0;
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => { window.streams += 1; });
  }
};"""
"""Counts the streams that the station has begun to answer: from then on nothing is missed."""


class Hall:
    """A station on a real port, with a round of one stop and crates for it."""

    def __init__(self, station: Station, port: int) -> None:
        self.station, self.port = station, port
        station.access.set_pin("amina", PIN)
        station.plan_rounds()
        self.round = f"{station.today}-T2"

    def crate(self) -> str:
        return str(self.station.crate(customer="C03")["sscc"])

    def open(self, browser: Browser, address: str = "/hand/dock-1") -> tuple[BrowserContext, Page]:
        context = browser.new_context(base_url=f"http://127.0.0.1:{self.port}", locale="fr-FR")
        context.request.post("/api/v1/login", data={"operator": "amina", "pin": PIN})
        page = context.new_page()
        page.set_default_timeout(SLOW_MS)
        page.add_init_script(LISTENS)
        page.goto(address)
        return context, page

    def take_round(self, page: Page) -> None:
        page.locator(".tile", has_text="T2").click()
        expect(page.locator(".bigcount")).to_be_visible(timeout=SLOW_MS)
        expect(page.locator("#ready")).to_contain_text(re.compile("Prêt|Touchez"), timeout=SLOW_MS)

    def loaded(self) -> int:
        return len(self.station.get("/api/v1/crates?state=loaded")["items"])


@pytest.fixture
def hall(registered: bytes, tmp_path: Path) -> Iterator[Hall]:
    station = Station(write_station(tmp_path, registered))
    with served(station) as port:
        yield Hall(station, port)
    station.close()


def controlled(page: Page) -> None:
    """Wait until a service worker serves the page's files."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.reload()
    expect(page.locator(".bigcount, .tile").first).to_be_visible(timeout=SLOW_MS)


def scan(page: Page, code: str) -> str:
    return str(page.evaluate(TYPE, code))


def pending(page: Page, count: int) -> None:
    expect(page.locator("#waiting")).to_have_attribute("data-pending", str(count), timeout=SLOW_MS)


def test_every_address_of_the_shell_answers(hall: Hall) -> None:
    with hall.station.app.test_request_context():
        addresses, version = shell.shell()
    answers = {
        address: hall.station.call("GET", address, role=None).status_code for address in addresses
    }

    assert set(answers.values()) == {200}
    assert {"/hand", "/static/js/outbox.js", "/static/words.json"} <= set(addresses)
    assert version in hall.station.call("GET", "/sw.js", role=None).text


def test_the_page_opens_and_judges_without_the_network_and_sends_later(
    hall: Hall, browser: Browser
) -> None:
    codes = [hall.crate() for _ in range(3)]
    context, page = hall.open(browser)
    hall.take_round(page)
    controlled(page)

    context.set_offline(True)
    assert scan(page, codes[0]) == "ok"
    pending(page, 1)
    page.reload()
    expect(page.locator(".bigcount")).to_contain_text("1 / 3", timeout=SLOW_MS)
    assert scan(page, codes[0]) == "duplicate"
    pending(page, 2)
    assert hall.loaded() == 0
    context.set_offline(False)

    pending(page, 0)
    assert hall.loaded() == 1
    assert hall.station.get("/api/v1/exceptions")["items"] == []
    context.close()


def test_a_new_version_drops_no_scan(
    hall: Hall, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = hall.crate()
    context, page = hall.open(browser)
    hall.take_round(page)
    controlled(page)
    context.set_offline(True)
    scan(page, code)
    pending(page, 1)

    monkeypatch.setattr(shell, "DATA", ("/healthz", *shell.DATA))
    # Comes back where only this page and its worker reach the station: nothing is sent meanwhile.
    context.route("**/scans", lambda route: route.abort())
    context.set_offline(False)
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    kept = "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
    kept += " (await caches.open(name)).match('/healthz')))).some(Boolean)"
    expect(page.locator(".bigcount, .tile").first).to_be_visible(timeout=SLOW_MS)
    for _ in range(300):
        if page.evaluate(kept):
            break
        page.wait_for_timeout(100)
    page.reload()

    pending(page, 1)
    context.unroute("**/scans")
    page.evaluate("dispatchEvent(new Event('online'))")
    pending(page, 0)
    assert hall.loaded() == 1
    context.close()


def test_two_handhelds_that_load_the_same_crate_offline_are_one_exception(
    hall: Hall, browser: Browser
) -> None:
    code = hall.crate()
    hands = [hall.open(browser) for _ in range(2)]
    for context, page in hands:
        hall.take_round(page)
        context.set_offline(True)
    said = [scan(page, code) for _, page in hands]

    for context, page in hands:
        context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        pending(page, 0)

    assert said == ["done", "done"]
    kinds = [trouble["kind"] for trouble in hall.station.get("/api/v1/exceptions")["items"]]
    assert kinds == ["loaded_twice"]
    for context, _ in hands:
        context.close()


def test_what_the_station_knows_better_is_said_at_once(hall: Hall, browser: Browser) -> None:
    """The lot was blocked after this device's list was made, and no stream told of it."""
    crate = hall.station.crate(customer="C03")
    context, page = hall.open(browser)
    context.route("**/stream", lambda route: route.abort())
    page.reload()
    hall.take_round(page)
    context.route("**/snapshot", lambda route: route.abort())
    hall.station.do("BlockLot", lot=crate["lot"], reason="essai")

    scan(page, crate["sscc"])

    expect(page.locator('.verdict[data-verdict="lot_blocked"]')).to_be_visible(timeout=SLOW_MS)
    kinds = [trouble["kind"] for trouble in hall.station.get("/api/v1/exceptions")["items"]]
    assert kinds == ["judged_otherwise"]
    context.close()


def test_a_room_is_not_drawn_anew_under_a_finger(hall: Hall, browser: Browser) -> None:
    context, page = hall.open(browser, "/hand/cold-door")
    page.evaluate("async () => void (await navigator.serviceWorker.ready)")
    asked = "() => dispatchEvent(new Event('online'))"
    with page.expect_response("**/handhelds/report", timeout=SLOW_MS):
        page.evaluate(asked)  # what the page begins with is done
    tile = page.locator(".tile", has_text="Étagères").element_handle(timeout=SLOW_MS)

    with page.expect_response("**/handhelds/report", timeout=SLOW_MS):
        page.evaluate(asked)

    assert tile is not None and tile.evaluate("one => one.isConnected")
    context.close()


def red_pallet(hall: Hall) -> None:
    zone = {"code": "ROUGE", "name": "Palette rouge", "temperature_class": "ambiant"}
    body = command("RegisterZone", **zone, quarantine=True)
    hall.station.post("/api/v1/commands", body, role="admin")


def test_a_lot_blocked_elsewhere_sounds_at_once_and_its_crate_is_put_down_without_the_network(
    hall: Hall, browser: Browser
) -> None:
    red_pallet(hall)
    crate = hall.station.crate(customer="C03")
    context, page = hall.open(browser)
    hall.take_round(page)
    stop = page.locator('.verdict[data-verdict="lot_blocked"]')

    hall.station.do("BlockLot", lot=crate["lot"], reason="essai")
    expect(stop).to_contain_text(crate["lot"], timeout=SLOW_MS)
    stop.get_by_role("button").click()
    expect(stop).to_have_count(0, timeout=SLOW_MS)
    until_blocked(page, crate["sscc"])
    context.set_offline(True)
    said = scan(page, crate["sscc"])
    stop.get_by_role("button").click()
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    pending(page, 0)

    assert said == "lot_blocked"
    assert hall.station.get(f"/api/v1/crates/{crate['id']}")["zone"] == "ROUGE"
    aside = hall.station.get("/api/v1/events?limit=500")["items"]
    assert [one["operator"] for one in aside if one["type"] == "CrateStored"] == ["amina"]
    context.close()


def until_blocked(page: Page, code: str) -> None:
    """Wait until the list that this device judges with knows of the block."""
    page.wait_for_timeout(TRIGGER_MS)
    for _ in range(60):
        if page.evaluate(HELD_BLOCKED):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"the list never said that the lot of {code} is blocked")


HELD_BLOCKED = """async () => {
  const answered = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const box = await answered(indexedDB.open("hangar-hand"));
  const values = await answered(box.transaction("values").objectStore("values").getAll());
  box.close();
  return JSON.stringify(values).includes('"blocked":true');
}"""


def test_a_crate_that_another_reader_has_stopped_is_heard_here_and_an_old_scan_is_not(
    hall: Hall, browser: Browser
) -> None:
    wrong = hall.station.crate(customer="C01")
    context, page = hall.open(browser)
    hall.take_round(page)
    page.wait_for_function("window.streams > 0", timeout=SLOW_MS)
    page.evaluate(SENTENCES)

    def scanned(at: datetime) -> None:
        hall.station.scan("dock-1", data=wrong["sscc"], reader="douchette-3", at=at.isoformat(),
                          context={"round": hall.round})  # fmt: skip

    now = datetime.now(UTC)
    scanned(now - timedelta(hours=2))
    scanned(now)

    expect(page.locator("#notice .said.stop")).to_contain_text(wrong["id"], timeout=SLOW_MS)
    assert page.evaluate("heard.length") == 1
    assert page.locator(".verdict").count() == 0, "one's own scans go on"
    context.close()


SENTENCES = """() => {
  window.heard = [];
  const place = document.getElementById("notice");
  new MutationObserver(() => { if (place.querySelector(".stop")) heard.push(place.textContent); })
    .observe(place, { childList: true });
}"""
"""Remember each stop that is said at the foot of the page."""


def test_crates_are_checked_into_a_cold_room(hall: Hall, browser: Browser) -> None:
    crate = hall.station.crate()
    context, page = hall.open(browser, "/hand/cold-door")
    page.locator(".tile", has_text="Étagères").click()
    expect(page.locator(".bigcount")).to_be_visible(timeout=SLOW_MS)

    assert scan(page, crate["sscc"]) == "ok"
    page.wait_for_timeout(TRIGGER_MS)
    assert scan(page, crate["sscc"]) == "duplicate"
    pending(page, 0)

    assert hall.station.get(f"/api/v1/crates/{crate['id']}")["zone"] == "SEC"
    context.close()


def test_a_crate_is_taken_out_of_the_van_and_another_comes_back_without_the_network(
    hall: Hall, browser: Browser
) -> None:
    out, back = hall.crate(), hall.crate()
    context, page = hall.open(browser)
    hall.take_round(page)
    assert [scan(page, code) for code in (out, back)] == ["ok", "done"]
    pending(page, 0)

    context.set_offline(True)
    page.locator("button", has_text="Sortir une caisse").dispatch_event("click")
    page.wait_for_timeout(TRIGGER_MS)
    assert scan(page, out) == "ok"
    expect(page.locator(".verdict")).to_contain_text("sortie du camion")
    expect(page.locator(".bigcount")).to_contain_text("1 / 2", timeout=SLOW_MS)
    page.wait_for_timeout(TRIGGER_MS)
    context.set_offline(False)
    pending(page, 0)
    assert hall.loaded() == 1

    hall.station.do("DepartRound", round=hall.round, override={"reason": "essai"})
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("button", has_text="Caisse revenue").dispatch_event("click")
    context.set_offline(True)
    assert scan(page, back) == "ok"
    expect(page.locator(".verdict")).to_contain_text("revenue au hangar")
    context.set_offline(False)
    pending(page, 0)
    assert hall.station.get("/api/v1/crates?state=received")["items"]
    context.close()


def test_a_crate_that_was_out_before_its_round_left_is_returned(hall: Hall) -> None:
    """Taken out without the network; the van left on paper with it before the device came back."""
    crate = hall.station.crate(customer="C03")
    hall.station.do("ConfirmLabel", label=crate["label"])
    hall.station.do("LoadCrate", post="dock-1", crate=crate["id"], round=hall.round)
    hall.station.do("DepartRound", round=hall.round)
    said = {"judged": {"verdict": "ok", "snapshot": None}}
    body = command("UnloadCrate", crate=crate["id"], round=hall.round) | said

    answer = hall.station.call("POST", "/api/v1/commands", body).json

    assert answer["outcome"] == "accepted"
    assert hall.station.get(f"/api/v1/crates/{crate['id']}")["state"] == "received"
    kinds = [trouble["kind"] for trouble in hall.station.get("/api/v1/exceptions")["items"]]
    assert kinds == ["note_to_revise"]


def test_a_scan_that_cannot_be_kept_is_not_shown_as_good(hall: Hall, browser: Browser) -> None:
    code = hall.crate()
    context, page = hall.open(browser)
    hall.take_round(page)
    page.evaluate("() => { IDBObjectStore.prototype.add = () => { throw new Error('full'); }; }")

    page.keyboard.type(code)
    page.keyboard.press("Enter")

    expect(page.locator("#notice")).to_contain_text("Scan non gardé", timeout=SLOW_MS)
    assert page.locator(".verdict").count() == 0
    assert hall.loaded() == 0
    context.close()


RECONCILE = """async ([kept, station]) => {
  const { openBox, reconcile } = await import("/static/js/outbox.js");
  const box = await openBox(`essai-${Math.random()}`);
  for (const { id } of kept) await box.add({ id, path: "/x", body: { command_id: id } });
  await box.put((await box.all()).map((entry, i) => ({ ...entry, state: "kept", ...kept[i] })));
  const again = await reconcile(box, station);
  return [again, (await box.all()).map((entry) => [entry.id, entry.state, entry.seq])];
}"""
AGAIN = """async ([kept, first, later, told]) => {
  const { openBox, reconcile } = await import("/static/js/outbox.js");
  const box = await openBox(`essai-${Math.random()}`);
  const keep = async (rows) => {
    for (const { id } of rows) await box.add({ id, path: "/x", body: { command_id: id } });
    const all = await box.all();
    const entry = ({ id }) => all.find((one) => one.id === id);
    await box.put(rows.map((row) => ({ ...entry(row), state: "kept", ...row })));
  };
  await keep(kept);
  await reconcile(box, first);
  if (told) await keep([told]);
  let read = 0;
  const counted = { ...box, kept: () => { read += 1; return box.kept(); } };
  await reconcile(counted, later);
  return [read > 0, (await box.all()).map((entry) => [entry.id, entry.state, entry.seq])];
}"""
KEPT = [{"id": "a", "epoch": "e1", "seq": 5}, {"id": "b", "epoch": "e1", "seq": 9}]


@pytest.mark.parametrize(
    ("station", "left"),
    [
        ({"ledger": {"epoch": "e1", "seq": 20}}, [["a", "kept", 5], ["b", "kept", 9]]),
        (
            {"ledger": {"epoch": "e1", "seq": 20}, "second_copy": {"epoch": "e1", "seq": 5}},
            [["b", "kept", 9]],
        ),
        (
            {"ledger": {"epoch": "e2", "seq": 20}, "second_copy": {"epoch": "e2", "seq": 20}},
            [["a", "pending", 5], ["b", "pending", 9]],
        ),
        ({"ledger": {"epoch": "e1", "seq": 6}}, [["a", "kept", 5], ["b", "pending", 9]]),
    ],
    ids=["no second copy", "a second copy of one", "another epoch", "a shorter ledger"],
)
def test_what_was_acknowledged_stays_until_it_is_there_twice(
    scripts: Page, station: dict[str, Any], left: list[Any]
) -> None:
    again, entries = scripts.evaluate(RECONCILE, [KEPT, station])

    assert entries == left
    assert again == sum(state == "pending" for _, state, _ in left)


STANDS = [["a", "kept", 5], ["b", "kept", 9]]


@pytest.mark.parametrize(
    ("later", "told", "left"),
    [
        ({"ledger": {"epoch": "e1", "seq": 30}}, None, STANDS),
        (
            {"ledger": {"epoch": "e1", "seq": 30}},
            {"id": "c", "epoch": "e1", "seq": 25},
            [*STANDS, ["c", "kept", 25]],
        ),
        (
            {"ledger": {"epoch": "e1", "seq": 30}},
            {"id": "c", "epoch": None, "seq": 0},
            [*STANDS, ["c", "kept", 30]],
        ),
        (
            {"ledger": {"epoch": "e1", "seq": 22}},
            {"id": "c", "epoch": "e1", "seq": 25},
            [*STANDS, ["c", "pending", 25]],
        ),
        ({"ledger": {"epoch": "e1", "seq": 8}}, None, [["a", "kept", 5], ["b", "pending", 9]]),
        ({"ledger": {"epoch": "e2", "seq": 30}}, None, [["a", "pending", 5], ["b", "pending", 9]]),
        (
            {"ledger": {"epoch": "e1", "seq": 30}, "second_copy": {"epoch": "e1", "seq": 6}},
            None,
            [["b", "kept", 9]],
        ),
    ],
    ids=["as before", "more", "a replay", "lost again", "shorter", "another epoch", "a copy"],
)  # fmt: skip
def test_what_is_kept_is_read_again_only_when_something_of_it_can_have_changed(
    scripts: Page, later: dict[str, Any], told: dict[str, Any] | None, left: list[Any]
) -> None:
    first = {"ledger": {"epoch": "e1", "seq": 20}}

    read, entries = scripts.evaluate(AGAIN, [KEPT, first, later, told])

    assert entries == left
    changed = later["ledger"] != {"epoch": "e1", "seq": 30} or "second_copy" in later
    assert read == (changed or bool(told and told["epoch"] is None))
