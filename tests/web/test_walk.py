"""The walk of one crate through the pages, from the log-in to the filled square on the board.

A demonstration is started as people start it; loads and scans come from its simulated devices.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.hands import SLOW_MS, choose, device, enter, last_label, log_in

pytestmark = pytest.mark.browser


def receive(page: Page, customer: str, load_g: int) -> str:
    """Receive one crate of carrots sorted for a customer; return its code as scanned."""
    choose(page, "Réception")
    expect(page.locator('[data-light="scale"]')).to_have_attribute("data-state", "online")
    expect(page.locator('[data-light="printer"]')).to_have_attribute("data-state", "online")
    page.locator("#go").click()
    choose(page, "Trois Chênes")
    choose(page, "Carottes")
    choose(page, "Bac E2")
    page.locator("#for-customer").click()
    page.locator(".ask .tile", has_text=customer).click()
    device(page, "balance-1", {"load_g": load_g})
    sent = page.locator('li.label[data-state="sent"]')
    expect(sent).to_have_count(1, timeout=SLOW_MS)
    code = last_label(page)
    device(page, "balance-1", {"load_g": 0})
    device(page, "douchette-1", {"scan": code})
    expect(sent).to_have_count(0, timeout=SLOW_MS)
    return code


def loaded(page: Page) -> str:
    """Receive a crate and load it at the dock, whose reader then has the round in hand."""
    log_in(page, "Amina")
    code = receive(page, "École de Boisgirard", 9340)
    page.goto("/dock/dock-1")
    t1 = next(
        one for one in page.request.get("/api/v1/rounds").json()["items"] if one["round"] == "T1"
    )
    device(page, "douchette-3", {"scan": t1["card"]})
    expect(page.locator("h1")).to_have_text("Tournée T1", timeout=SLOW_MS)
    count = page.locator(".bigcount")
    expect(count).to_contain_text("caisse", timeout=SLOW_MS)
    device(page, "douchette-3", {"scan": code})
    expect(page.locator(".verdict .what")).to_contain_text("Carottes · 7,34 kg", timeout=SLOW_MS)
    return code


def test_a_crate_walks_from_the_scale_to_a_filled_square(page: Page) -> None:
    loaded(page)

    assert page.locator(".verdict").get_attribute("data-look") in ("ok", "done")
    page.goto("/board")
    choose(page, "T1")
    row = page.locator(".stop", has_text="École de Boisgirard")
    expect(row.locator(".square.full").first).to_be_visible(timeout=SLOW_MS)


def test_the_same_crate_twice_and_a_foreign_code_are_stopped(page: Page) -> None:
    code = loaded(page)

    device(page, "douchette-3", {"scan": code})
    expect(page.locator('.verdict[data-look="duplicate"]')).to_be_visible(timeout=SLOW_MS)
    page.locator(".verdict button").click()
    device(page, "douchette-3", {"scan": "3017620422003"})

    expect(page.locator('.verdict[data-look="wrong"]')).to_be_visible(timeout=SLOW_MS)
    page.locator(".verdict button").click()
    expect(page.locator(".verdict")).to_have_count(0)


def test_a_stop_stays_until_somebody_has_seen_it(page: Page) -> None:
    """What is scanned meanwhile is answered behind the stop."""
    code = loaded(page)
    device(page, "douchette-3", {"scan": "3017620422003"})
    stop = page.locator('.verdict[data-look="wrong"][data-stays="1"]')
    expect(stop).to_be_visible(timeout=SLOW_MS)

    device(page, "douchette-3", {"scan": code})
    expect(stop).to_be_visible()
    stop.locator("button").click()

    expect(page.locator('.verdict[data-look="duplicate"]')).to_be_visible(timeout=SLOW_MS)


def test_a_silent_scale_shows_no_weight(page: Page) -> None:
    log_in(page, "Amina")
    page.goto("/reception/reception")
    choose(page, "Trois Chênes")
    choose(page, "Carottes")
    choose(page, "Bac E2")
    expect(page.locator(".figure")).to_have_text("0,00", timeout=SLOW_MS)

    device(page, "balance-1", {"fault": "off"})

    expect(page.locator(".figure")).to_have_text("—", timeout=SLOW_MS)
    expect(page.locator("#said")).to_contain_text("balance")
    device(page, "balance-1", {"fault": None})
    expect(page.locator(".figure")).to_have_text("0,00", timeout=SLOW_MS)


def test_every_page_opens_without_an_error(page: Page) -> None:
    log_in(page, "Claire")
    for address, sign in {
        "/coordinator": ".roundrow",
        "/trace": "#search",
        "/ledger": ".event",
        "/orders": ".finder",
        "/mappings": "#saved",
        "/farms": "tr[data-producer]",
        "/plan": ".planned",
        "/pickups": "tr[data-producer]",
        "/records": ".code",
        "/empties": "#empties .card",
        "/charter": "#charter .card",
        "/hours": "#hours .card",
        "/tare/reception": ".tile",
        "/devices": ".device",
        "/tablets": "#invite",
        "/pair": "#redeem",
        "/enrol": "h2",
        "/learn": "#listen",
        "/cards": ".printcard",
        "/templates": '[data-verdict="ok"]',
        "/bench": ".plate",
        "/board": ".tile",
        "/prepare/cold-door": ".question",
        "/store/cold-door": ".tile",
        "/stock/cold-door": "#count",
        "/drop/cold-door": ".tile",
        "/shop/shop": ".tile",
        "/drive": ".question",
        "/hand": ".tile",
        "/hand/dock-1": ".tile",
    }.items():
        page.goto(address)

        expect(page.locator(sign).first).to_be_visible(timeout=SLOW_MS)
        expect(page.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)


def test_a_page_of_another_person_loads_anew_instead_of_failing(
    browser: Browser, demonstration: str
) -> None:
    """The tabs of a browser share one session: who logs in in one changes who acts in the other."""
    context = browser.new_context(base_url=demonstration, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    log_in(page, "Amina")
    page.goto("/bench")
    moves = page.locator('[data-device="balance-2"] button', has_text="Bouge")
    expect(moves).to_be_visible(timeout=SLOW_MS)
    page.wait_for_timeout(3100)  # a younger page is never loaded anew
    page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'of somebody else'")

    with page.expect_navigation(timeout=SLOW_MS):
        moves.click()

    moves.click()
    expect(page.locator("#notice")).to_be_empty()
    context.close()


def test_a_ready_made_label_leaves_only_the_weight_to_do(page: Page) -> None:
    """From the coordinator's page to the scale: made, scanned, weighed, no second label."""
    log_in(page, "Claire")
    page.goto("/farms")
    row = page.locator('tr[data-producer="F03"]')
    row.get_by_role("button", name="Faire").click()
    expect(row).to_contain_text("0 / ", timeout=SLOW_MS)
    lines = page.request.get("/api/v1/producers/F03/expected").json()["items"]
    line = next(one for one in lines if one["product"] == "F03-CAROTTE" and one["labels"])
    before = page.request.get("/demo/devices/etiqueteuse-1/labels").json()["items"]

    page.goto("/reception/reception")
    device(page, "balance-1", {"load_g": 0})
    choose(page, "Trois Chênes")
    expect(page.locator("#expected li").first).to_be_visible(timeout=SLOW_MS)
    device(page, "douchette-1", {"scan": line["labels"][0]["codes"][0]})
    expect(page.locator('body[data-step="crate"], #ready-label').first).to_be_visible()
    if page.locator('body[data-step="crate"]').count():
        choose(page, "Bac E2")
    expect(page.locator("#ready-label")).to_be_visible(timeout=SLOW_MS)
    device(page, "balance-1", {"load_g": 11_000})

    came = page.locator(f'#expected li[data-line="{line["order_line"]}"]')
    expect(came).to_have_attribute("data-state", re.compile("part|complete"), timeout=SLOW_MS)
    expect(page.locator("#notice")).to_contain_text("Au quai")
    after = page.request.get("/demo/devices/etiqueteuse-1/labels").json()["items"]
    assert len(after) == len(before), "a second label came out"
    device(page, "balance-1", {"load_g": 0})


