"""A farm's pages behind its private link, and who else does not get in."""

import html
import re

import pytest

from station.links import Links, links_path
from tests.web_api.station_at_work import Station


@pytest.fixture
def farm(station: Station) -> Station:
    line = {"order": "CMD-1", "customer": "C01", "delivery_date": station.today, "producer": "F01",
            "product": "RADIS", "quantity_milli": 12_000, "unit": "bunch"}  # fmt: skip
    other = line | {"order": "CMD-2", "producer": "F02", "product": "YAOURT", "unit": "piece"}
    station.do("ImportOrders", source="essai", added=[line, other])
    return station


def link(station: Station, producer: str = "F01") -> str:
    url = station.get(f"/api/v1/producers/{producer}/link")["url"]
    return "/farm/" + str(url).rpartition("/")[2]


def opened(station: Station, path: str) -> int:
    return station.call("GET", path, role=None).status_code


def test_the_page_shows_what_to_bring_without_a_log_in(farm: Station) -> None:
    answer = farm.call("GET", link(farm), role=None)

    assert answer.status_code == 200
    assert "Radis" in answer.text and "Cantine des Tilleuls" in answer.text
    assert "12\xa0bottes" in answer.text and "Yaourts" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("file", ["feuille.pdf", "feuille.csv"])
def test_its_papers_are_behind_the_same_link(farm: Station, file: str) -> None:
    path = f"{link(farm)}/{farm.today}/{file}"

    answer = farm.call("GET", path, role=None)

    assert answer.status_code == 200 and len(answer.data) > 100


def test_labels_are_there_once_they_are_made(farm: Station) -> None:
    path = f"{link(farm)}/{farm.today}/etiquettes.pdf"
    before = opened(farm, path)

    farm.do("MakeLabels", producer="F01", delivery_date=farm.today)

    assert (before, opened(farm, path)) == (404, 200)
    assert opened(farm, f"{path}?sheet=a3") == 404


def test_a_changed_link_opens_nothing(farm: Station) -> None:
    path = link(farm)

    assert opened(farm, path[:-2] + ("AA" if path[-2:] != "AA" else "BB")) == 403
    assert opened(farm, f"{path}x") == 403


def test_a_link_that_is_too_old_opens_nothing(farm: Station) -> None:
    key = Links(links_path(farm.hangar.config.storage.ledger))

    old = key.make("F01", generation=0, today="2026-01-02")

    assert opened(farm, f"/farm/{old}") == 403


def test_a_revoked_link_opens_nothing_and_a_new_one_does(farm: Station) -> None:
    path, others = link(farm), link(farm, "F02")

    farm.do("RevokeLinks", producer="F01")

    assert (opened(farm, path), opened(farm, link(farm)), opened(farm, others)) == (403, 200, 200)


def test_a_link_opens_no_other_door(farm: Station) -> None:
    text = link(farm).rpartition("/")[2]
    headers = {"Authorization": f"Bearer {text}"}

    answer = farm.call("GET", "/api/v1/orders", role=None, headers=headers)

    assert answer.status_code == 401


def test_a_farm_announces_its_own_goods(farm: Station) -> None:
    form = {"product": "CAROTTE", "day": farm.today, "quantity": "40,5"}

    answer = farm.call("POST", f"{link(farm)}/announcements", role=None, data=form)

    [said] = farm.get("/api/v1/announcements")["items"]
    assert (answer.status_code, answer.headers["Location"][-8:]) == (303, "said=yes")
    assert (said["producer"], said["product"], said["quantity_milli"]) == ("F01", "CAROTTE", 40_500)


@pytest.mark.parametrize(
    ("typed", "milli"), [(" 2 ", 2_000), ("2,0", 2_000), ("2.000", 2_000), ("0", 0)]
)
def test_a_count_is_read_as_in_a_file_of_orders(farm: Station, typed: str, milli: int) -> None:
    form = {"product": "RADIS", "day": farm.today, "quantity": typed}

    answer = farm.call("POST", f"{link(farm)}/announcements", role=None, data=form)

    heard = farm.get("/api/v1/announcements")["items"]
    assert answer.headers["Location"].endswith("said=yes")
    assert [said["quantity_milli"] for said in heard] == ([milli] if milli else [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"product": "YAOURT"},
        {"product": "X404"},
        {"product": ""},
        {"quantity": "beaucoup"},
        {"quantity": "-3"},
        {"quantity": "1e9"},
        {"quantity": "4 0"},
        {"quantity": "100000,001"},
        {"product": "RADIS", "quantity": "2,5"},
    ],
)
def test_nothing_else_is_announced(farm: Station, wrong: dict[str, str]) -> None:
    form = {"product": "CAROTTE", "day": farm.today, "quantity": "40"} | wrong

    answer = farm.call("POST", f"{link(farm)}/announcements", role=None, data=form)

    assert (answer.status_code, "pas été compris" in answer.text) == (422, True)
    assert f'value="{form["quantity"]}"' in answer.text, "what was typed is lost"
    assert farm.get("/api/v1/announcements")["items"] == []


@pytest.mark.parametrize(
    "wrong, why",
    [
        ({"day": "2001-01-01"}, "le 2001-01-01 est passé"),
        ({"day": "demain"}, "demain"),
    ],
)
def test_a_refused_announcement_says_why_and_keeps_what_was_typed(
    farm: Station, wrong: dict[str, str], why: str
) -> None:
    form = {"product": "CAROTTE", "day": farm.today, "quantity": "40,5"} | wrong

    answer = farm.call("POST", f"{link(farm)}/announcements", role=None, data=form)

    [alert] = re.findall(r'role="alert">([^<]+)<', answer.text)
    assert (answer.status_code, why in html.unescape(alert)) == (422, True), alert
    assert "Corrigez" in alert and f'value="{form["quantity"]}"' in answer.text
    assert '<option value="CAROTTE" selected' in answer.text
    assert farm.get("/api/v1/announcements")["items"] == []


def test_only_the_office_makes_links(farm: Station) -> None:
    for role in ("worker", "driver", "producer", "inspector"):
        assert farm.call("GET", "/api/v1/producers/F01/link", role=role).status_code == 403
    assert farm.call("GET", "/api/v1/producers/F99/link").status_code == 404


def test_what_is_expected_and_what_came_is_told_line_by_line(farm: Station) -> None:
    made = farm.do("MakeLabels", producer="F01", delivery_date=farm.today)["ready_crate"]
    [before] = farm.get("/api/v1/producers/F01/expected", role="worker")["items"]

    farm.crate(code=made)

    [after] = farm.get("/api/v1/producers/F01/expected", role="worker")["items"]
    assert (before["state"], after["state"], after["received_count"]) == ("waiting", "complete", 12)
    assert after["labels"][0]["state"] == "received"
    [sheet] = [x for x in farm.get("/api/v1/preparation-sheets")["items"] if x["producer"] == "F01"]
    assert (sheet["labels_received"], sheet["version"], sheet["changed"]) == (1, 0, True)


def test_mail_says_that_it_is_not_set_up(farm: Station) -> None:
    mail = farm.get("/api/v1/mail")

    assert (mail["configured"], mail["waiting"]) == (False, 0) and "[mail]" in mail["problem"]
