"""The screens under a worker's hands: every size, every trouble, nothing lost under a finger."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from station.importing.presets import PRESETS
from tests.web.hands import SLOW_MS, choose, device, enter

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SIZES = {"tablet": (1024, 700), "7 inches": (800, 480), "phone": (390, 844)}
FLOOR_PAGES = {
    "/reception/reception": ".tile",
    "/store/cold-door": ".tile",
    "/prepare/cold-door": ".question",
    "/stock/cold-door": "#count",
    "/dock/dock-1": ".question",
    "/shop/shop": ".tile",
    "/start/reception": "#go",
    "/board": ".tile",
    "/hand/cold-door": ".tile",
}
TARGET_PX = 72
TEXT_PX = 22

TOO_SMALL_OR_OUTSIDE = """([target, text]) => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const name = `${element.tagName} ${element.id} ${element.textContent.trim().slice(0, 30)}`;
    if (box.right > innerWidth + 1 && !element.closest(".steps")) found.push(`outside: ${name}`);
    if (element.matches("button, a, input") && box.height < target) found.push(`small: ${name}`);
    const said = element.children.length === 0 && element.textContent.trim();
    if (said && element.id !== "link" && parseFloat(getComputedStyle(element).fontSize) < text)
      found.push(`tiny: ${name}`);
    if (element.matches("h1") && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).clipPath === "none") found.push(`cut: ${name}`);
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_SMALL_OR_OUTSIDE, [TARGET_PX, TEXT_PX])
    return found


def carrots(page: Page) -> None:
    """Come to the scale with carrots of one farm in hand."""
    page.goto("/reception/reception")
    choose(page, "Trois Chênes")
    choose(page, "Carottes")
    choose(page, "Bac E2")
    expect(page.locator(".figure")).to_have_text("0,00", timeout=SLOW_MS)


