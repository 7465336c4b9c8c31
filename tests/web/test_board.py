"""The wall board: every length fits without scrolling, a wrong scan is seen, a night survived."""

from __future__ import annotations

import os
import signal
import time
import uuid
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.hands import SLOW_MS, device, enter

pytestmark = pytest.mark.browser
SCREENS = {"tablet": (1280, 800), "television": (1920, 1080)}
LENGTHS = (3, 4, 6, 8, 12, 16, 24)
DEPART = "23:59"

CUT = """() => {
  const PARTS = ".number, .name, .square, .status, .goods:first-child";
  const found = [];
  const inside = (part, whole) => part.top >= whole.top - 1 && part.bottom <= whole.bottom + 1
    && part.left >= whole.left - 1 && part.right <= whole.right + 1;
  for (const stop of document.querySelectorAll(".stops .stop"))
    for (const part of stop.querySelectorAll(PARTS))
      if (!inside(part.getBoundingClientRect(), stop.getBoundingClientRect()))
        found.push(`${stop.dataset.stop}: ${part.className}`);
  for (const one of document.querySelectorAll(".stop, .zone, .minimap li, footer"))
    if (one.getBoundingClientRect().bottom > innerHeight + 1) found.push(`below: ${one.className}`);
  if (document.documentElement.scrollHeight > innerHeight + 1) found.push("the page scrolls");
  return found;
}"""


def send(page: Page, type: str, **data: object) -> dict[str, Any]:
    """Send a command as the person whose session the page's browser holds."""
    page.goto("/board")
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    body = {"command_id": str(uuid.uuid4()), "type": type, "post": "reception", "data": data}
    sent = page.request.post("/api/v1/commands", data=body, headers={"X-CSRF-Token": token})
    answer: dict[str, Any] = sent.json()
    assert answer["outcome"] == "accepted", answer
    return answer


def today(page: Page) -> str:
    page.goto("/coordinator")
    return page.locator("input[type=date]").input_value(timeout=SLOW_MS)


def plan(page: Page, day: str, length: int) -> None:
    """Give the first round of the day so many stops, and the others none."""
    items = page.request.get("/api/v1/customers?limit=500").json()["items"]
    stops = [{"stop": n + 1, "customer": one["code"]} for n, one in enumerate(items[:length])]
    for name in ("T2", "T3"):
        send(page, "PlanRound", date=day, round=name, stops=[])
    send(page, "PlanRound", date=day, round="T1", stops=stops, depart_at=DEPART, vehicle="Camion")


def crate_for(page: Page, customer: str) -> str:
    """Receive a crate of carrots for a customer; return what a scanner reads on its label."""
    answer = send(
        page,
        "ReceiveCrate",
        producer="F03",
        product="F03-CAROTTE",
        crate_type="E2",
        customer=customer,
        weigh={"gross_g": 9_000, "tare_g": 2_000, "reason": "essai"},
    )
    return f"00{answer['crate']['sscc']}"


@pytest.mark.parametrize("length", LENGTHS)
def test_a_round_of_any_length_fits_without_scrolling(page: Page, length: int) -> None:
    enter(page, "claire")
    day = today(page)
    plan(page, day, length)

    seen = {}
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/board/{day}-T1")
        expect(page.locator(".stops .stop").first).to_be_visible(timeout=SLOW_MS)
        seen[screen] = page.evaluate(CUT)

    assert seen == {screen: [] for screen in SCREENS}
    rows = page.locator(".stops .stop").count()
    assert rows == (length if length <= 16 else 9)
    assert page.locator(".minimap li").count() == (length if length > 16 else 0)


def test_the_last_delivered_is_loaded_first_and_found_where_it_was_seen_last(page: Page) -> None:
    enter(page, "claire")
    day = today(page)
    plan(page, day, 3)
    customers = page.request.get("/api/v1/customers?limit=500").json()["items"]
    crate_for(page, customers[2]["code"])

    page.goto(f"/board/{day}-T1")

    numbers = page.locator(".stops .number")
    expect(numbers).to_have_text(["3", "2", "1"], timeout=SLOW_MS)
    current = page.locator(".stop.current")
    expect(current.locator(".square:not(.later)")).to_have_count(1)
    expect(current.locator(".goods").first).to_contain_text("Carottes ×1 quai vue par Claire à")
    expect(page.locator(".zone .nextstop")).to_have_text("arrêt 3")


def test_a_wrong_scan_reddens_the_whole_board_for_four_seconds(page: Page) -> None:
    enter(page, "claire")
    day = today(page)
    plan(page, day, 3)
    customers = page.request.get("/api/v1/customers?limit=500").json()["items"]
    stops = [{"stop": 1, "customer": customers[9]["code"]}]
    send(page, "PlanRound", date=day, round="T2", stops=stops)
    code = crate_for(page, customers[9]["code"])
    card = next(
        one["card"]
        for one in page.request.get(f"/api/v1/rounds?date={day}").json()["items"]
        if one["round"] == "T1"
    )
    page.goto(f"/board/{day}-T1")
    expect(page.locator(".stops")).to_be_visible(timeout=SLOW_MS)

    device(page, "douchette-3", {"scan": card})
    device(page, "douchette-3", {"scan": code})

    alarm = page.locator("section.verdict.wrong")
    expect(alarm).to_be_visible(timeout=SLOW_MS)
    expect(alarm).to_contain_text("T2")
    expect(alarm.locator(".what")).to_contain_text("Carottes")
    assert alarm.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 800}
    expect(alarm).to_have_count(0, timeout=SLOW_MS)
    expect(page.locator("footer.last")).to_have_class("last wrong")


def test_a_board_comes_back_after_its_server_was_killed(
    browser: Browser, started: dict[str, Any]
) -> None:
    """Not the page of the other tests: the browser says each connection that is refused."""
    context = browser.new_context(base_url=started["url"], locale="fr-FR")
    page = context.new_page()
    enter(page, "claire")
    day = today(page)
    plan(page, day, 3)
    other = page.context.new_page()
    page.goto(f"/board/{day}-T1")
    expect(page.locator("footer.last")).to_contain_text("en ligne", timeout=SLOW_MS)

    os.kill(started["server_pid"], signal.SIGKILL)
    expect(page.locator("footer.last")).to_contain_text("hors ligne", timeout=SLOW_MS)
    until_back(other)
    customers = other.request.get("/api/v1/customers?limit=500").json()["items"]
    before = page.locator(".square:not(.later)").count()
    crate_for(other, customers[0]["code"])

    expect(page.locator("footer.last")).to_contain_text("en ligne", timeout=SLOW_MS)
    expect(page.locator(".square:not(.later)")).to_have_count(before + 1, timeout=SLOW_MS)
    context.close()


def until_back(page: Page) -> None:
    """Wait until the supervisor has started the server again."""
    for _ in range(120):
        try:
            if page.request.get("/healthz").ok:
                return
        except Exception:  # the connection is refused for as long as nobody listens
            pass
        time.sleep(0.25)
    raise AssertionError("the server did not come back within 30 s")


def test_a_tablet_that_slept_connects_anew_when_it_wakes(page: Page) -> None:
    """The stream is made to look alive and silent, as after a night on a Wi-Fi that went away."""
    enter(page, "claire")
    day = today(page)
    page.goto(f"/board/{day}-T1")
    expect(page.locator("footer.last")).to_contain_text("en ligne", timeout=SLOW_MS)

    with page.expect_request(lambda one: one.url.endswith("/stream"), timeout=SLOW_MS):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("footer.last")).to_contain_text("en ligne", timeout=SLOW_MS)
