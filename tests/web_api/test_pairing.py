"""A device is paired once, belongs to a post, acts for it, and is revoked alone."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from flask.testing import FlaskClient

from station.access import access_path
from station.paired import MAX_DIGIT_TRIES, PAIRING_TTL_S, TYPING
from tests.web_api.station_at_work import Answer, Station, command


def invited(station: Station, post: str = "dock-1", name: str = "Tablette du quai") -> Answer:
    answer = station.call("POST", "/api/v1/pairings", {"post": post, "name": name})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def redeemed(client: FlaskClient, code: str) -> Any:
    return client.post("/api/v1/pairings/redeem", json={"code": code})


def code_of(invitation: Answer) -> str:
    return str(invitation["url"].partition("#")[2])


def claire(station: Station) -> None:
    """A coordinator with a PIN."""
    person = {"code": "claire", "name": "Claire", "role": "coordinator"}
    station.post("/api/v1/commands", command("RegisterOperator", **person), role="admin")
    station.access.set_pin("claire", "5555")


def me(client: FlaskClient) -> Any:
    return client.get("/api/v1/me").get_json()


def test_a_paired_device_belongs_to_its_post(station: Station) -> None:
    tablet = station.tablet()

    told = me(tablet)

    assert (told["device"]["post"], told["device"]["name"]) == ("dock-1", "Tablette du quai")
    assert (told["role"], told["post"], told["operator"]) == ("worker", "dock-1", None)


def test_a_browser_that_is_not_paired_has_no_device(station: Station) -> None:
    assert station.get("/api/v1/me")["device"] is None


def test_a_code_is_good_once(station: Station) -> None:
    code = code_of(invited(station))
    assert redeemed(station.browser(), code).status_code == 200

    assert redeemed(station.browser(), code).status_code == 404


def test_a_code_that_is_too_old_opens_nothing(station: Station) -> None:
    code = code_of(invited(station))
    station.access._file.do("UPDATE pairings SET expires_at = expires_at - ?", PAIRING_TTL_S + 1)

    assert redeemed(station.browser(), code).status_code == 404


def test_six_digits_do_for_a_device_without_a_camera(station: Station) -> None:
    tablet = station.browser()

    assert redeemed(tablet, invited(station)["digits"]).status_code == 200
    assert me(tablet)["device"]["post"] == "dock-1"


def test_guessed_digits_are_slowed_down_and_then_worth_nothing(station: Station) -> None:
    invitation = invited(station)
    wrong = "000000" if invitation["digits"] != "000000" else "111111"
    answers = [
        station.browser().post(
            "/api/v1/pairings/redeem",
            json={"code": wrong},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{n}"},
        )
        for n in range(MAX_DIGIT_TRIES)
    ]

    assert [answer.status_code for answer in answers] == [404] * MAX_DIGIT_TRIES
    assert redeemed(station.browser(), invitation["digits"]).status_code == 404
    assert redeemed(station.browser(), code_of(invitation)).status_code == 200


def test_an_origin_that_guesses_digits_has_to_wait_and_its_neighbour_has_not(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station.access.tries, "_now_s", lambda: 0.0)
    digits = invited(station)["digits"]
    wrong = "000000" if digits != "000000" else "111111"
    guesses = [redeemed(station.browser(), wrong).status_code for _ in range(TYPING.free)]

    paused = redeemed(station.browser(), digits)
    neighbour = station.browser().post(
        "/api/v1/pairings/redeem",
        json={"code": digits},
        environ_overrides={"REMOTE_ADDR": "192.0.2.8"},
    )

    assert guesses == [404] * TYPING.free and TYPING.free < MAX_DIGIT_TRIES
    assert paused.status_code == 429 and int(paused.headers["Retry-After"]) > 0
    assert paused.get_json()["detail"] == "expected a pause after wrong tries: wait 2 s"
    assert neighbour.status_code == 200


def test_the_cookie_lives_long_and_is_out_of_reach(station: Station) -> None:
    answer = redeemed(station.browser(), code_of(invited(station)))

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("hangar_device=d-")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Max-Age=34560000" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_never_goes_out_in_clear(station: Station) -> None:
    answer = station.browser().post(
        "/api/v1/pairings/redeem",
        json={"code": code_of(invited(station))},
        base_url="https://hangar.local",
    )

    assert "Secure" in answer.headers["Set-Cookie"]


def test_no_secret_of_a_device_is_kept_in_clear(station: Station) -> None:
    invitation = invited(station)
    tablet = station.tablet()
    cookie = tablet.get_cookie("hangar_device")
    assert cookie is not None

    ledger = station.hangar.config.storage.ledger
    kept = b"".join(each.read_bytes() for each in ledger.parent.glob("hangar*db*"))
    secrets = (cookie.value.partition(".")[2], code_of(invitation))
    assert all(secret.encode() not in kept for secret in secrets)


def test_a_device_acts_for_its_post_and_needs_its_pages_token(station: Station) -> None:
    tablet = station.tablet("reception")
    body = command("OpenIntake", producer="F01")
    del body["post"]

    refused = tablet.post("/api/v1/commands", json=body)
    csrf = me(tablet)["csrf"]
    taken = tablet.post("/api/v1/commands", json=body, headers={"X-CSRF-Token": csrf})

    assert refused.status_code == 403
    assert taken.get_json()["outcome"] == "accepted"
    with sqlite3.connect(station.hangar.config.storage.ledger) as connection:
        row = connection.execute(
            "SELECT post, sender, operator FROM events WHERE type = 'IntakeOpened'"
        ).fetchone()
    connection.close()
    assert row == ("reception", me(tablet)["device"]["id"], None)


def test_a_person_logs_in_on_top_of_the_device(station: Station) -> None:
    claire(station)
    tablet = station.tablet()
    device = me(tablet)["device"]

    tablet.post("/api/v1/login", json={"operator": "claire", "pin": "5555"})
    told = me(tablet)

    assert (told["operator"], told["role"], told["post"]) == ("claire", "coordinator", "dock-1")
    assert told["device"] == device


def test_a_session_of_a_paired_device_works_on_no_other(station: Station) -> None:
    claire(station)
    tablet = station.tablet()
    tablet.post("/api/v1/login", json={"operator": "claire", "pin": "5555"})
    session = tablet.get_cookie("hangar_session")
    assert session is not None

    thief = station.browser()
    thief.set_cookie("hangar_session", session.value)

    assert thief.get("/api/v1/me").status_code == 401


def test_a_revoked_device_is_nobody_and_its_people_are_logged_out(station: Station) -> None:
    claire(station)
    lost, kept = station.tablet(), station.tablet("reception")
    lost.post("/api/v1/login", json={"operator": "claire", "pin": "5555"})
    id = me(lost)["device"]["id"]

    station.call("POST", f"/api/v1/paired-devices/{id}/revoke", {"reason": "perdue"})

    assert lost.get("/api/v1/me").status_code == 401
    assert me(kept)["device"]["post"] == "reception"
    listed = {each["id"]: each for each in station.get("/api/v1/paired-devices")["items"]}
    assert not listed[id]["in_service"] and listed[id]["reason"] == "perdue"


def test_a_revocation_by_command_alone_ends_the_device_too(station: Station) -> None:
    tablet = station.tablet()

    station.do("RevokeDevice", device=me(tablet)["device"]["id"], reason="volée")

    assert tablet.get("/api/v1/me").status_code == 401
    assert station.access.devices.ids() == set()


@pytest.mark.parametrize("cookie", ["", ".", "d-1", "d-1.x", "x" * 4000, "é.é"])
def test_a_cookie_that_nobody_gave_is_nobody(station: Station, cookie: str) -> None:
    browser = station.browser()
    browser.set_cookie("hangar_device", cookie)

    assert browser.get("/api/v1/me").status_code == 401


def test_a_devices_id_without_its_secret_is_nobody(station: Station) -> None:
    """The id is no secret: it stands in the ledger and on the office's page."""
    tablet, other = station.tablet(), station.tablet("reception")
    cookies = [each.get_cookie("hangar_device") for each in (tablet, other)]
    (id, secret), (_, others) = (str(each and each.value).split(".", 1) for each in cookies)

    answers = {}
    for shown in (secret, "wrong", "", secret[:-1], others):
        browser = station.browser()
        browser.set_cookie("hangar_device", f"{id}.{shown}")
        answers[shown] = browser.get("/api/v1/me").status_code

    assert answers == {secret: 200, "wrong": 401, "": 401, secret[:-1]: 401, others: 401}