@pytest.mark.parametrize("size", SIZES)
def test_every_floor_page_fits_every_screen(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    enter(page, "amina")

    seen = {}
    for address, sign in FLOOR_PAGES.items():
        page.goto(address)
        expect(page.locator(sign).first).to_be_visible(timeout=SLOW_MS)
        seen[address] = faults(page)
    carrots(page)
    seen["weighing"] = faults(page)

    assert {where: found for where, found in seen.items() if found} == {}


def test_help_says_the_gesture_and_goes_away(page: Page) -> None:
    enter(page, "amina")
    carrots(page)

    page.locator("#help").click()

    expect(page.locator(".ask .question")).to_contain_text("Posez la caisse.")
    page.keyboard.press("Escape")
    expect(page.locator(".ask")).to_have_count(0)


def test_a_printer_without_paper_is_said_under_every_step(page: Page) -> None:
    enter(page, "amina")
    page.goto("/reception/reception")
    device(page, "etiqueteuse-1", {"fault": "paper-out"})

    expect(page.locator("#strip")).to_contain_text("papier", timeout=SLOW_MS)
    device(page, "etiqueteuse-1", {"fault": None})
    expect(page.locator("#strip .said")).to_have_count(0, timeout=SLOW_MS)


def test_a_doubtful_label_is_asked_about_and_printed_again(page: Page) -> None:
    enter(page, "amina")
    carrots(page)
    device(page, "etiqueteuse-1", {"fault": "half-job"})
    device(page, "balance-1", {"load_g": 8460})

    expect(page.locator("#doubt")).to_contain_text("Est-elle sortie", timeout=SLOW_MS)
    device(page, "etiqueteuse-1", {"fault": None})
    device(page, "balance-1", {"load_g": 0})
    page.locator("#doubt-reprint").click()

    expect(page.locator("#doubt .said")).to_have_count(0, timeout=SLOW_MS)
    expect(page.locator("li.label").first).to_contain_text("copie 2", timeout=SLOW_MS)


def test_a_counted_entry_touched_twice_is_printed_once(page: Page) -> None:
    enter(page, "amina")
    page.goto("/reception/reception")
    choose(page, "Four du Perchet")
    choose(page, "Pain de campagne")
    choose(page, "Bac gerbable")
    page.locator(".tiles.dates .tile").first.click()
    page.locator(".pad button", has_text="3").first.click()
    page.locator("#print").dblclick()

    expect(page.locator("#sum b").first).to_have_text("3", timeout=SLOW_MS)
    expect(page.locator("#print")).to_be_disabled()
    page.locator("button", has_text="Terminer l’apport").click()
    expect(page.locator(".ask .question")).to_have_text("3 caisses. Merci.", timeout=SLOW_MS)
    note = page.request.get(page.locator("#intake-note").get_attribute("href") or "")
    assert note.headers["content-type"] == "application/pdf"


def test_a_room_that_is_too_warm_is_said_at_once(page: Page) -> None:
    enter(page, "amina")
    page.goto("/store/cold-door")
    choose(page, "Chambre froide 1")
    page.locator("button", has_text="Noter la température").click()
    for digit in "99":
        page.locator(".ask .pad button", has_text=digit).click()
    page.locator(".ask .go").click()

    expect(page.locator("#notice")).to_contain_text("Trop chaud", timeout=SLOW_MS)
    expect(page.locator(".center")).to_contain_text("9,9 °C")


def test_a_van_that_leaves_short_says_why(page: Page) -> None:
    enter(page, "amina")
    page.goto("/dock/dock-1")
    choose(page, "T3")
    page.locator("#depart").click(timeout=SLOW_MS)
    page.locator(".ask .row button").first.click()
    page.locator(".ask .tile", has_text="Pas livrée ici").click()
    expect(page.locator(".ask .row", has_text="manque")).to_have_count(1, timeout=SLOW_MS)

    page.locator("#depart-yes").click()
    page.locator(".ask .tile", has_text="C’est l’heure").click()

    expect(page.locator(".bigcount")).to_be_visible()
    expect(page.locator("#depart")).to_have_text("Partie", timeout=SLOW_MS)


ORDERS = "order;customer;delivery_date;producer;product;quantity;unit;comment\n"
STRANGER = ORDERS + "C-900;Le Petit Cabat;2026-12-01;F03;F03-CAROTTE;5;kg;\n"


def offer(page: Page, content: str) -> None:
    file: Any = {"name": "c.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#compare").click()
    expect(page.locator("#decide")).to_be_visible(timeout=SLOW_MS)


def test_an_unknown_customer_is_named_in_one_touch(page: Page) -> None:
    enter(page, "claire")
    page.goto("/import")
    offer(page, STRANGER)
    expect(page.locator("#problems")).to_contain_text("Le Petit Cabat")

    page.locator("#problems button", has_text="Le Petit Cabas").click()

    expect(page.locator("#problems")).to_have_count(0, timeout=SLOW_MS)
    expect(page.locator("#diff")).to_contain_text("Nouveau : 1")
    page.locator("#apply").click()
    expect(page.locator("#diff h2")).to_have_text("Appliqué", timeout=SLOW_MS)


def test_a_line_that_is_absent_is_cancelled_only_by_a_tick(page: Page) -> None:
    enter(page, "claire")
    page.goto("/import")
    line = "C-901;EPI-03;2026-12-01;F03;F03-CAROTTE;5;kg;\n"
    offer(page, ORDERS + line + line.replace("F03;F03-CAROTTE", "F04;F04-POMME"))
    page.locator("#apply").click()
    expect(page.locator("#diff h2")).to_have_text("Appliqué", timeout=SLOW_MS)

    offer(page, ORDERS + line)

    expect(page.locator("#diff")).to_contain_text("Absent du fichier : 1", timeout=SLOW_MS)
    expect(page.locator("#apply")).to_be_disabled()
    page.locator("#confirm-cancellations").check()
    expect(page.locator("#apply")).to_be_enabled()


def test_the_import_page_offers_what_the_station_reads() -> None:
    script = (ROOT / "web" / "static" / "js" / "import.js").read_text(encoding="utf-8")
    table = re.search(r"PRESETS = \{(.*?)\};", script)

    assert table is not None
    assert re.findall(r'"?([a-z-]+)"?: "', table[1]) == list(PRESETS)


def test_a_customers_crate_is_filled_line_by_line_and_closed(page: Page) -> None:
    enter(page, "amina")
    lines = page.request.get("/api/v1/preparation").json()["items"]
    item = next(item for item in lines if item["name"] == "Radis roses")
    whom = item["lines"][0]["customer"]["name"]
    page.goto("/prepare/cold-door")
    data = {"producer": item["product"][:3], "product": item["product"], "crate_type": "E2"}
    command(page, "ReceiveCrate", data | {"count": 40})
    page.reload()

    page.get_by_role("button", name="Client par client").click()
    choose(page, whom)
    page.locator(".row", has_text="Radis roses").click()
    page.locator("#pick").click()
    page.locator("#close").click()

    expect(page.locator("#notice")).to_contain_text("Caisse fermée.")


def test_a_zone_is_counted_by_scanning_and_what_lacks_is_said(page: Page) -> None:
    enter(page, "amina")
    page.goto("/stock/cold-door")
    product = {"producer": "F01", "product": "F01-RADIS", "crate_type": "E2", "count": 12}
    crates = [command(page, "ReceiveCrate", product)["crate"] for _ in range(2)]
    for crate in crates:
        command(page, "StoreCrate", {"crate": crate["id"], "zone": "SEC"})

    page.locator("#count").click()
    page.locator(".ask .tile", has_text="sèche").click()
    expect(page.locator("#finish")).to_be_visible()
    page.keyboard.type(crates[0]["sscc"])
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_text("1 / 2")
    page.locator("#finish").click()
    page.locator("#absent button").click()
    page.locator(".tile.discard").click()
    page.locator(".ask .tile", has_text="Tombée").click()

    expect(page.locator("#notice")).to_contain_text("C’est jeté et noté.")
    lost = page.request.get(f"/api/v1/crates/{crates[1]['id']}").json()
    assert lost["state"] == "discarded"


def test_the_shop_shows_what_waits_for_a_customer_and_gives_a_note(page: Page) -> None:
    enter(page, "amina")
    page.goto("/shop/shop")
    people = page.request.get("/api/v1/customers").json()["items"]
    group = next(one for one in people if one["name"] == "Groupe d'achat du samedi")
    product = {"producer": "F01", "product": "F01-RADIS", "crate_type": "E2", "count": 12}
    crate = command(page, "ReceiveCrate", product | {"customer": group["code"]})["crate"]
    page.reload()

    page.locator(".tile.todo", has_text="Groupe d'achat").click()
    expect(page.locator("#ready li")).to_have_count(1)
    page.keyboard.type(crate["sscc"])
    page.keyboard.press("Enter")

    expect(page.locator("#taken")).to_have_text("1")
    expect(page.locator("a.button", has_text="Bon de remise")).to_be_visible()
    expect(page.locator("#ready li")).to_have_count(0)


def command(page: Page, type: str, data: dict[str, Any]) -> Any:
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    body = {"command_id": str(uuid.uuid4()), "type": type, "post": "reception", "data": data}
    answer = page.request.post("/api/v1/commands", data=body, headers={"X-CSRF-Token": token})
    assert answer.json()["outcome"] == "accepted", answer.text()
    return answer.json()


@pytest.mark.parametrize(
    ("asked", "path"),
    [("/board", "/board"), (r"/\ailleurs.invalid/board", "/"), ("//ailleurs.invalid/", "/")],
)
def test_a_log_in_leads_to_pages_of_this_station_only(page: Page, asked: str, path: str) -> None:
    page.goto("/login")
    origin = str(page.evaluate("location.origin"))

    page.goto(f"/login?next={quote(asked, safe='')}")
    page.locator(".people .tile", has_text="Amina").click()

    expect(page).to_have_url(origin + path, timeout=SLOW_MS)
