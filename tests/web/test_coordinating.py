"""The coordinator's pages by keyboard alone, on a desktop and a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, device, enter

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}

OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !element.closest(".scroll, .ask, svg");
}).map((element) => `${element.tagName} ${element.id} ${element.textContent.slice(0, 40)}`)"""


def send(page: Page, type: str, **data: object) -> None:
    page.goto("/coordinator")
    page.evaluate(
        """([type, data]) => import("/static/js/api.js").then((api) => api.command(type, data))""",
        [type, data],
    )


def test_the_first_thing_to_look_at_is_settled_by_keys_alone(page: Page) -> None:
    enter(page, "claire")
    send(page, "RecordTemperature", zone="CF-1", celsius_tenths=97)
    page.goto("/coordinator")
    expect(page.locator("#troubles")).to_have_text("1 chose à regarder", timeout=SLOW_MS)

    page.locator("#first").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ask .question")).to_have_text("Chambre trop chaude")
    page.keyboard.type("porte refermée")
    page.keyboard.press("Enter")

    expect(page.locator("#troubles")).to_have_text("Rien à regarder.", timeout=SLOW_MS)


def test_a_plot_is_a_picture_with_words_and_a_table(page: Page) -> None:
    enter(page, "claire")
    send(page, "RecordTemperature", zone="CF-1", celsius_tenths=42)
    page.goto("/coordinator")

    plot = page.locator('[data-plot="zone-CF-1"]')
    expect(plot.get_by_role("img", name="Chambre froide 1")).to_be_visible(timeout=SLOW_MS)
    plot.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(plot.locator("table")).to_contain_text("4,2 °C")


def test_a_scale_that_is_off_is_named_on_the_day(page: Page) -> None:
    enter(page, "claire")
    page.goto("/coordinator")
    expect(page.locator("#devices")).to_contain_text("tous là", timeout=SLOW_MS)

    device(page, "balance-2", {"fault": "off"})

    expect(page.locator("#devices")).to_contain_text("balance-2", timeout=SLOW_MS)
    device(page, "balance-2", {"fault": None})


@pytest.mark.parametrize("address", ["/coordinator", "/ledger"])
def test_an_office_page_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict will do
    enter(page, "claire")
    page.goto(address)
    expect(page.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)
    expect(page.locator(".card").first).to_be_visible(timeout=SLOW_MS)

    assert page.evaluate(OUTSIDE) == []
