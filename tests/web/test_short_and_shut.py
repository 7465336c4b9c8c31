"""What lacks at the preparation is replaced in one touch, and the shop says when it is shut."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, enter

pytestmark = pytest.mark.browser


def command(page: Page, type: str, **data: Any) -> Any:
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    body = {"command_id": str(uuid.uuid4()), "type": type, "post": "reception", "data": data}
    answer = page.request.post("/api/v1/commands", data=body, headers={"X-CSRF-Token": token})
    said = answer.json()
    assert said["outcome"] == "accepted", said
    return said


def test_what_lacks_is_replaced_in_one_touch_and_the_coordinator_reads_it(page: Page) -> None:
    enter(page, "claire")
    page.goto("/coordinator")
    day = page.request.get("/api/v1/orders").json()["items"][0]["delivery_date"]
    for product, count in (("F01-CHOU", 3), ("F01-BATAVIA", 40)):
        command(page, "ReceiveCrate", producer="F01", product=product, crate_type="E2", count=count)
    command(page, "AllocateDay", delivery_date=day)
    enter(page, "amina")
    page.goto("/prepare/cold-door")
    page.locator("main .tile", has_text="Chou vert").click()
    page.locator("#short").click()

    page.locator("[data-short] button", has_text="batavia").first.click()

    expect(page.locator("#notice")).to_contain_text("Remplacé par", timeout=SLOW_MS)
    page.locator("#short").click()
    expect(page.locator("[data-short]")).to_have_count(0)
    enter(page, "claire")
    page.goto("/coordinator")
    expect(page.locator("body")).to_contain_text("Produit remplacé", timeout=SLOW_MS)


def test_the_shop_says_that_it_is_shut_and_takes_hand_overs_all_the_same(page: Page) -> None:
    enter(page, "claire")
    page.goto("/hours")
    row = page.locator('[data-weekday="2"]')
    row.locator("[name=opens]").fill("16:00")
    page.locator("#save-week").click()
    expect(page.locator("#notice")).to_contain_text("fermeture", timeout=SLOW_MS)
    expect(row.locator("[name=opens]")).to_have_value("16:00")
    row.locator("[name=opens]").fill("")
    box = page.locator("#day input[name=date]")
    box.fill(box.get_attribute("min") or "")
    page.locator("#day button[type=submit]").click()
    expect(page.locator("#days")).to_contain_text("fermé", timeout=SLOW_MS)
    page.goto("/shop/shop")

    expect(page.locator("#hours")).to_contain_text("Fermé", timeout=SLOW_MS)
    expect(page.locator("main .tile").first).to_be_visible()
