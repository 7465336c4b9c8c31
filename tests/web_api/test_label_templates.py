"""The calls of the page of templates; what is judged is tests/labels/test_shelf.py."""

from __future__ import annotations

from typing import Any

import pytest

import labels
from labels import template
from tests.web_api.station_at_work import Station

PATH = "/api/v1/templates"
CARD = template.shipped("card").decode()
OWN = CARD.replace('title = "', 'title = "Notre ')


SHIPPED = template.content_hash(CARD.encode())


def body(text: Any, was: Any = SHIPPED) -> dict[str, Any]:
    return {"text": text, "was": was}


@pytest.mark.parametrize(
    ("role", "status"),
    [("worker", 403), ("inspector", 403), (None, 401), ("coordinator", 200), ("admin", 200)],
)
def test_only_the_office_reads_and_changes_templates(
    station: Station, role: str | None, status: int
) -> None:
    calls = [("GET", PATH, None), ("GET", f"{PATH}/card", None)]
    calls += [("POST", f"{PATH}/card/trial", body(CARD)), ("POST", f"{PATH}/card", body(OWN))]
    calls += [("POST", f"{PATH}/card/drop", {})]

    for method, path, sent in calls:
        assert station.call(method, path, sent, role=role).status_code == status, path


def test_a_saved_template_is_the_hubs_own_and_can_be_dropped(station: Station) -> None:
    saved = station.post(f"{PATH}/card", body(OWN))

    assert saved["saved"]
    mine = station.get(f"{PATH}/card")
    assert (mine["own"], mine["text"], mine["hash"]) == (True, OWN, saved["hash"])
    assert station.post(f"{PATH}/card/drop", {})["saved"]
    assert station.get(f"{PATH}/card")["text"] == CARD
    assert {row["name"] for row in station.get(PATH)["items"]} == set(template.names())


def test_a_faulty_text_is_shown_but_not_saved(station: Station) -> None:
    wrong = CARD.replace('shape = "matrix"', 'shape = "round"')

    tried = station.call("POST", f"{PATH}/card/trial", body(wrong))
    saved = station.call("POST", f"{PATH}/card", body(wrong))

    assert tried.status_code == 200
    assert tried.get_json()["faults"][0]["line"]
    assert saved.status_code == 422
    assert "shape" in saved.get_json()["detail"]
    assert not station.get(f"{PATH}/card")["own"]


def test_a_save_over_somebody_elses_is_refused_with_what_to_do(station: Station) -> None:
    station.post(f"{PATH}/card", body(OWN))

    answer = station.call("POST", f"{PATH}/card", body(CARD + "# autre\n"))

    assert (answer.status_code, answer.get_json()["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    "sent", [[], {}, {"text": 3}, {"text": "\ud800"}, {"text": CARD, "was": 3}]
)
def test_a_malformed_call_is_told_so(station: Station, sent: object) -> None:
    assert station.call("POST", f"{PATH}/card", sent).status_code == 400


@pytest.mark.parametrize("name", ["A6", "a" * 40, "..%2F..%2Fetc"])
def test_a_name_that_is_no_template_name_writes_nothing(station: Station, name: str) -> None:
    assert station.call("POST", f"{PATH}/{name}", body(CARD, None)).status_code in (404, 409)
    assert station.call("GET", f"{PATH}/{name}").status_code == 404


def test_the_page_on_the_two_codes_is_open_to_producers_without_a_badge(station: Station) -> None:
    answer = station.call("GET", "/api/v1/documents/two-codes.pdf", role=None)

    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_the_picture_of_a_label_is_drawn_with_the_template_it_was_queued_with(
    station: Station,
) -> None:
    shipped = template.shipped("a6").decode()
    own = shipped.replace("reçu {received}", "arrivé le {received}")
    was = template.content_hash(shipped.encode())
    before = station.crate()["label"]
    assert station.post(f"{PATH}/a6", body(own, was))["saved"]
    after = station.crate()["label"]

    for label, text in ((before, shipped), (after, own)):
        answer = station.call("GET", f"/api/v1/labels/{label}.png", role="worker")
        with station.hangar.readers.present() as present:
            fields = present.vault.get(f"label/{label}")
        shape = template.parse("a6", text.encode())
        assert fields is not None
        assert answer.data == labels.make(shape, fields, dpi=203, language="png").payload