@pytest.mark.parametrize("role", ["worker", "driver", "producer", "inspector"])
def test_only_the_office_invites(station: Station, role: str) -> None:
    body = {"post": "dock-1", "name": "x"}

    assert station.call("POST", "/api/v1/pairings", body, role=role).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"post": "nowhere", "name": "x"},
        {"post": "dock-1", "name": ""},
        {"post": "dock-1", "name": "x" * 41},
        {"post": "dock-1"},
    ],
)
def test_a_pairing_for_no_post_or_without_a_name_is_malformed(
    station: Station, body: dict[str, str]
) -> None:
    assert station.call("POST", "/api/v1/pairings", body).status_code == 400


def test_a_pairing_that_another_site_sends_is_refused(station: Station) -> None:
    answer = station.browser().post(
        "/api/v1/pairings/redeem",
        json={"code": code_of(invited(station))},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403


def test_the_last_people_of_a_post_come_first_and_no_time_is_kept(station: Station) -> None:
    claire(station)
    station.access.set_pin("amina", "1111")
    tablet = station.tablet()
    for operator, pin in (("claire", "5555"), ("amina", "1111"), ("claire", "5555")):
        tablet.post("/api/v1/login", json={"operator": operator, "pin": pin})

    assert station.access.devices.last_people("dock-1") == ["claire", "amina"]
    with sqlite3.connect(access_path(station.hangar.config.storage.ledger)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(last_people)")}
    connection.close()
    assert columns == {"place", "post", "operator"}


def test_a_page_of_the_office_asks_a_bare_device_to_log_in(station: Station) -> None:
    answer = station.tablet().get("/coordinator")

    assert answer.status_code == 302 and answer.headers["Location"].startswith("/login")


def test_a_bare_device_reads_nobodys_badge(station: Station) -> None:
    station.access.set_pin("amina", "4711")
    tablet = station.tablet()

    bare = tablet.get("/api/v1/operators").get_json()["items"]
    tablet.post("/api/v1/login", json={"operator": "amina", "pin": "4711"})
    amina = tablet.get("/api/v1/operators").get_json()["items"]

    assert bare and all("card" not in person for person in bare)
    assert all(person["card"] for person in amina)
    for role, shown in (("worker", True), ("driver", True), ("inspector", False)):
        people = station.get("/api/v1/operators", role=role)["items"]
        assert all(("card" in person) is shown for person in people), role
