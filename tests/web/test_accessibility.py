"""No page shuts anybody out: WCAG 2.2 AA, contrast of 7:1, targets, text twice as large, keyboard.

Every page in French and the floor's in a language of each other script; all of them in `torture`.
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, choose, device, enter
from web.languages import FRENCH, LANGUAGES
from web.pages import PAGES, in_french

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "axe" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
POSTS = {
    "store": "cold-door",
    "stock": "cold-door",
    "prepare": "cold-door",
    "drop": "cold-door",
    "dock": "dock-1",
    "shop": "shop",
}
FLOOR = [
    page.name
    for page in PAGES
    if not in_french(page.name)
    and (not page.roles or "worker" in page.roles)
    and not page.name.startswith("drive")
]
"""What a worker opens; the driver's pages have tests of their own."""

RUN = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"];
  const rules = { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } };
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values }, rules });
  const places = (one) => one.nodes.map((node) => node.html.slice(0, 120)).join(" | ");
  return violations.map((one) => `${one.id}: ${places(one)}`);
}"""


CONTROL = """<html lang="fr"><title>control</title><main>
  <p style="color:#666">pale</p><button>a</button><button>b</button>
  <img src="a.png" width="8"></main>
  <style>button { width: 8px; height: 8px; padding: 0; border: 0; font-size: 6px }</style>"""


@pytest.fixture(scope="module")
def axe() -> str:
    source = AXE.read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_SHA256
    return source.decode()


def broken(page: Page, axe: str) -> list[str]:
    """Return what axe finds on the page as it stands; the policy allows no added script tag."""
    page.evaluate(axe + ";0")
    found: list[str] = page.evaluate(RUN)
    return found


def speaks(page: Page, operator: str, language: str, *, role: str = "worker") -> None:
    """Give a person's badge a language, then log that person in."""
    enter(page, "atelier")
    page.goto("/login")
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    data = {"code": operator, "name": operator.title(), "role": role, "language": language}
    command = {"command_id": str(uuid.uuid4()), "type": "RegisterOperator", "data": data}
    answer = page.request.post(
        "/api/v1/commands", data=command, headers={"X-CSRF-Token": token}
    ).json()
    assert answer["outcome"] == "accepted", answer
    page.context.add_cookies([{"name": "hangar_language", "value": language, "url": page.url}])
    enter(page, operator)


def addresses(page: Page, names: list[str]) -> dict[str, str]:
    """Return the address of every named page, its places filled from the demonstration."""
    rounds = page.request.get("/api/v1/rounds").json()["items"]
    known = {"<round>": rounds[0]["id"]}
    found = {}
    for one in PAGES:
        if one.name in names:
            address = one.rule.replace("<post>", POSTS.get(one.name, "reception"))
            for place, value in known.items():
                address = address.replace(place, value)
            assert "<" not in address, f"{address}: say in `addresses` what goes here"
            found[one.name] = address
    return found


def open_page(page: Page, name: str, address: str) -> None:
    page.goto(address)
    expect(page.locator("main > *").first).to_be_attached(timeout=SLOW_MS)
    if name != "board":
        expect(page.locator("#link:not(.lost)")).to_be_attached(timeout=SLOW_MS)


def violations(page: Page, axe: str, names: list[str]) -> dict[str, list[str]]:
    seen = {}
    for name, address in addresses(page, names).items():
        open_page(page, name, address)
        seen[name] = broken(page, axe)
    return {name: found for name, found in seen.items() if found}


def test_no_page_shuts_anybody_out_in_french(page: Page, axe: str) -> None:
    enter(page, "claire")

    assert violations(page, axe, [one.name for one in PAGES]) == {}


@pytest.mark.parametrize("language", ["ar", "uk"])
def test_no_floor_page_shuts_anybody_out(page: Page, axe: str, language: str) -> None:
    speaks(page, "oleh", language)

    assert violations(page, axe, FLOOR) == {}
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.torture
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != FRENCH])
def test_no_page_shuts_anybody_out(page: Page, axe: str, language: str) -> None:
    speaks(page, "oleh", language)

    assert violations(page, axe, FLOOR) == {}


def test_no_question_and_no_verdict_shuts_anybody_out(page: Page, axe: str) -> None:
    enter(page, "amina")
    page.goto("/reception/reception")
    choose(page, "Trois Chênes")
    choose(page, "Carottes")
    choose(page, "Bac E2")
    expect(page.locator(".figure")).to_have_text("0,00", timeout=SLOW_MS)
    found = broken(page, axe)

    page.locator("#help").click()
    found += broken(page, axe)
    page.keyboard.press("Escape")
    page.goto("/dock/dock-1")
    expect(page.locator("main .tile").first).to_be_visible(timeout=SLOW_MS)
    device(page, "douchette-3", {"scan": "3017620422003"})
    expect(page.locator(".verdict")).to_be_visible(timeout=SLOW_MS)
    found += broken(page, axe)

    assert found == []


def test_axe_sees_what_shuts_people_out(page: Page, axe: str) -> None:
    """The control: grey on white (5.7:1), a picture without words and a tiny target are found."""
    page.set_content(CONTROL)

    names = {one.split(":")[0] for one in broken(page, axe)}

    assert {"image-alt", "color-contrast-enhanced", "target-size"} <= names
