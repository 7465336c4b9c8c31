"""A farm drops off alone: its screen, its receipt, its papers, and nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web_api.station_at_work import Answer, Station, command

PAGE = "/api/v1/posts/cold-door/drop-off"


@pytest.fixture
def farms(station: Station) -> dict[str, str]:
    """Return the token of each of two farms."""
    return {
        code: station.access.create_token(f"ferme-{code}", "producer", producer=code)
        for code in ("F01", "F02")
    }


def ask(station: Station, token: str, path: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return station.call("GET", path, role=None, headers=headers)


def left(station: Station, token: str, **more: Any) -> Answer:
    """Let a farm leave a crate that carries an emergency label; return the answer."""
    [code] = station.do("MakeEmergencyLabels", count=1)["codes"]
    data = {"producer": "F01", "product": "CAROTTE", "zone": "SEC", "code": code} | more
    body = command("DropOffCrate", post="cold-door", **data)
    headers = {"Authorization": f"Bearer {token}"}
    return dict(station.call("POST", "/api/v1/commands", body, role=None, headers=headers).json)


def ended(station: Station, crate: Answer) -> str:
    intake = str(station.get(f"/api/v1/crates/{crate['id']}")["intake"])
    station.do("CloseIntake", intake=intake)
    return intake


def test_a_farm_sees_its_own_goods_and_what_it_left(
    station: Station, farms: dict[str, str]
) -> None:
    crate = left(station, farms["F01"], declared_g=9_000)["crate"]

    shown = ask(station, farms["F01"], PAGE).json

    assert shown["farm"]["code"] == "F01" and not shown["prints"]
    assert {product["code"] for product in shown["products"]} == {"CAROTTE", "RADIS"}
    [row] = shown["intake"]["crates"]
    assert (row["crate"], row["declared_g"], row["zone"]) == (crate["id"], 9_000, "SEC")
    assert {zone["code"] for zone in shown["zones"]} >= {"SEC", "CF-1"}


def test_a_farm_sees_no_other_farms_things(station: Station, farms: dict[str, str]) -> None:
    crate = left(station, farms["F01"])["crate"]
    intake = ended(station, crate)

    shown = ask(station, farms["F02"], f"{PAGE}?producer=F01").json
    receipt = ask(station, farms["F02"], f"/api/v1/drop-receipts/{intake}")
    post = ask(station, farms["F02"], "/api/v1/posts/cold-door").json
    labels = ask(station, farms["F02"], "/api/v1/labels").json["items"]

    assert shown["farm"]["code"] == "F02" and shown["intake"] is None
    assert receipt.status_code == 404
    assert (post["intakes"], post["labels"]) == ([], []) and labels == []


def test_the_stream_tells_a_farm_of_its_own_drop_only(
    station: Station, farms: dict[str, str]
) -> None:
    left(station, farms["F01"])
    seen = {}
    for code, token in farms.items():
        headers = {"Authorization": f"Bearer {token}"}
        client = station.app.test_client()
        answer = client.get("/api/v1/posts/cold-door/stream", headers=headers)
        parts = iter(answer.response)
        text = "".join(bytes(next(parts)).decode() for _ in range(6))
        answer.close()
        seen[code] = "F01" in re.findall(r"event: intake\ndata: (.*)\n", text)[0]

    assert seen == {"F01": True, "F02": False}


def test_a_badge_of_no_farm_has_nothing_to_see(station: Station) -> None:
    token = station.access.create_token("sans-ferme", "producer")

    assert ask(station, token, f"{PAGE}?producer=F01").json == {"farm": None, "farms": []}


def test_the_office_chooses_a_farm(station: Station) -> None:
    names = [farm["name"] for farm in station.get(PAGE)["farms"]]

    assert len(names) == 2 and names == sorted(names)
    assert station.get(f"{PAGE}?producer=F02")["farm"]["code"] == "F02"
    assert station.call("GET", "/api/v1/posts/nowhere/drop-off").status_code == 404


def test_another_farms_crate_cannot_be_taken_back(station: Station, farms: dict[str, str]) -> None:
    crate = left(station, farms["F01"])["crate"]
    body = command("VoidCrate", crate=crate["id"], reason="erreur")
    said = {}
    for code in ("F02", "F01"):
        headers = {"Authorization": f"Bearer {farms[code]}"}
        fresh = body | {"command_id": f"essai-void-{code}"}
        answer = station.call("POST", "/api/v1/commands", fresh, role=None, headers=headers).json
        said[code] = (answer.get("refusal") or {}).get("code")

    assert said == {"F02": "not_allowed", "F01": None}


def test_the_receipt_is_timed_and_its_code_opens_the_farms_own_note(
    station: Station, farms: dict[str, str]
) -> None:
    intake = ended(station, left(station, farms["F01"], declared_g=9_000)["crate"])

    receipt = ask(station, farms["F01"], f"/api/v1/drop-receipts/{intake}").json

    assert re.search(r"\d\d/\d\d/\d{4}\xa0à\xa0\d\d:\d\d", receipt["moment"])
    assert receipt["qr"].startswith("data:image/svg+xml;base64,")
    assert receipt["label"] is None, "no printer at this post"
    link = "/farm/" + station.get("/api/v1/producers/F01/link")["url"].rpartition("/")[2]
    other = "/farm/" + station.get("/api/v1/producers/F02/link")["url"].rpartition("/")[2]
    note = station.call("GET", f"{link}/bons/{intake}.pdf", role=None)
    assert note.status_code == 200 and note.data.startswith(b"%PDF")
    assert station.call("GET", f"{other}/bons/{intake}.pdf", role=None).status_code == 404
    assert intake in station.call("GET", link, role=None).text


def test_what_lies_unweighed_is_listed_until_somebody_counts_it(
    station: Station, farms: dict[str, str]
) -> None:
    answer = left(station, farms["F01"], product="RADIS", declared_count=12)

    [row] = station.get("/api/v1/drops")["items"]

    assert (row["producer_name"], row["declared_count"], row["may_leave"]) == (
        "Ferme du Vallon", 12, False,
    )  # fmt: skip
    assert station.call("GET", "/api/v1/drops", role="producer").status_code == 403
    station.do("MeasureCrate", crate=answer["crate"]["id"], count=12)
    assert station.get("/api/v1/drops")["items"] == []


def test_the_board_and_what_is_expected_say_that_it_waits_for_the_scale(
    station: Station, farms: dict[str, str]
) -> None:
    line = {"order": "CMD-1", "customer": "C01", "delivery_date": station.today, "producer": "F01",
            "product": "RADIS", "quantity_milli": 12_000, "unit": "bunch"}  # fmt: skip
    station.do("ImportOrders", source="essai", added=[line])
    station.plan_rounds()
    ready = station.do("MakeLabels", producer="F01", delivery_date=station.today)["ready_crate"]
    crate = left(station, farms["F01"], product="RADIS", code=ready)["crate"]["id"]

    def shown() -> tuple[bool, bool, int]:
        stops = station.get(f"/api/v1/rounds/{station.today}-T1")["stops"]
        stop = next(one for one in stops if one["customer"]["code"] == "C01")
        [row] = station.get("/api/v1/producers/F01/expected")["items"]
        return stop["crates"][0]["unweighed"], stop["remaining"][0]["unweighed"], row["unweighed"]

    before = shown()
    station.do("MeasureCrate", crate=crate, count=12)

    assert (before, shown()) == ((True, True, 1), (False, False, 0))


def test_what_is_loaded_on_its_farms_word_waits_for_nobody_until_it_is_unloaded(
    station: Station, farms: dict[str, str]
) -> None:
    station.do(
        "RegisterProduct", code="RADIS", producer="F01", name="Radis", family="légumes",
        unit="bunch", temperature_class="ambiant", date_kind="none", leaves_declared=True,
    )  # fmt: skip
    station.plan_rounds()
    given = {"product": "RADIS", "declared_count": 12, "customer": "C01"}
    crate = left(station, farms["F01"], **given)["crate"]["id"]
    van = {"crate": crate, "round": f"{station.today}-T1"}

    listed = []
    for move in (None, "LoadCrate", "UnloadCrate"):
        if move:
            station.do(move, post="dock-1", **van)
        listed.append([row["crate"] for row in station.get("/api/v1/drops")["items"]])

    assert listed == [[crate], [], [crate]]


def test_the_note_says_that_nobody_has_weighed_it_yet(
    station: Station, farms: dict[str, str]
) -> None:
    intake = ended(station, left(station, farms["F01"], declared_g=9_000)["crate"])

    paper = station.get(f"/api/v1/documents/intake-note/{intake}.json")

    [crate] = paper["lots"][0]["crates"]
    assert (crate["dropped"], crate["declared_g"], crate["net_g"]) == (True, 9_000, None)