def test_empties_weighed_together_give_the_tare_of_one(page: Page) -> None:
    log_in(page, "Amina")
    choose(page, "Peser les vides")
    choose(page, "Bac E2")
    page.locator("#together .chip", has_text="10").click()

    device(page, "balance-1", {"load_g": 20_300})
    page.locator("#note:not([disabled])").click(timeout=SLOW_MS)

    expect(page.locator("#history .row").first).to_contain_text("2,03", timeout=SLOW_MS)
    expect(page.locator("#note")).to_be_disabled()
    device(page, "balance-1", {"load_g": 0})


def test_a_farm_drops_off_alone_and_takes_a_timed_receipt(page: Page) -> None:
    """One crate gets a label here, one carries its own; the receipt is said out once it is."""
    log_in(page, "Lise")
    choose(page, "Déposer seul")
    choose(page, "Étagères sèches")
    page.locator("#unlabelled").click()
    choose(page, "Carottes")
    for digit in "1250":
        page.locator(".pad .button", has_text=re.compile(f"^{digit}$")).click()
    expect(page.locator(".entry")).to_have_text("12,50 kg")
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("#crates li[data-crate]")).to_have_count(1, timeout=SLOW_MS)
    expect(page.locator("#notice")).to_contain_text("Collez l’étiquette")

    enter(page, "claire")
    token = page.request.get("/api/v1/me").json()["csrf"]
    made = page.request.post(
        "/api/v1/commands",
        data={"command_id": "secours-1", "type": "MakeEmergencyLabels", "data": {"count": 1}},
        headers={"X-CSRF-Token": token},
    )
    enter(page, "lise")
    page.goto("/drop/cold-door")
    expect(page.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)
    device(page, "douchette-2", {"scan": made.json()["code"]})
    choose(page, "Céleri-rave")
    page.locator("#unknown").click()
    expect(page.locator("#crates li[data-crate]")).to_have_count(2, timeout=SLOW_MS)
    page.locator("#end").click()

    expect(page.locator("#receipt")).to_contain_text("2 caisses", timeout=SLOW_MS)
    expect(page.locator('#paper [data-state="confirmed"]')).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("#receipt img.qr")).to_be_visible()
    page.locator("#drop-leave").click()
    expect(page).to_have_url(re.compile("/login"), timeout=SLOW_MS)


