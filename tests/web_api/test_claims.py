"""Claims over HTTP: shown with the weighings behind them, to those who may read customers."""

from typing import Any

import pytest

from tests.web_api.station_at_work import Station, command


def do(station: Station, type: str, **data: Any) -> Any:
    answer = station.call("POST", "/api/v1/commands", command(type, **data)).get_json()
    assert answer["outcome"] == "accepted", answer
    return answer


@pytest.fixture
def delivered(station: Station) -> Station:
    """Let a crate weighed by hand leave for C01, and a claim come."""
    today = station.today
    do(station, "PlanRound", date=today, round="T9", stops=[{"stop": 1, "customer": "C01"}])
    weigh = {"gross_g": 9_500, "tare_g": 2_000, "reason": "balance en panne"}
    got = do(station, "ReceiveCrate", producer="F01", product="CAROTTE", crate_type="E2",
             customer="C01", weigh=weigh)  # fmt: skip
    do(station, "ConfirmLabel", label=got["label"]["id"])
    do(station, "LoadCrate", crate=got["crate"]["id"], round=f"{today}-T9")
    left = do(station, "DepartRound", round=f"{today}-T9")
    note = next(e["data"]["note"] for e in left["events"] if e["type"] == "DeliveryNoteIssued")
    do(station, "OpenClaim", note=note, product="CAROTTE", kind="quality",
       quantity_milli=1_500, words="molles")  # fmt: skip
    return station


def test_a_claim_shows_the_weighing_behind_it(delivered: Station) -> None:
    (claim,) = delivered.get("/api/v1/claims?state=open")["items"]

    assert (claim["delivered_g"], claim["quantity_milli"]) == (7_500, 1_500)
    assert claim["words"] == "molles"
    (weighing,) = claim["weighings"]
    assert (weighing["gross_g"], weighing["tare_g"]) == (9_500, 2_000)
    assert weighing["alibi"] is None


def test_a_settled_claim_leaves_the_open_ones(delivered: Station) -> None:
    (claim,) = delivered.get("/api/v1/claims?state=open")["items"]

    do(delivered, "SettleClaim", claim=claim["id"], quantity_milli=0, reason="goûtées, bonnes")

    assert delivered.get("/api/v1/claims?state=open")["items"] == []
    assert delivered.get("/api/v1/claims")["items"][0]["reason"] == "goûtées, bonnes"


def test_workers_and_farms_do_not_read_claims(delivered: Station) -> None:
    answers = {
        role: delivered.call("GET", "/api/v1/claims", role=role) for role in delivered.tokens
    }

    assert {role for role, answer in answers.items() if answer.status_code == 403} == {
        "worker", "producer",
    }  # fmt: skip


def test_a_settled_claim_stands_on_the_note_as_a_revision(delivered: Station) -> None:
    (claim,) = delivered.get("/api/v1/claims")["items"]
    do(delivered, "SettleClaim", claim=claim["id"], quantity_milli=1_500, reason="molles")
    paper = f"/api/v1/documents/delivery-note/{claim['note']}"

    (revision,) = delivered.get(f"{paper}.json")["revisions"]

    assert (revision["revision"], revision["taken_back_milli"]) == (1, 1_500)
    rows = delivered.call("GET", f"{paper}.csv").get_data().decode().splitlines()
    assert rows[0].endswith("crates;revision;taken_back_milli")
    assert rows[1].endswith(";1;1500")
    assert delivered.call("GET", f"{paper}.pdf").get_data().startswith(b"%PDF-")


def test_pictures_of_the_stop_stand_with_its_claim(delivered: Station) -> None:
    round = f"{delivered.today}-T9"
    taken = {"round": round, "customer": "C01", "about": "damaged", "jpeg": "/9j/4AAQSkZJRg=="}
    other = taken | {"customer": "C02"}
    delivered.do("PhotographDelivery", role="admin", **taken)
    delivered.do("PhotographDelivery", role="admin", **other)

    (claim,) = delivered.get("/api/v1/claims?state=open")["items"]

    (photo,) = claim["photos"]
    assert (photo["from"], photo["about"]) == ("driver", "damaged")
    delivered.do("EraseDeliveryPhotograph", photo=photo["id"], reason="un visage")
    assert delivered.get("/api/v1/claims?state=open")["items"][0]["photos"] == []


def test_who_saw_a_claim_first_stays_and_settling_it_is_seeing_it(delivered: Station) -> None:
    (claim,) = delivered.get("/api/v1/claims?state=open")["items"]
    delivered.do("SettleClaim", claim=claim["id"], quantity_milli=0, reason="goûtées, bonnes")
    first = delivered.get("/api/v1/claims")["items"][0]["seen_at"]

    again = delivered.do("SeeClaim", claim=claim["id"])

    assert first is not None and again["events"] == []
