"""Honest words: a call is sent, seen, answered only when somebody did it, and the post is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.hands import SLOW_MS, enter

pytestmark = pytest.mark.browser


def test_a_call_is_sent_then_seen_then_answered_each_by_a_persons_act(
    page: Page, browser: Browser, demonstration: str
) -> None:
    office = browser.new_context(base_url=demonstration, locale="fr-FR")
    claire = office.new_page()
    enter(claire, "claire")
    enter(page, "amina")
    page.goto("/store/cold-door")
    expect(page.locator(".tile").first).to_be_visible(timeout=SLOW_MS)

    page.locator("#help").click()
    page.locator("#call-help").click()
    expect(page.locator("#call")).to_contain_text("Appel envoyé.", timeout=SLOW_MS)
    claire.goto("/coordinator")
    expect(claire.locator("#calls")).to_contain_text("Amina appelle", timeout=SLOW_MS)
    expect(claire.locator("#calls")).to_contain_text("cold-door")
    expect(page.locator("#call")).to_contain_text("Appel envoyé.")

    claire.locator("#calls button", has_text="Voir").click()
    expect(page.locator("#call")).to_contain_text("Vu par Claire.", timeout=SLOW_MS)
    claire.locator("#coming").click()

    expect(page.locator("#call")).to_contain_text("Claire arrive.", timeout=SLOW_MS)
    page.keyboard.press("Escape")
    expect(page.locator(".ask")).to_have_count(0)
    page.goto("/start/cold-door")
    expect(page.locator("#help")).to_have_text("Claire arrive.", timeout=SLOW_MS)
    page.locator("#help").click()
    page.locator("#call-over").click()
    expect(page.locator("#help")).to_have_text("Aide", timeout=SLOW_MS)
    expect(claire.locator("#calls")).to_have_count(0, timeout=SLOW_MS)
    office.close()
