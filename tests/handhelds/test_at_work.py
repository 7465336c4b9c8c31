"""A day of a paired tablet over https: paired by its code, logged in by badge, away, and back.

Its browser trusts the station's own authority as a person set it up; no certificate is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from station.authority.keeping import Authority
from station.proving import prove
from tests.authority.conftest import authority
from tests.authority.trusting import NEEDED, trusting_browser
from tests.handhelds.hall import TYPE
from tests.web_api.station_at_work import Station, served, write_station

__all__ = ["authority"]
pytestmark = NEEDED
SLOW_MS = 30_000
SCANS = 12


@pytest.fixture
def station(registered: bytes, tmp_path: Path) -> Iterator[Station]:
    station = Station(write_station(tmp_path, registered))
    station.plan_rounds()
    yield station
    station.close()


@pytest.fixture
def tablet(station: Station, authority: Callable[..., Authority], tmp_path: Path) -> Iterator[Page]:
    """A tablet at the station's https address, which it trusts."""
    made = authority(day=datetime.now(UTC))
    ready = made.ready()
    with (
        served(station, certificate=(ready.certificate, ready.key)) as port,
        trusting_browser(tmp_path / "home", made) as browser,
    ):
        context = browser.new_context(base_url=f"https://hangar.local:{port}", locale="fr-FR")
        page = context.new_page()
        page.set_default_timeout(SLOW_MS)
        yield page
        context.close()


def pair(station: Station, tablet: Page) -> str:
    """Follow the link of a pairing's QR; return the device's id."""
    invitation = station.post("/api/v1/pairings", {"post": "dock-1", "name": "Tablette du quai"})
    tablet.goto(f"/pair#{invitation['url'].partition('#')[2]}")
    tablet.locator("#redeem").click()
    expect(tablet.locator("#paired")).to_be_visible(timeout=SLOW_MS)
    me = tablet.evaluate("async () => (await fetch('/api/v1/me')).json()")
    return str(me["device"]["id"])


def badge(station: Station, tablet: Page, operator: str) -> None:
    """Scan a person's badge on the page of names."""
    people = station.get("/api/v1/operators")["items"]
    card = next(person["card"] for person in people if person["code"] == operator)
    tablet.goto("/login?next=/hand/dock-1")
    expect(tablet.locator("#main *").first).to_be_visible(timeout=SLOW_MS)
    tablet.keyboard.type(card)
    tablet.keyboard.press("Enter")
    tablet.wait_for_url("**/hand/dock-1")


def test_a_paired_tablet_over_https_scans_offline_and_loses_nothing(
    station: Station, tablet: Page, tmp_path: Path
) -> None:
    crates = [station.crate(customer="C03") for _ in range(SCANS)]
    device = pair(station, tablet)
    badge(station, tablet, "amina")
    tablet.locator(".tile", has_text="T2").click()
    expect(tablet.locator(".bigcount")).to_be_visible(timeout=SLOW_MS)
    tablet.evaluate("async () => { await navigator.serviceWorker.ready; }")
    assert tablet.evaluate("isSecureContext")

    tablet.context.set_offline(True)
    said = [tablet.evaluate(TYPE, crate["sscc"]) for crate in crates]
    tablet.reload()
    expect(tablet.locator("#waiting")).to_have_attribute(
        "data-pending", str(SCANS), timeout=SLOW_MS
    )
    tablet.context.set_offline(False)
    expect(tablet.locator("#waiting")).to_have_attribute("data-pending", "0", timeout=SLOW_MS)

    assert said == ["ok"] * (SCANS - 1) + ["done"]
    events = station.get("/api/v1/events?limit=2000")["items"]
    loads = [event for event in events if event["type"] == "CrateLoaded"]
    assert Counter(event["data"]["crate"] for event in loads) == Counter(c["id"] for c in crates)
    assert {(event["reader"], event["operator"]) for event in loads} == {(device, "amina")}
    assert prove(tmp_path / "hangar.db").problems == ()
