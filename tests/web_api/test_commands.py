"""The commands call: envelopes, lists, repeats, broken bodies, roles."""

import json
from typing import Any

import pytest

from tests.web_api.station_at_work import Station, command

RADISH = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12}


def stored(station: Station) -> int:
    return int(station.get("/api/v1/status")["ledger"]["seq"])


def test_an_accepted_command_answers_as_the_contract_shows(station: Station) -> None:
    answer = station.do("ReceiveCrate", **RADISH)

    assert (answer["status"], answer["replayed"]) == (200, False)
    crate, label, ledger = answer["crate"], answer["label"], answer["ledger"]
    assert {"id", "sscc", "codes", "lot", "gross_g", "tare_g", "net_g", "count"} <= crate.keys()
    assert label["state"] == "queued" and label["id"]
    assert ledger["head"].startswith("sha256:") and ledger["epoch"]
    event = next(event for event in answer["events"] if event["type"] == "CrateReceived")
    assert {"seq", "id", "command_id", "stream", "version", "recorded_at", "data"} <= event.keys()


def test_a_refused_command_is_an_answer_with_words_and_remedy(station: Station) -> None:
    body = command("ReceiveCrate", **RADISH | {"count": None})

    response = station.call("POST", "/api/v1/commands", body)

    answer = response.get_json()
    assert (response.status_code, answer["outcome"]) == (200, "refused")
    assert answer["refusal"]["code"] == "count_required"
    assert set(answer["refusal"]["say"]) == set(answer["refusal"]["remedy"]) == {"fr", "en"}


def test_a_repeat_gets_the_first_answer(station: Station) -> None:
    body = command("ReceiveCrate", **RADISH)
    first = station.post("/api/v1/commands", body)
    before = stored(station)

    again = station.post("/api/v1/commands", body)

    assert again == first | {"replayed": True}
    assert stored(station) == before


def test_a_repeat_is_known_whatever_the_order_of_its_keys(station: Station) -> None:
    body = command("ReceiveCrate", **RADISH)
    station.post("/api/v1/commands", body)

    again = station.post("/api/v1/commands", dict(reversed(body.items())))

    assert again["replayed"] is True


def test_the_same_id_with_another_body_is_a_conflict_and_an_exception(station: Station) -> None:
    body = command("ReceiveCrate", **RADISH)
    first = station.post("/api/v1/commands", body)

    response = station.call("POST", "/api/v1/commands", body | {"data": RADISH | {"count": 11}})

    assert (response.status_code, response.get_json()["refusal"]["code"]) == (409, "duplicate_id")
    open_now = station.get("/api/v1/exceptions")["items"]
    assert [trouble["kind"] for trouble in open_now] == ["duplicate_id"]
    assert station.post("/api/v1/commands", body) == first | {"replayed": True}


def test_a_refused_command_replays_as_refused(station: Station) -> None:
    body = command("ReceiveCrate", **RADISH | {"count": None})
    first = station.post("/api/v1/commands", body)

    assert station.post("/api/v1/commands", body) == first | {"replayed": True}


def test_in_a_list_one_bad_item_loses_no_neighbour(station: Station) -> None:
    good, other = command("ReceiveCrate", **RADISH), command("ReceiveCrate", **RADISH)
    bad: list[Any] = [
        {"command_id": "trop", "type": "ReceiveCrate", "data": {}},
        "pas un objet",
        None,
        command("NotACommand"),
        command("ReceiveCrate", **RADISH | {"count": "douze"}),
        command("RegisterOperator", code="x", name="X", role="admin"),
    ]

    response = station.call("POST", "/api/v1/commands", [good, *bad, other])

    items = response.get_json()["items"]
    assert response.status_code == 200
    assert [item["status"] for item in items] == [200, 400, 400, 400, 400, 400, 403, 200]
    assert (items[0]["outcome"], items[-1]["outcome"]) == ("accepted", "accepted")
    assert items[5]["command_id"] == bad[4]["command_id"]


def test_a_list_is_decided_in_its_order(station: Station) -> None:
    intake = station.do("OpenIntake", producer="F01")["intake"]
    close = [command("CloseIntake", intake=intake) for _ in range(2)]

    items = station.post("/api/v1/commands", close)["items"]

    assert [item["outcome"] for item in items] == ["accepted", "refused"]


def test_an_empty_list_is_answered_with_an_empty_list(station: Station) -> None:
    assert station.post("/api/v1/commands", []) == {"items": []}


