"""What comes in while a question is open: a scan is taken once and presses nothing, an alarm stops.

A demonstration of its own: what a reader has in hand outlives a test.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.hands import SLOW_MS, device, enter

pytestmark = pytest.mark.browser

Scan = Callable[[Page, str], None]
WIRED = {"reception": "douchette-1", "dock-1": "douchette-3"}


def typed(page: Page, code: str) -> None:
    """Scan with a reader that types: the code's keys, then Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def wired(page: Page, code: str) -> None:
    """Scan with the reader that hangs at this page's post."""
    device(page, WIRED[str(page.locator("body").get_attribute("data-post"))], {"scan": code})


@pytest.fixture
def office(browser: Browser, demonstration: str) -> Iterator[Page]:
    """Return a coordinator's browser: it looks into the ledger and sends commands."""
    context = browser.new_context(base_url=demonstration, locale="fr-FR")
    page = context.new_page()
    enter(page, "claire")
    page.goto("/coordinator")
    yield page
    context.close()


def send(office: Page, type: str, **data: Any) -> dict[str, Any]:
    token = office.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    body = {"command_id": str(uuid.uuid4()), "type": type, "post": "reception", "data": data}
    headers = {"X-CSRF-Token": token}
    answer: dict[str, Any] = office.request.post(
        "/api/v1/commands", data=body, headers=headers
    ).json()
    assert answer.get("outcome") == "accepted", answer
    return answer


def crate(office: Page, **more: Any) -> dict[str, Any]:
    data = {"producer": "F01", "product": "F01-BLETTE", "crate_type": "E2", "count": 6} | more
    return dict(send(office, "ReceiveCrate", **data)["crate"])


def told(office: Page, after: int, *types: str) -> list[dict[str, Any]]:
    """Return the events of these types that came after one of the ledger's."""
    items = office.request.get(f"/api/v1/events?after={after}&limit=500").json()["items"]
    return [item for item in items if item["type"] in types]


def end(office: Page) -> int:
    return int(office.request.get("/api/v1/status").json()["ledger"]["seq"])


def ask_for_help(page: Page) -> None:
    """Open a question whose closing button holds the focus: Enter would press it."""
    page.locator("#help").click()
    expect(page.locator(".ask")).to_be_visible(timeout=SLOW_MS)
    page.locator(".ask button").last.focus()


@pytest.mark.parametrize("scan", [typed, wired])
def test_a_scan_during_a_question_at_the_dock_loads_once_and_presses_nothing(
    page: Page, office: Page, scan: Scan
) -> None:
    round = office.request.get("/api/v1/rounds").json()["items"][0]
    stop = office.request.get(f"/api/v1/rounds/{round['id']}").json()["stops"][0]
    loaded = crate(office, customer=stop["customer"]["code"])
    enter(page, "amina")
    page.goto("/dock/dock-1")
    wired(page, round["card"])  # both readers load it: a screen shows what its post has in hand
    expect(page.locator(".dockside")).to_be_visible(timeout=SLOW_MS)
    ask_for_help(page)
    before = end(office)

    scan(page, loaded["sscc"])

    answer = page.locator(".verdict[data-verdict]")
    expect(answer).to_contain_text("Blettes", timeout=SLOW_MS)
    happened = told(office, before, "CrateLoaded", "CommandRefused", "HelpAsked")
    assert [(one["type"], one["data"].get("crate")) for one in happened] == [
        ("CrateLoaded", loaded["id"])
    ]
    answer.get_by_role("button").click()
    expect(page.locator(".ask")).to_be_visible()


@pytest.mark.parametrize(("scan", "farm"), [(typed, "F02"), (wired, "F03")])
def test_a_scan_during_a_question_at_the_reception_is_taken_once_and_presses_nothing(
    page: Page, office: Page, scan: Scan, farm: str
) -> None:
    producers = office.request.get("/api/v1/producers").json()["items"]
    known = next(one for one in producers if one["code"] == farm)
    enter(page, "amina")
    page.goto("/reception/reception")
    expect(page.locator("main .tile").first).to_be_visible(timeout=SLOW_MS)
    ask_for_help(page)
    before = end(office)

    scan(page, known["card"])

    step = page.locator("#steps button", has_text="Produit")
    expect(step).to_have_attribute("aria-current", "step", timeout=SLOW_MS)
    expect(page.locator(".ask")).to_be_visible()
    happened = told(office, before, "ReaderContextChanged", "HelpAsked")
    assert [(one["type"], one["data"].get("producer")) for one in happened] == [
        ("ReaderContextChanged", farm)
    ]


def test_a_label_is_printed_again_by_touching_its_picture(page: Page, office: Page) -> None:
    label = send(office, "ReceiveCrate", producer="F01", product="F01-BLETTE", crate_type="E2",
                 count=6)["label"]  # fmt: skip
    enter(page, "amina")
    page.goto("/reception/reception")
    for choice in ("Ferme du Vallon", "Blettes", "Bac E2"):
        page.locator("main .tile", has_text=choice).first.click()
    page.locator("#reprint").click()
    picture = page.locator(".papers .tile").first
    expect(picture.locator("img")).to_have_js_property("complete", True, timeout=SLOW_MS)
    assert picture.locator("img").evaluate("image => image.naturalWidth") > 0
    before = end(office)

    picture.click()

    expect(page.locator(".ask")).to_be_hidden(timeout=SLOW_MS)
    for _ in range(60):
        again = told(office, before, "LabelQueued")
        if again:
            break
        page.wait_for_timeout(250)
    assert [(one["data"]["crate"], one["data"]["copy"]) for one in again] == [(label["crate"], 2)]


def test_a_lot_blocked_elsewhere_stops_every_post_until_it_is_touched_once(
    page: Page, office: Page, browser: Browser, demonstration: str
) -> None:
    blocked = crate(office)
    lot = blocked["lot"]
    enter(page, "amina")
    page.goto("/reception/reception")
    context = browser.new_context(base_url=demonstration, locale="fr-FR")
    dock = context.new_page()
    enter(dock, "paul")
    dock.goto("/dock/dock-1")
    for post in (page, dock):
        expect(post.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)

    send(office, "BlockLot", lot=lot, reason="essai")

    for post in (page, dock):
        stop = post.locator(".verdict[data-look=blocked]")
        expect(stop).to_contain_text(lot, timeout=SLOW_MS)
        stop.get_by_role("button").click()
        expect(stop).to_be_hidden(timeout=SLOW_MS)
    after = end(office)
    round = office.request.get("/api/v1/rounds").json()["items"][0]["id"]
    scan = {"command_id": str(uuid.uuid4()), "data": blocked["sscc"], "context": {"round": round}}
    token = office.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    office.request.post("/api/v1/posts/dock-1/scans", data=scan, headers={"X-CSRF-Token": token})
    put_down = dock.locator(".verdict[data-verdict=lot_blocked]").get_by_role("button")
    put_down.click(timeout=SLOW_MS)
    expect(dock.locator("#notice")).to_contain_text("Palette rouge", timeout=SLOW_MS)
    assert [one["data"]["zone"] for one in told(office, after, "CrateStored")] == ["ROUGE"]
    dock.reload()
    expect(dock.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)
    expect(dock.locator(".verdict")).to_be_hidden()
    context.close()
    send(office, "ReleaseLot", lot=lot, reason="essai")
