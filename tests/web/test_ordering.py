"""An order on the telephone, by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, enter

pytestmark = pytest.mark.browser


def test_an_order_is_taken_by_keys_alone(page: Page) -> None:
    """Accents are not typed; Enter takes the name, the quantity, the order."""
    enter(page, "claire")
    page.goto("/orders?date=2031-01-07")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused(timeout=SLOW_MS)

    page.keyboard.type("ecole")
    expect(page.locator('.found li[aria-selected="true"]')).to_contain_text("École")
    page.keyboard.press("Enter")
    expect(page.locator("#order")).to_be_visible(timeout=SLOW_MS)
    empty = page.locator("#lines tr").last.get_by_role("combobox")
    empty.focus()
    page.keyboard.type("carottes trois")
    expect(page.locator('.found li[aria-selected="true"]')).to_contain_text("Carottes")
    page.keyboard.press("Enter")
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    expect(page.locator("#lines tr").last.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#see")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#take")).to_be_focused(timeout=SLOW_MS)
    expect(page.locator("#diff")).to_contain_text("2,5 kg")
    page.keyboard.press("Enter")

    expect(page.locator("#notice")).to_contain_text("C’est noté", timeout=SLOW_MS)
    expect(page.locator("#next")).to_be_focused()


def test_a_second_entry_of_an_order_shows_what_would_change(page: Page) -> None:
    """Needs the order of the test before it."""
    enter(page, "claire")
    page.goto("/orders?date=2031-01-07")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused(timeout=SLOW_MS)
    page.keyboard.type("ecole")
    page.keyboard.press("Enter")
    expect(page.locator("#from")).to_contain_text("déjà notée", timeout=SLOW_MS)

    row = page.locator("#lines tr").first
    row.get_by_label("Quantité").fill("4")
    page.locator("#see").click()

    expect(page.locator("#diff")).to_contain_text("→", timeout=SLOW_MS)
