"""A tablet is paired by the QR's link or by its digits, and taken out of service, by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from labels.qr import qr_dots, qr_lines, qr_svg
from tests.web.hands import SLOW_MS, enter

pytestmark = pytest.mark.browser


@pytest.fixture
def tablet(browser: Browser, demonstration: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=demonstration,
        locale="fr-FR",
        has_touch=True,
        viewport={"width": 800, "height": 1100},
    )
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


def invitation(page: Page, name: str) -> str:
    """Ask for a code on the office's page; return the six digits it shows."""
    page.goto("/tablets")
    page.locator("#post").select_option("dock-1")
    page.locator("#name").fill(name)
    page.locator("#invite").click()
    expect(page.locator("#pairing-qr")).to_be_visible(timeout=SLOW_MS)
    return page.locator("#digits").inner_text().replace(" ", "")


def scanned(page: Page) -> str:
    """Read the QR that the page shows, as a tablet's camera does."""
    import zxingcpp
    from PIL import Image

    shot = page.locator("#pairing-qr").screenshot()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(shot)))
    return str(found[0].text)


def me(page: Page) -> Any:
    return page.request.get("/api/v1/me").json()


def test_a_tablet_scans_the_code_and_belongs_to_its_post_until_it_is_taken_out(
    page: Page, tablet: Page
) -> None:
    enter(page, "claire")
    invitation(page, "Tablette du quai")
    link = scanned(page)

    tablet.goto(link)
    tablet.locator("#redeem").click()

    expect(tablet.locator("#paired")).to_contain_text("Tablette du quai", timeout=SLOW_MS)
    assert "#" not in tablet.url
    assert me(tablet)["device"]["post"] == "dock-1"

    page.locator(".ask button", has_text="Fermer").click()
    row = page.locator('[data-service="true"]', has_text="Tablette du quai")
    row.locator("button", has_text="Retirer").click()
    page.locator(".ask button", has_text="Retirer").click()

    expect(page.locator('[data-service="false"]', has_text="Tablette du quai")).to_be_visible(
        timeout=SLOW_MS
    )
    assert tablet.request.get("/api/v1/me").status == 401


def test_six_typed_digits_pair_too_and_wrong_ones_say_so(page: Page, tablet: Page) -> None:
    enter(page, "claire")
    digits = invitation(page, "Téléphone")
    wrong = "000000" if digits != "000000" else "111111"

    tablet.goto("/pair")
    tablet.locator("#code").fill(wrong)
    tablet.locator("#redeem").click()
    expect(tablet.locator("#notice")).to_contain_text("n’est plus bon", timeout=SLOW_MS)
    tablet.locator("#code").fill(f"{digits[:3]} {digits[3:]}")
    tablet.locator("#redeem").click()

    expect(tablet.locator("#paired")).to_be_visible(timeout=SLOW_MS)


def test_the_last_people_of_the_post_come_first_on_a_paired_tablet(
    page: Page, tablet: Page
) -> None:
    enter(page, "claire")
    digits = invitation(page, "Tablette")
    tablet.goto("/pair")
    tablet.locator("#code").fill(digits)
    tablet.locator("#redeem").click()
    expect(tablet.locator("#paired")).to_be_visible(timeout=SLOW_MS)

    for person in ("paul", "oleh"):
        enter(tablet, person)
    tablet.goto("/login")

    tiles = tablet.locator(".people .tile")
    expect(tiles.nth(0)).to_contain_text("Oleh", timeout=SLOW_MS)
    expect(tiles.nth(1)).to_contain_text("Paul")


def test_without_https_the_page_of_trust_says_what_is_missing(page: Page) -> None:
    page.goto("/enrol")

    expect(page.locator("main")).to_contain_text("ne sert pas https", timeout=SLOW_MS)


def test_a_qr_is_the_same_on_screen_and_in_a_terminal() -> None:
    text = "https://hangar.local:8443/pair#abc"
    lines = qr_lines(text)

    assert qr_svg(text).count("h1v1h-1z") == sum(sum(row) for row in qr_dots(text))
    assert len(lines) == (len(qr_dots(text)) + 8 + 1) // 2
    assert len({len(line) for line in lines}) == 1
    with pytest.raises(ValueError, match="1 to 1000"):
        qr_svg("")
