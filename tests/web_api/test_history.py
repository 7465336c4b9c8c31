"""The history of a record: which field, from what to what, by whom; personal data stays unsaid."""

from typing import Any

from tests.web_api.station_at_work import Station, command


def history(station: Station, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = station.get(f"/api/v1/history/{path}")["items"]
    return items


def test_a_change_names_the_field_and_both_values(station: Station) -> None:
    station.do("RegisterCrateType", code="E2", name="Bac E2", tare_g=1_950, returnable=True)

    newest, *_, first = history(station, "crate-type/E2")

    assert {"field": "tare_g", "from": 2_000, "to": 1_950} in newest["changes"]
    assert {change["field"] for change in newest["changes"]} == {"tare_g", "tare_since"}
    assert (first["first"], first["changes"]) == (True, [])


def test_each_mention_is_told_by_itself(station: Station) -> None:
    apples = {"code": "POMME", "producer": "F01", "name": "Pommes", "family": "fruits"}
    station.do("RegisterProduct", **apples, unit="kg", mentions={"class": "I", "size": "70"})
    station.do("RegisterProduct", **apples, unit="kg", mentions={"class": "II"})

    newest, _ = history(station, "product/POMME")

    assert newest["changes"] == [
        {"field": "class", "from": "I", "to": "II"},
        {"field": "size", "from": "70", "to": None},
    ]


def test_personal_data_is_only_said_to_have_changed(station: Station) -> None:
    known = {
        "code": "F01", "name": "Ferme du Vallon", "postcode": "61110", "city": "Exempleville",
    }  # fmt: skip
    station.do("RegisterProducer", **known, organic_body="FR-BIO-01")
    station.do("RegisterProducer", **known, organic_body="FR-BIO-01", phone="06 11")

    phone, organic, *_ = history(station, "producer/F01")

    assert phone["changes"] == [{"field": "personal"}]
    assert [change["field"] for change in organic["changes"]] == ["organic_body"]
    assert "06 11" not in str((phone, organic))


def test_an_erased_party_says_so(station: Station) -> None:
    station.do("EraseParty", role="admin", kind="customer", code="C01", why="asked")

    assert history(station, "customer/C01")[0]["changes"] == [{"field": "personal", "erased": True}]


def test_a_record_tells_the_version_that_a_change_is_made_on(station: Station) -> None:
    (before,) = (c for c in station.get("/api/v1/crate-types")["items"] if c["code"] == "E2")
    change = {"code": "E2", "name": "Bac E2", "tare_g": 1_900, "seen": before["version"]}
    assert station.do("RegisterCrateType", **change)["outcome"] == "accepted"

    late = station.post("/api/v1/commands", command("RegisterCrateType", **change))

    assert late["refusal"]["code"] == "changed_meanwhile"


def test_a_history_of_no_kind_is_not_found(station: Station) -> None:
    assert station.call("GET", "/api/v1/history/crate/X").status_code == 404
