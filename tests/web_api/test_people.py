"""People log in by badge or PIN; their browser's changes carry the page's token."""

import time
from typing import Any

import pytest
from flask.testing import FlaskClient

from station.access import FREE_TRIES, AccessError
from tests.web_api.station_at_work import Answer, Station, command
from web.app import create_app

LOGIN = "/api/v1/login"


@pytest.fixture
def browser(station: Station) -> FlaskClient:
    station.access.set_pin("amina", "4711")
    return station.browser()


def log_in(browser: FlaskClient, **body: Any) -> Answer:
    answer = browser.post(LOGIN, json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def badge(station: Station) -> str:
    people = station.get("/api/v1/operators")["items"]
    return str(next(person["card"] for person in people if person["code"] == "amina"))


def test_a_badge_opens_a_session_with_name_and_role(station: Station, browser: FlaskClient) -> None:
    answer = log_in(browser, badge=badge(station))

    assert (answer["name"], answer["role"]) == ("Amina", "worker")
    assert browser.get("/api/v1/me").get_json()["operator"] == "amina"


def test_a_pin_opens_a_session(browser: FlaskClient) -> None:
    assert log_in(browser, operator="amina", pin="4711")["role"] == "worker"


@pytest.mark.parametrize(
    "body",
    [{"badge": "PAS-UN-BADGE"}, {"operator": "amina", "pin": "0000"},
     {"operator": "personne", "pin": "4711"}, {"operator": "amina"}, {}],
)  # fmt: skip
def test_what_is_wrong_opens_nothing(browser: FlaskClient, body: dict[str, str]) -> None:
    assert browser.post(LOGIN, json=body).status_code == 401
    assert browser.get("/api/v1/me").status_code == 401


def test_a_crates_code_is_no_badge(station: Station, browser: FlaskClient) -> None:
    assert browser.post(LOGIN, json={"badge": station.crate()["sscc"]}).status_code == 401


@pytest.mark.parametrize("body", [[], "x", None, 3])
def test_a_log_in_that_is_no_object_is_malformed(browser: FlaskClient, body: Any) -> None:
    assert browser.post(LOGIN, json=body).status_code == 400


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: FlaskClient) -> None:
    answer = browser.post(LOGIN, json={"operator": "amina", "pin": "4711"})

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_a_log_in_that_another_site_sends_is_refused(browser: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = browser.post(LOGIN, json={"operator": "amina", "pin": "4711"}, headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://localhost", 200), ("http://localhost:81", 403), ("https://ailleurs.invalid", 403),
     ("null", 403)],
)  # fmt: skip
def test_a_log_in_comes_from_an_origin_of_this_station(
    browser: FlaskClient, origin: str, status: int
) -> None:
    body = {"operator": "amina", "pin": "4711"}

    assert browser.post(LOGIN, json=body, headers={"Origin": origin}).status_code == status


def test_the_log_in_page_names_nobody_but_on_a_paired_device(
    station: Station, browser: FlaskClient
) -> None:
    text, paired = browser.get("/login").text, station.tablet().get("/login").text

    for shown in ("amina", "Amina"):
        assert shown in paired and shown not in text
    assert '"role"' not in text + paired


def test_the_log_in_page_of_a_revoked_device_names_nobody(station: Station) -> None:
    tablet = station.tablet()
    tablet.post(LOGIN, json={"badge": badge(station)})

    device = tablet.get("/api/v1/me").get_json()["device"]["id"]
    station.do("RevokeDevice", device=device, reason="perdue")

    assert "amina" not in tablet.get("/login").text.casefold()


def test_a_change_without_the_pages_token_is_refused(browser: FlaskClient) -> None:
    csrf = log_in(browser, operator="amina", pin="4711")["csrf"]
    body = command("OpenIntake", producer="F01")

    bare = browser.post("/api/v1/commands", json=body)
    wrong = browser.post("/api/v1/commands", json=body, headers={"X-CSRF-Token": csrf[:-1] + "é"})
    right = browser.post("/api/v1/commands", json=body, headers={"X-CSRF-Token": csrf})

    assert (bare.status_code, wrong.status_code, right.status_code) == (403, 403, 200)


