"""Odd calls meet a sentence: never a bug, never a foreign scale, never more than a badge may."""

import json
from typing import Any

import pytest

from tests.web_api.station_at_work import Station, command


@pytest.mark.parametrize(
    "raw",
    [
        '{"command_id": "aaaaaaaa1", "type": "OpenIntake", "data": {"producer": "\\ud800"}}',
        '{"command_id": "aaaaaaaa1", "type": "MoveEmpties", "data": {"party": "C01",'
        ' "crate_type": "E2", "given": 99999999999999999999}}',
        "[" * 100_000,
    ],
    ids=["half a character", "a number beyond 2^53", "too deep"],
)
def test_what_json_allows_and_the_ledger_cannot_keep_is_malformed(
    station: Station, raw: str
) -> None:
    for path in ("/api/v1/commands", "/api/v1/posts/dock-1/scans"):
        answer = station.call("POST", path, data=raw, content_type="application/json")

        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("command_id", ["", "short", "a" * 81, "with blank 1"])
def test_a_scan_needs_an_id_that_can_be_told_apart(station: Station, command_id: str) -> None:
    body = {"command_id": command_id, "data": "CODE"}

    assert station.call("POST", "/api/v1/posts/dock-1/scans", body).status_code == 400


def test_a_post_that_is_not_configured_is_named(station: Station) -> None:
    body = command("OpenIntake", producer="F01") | {"post": "nowhere"}

    answer = station.call("POST", "/api/v1/commands", body)

    assert (answer.status_code, answer.get_json()["path"]) == (400, "post")


def test_a_used_command_id_is_a_problem_document_with_the_refusal(station: Station) -> None:
    body = command("OpenIntake", producer="F01")
    station.post("/api/v1/commands", body)

    answer = station.call("POST", "/api/v1/commands", body | {"data": {"producer": "F02"}})

    told = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert (told["code"], told["refusal"]["code"]) == ("duplicate_id", "duplicate_id")


@pytest.mark.parametrize("body", [[1], "text", 7])
def test_a_reprint_takes_an_object_or_nothing(station: Station, body: Any) -> None:
    assert station.call("POST", "/api/v1/labels/none/reprint", body).status_code == 400
    empty = station.call("POST", "/api/v1/labels/none/reprint")
    assert empty.get_json()["refusal"]["code"] == "not_found"


def test_a_page_token_in_other_letters_is_only_wrong(station: Station) -> None:
    station.access.set_pin("amina", "1111")
    browser = station.browser()
    browser.post("/api/v1/login", json={"operator": "amina", "pin": "1111"})

    answer = browser.post("/api/v1/logout", headers={"X-CSRF-Token": "é"})

    assert answer.status_code == 403


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_the_scheme_of_a_token_has_no_case(station: Station, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {station.tokens['worker']}"}

    assert station.call("GET", "/api/v1/me", role=None, headers=headers).status_code == 200


BADGES = {"worker": (200, 200), "producer": (200, 200), "driver": (403, 200),
          "coordinator": (403, 403), "inspector": (403, 403), "admin": (403, 403)}  # fmt: skip
"""What a badge alone gets: on any device, and on a paired one."""


@pytest.mark.parametrize("role", BADGES)
def test_a_badge_opens_the_floor_a_paired_device_the_driving_and_the_office_asks_for_the_pin(
    station: Station, role: str
) -> None:
    person = command("RegisterOperator", code="jo", name="Jo", role=role)
    station.post("/api/v1/commands", person, role="admin")
    card = next(o["card"] for o in station.get("/api/v1/operators")["items"] if o["code"] == "jo")

    answers = [
        browser.post("/api/v1/login", json={"badge": card})
        for browser in (station.browser(), station.tablet())
    ]

    assert tuple(answer.status_code for answer in answers) == BADGES[role]
    for answer in answers:
        assert answer.status_code == 200 or answer.get_json()["code"] == "pin_needed"


def test_a_driver_drives_from_any_device_with_the_pin_and_not_from_a_revoked_one_by_badge(
    station: Station,
) -> None:
    person = command("RegisterOperator", code="jo", name="Jo", role="driver")
    station.post("/api/v1/commands", person, role="admin")
    station.access.set_pin("jo", "8642")
    card = next(o["card"] for o in station.get("/api/v1/operators")["items"] if o["code"] == "jo")
    lost = station.tablet()
    station.do("RevokeDevice", device=lost.get("/api/v1/me").json["device"]["id"], reason="perdu")

    by_pin = station.browser().post("/api/v1/login", json={"operator": "jo", "pin": "8642"})
    by_badge = lost.post("/api/v1/login", json={"badge": card})

    assert (by_pin.status_code, by_badge.status_code) == (200, 403)


def test_a_log_in_text_that_is_no_unicode_is_malformed(station: Station) -> None:
    raw = '{"operator": "amina", "pin": "\\ud800"}'

    answer = station.call(
        "POST", "/api/v1/login", role=None, data=raw, content_type="application/json"
    )

    assert answer.status_code == 400


def test_a_trace_and_a_crate_are_found_by_what_a_scanner_sends(station: Station) -> None:
    crate = station.crate()

    for sent in (f"]C100{crate['sscc']}", f"(00){crate['sscc']}", crate["id"].lower()):
        assert station.get(f"/api/v1/crates/{sent}")["id"] == crate["id"]
        assert station.get(f"/api/v1/trace/{sent}")["subject"]["id"] == crate["id"]


def test_the_cursor_of_events_goes_on_where_the_page_ended(station: Station) -> None:
    first = station.get("/api/v1/events?limit=3")

    following = station.get(f"/api/v1/events?limit=3&cursor={first['next']}")

    seqs = [event["seq"] for event in first["items"] + following["items"]]
    assert seqs == [1, 2, 3, 4, 5, 6]
    assert station.get(f"/api/v1/events?after={10**30}")["items"] == []


def test_the_newest_labels_of_a_post_are_shown_first(station: Station) -> None:
    crates = [station.crate() for _ in range(10)]

    shown = [label["crate"] for label in station.get("/api/v1/posts/reception")["labels"]]

    assert shown == [crate["id"] for crate in reversed(crates)][: len(shown)]
    assert len(shown) == 8


def test_a_list_with_a_half_character_loses_no_neighbour(station: Station) -> None:
    good = command("OpenIntake", producer="F01")
    bad = '{"command_id": "aaaaaaaa2", "type": "OpenIntake", "data": {"producer": "\\ud800"}}'

    answer = station.call(
        "POST",
        "/api/v1/commands",
        data=f"[{bad}, {json.dumps(good)}]",
        content_type="application/json",
    )

    assert [item["status"] for item in answer.get_json()["items"]] == [400, 200]


def test_a_session_ends_with_the_role_it_was_opened_for(station: Station) -> None:
    person = command("RegisterOperator", code="jo", name="Jo", role="coordinator")
    station.post("/api/v1/commands", person, role="admin")
    station.access.set_pin("jo", "4321")
    browser = station.browser()
    browser.post("/api/v1/login", json={"operator": "jo", "pin": "4321"})
    assert browser.get("/api/v1/exceptions").status_code == 200

    person = command("RegisterOperator", code="jo", name="Jo", role="worker")
    station.post("/api/v1/commands", person, role="admin")

    assert browser.get("/api/v1/me").status_code == 401