def test_more_than_two_hundred_commands_are_too_many(station: Station) -> None:
    bodies = [command("ConfirmDate", date=station.today) for _ in range(201)]

    response = station.call("POST", "/api/v1/commands", bodies)

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"command_id": 12}, "command_id"),
        ({"command_id": "court"}, "command_id"),
        ({"command_id": None}, "command_id"),
        ({"type": "DoEverything"}, "type"),
        ({"type": None}, "type"),
        ({"data": []}, "data"),
        ({"data": {}}, "data.producer"),
        ({"data": RADISH | {"count": "12"}}, "data.count"),
        ({"data": RADISH | {"count": True}}, "data.count"),
        ({"data": RADISH | {"count": 12.0}}, "data.count"),
        ({"data": RADISH | {"weigh": {"gross_g": 1.5, "tare_g": 0, "reason": "x"}}},
         "data.weigh.gross_g"),
        ({"data": RADISH | {"weigh": "scale"}}, "data.weigh"),
        ({"data": RADISH | {"colour": "red"}}, "data.colour"),
        ({"data": RADISH | {"producer_lot": "x" * 5000}}, "data.producer_lot"),
        ({"judged": {"snapshot": 1}}, "judged.verdict"),
        ({"more": 1}, "more"),
    ],
)  # fmt: skip
def test_a_broken_body_is_a_problem_document_that_names_the_place(
    station: Station, change: dict[str, Any], path: str
) -> None:
    before = stored(station)

    response = station.call("POST", "/api/v1/commands", command("ReceiveCrate", **RADISH) | change)

    problem = response.get_json()
    assert response.status_code == 400, problem
    assert response.mimetype == "application/problem+json"
    assert problem["path"] == path, problem
    assert "expected" in problem["detail"]
    assert stored(station) == before


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b"12", b'"text"', b"null", b"[" * 5000, b'{"command_id": NaN}']
)
def test_what_is_no_json_object_is_a_problem_not_a_bug(station: Station, raw: bytes) -> None:
    response = station.call("POST", "/api/v1/commands", data=raw, content_type="application/json")

    assert 400 <= response.status_code < 500, response.text
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("number", ["1e3", "12.0", "1.5", "1E2", "NaN", "Infinity"])
def test_no_fraction_is_ever_stored(station: Station, number: str) -> None:
    body = json.dumps(command("ReceiveCrate", **RADISH)).replace(": 12", f": {number}")

    response = station.call("POST", "/api/v1/commands", data=body, content_type="application/json")

    assert response.status_code == 400


def test_a_body_that_is_too_large_is_refused(station: Station) -> None:
    response = station.call(
        "POST", "/api/v1/commands", data=b" " * (13 * 1024 * 1024), content_type="application/json"
    )

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("role", "type", "data"),
    [
        ("driver", "ReceiveCrate", RADISH),
        ("producer", "StoreCrate", {"crate": "X", "zone": "SEC"}),
        ("worker", "ReleaseLot", {"lot": "X", "reason": "x"}),
        ("worker", "PlanRound", {"date": "2026-11-24", "round": "T1", "stops": []}),
        ("coordinator", "RegisterOperator", {"code": "x", "name": "X", "role": "admin"}),
        ("coordinator", "MarkLabel", {"label": "x", "state": "sent", "evidence": "x"}),
        ("inspector", "ConfirmDate", {"date": "2026-11-24"}),
    ],
)
def test_a_role_sends_only_its_own_commands(
    station: Station, role: str, type: str, data: dict[str, Any]
) -> None:
    before = stored(station)

    response = station.call("POST", "/api/v1/commands", command(type, **data), role=role)

    assert (response.status_code, stored(station)) == (403, before)


def test_a_manual_weight_by_a_worker_is_refused_and_counted(station: Station) -> None:
    weigh = {"gross_g": 8000, "tare_g": 500, "reason": "panne"}
    body = command("ReceiveCrate", producer="F01", product="CAROTTE", weigh=weigh)

    answer = station.post("/api/v1/commands", body, role="worker")

    assert answer["refusal"]["code"] == "not_allowed"
    assert answer["events"][0]["type"] == "CommandRefused"


def test_without_a_scale_the_posts_weight_is_offline(station: Station) -> None:
    body = command("ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2", weigh="post")

    assert station.post("/api/v1/commands", body)["refusal"]["code"] == "scale_offline"


def test_a_handhelds_truth_and_ours_are_both_kept(station: Station) -> None:
    station.plan_rounds()
    crate = station.crate(customer="C03")
    judged = {"verdict": "ok", "snapshot": 7}
    body = command("LoadCrate", post="dock-1", crate=crate["id"], round=f"{station.today}-T1")

    answer = station.post("/api/v1/commands", body | {"judged": judged}, role="driver")

    assert answer["outcome"] == "accepted"
    kinds = [trouble["kind"] for trouble in station.get("/api/v1/exceptions")["items"]]
    assert kinds == ["judged_otherwise"]