def test_the_reception_weighs_what_a_farm_left_alone(page: Page) -> None:
    """One crate was dropped off; the office sees it until the reception has weighed it."""
    enter(page, "claire")
    token = page.request.get("/api/v1/me").json()["csrf"]
    data = {"producer": "F03", "product": "F03-PANAIS", "zone": "SEC", "declared_g": 11_500}
    data["crate_type"] = "BAC"
    body = {"command_id": "depot-seul-1", "type": "DropOffCrate", "post": "cold-door", "data": data}
    dropped = page.request.post("/api/v1/commands", data=body, headers={"X-CSRF-Token": token})
    crate = dropped.json()["crate"]["id"]
    page.goto("/coordinator")
    expect(page.locator(f'#drops li[data-crate="{crate}"]')).to_be_visible(timeout=SLOW_MS)

    enter(page, "amina")
    page.goto("/reception/reception")
    device(page, "balance-1", {"load_g": 0})
    page.locator("#dropped-farms .chip", has_text="Trois Chênes").click()
    page.locator(f'#dropped li[data-crate="{crate}"] .whole').click()
    expect(page.locator("#dropped-crate")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".figure")).to_have_text("0,00", timeout=SLOW_MS)
    device(page, "balance-1", {"load_g": 14_000})

    expect(page.locator("li.label").first).to_contain_text("13,0 kg", timeout=SLOW_MS)
    device(page, "balance-1", {"load_g": 0})
    assert crate not in [row["crate"] for row in page.request.get("/api/v1/drops").json()["items"]]
