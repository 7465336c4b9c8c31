"""Trying a post's devices, learning an unknown scale, moving labels that wait."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from drivers.simulated.scale_toledo_continuous import SimulatedToledoContinuous
from tests.web.hands import SLOW_MS, device, last_label, log_in

pytestmark = pytest.mark.browser


def trial(page: Page, name: str, look: str) -> None:
    shown = page.locator(f'[data-trial="{name}"]')
    expect(shown).to_have_attribute("data-look", look, timeout=SLOW_MS)


def test_the_devices_of_a_post_are_tried_and_the_result_stays(page: Page) -> None:
    log_in(page, "Amina")
    page.goto("/start/reception")
    page.locator("#try").click()
    trial(page, "scale", "wait")
    device(page, "balance-1", {"load_g": 10_000})
    page.locator("#weigh").click()
    trial(page, "scale", "ok")
    expect(page.locator("#again")).to_be_visible(timeout=SLOW_MS)  # the label is on paper
    device(page, "douchette-1", {"scan": last_label(page)})
    trial(page, "printer", "ok")
    trial(page, "douchette-1", "ok")

    page.locator("#finish").click()

    expect(page.locator(".tests")).to_contain_text("bon", timeout=SLOW_MS)
    device(page, "balance-1", {"load_g": 0})
    log_in(page, "Claire")
    page.goto("/devices")
    kept = page.locator('[data-device="balance-1"] [data-self-test]')
    expect(kept).to_have_attribute("data-self-test", "ok", timeout=SLOW_MS)
    expect(kept).to_contain_text("10,000 kg lus pour 10,000 kg")


def test_a_check_weight_that_is_not_there_is_seen(page: Page) -> None:
    log_in(page, "Amina")
    page.goto("/start/reception")
    page.locator("#try").click()
    trial(page, "scale", "wait")
    device(page, "balance-1", {"load_g": 9_000})

    page.locator("#weigh").click()

    trial(page, "scale", "bad")
    expect(page.locator('[data-trial="scale"]')).to_contain_text("9,0 kg lus")
    page.locator("#finish").click()
    expect(page.locator(".tests")).to_contain_text("Essai raté : balance-1", timeout=SLOW_MS)
    device(page, "balance-1", {"load_g": 0})


def test_a_verification_that_lapses_is_said_on_both_pages(page: Page) -> None:
    def lapsed(route: Route) -> None:
        status = route.fetch().json()
        say = {"fr": "Balance à faire vérifier avant le 01/12/2026.", "en": "?"}
        for one in status["devices"]:
            if one["kind"] == "scale":
                one["verification"] |= {"state": "soon", "say": say}
        route.fulfill(json=status)

    page.route("**/api/v1/status", lapsed)
    log_in(page, "Claire")
    for address, many in (("/start/reception", 1), ("/devices", 2)):
        page.goto(address)

        expect(page.locator('[data-lapse="soon"]')).to_have_count(many, timeout=SLOW_MS)
    page.unroute_all(behavior="wait")


def test_an_unknown_scale_is_heard_and_its_lines_proposed(page: Page) -> None:
    scale = SimulatedToledoContinuous()
    scale.set(load_g=7_340)
    log_in(page, "Claire")
    page.goto("/learn")
    try:
        page.locator("#url").fill(scale.url)
        page.locator("#listen").click()
        expect(page.locator("[data-learn]")).to_have_text(
            "toledo-continuous convient", timeout=SLOW_MS
        )
    finally:
        scale.close()

    expect(page.locator("#proposal")).to_contain_text(f'url = "{scale.url}"')
    expect(page.locator('[data-fit="toledo-continuous"]')).to_contain_text("7,34 kg")
    with page.expect_download() as download:
        page.get_by_role("link", name="Enregistrement").click()
    assert download.value.suggested_filename == "hangar-ecoute.jsonl"


def test_labels_that_wait_for_a_dead_printer_go_to_another(page: Page) -> None:
    log_in(page, "Claire")
    device(page, "etiqueteuse-1", {"fault": "paper-out"})
    page.goto("/devices")
    dead = page.locator('[data-device="etiqueteuse-1"]')
    expect(dead).to_have_attribute("data-state", "fault", timeout=SLOW_MS)
    received = page.evaluate(
        """async () => {
          const { command, items } = await import("/static/js/api.js");
          const product = (await items("products")).find((one) => one.unit === "bunch");
          const data = { producer: product.producer, product: product.code, crate_type: "E2" };
          return (await command("ReceiveCrate", { ...data, count: 6, celsius_tenths: null },
            { post: "reception" })).outcome;
        }"""
    )
    assert received == "accepted"
    expect(dead.locator("[data-waiting]")).to_have_text(
        re.compile("1 étiquette attend"), timeout=SLOW_MS
    )

    page.locator("#move-etiqueteuse-1").click()
    page.locator(".ask button", has_text="etiqueteuse-2").click()

    expect(page.locator("#notice")).to_contain_text("etiqueteuse-2", timeout=SLOW_MS)
    expect(dead.locator("[data-waiting]")).to_have_count(0, timeout=SLOW_MS)
    device(page, "etiqueteuse-1", {"fault": None})


def test_a_template_is_edited_seen_and_saved_only_without_fault(page: Page) -> None:
    log_in(page, "Claire")
    page.goto("/templates?name=evening")
    expect(page.locator('[data-verdict="ok"]')).to_be_visible(timeout=SLOW_MS)
    source, picture = page.locator("#source"), page.locator("#picture")
    text, before = source.input_value(), picture.get_attribute("src")

    source.fill(text.replace("à garder au classeur", "à garder au classeur vert de la plateforme"))
    expect(page.locator('[data-verdict="bad"]')).to_have_text("2 à corriger", timeout=SLOW_MS)
    expect(page.locator("#save")).to_be_disabled()
    page.get_by_role("button", name="Ligne").first.click()
    chosen = source.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen == "[[element]]"
    source.fill(text.replace("à garder au classeur", "au classeur vert"))
    expect(page.locator('[data-verdict="ok"]')).to_be_visible(timeout=SLOW_MS)
    page.locator("#save").click()

    expect(page.locator("#notice")).to_contain_text("prochaine étiquette", timeout=SLOW_MS)
    expect(page.locator(".pill", has_text="Le vôtre")).to_be_visible(timeout=SLOW_MS)
    assert picture.get_attribute("src") != before
    page.locator("#drop").click()
    page.locator(".ask button", has_text="Revenir").click()
    expect(page.locator(".pill", has_text="D’origine")).to_be_visible(timeout=SLOW_MS)