def test_what_a_person_does_carries_their_name(station: Station, browser: FlaskClient) -> None:
    csrf = log_in(browser, operator="amina", pin="4711")["csrf"]
    body = command("OpenIntake", producer="F01")

    answer = browser.post("/api/v1/commands", json=body, headers={"X-CSRF-Token": csrf})

    assert answer.get_json()["events"][0]["operator"] == "amina"


def test_a_log_out_ends_the_session_everywhere(browser: FlaskClient) -> None:
    csrf = log_in(browser, operator="amina", pin="4711")["csrf"]
    cookie = browser.get_cookie("hangar_session")
    assert cookie is not None
    browser.post("/api/v1/logout", headers={"X-CSRF-Token": csrf})

    browser.set_cookie("hangar_session", cookie.value)

    assert browser.get("/api/v1/me").status_code == 401


def test_wrong_pins_are_slowed_down_and_the_right_one_waits_too(browser: FlaskClient) -> None:
    for _ in range(FREE_TRIES):
        assert browser.post(LOGIN, json={"operator": "amina", "pin": "0000"}).status_code == 401

    began_s = time.monotonic()
    slowed = browser.post(LOGIN, json={"operator": "amina", "pin": "4711"})

    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1
    assert time.monotonic() - began_s < 1, "the wait is said, not slept in a server thread"


def test_one_persons_wrong_pins_slow_nobody_else(station: Station, browser: FlaskClient) -> None:
    for _ in range(FREE_TRIES + 1):
        browser.post(LOGIN, json={"operator": "personne", "pin": "0000"})

    assert log_in(browser, operator="amina", pin="4711")["role"] == "worker"


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "١٢٣٤"])
def test_a_pin_is_four_to_twelve_digits(station: Station, pin: str) -> None:
    with pytest.raises(AccessError):
        station.access.set_pin("amina", pin)


def test_a_pin_is_not_kept_in_clear(station: Station, browser: FlaskClient) -> None:
    pin = "471147114711"  # four digits may stand in a digest by chance
    station.access.set_pin("amina", pin)

    rows = station.access._file.all("SELECT * FROM pins")

    assert rows and all(pin not in str(row) for row in rows)


def test_an_erased_person_has_no_session_pin_nor_badge(
    station: Station, browser: FlaskClient
) -> None:
    card = badge(station)
    log_in(browser, operator="amina", pin="4711")
    station.access.devices.was_here("dock-1", "amina")

    station.do("EraseParty", role="admin", kind="operator", code="amina", why="left")

    assert browser.get("/api/v1/me").status_code == 401
    assert browser.post(LOGIN, json={"operator": "amina", "pin": "4711"}).status_code == 401
    assert browser.post(LOGIN, json={"badge": card}).status_code == 401
    data = {"code": "amina", "name": "Une autre", "role": "worker"}
    body = command("RegisterOperator") | {"data": data}
    assert station.post("/api/v1/commands", body, role="admin")["outcome"] == "accepted"
    assert browser.post(LOGIN, json={"operator": "amina", "pin": "4711"}).status_code == 401
    assert station.access.devices.last_people("dock-1") == []


def test_access_that_outlived_an_erasure_ends_at_the_next_start(
    station: Station, browser: FlaskClient
) -> None:
    station.do("EraseParty", role="admin", kind="operator", code="amina", why="left")
    station.access.set_pin("amina", "4711")  # as if the power went before it was forgotten

    create_app(station.hangar, station.access)

    assert not station.access.check_pin("amina", "4711")


def test_an_erased_farms_tokens_open_nothing(station: Station) -> None:
    station.do("RegisterProducer", code="F09", name="Ferme neuve")
    token = station.access.create_token("ferme", "producer", producer="F09")

    station.do("EraseParty", role="admin", kind="producer", code="F09", why="left")

    assert station.access.token_sender(token) is None
