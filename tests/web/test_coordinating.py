"""The coordinator's pages by keyboard alone, on a desktop and a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import SLOW_MS, device, enter

pytestmark = pytest.mark.browser
NOTHING = re.compile(r"Rien (d’autre )?à regarder\.")
"""The demonstration's rounds leave in the morning: by then some should be gone."""
PHONE = {"width": 390, "height": 844}

OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const seen = box.width && element.checkVisibility() && !element.closest(".scroll, .ask, svg");
  return seen && box.right > innerWidth + 1;
}).map((element) => `${element.tagName} ${element.id} ${element.textContent.slice(0, 40)}`)"""


def send(page: Page, type: str, post: str = "", **data: object) -> dict[str, Any]:
    page.goto("/coordinator")
    answer: dict[str, Any] = page.evaluate(
        """([type, data, more]) => import("/static/js/api.js")
             .then((api) => api.command(type, data, more))""",
        [type, data, {"post": post} if post else {}],
    )
    return answer


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

    expect(page.locator("#troubles")).to_have_text(NOTHING, timeout=SLOW_MS)


def test_a_label_that_may_not_have_come_out_is_printed_again_in_one_touch(page: Page) -> None:
    enter(page, "claire")
    page.goto("/coordinator")
    device(page, "etiqueteuse-2", {"fault": "half-job"})
    send(page, "MakeEmergencyLabels", count=1, printer="etiqueteuse-2")
    page.goto("/coordinator")
    again = page.get_by_role("button", name="Réimprimer")
    expect(again).to_be_visible(timeout=SLOW_MS)
    device(page, "etiqueteuse-2", {"fault": None})

    again.click()

    expect(page.locator("#troubles")).to_have_text(NOTHING, timeout=SLOW_MS)


def test_a_round_that_should_be_gone_stands_first(page: Page) -> None:
    enter(page, "claire")
    first, *_ = page.request.get("/api/v1/rounds").json()["items"]
    stops = [{"stop": stop["stop"], "customer": stop["customer"]} for stop in first["stops"]]
    plan = {"date": first["date"], "round": first["round"], "vehicle": first["vehicle"]}
    send(page, "PlanRound", **plan, stops=stops, depart_at="00:00")

    page.goto("/coordinator")

    late = page.locator("#overdue")
    expect(late).to_contain_text(f"Tournée {first['round']}prévue à 0 h 00", timeout=SLOW_MS)
    expect(page.locator("#troubles")).not_to_have_text("Rien à regarder.")


def test_the_days_papers_are_mailed_in_one_touch(page: Page) -> None:
    enter(page, "claire")
    leeks = {"producer": "F01", "product": "F01-POIREAU", "crate_type": "E2"}
    by_hand = {"gross_g": 9_000, "tare_g": 2_000, "reason": "essai"}
    received = send(page, "ReceiveCrate", post="reception", **leeks, weigh=by_hand)
    (opened,) = [one for one in received["events"] if one["type"] == "IntakeOpened"]
    send(page, "CloseIntake", intake=opened["data"]["intake"])
    page.goto("/coordinator")
    page.locator("#mail-papers").click()
    row = page.locator('.ask tr[data-party="producer/F01"]')
    expect(row).to_contain_text("à envoyer", timeout=SLOW_MS)

    page.locator("#mail-day").click()

    expect(row).to_contain_text("en attente", timeout=SLOW_MS)
    expect(page.locator(".ask")).to_contain_text("Le courrier n'est pas réglé")


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


@pytest.mark.parametrize("address", ["/coordinator", "/ledger", "/plan", "/records", "/hours"])
def test_an_office_page_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict will do
    enter(page, "claire")
    page.goto(address)
    expect(page.locator("#link")).to_have_text("en ligne", timeout=SLOW_MS)
    expect(page.locator(".card").first).to_be_visible(timeout=SLOW_MS)

    assert page.evaluate(OUTSIDE) == []


def plan(page: Page, day: str, *customers: str, round: str = "T1") -> None:
    """Make a round of a day far away, and open it on the page."""
    page.goto("/coordinator")
    stops = [{"stop": n + 1, "customer": code} for n, code in enumerate(customers)]
    page.evaluate(
        """([data]) => import("/static/js/api.js").then((api) => api.command("PlanRound", data))""",
        [{"date": day, "round": round, "stops": stops}],
    )


def open_plan(page: Page, day: str) -> None:
    page.goto(f"/plan?date={day}")
    expect(page.locator('[data-round="T1"] .planned').first).to_be_visible(timeout=SLOW_MS)


def order(page: Page, round: str) -> list[str]:
    rows = page.locator(f'[data-round="{round}"] .planned')
    return [str(row.get_attribute("data-customer")) for row in rows.all()]


def saved(page: Page, day: str, round: str) -> list[str]:
    items = page.request.get(f"/api/v1/rounds?date={day}").json()["items"]
    stops = next(one["stops"] for one in items if one["round"] == round)
    return [stop["customer"] for stop in sorted(stops, key=lambda one: one["stop"])]


def test_rounds_are_planned_by_keys_alone(page: Page) -> None:
    day = "2031-05-01"
    enter(page, "claire")
    plan(page, day, "CANT-01", "CANT-02", "CANT-03")
    plan(page, day, "EPI-01", round="T2")
    open_plan(page, day)

    page.locator('[data-customer="CANT-01"] .grip').focus()
    page.keyboard.press("Alt+ArrowDown")
    assert order(page, "T1") == ["CANT-02", "CANT-01", "CANT-03"]
    expect(page.locator("#said")).to_contain_text("arrêt 2 de T1")
    page.keyboard.press("Alt+ArrowRight")
    assert order(page, "T2") == ["EPI-01", "CANT-01"]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('li').dataset.customer") == "EPI-01"
    page.locator("#save").press("Enter")

    expect(page.locator("#save")).to_have_text("Tout est enregistré", timeout=SLOW_MS)
    assert (saved(page, day, "T1"), saved(page, day, "T2")) == (
        ["CANT-02", "CANT-03"],
        ["EPI-01", "CANT-01"],
    )


def test_a_stop_is_dragged_to_its_place(page: Page) -> None:
    day = "2031-05-02"
    enter(page, "claire")
    plan(page, day, "CANT-01", "CANT-02", "CANT-03")
    open_plan(page, day)

    page.locator('[data-customer="CANT-03"]').drag_to(
        page.locator('[data-customer="CANT-01"]'), target_position={"x": 30, "y": 4}
    )

    assert order(page, "T1") == ["CANT-03", "CANT-01", "CANT-02"]


def one_order(day: str) -> dict[str, object]:
    return {"order": f"E-{day}", "customer": "CANT-01", "delivery_date": day, "producer": "F01",
            "product": "F01-POIREAU", "quantity_milli": 9_000, "unit": "kg"}  # fmt: skip


def test_a_proposed_order_is_taken_by_hand_and_too_much_load_is_said(page: Page) -> None:
    day = "2031-05-04"
    enter(page, "claire")
    plan(page, day, "RES-01", "CANT-01", "EPI-01")
    send(page, "RegisterVehicle", code="V9", name="Vélo cargo", max_crates=0)
    send(page, "ImportOrders", source="essai", added=[one_order(day)])
    open_plan(page, day)

    page.locator('[data-round="T1"] .propose').click()
    expect(page.locator("#proposed li")).to_have_count(3, timeout=SLOW_MS)
    assert saved(page, day, "T1") == ["RES-01", "CANT-01", "EPI-01"]
    page.locator("#take-order").click()
    taken = order(page, "T1")
    page.locator('[data-round="T1"] input[name="vehicle"]').fill("vélo cargo")
    expect(page.locator('[data-load="T1"] .over')).to_contain_text("de trop")
    page.locator("#save").click()
    expect(page.locator("#over")).to_contain_text("Caisses", timeout=SLOW_MS)
    page.locator("#save-over").click()

    expect(page.locator("#save")).to_have_text("Tout est enregistré", timeout=SLOW_MS)
    assert saved(page, day, "T1") == taken != ["RES-01", "CANT-01", "EPI-01"]


def test_who_saves_second_sees_what_changed_and_loses_nothing(page: Page) -> None:
    day = "2031-05-03"
    enter(page, "claire")
    plan(page, day, "CANT-01", "CANT-02")
    open_plan(page, day)
    page.locator('[data-round="T1"] input[name="vehicle"]').fill("Fourgon prêté")
    elsewhere = page.context.new_page()
    plan(elsewhere, day, "CANT-01", "CANT-02", "EPI-02")
    elsewhere.close()

    page.locator("#save").click()
    expect(page.locator("#clash")).to_contain_text(
        "ajouté : Épicerie Au Bon Panier", timeout=SLOW_MS
    )
    assert saved(page, day, "T1") == ["CANT-01", "CANT-02", "EPI-02"]
    page.locator("#mine").click()
    page.locator("#save").click()

    expect(page.locator("#save")).to_have_text("Tout est enregistré", timeout=SLOW_MS)
    assert saved(page, day, "T1") == ["CANT-01", "CANT-02"]
    items = page.request.get(f"/api/v1/rounds?date={day}").json()["items"]
    assert next(one["vehicle"] for one in items if one["round"] == "T1") == "Fourgon prêté"


def open_record(page: Page, kind: str, code: str) -> None:
    page.goto(f"/records?kind={kind}")
    page.locator("input[type=search]").fill(code)
    page.locator(f'[data-code="{code}"] .code').press("Enter")
    expect(page.locator(".record")).to_be_visible(timeout=SLOW_MS)


def test_a_record_is_found_and_changed_by_keys_and_shows_its_history(page: Page) -> None:
    enter(page, "claire")
    open_record(page, "products", "F01-BLETTE")

    page.locator("input[name=price_cents]").fill("2,35")
    page.keyboard.press("Enter")
    expect(page.locator('[data-code="F01-BLETTE"]')).to_contain_text("2,35 €", timeout=SLOW_MS)
    page.locator('[data-code="F01-BLETTE"] .code').press("Enter")
    page.locator(".record summary").press("Enter")

    expect(page.locator(".history li").first).to_contain_text("2,10 € → 2,35 €", timeout=SLOW_MS)
    expect(page.locator(".history")).to_contain_text("Claire")


def test_a_record_keeps_what_was_not_touched_and_its_history_tells_the_rest(page: Page) -> None:
    enter(page, "claire")
    open_record(page, "products", "F01-BETTERAVE")
    page.locator("input[name=vat_permille]").fill("5,5")
    page.locator("fieldset[name=egalim] input[value=HVE]").check()
    page.locator("#save").click()
    expect(page.locator(".record")).to_be_hidden(timeout=SLOW_MS)

    open_record(page, "products", "F01-BETTERAVE")
    page.locator("input[name=price_cents]").fill("1,90")
    page.locator("#save").click()
    expect(page.locator(".record")).to_be_hidden(timeout=SLOW_MS)

    known = page.request.get("/api/v1/products").json()["items"]
    saved = next(one for one in known if one["code"] == "F01-BETTERAVE")
    assert (saved["vat_permille"], saved["egalim"], saved["price_cents"]) == (55, ["HVE"], 190)
    open_record(page, "products", "F01-BETTERAVE")
    page.locator(".record summary").press("Enter")
    expect(page.locator(".history")).to_contain_text("EGalim : — → HVE", timeout=SLOW_MS)


def test_a_record_that_somebody_else_changed_is_compared_before_it_is_saved(page: Page) -> None:
    enter(page, "claire")
    open_record(page, "crate-types", "CARTON")
    tare = page.locator("input[name=tare_g]")
    before = int(tare.input_value())
    send_to = {"code": "CARTON", "name": "Carton plié", "tare_g": before, "returnable": False}
    elsewhere = page.context.new_page()
    send(elsewhere, "RegisterCrateType", **send_to)
    elsewhere.close()

    tare.fill(str(before + 20))
    page.locator("#save").click()
    expect(page.locator("#clash")).to_contain_text("Carton plié", timeout=SLOW_MS)
    page.locator("#theirs").click()

    expect(page.locator('[data-code="CARTON"]')).to_contain_text("Carton plié", timeout=SLOW_MS)


def test_only_an_administrator_erases_and_only_after_a_question(page: Page) -> None:
    enter(page, "claire")
    open_record(page, "customers", "PAR-01")
    expect(page.locator("#erase")).to_have_count(0)
    enter(page, "atelier")
    open_record(page, "operators", "oleh")

    page.locator("#erase").click()
    page.locator(".ask button", has_text="Elle est partie").click()

    expect(page.locator("#notice")).to_contain_text("effacées", timeout=SLOW_MS)
    expect(page.locator('[data-code="oleh"]')).to_have_count(0)
