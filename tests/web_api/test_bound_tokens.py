"""A token or a person may speak for one farm only; tokens may lapse, an inspector's in a day."""

from __future__ import annotations

import time
from typing import Any

import pytest

from station.access import DAY_S, AccessError
from tests.web_api.station_at_work import Answer, Station, command


def sent(station: Station, token: str, body: Answer) -> Answer:
    headers = {"Authorization": f"Bearer {token}"}
    answer = station.call("POST", "/api/v1/commands", body, role=None, headers=headers)
    return dict(answer.get_json())


def refusal(answer: Answer) -> str | None:
    return answer["refusal"]["code"] if answer["outcome"] == "refused" else None


def test_a_farms_token_speaks_for_its_own_farm_only(station: Station) -> None:
    token = station.access.create_token("ferme", "producer", producer="F01")
    crate = {"product": "RADIS", "crate_type": "E2", "count": 12}
    theirs = station.do("OpenIntake", producer="F02")["intake"]

    own = sent(station, token, command("ReceiveCrate", producer="F01", **crate))
    other = sent(station, token, command("OpenIntake", producer="F02"))
    by_intake = sent(station, token, command("CloseIntake", intake=theirs))
    by_product = sent(
        station, token, command("ReceiveCrate", producer="F01", **{**crate, "product": "YAOURT"})
    )

    assert refusal(own) is None
    assert [refusal(each) for each in (other, by_intake, by_product)] == ["not_allowed"] * 3


def test_a_farms_token_cannot_scan_another_farms_card(station: Station) -> None:
    token = station.access.create_token("ferme", "producer", producer="F01")
    cards = {one["code"]: one["card"] for one in station.get("/api/v1/producers")["items"]}
    headers = {"Authorization": f"Bearer {token}"}
    verdicts = {}
    for code, card in cards.items():
        body = {"command_id": f"essai-farm-{code}", "data": card}
        path = "/api/v1/posts/reception/scans"
        answer = station.call("POST", path, body, role=None, headers=headers)
        verdicts[code] = (answer.get_json()["refusal"] or {}).get("code")

    assert verdicts["F01"] is None and verdicts["F02"] == "not_allowed"


def test_a_producers_token_without_a_farm_is_as_before(station: Station) -> None:
    token = station.access.create_token("quai", "producer")

    assert refusal(sent(station, token, command("OpenIntake", producer="F02"))) is None


def test_an_inspectors_token_lapses_after_a_day(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = station.access.create_token("contrôle", "inspector")
    longer = station.access.create_token("audit", "inspector", days=3)
    assert station.access.token_sender(token) is not None

    later = time.time() + DAY_S + 2
    monkeypatch.setattr(time, "time", lambda: later)

    assert station.access.token_sender(token) is None
    assert station.access.token_sender(longer) is not None


@pytest.mark.parametrize("days", [0, -1, 4_000])
def test_days_are_counted_from_one(station: Station, days: int) -> None:
    with pytest.raises(AccessError, match="days"):
        station.access.create_token("x", "worker", days=days)


def test_only_a_producers_token_is_bound_to_a_farm(station: Station) -> None:
    with pytest.raises(AccessError, match="role producer"):
        station.access.create_token("x", "worker", producer="F01")


def registered(station: Station, **data: object) -> Answer:
    body = command("RegisterOperator") | {"data": {"code": "lise", "name": "Lise", **data}}
    return dict(station.post("/api/v1/commands", body, role="admin"))


def as_lise(station: Station, body: Answer, path: str = "/api/v1/commands") -> Answer:
    """Send a call in the browser that Lise has logged in with."""
    station.access.set_pin("lise", "4444")
    browser = station.browser()
    csrf = browser.post("/api/v1/login", json={"operator": "lise", "pin": "4444"}).json["csrf"]
    return dict(browser.post(path, json=body, headers={"X-CSRF-Token": csrf}).get_json())


def test_a_person_of_a_farm_speaks_for_that_farm_only(station: Station) -> None:
    assert registered(station, role="producer", producer="F01")["outcome"] == "accepted"
    cards = {one["code"]: one["card"] for one in station.get("/api/v1/producers")["items"]}
    scan = {"command_id": "essai-carte", "data": cards["F02"]}

    own = as_lise(station, command("OpenIntake", producer="F01"))
    other = as_lise(station, command("OpenIntake", producer="F02"))
    by_card = as_lise(station, scan, "/api/v1/posts/reception/scans")

    assert refusal(own) is None
    assert refusal(other) == by_card["refusal"]["code"] == "not_allowed"


def test_a_person_of_a_farm_imports_nothing(station: Station) -> None:
    registered(station, role="producer", producer="F01")

    answer = as_lise(station, {}, "/api/v1/imports/products")

    assert answer["status"] == 403


def test_a_person_stays_with_the_farm_until_another_word(station: Station) -> None:
    def farm() -> object:
        people = station.get("/api/v1/operators")["items"]
        return next(one["producer"] for one in people if one["code"] == "lise")

    found = []
    for change in (
        {"role": "producer", "producer": "F01"},
        {"role": "producer", "language": "en"},
        {"role": "producer", "producer": ""},
        {"role": "producer", "producer": "F02"},
        {"role": "worker"},
        {"role": "producer"},
    ):
        assert registered(station, **change)["outcome"] == "accepted"
        found.append(farm())

    assert found == ["F01", "F01", None, "F02", None, None]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"role": "producer", "producer": "F99"}, "not_found"),
     ({"role": "worker", "producer": "F01"}, "out_of_bounds")],
)  # fmt: skip
def test_nobody_is_bound_to_no_farm_nor_in_another_role(
    station: Station, change: Answer, code: str
) -> None:
    assert refusal(registered(station, **change)) == code


def test_a_farm_reads_its_own_crates_intakes_and_labels_without_customers(
    station: Station,
) -> None:
    token = station.access.create_token("ferme", "producer", producer="F01")
    headers = {"Authorization": f"Bearer {token}"}
    theirs_intake = station.do("OpenIntake", producer="F02")["intake"]
    own = station.crate(customer="C03")
    theirs = station.crate(producer="F02", product="YAOURT", customer="C03", celsius_tenths=40,
                           use_by="2030-01-31")  # fmt: skip

    def read(path: str, status: int = 200) -> Any:
        answer = station.call("GET", f"/api/v1/{path}", role=None, headers=headers)
        assert answer.status_code == status, (path, answer.text)
        return answer.get_json(silent=True)

    crates = read("crates")["items"]
    assert [one["id"] for one in crates] == [own["id"]]
    for crate in (*crates, read(f"crates/{own['sscc']}")):
        assert (crate["customer"], crate["customer_name"]) == (None, "")
    assert read("crates?customer=C03")["items"] == []
    assert theirs_intake not in [one["id"] for one in read("intakes")["items"]]
    assert {one["producer"] for one in read("intakes")["items"]} == {"F01"}
    assert [one["crate"] for one in read("labels")["items"]] == [own["id"]]
    read(f"labels/{own['label']}.png")
    for path in (f"crates/{theirs['id']}", f"crates/{theirs['sscc']}",
                 f"labels/{theirs['label']}.png"):  # fmt: skip
        read(path, 404)
    office = station.get("/api/v1/crates")["items"]
    assert {one["customer"] for one in office} == {"C03"} and len(office) == 2
