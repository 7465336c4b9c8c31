"""A pick-up round at the hangar: a sheet from paper, crates found at reception, the end told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, choose, enter

pytestmark = pytest.mark.browser


def round_of(page: Page) -> str:
    """Return the demonstration's round that collects."""
    rounds = page.request.get("/api/v1/rounds").json()["items"]
    return next(str(one["id"]) for one in rounds if one["farms"])


def test_a_sheet_back_from_paper_is_found_at_reception_and_ended(page: Page) -> None:
    enter(page, "claire")
    round = round_of(page)
    page.goto(f"/return/{round}")
    sheet = page.locator('.stopcard[data-producer="F17"]')
    sheet.locator('[name="crates F17-GLACE"]').fill("2")
    sheet.locator('[name="celsius F17-GLACE"]').fill("−19,5")
    sheet.locator('[name="left F17-SORBET"]').fill("1")
    sheet.locator('[name="why F17-SORBET"]').select_option("why_damaged")
    with page.expect_request(lambda sent: "CollectAtFarm" in (sent.post_data or "")) as told:
        page.locator("#save").click()
    assert told.value.post_data_json["at"] is None, "the hour of typing is not that of the farm"
    expect(page.locator('.stopcard.told[data-producer="F17"]')).to_be_visible(timeout=SLOW_MS)
    expect(page.locator('.stopcard.told[data-producer="F10"]')).to_have_count(0)

    page.goto("/reception/reception")
    choose(page, "Glaces du Pré Long")
    brought = page.locator("#picked-up li")
    expect(brought).to_have_count(1, timeout=SLOW_MS)
    expect(brought).to_contain_text("2 × Glace à la vanille")
    expect(brought).to_contain_text("−19,5 °C")
    brought.locator("button").click()
    expect(page.locator("body")).to_have_attribute("data-step", "crate")

    page.goto("/pickups")
    row = page.locator(f'[data-round="{round}"] tr[data-producer="F17"]')
    expect(row).to_contain_text("2 à bord", timeout=SLOW_MS)
    row.locator("button").click()
    expect(page.locator("#notice")).to_contain_text("2 de moins", timeout=SLOW_MS)
    expect(row).to_contain_text("il manque 2", timeout=SLOW_MS)
    page.goto("/coordinator")
    short = page.locator(".trouble", has_text="Glace à la vanille 500 ml de moins")
    short.get_by_role("button", name="Jamais chargée").click()
    expect(short).to_have_count(0, timeout=SLOW_MS)


def test_farms_are_added_and_ordered_by_keys(page: Page) -> None:
    enter(page, "claire")
    page.goto("/plan")
    column = page.locator('section.column[data-round="T1"]')
    for farm in ("F11", "F12"):
        column.locator(".farms select").select_option(farm)
    expect(column.locator(".farms .planned")).to_have_count(2, timeout=SLOW_MS)

    column.locator('.farms [data-producer="F12"] .grip').press("Alt+ArrowUp")
    expect(page.locator("#said")).to_have_text(re.compile(r"ferme 1 de T1"))
    page.locator("#save").click()
    expect(page.locator("#save")).to_have_text(re.compile("Tout est enregistré"), timeout=SLOW_MS)

    rounds = page.request.get("/api/v1/rounds").json()["items"]
    farms = next(one["farms"] for one in rounds if one["round"] == "T1")
    assert [farm["producer"] for farm in farms] == ["F12", "F11"]
