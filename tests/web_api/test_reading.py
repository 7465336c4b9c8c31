"""What screens and programs read: status, events by pages, lists, health, words of verdicts."""

import pytest

from station.domain.words import Verdict
from station.errors import LedgerBusy
from station.hangar import Hangar
from tests.web_api.station_at_work import Station


def test_the_status_has_the_contracts_shape(station: Station) -> None:
    status = station.get("/api/v1/status")

    assert set(status["ledger"]) == {"epoch", "seq", "head"}
    assert set(status["clock"]) >= {"synchronised", "confirmed"}
    assert status["version"] and status["devices"] == []
    assert {"id", "role", "scale", "printer", "scanners"} <= status["posts"][0].keys()


def test_a_confirmed_date_shows_in_the_status(station: Station) -> None:
    assert station.get("/api/v1/status")["clock"]["confirmed"] is False

    station.do("ConfirmDate", date=station.today)

    assert station.get("/api/v1/status")["clock"]["confirmed"] is True


def test_the_status_names_the_head_that_answers_name(station: Station) -> None:
    answer = station.do("OpenIntake", producer="F01")

    assert station.get("/api/v1/status")["ledger"] == answer["ledger"]


def test_events_come_in_pages_without_a_gap(station: Station) -> None:
    for _ in range(3):
        station.crate()
    last = station.get("/api/v1/status")["ledger"]["seq"]
    seen, after = [], "0"
    while after is not None:
        page = station.get(f"/api/v1/events?after={after}&limit=7")
        seen += [event["seq"] for event in page["items"]]
        after = page["next"]

    assert seen == list(range(1, last + 1))


def test_an_event_has_its_fields_on_top(station: Station) -> None:
    seq = station.get("/api/v1/status")["ledger"]["seq"]
    station.crate()

    event = station.get(f"/api/v1/events?after={seq}&limit=1")["items"][0]

    wanted = {"seq", "id", "type", "command_id", "stream", "version", "recorded_at", "data"}
    assert wanted <= event.keys()


@pytest.mark.parametrize("path", ["events", "crates", "products", "labels"])
@pytest.mark.parametrize("limit", ["999999", "0", "-3", "x", ""])
def test_a_limit_that_is_out_of_range_is_lowered_not_refused(
    station: Station, path: str, limit: str
) -> None:
    page = station.get(f"/api/v1/{path}?limit={limit}")

    assert isinstance(page["items"], list) and "next" in page


@pytest.mark.parametrize("cursor", ["-5", "x", "999999"])
def test_a_cursor_that_points_nowhere_is_harmless(station: Station, cursor: str) -> None:
    assert "items" in station.get(f"/api/v1/products?cursor={cursor}")


def test_a_list_comes_in_pages(station: Station) -> None:
    everything = station.get("/api/v1/products")["items"]
    first = station.get("/api/v1/products?limit=2")
    rest = station.get(f"/api/v1/products?cursor={first['next']}")

    assert first["items"] + rest["items"] == everything
    assert rest["next"] is None


@pytest.mark.parametrize(
    "name",
    ["producers", "products", "customers", "crate-types", "zones", "operators", "rounds",
     "orders", "intakes", "crates", "labels", "exceptions", "delivery-notes", "empties",
     "events", "verdicts", "posts"],
)  # fmt: skip
def test_every_collection_has_items_and_next(station: Station, name: str) -> None:
    page = station.get(f"/api/v1/{name}")

    assert {"items", "next"} <= page.keys()


def test_every_verdict_has_its_look_sound_and_words(station: Station) -> None:
    rows = station.get("/api/v1/verdicts", role=None)["items"]

    assert {row["verdict"] for row in rows} == {verdict.value for verdict in Verdict}
    assert all(row["say"]["fr"] and row["look"] and row["sound"] for row in rows)


@pytest.mark.parametrize("path", ["crates/RIEN", "rounds/RIEN", "trace/RIEN", "posts/RIEN"])
def test_what_is_not_there_is_not_found(station: Station, path: str) -> None:
    answer = station.call("GET", f"/api/v1/{path}")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_unknown_address_is_a_problem_too(station: Station) -> None:
    answer = station.call("GET", "/api/v1/nulle-part")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_health_is_public_and_says_nothing_else(station: Station) -> None:
    assert station.get("/healthz", role=None) == {"status": "ok"}


def test_health_is_bad_when_the_ledger_takes_nothing(station: Station) -> None:
    station.hangar.bus.close()

    assert station.call("GET", "/healthz", role=None).status_code == 503


def test_counters_of_refusals_are_measured(station: Station) -> None:
    station.post(
        "/api/v1/commands",
        {"command_id": "essai-0001", "type": "OpenIntake", "data": {"producer": "F99"}},
    )

    text = station.call("GET", "/metrics", role="inspector").text

    assert 'hangar_refusals_total{code="not_found"} 1' in text


def test_a_crate_is_traced_from_the_farm_to_the_customer(station: Station) -> None:
    station.plan_rounds()
    crate = station.crate(customer="C03", producer_lot="24-11 A")
    station.do("ConfirmLabel", label=crate["label"])
    station.do("LoadCrate", post="dock-1", crate=crate["id"], round=f"{station.today}-T2")
    station.do("DepartRound", post="dock-1", round=f"{station.today}-T2")

    for code in (crate["sscc"], crate["id"], crate["lot"], "24-11 A"):
        lot = station.get(f"/api/v1/trace/{code}")["lots"][0]
        assert (lot["lot"], lot["producer"]["name"]) == (crate["lot"], "Ferme du Vallon")
        assert lot["delivered"][0]["customer"]["code"] == "C03"
        assert lot["delivered"][0]["delivery_note"].startswith("BL-")
        assert (lot["received_count"], lot["unexplained_g"]) == (12, 0)


def test_a_trace_gives_the_floor_names_without_contacts(station: Station) -> None:
    station.plan_rounds()
    crate = station.crate(customer="C03")
    station.do("ConfirmLabel", label=crate["label"])
    station.do("LoadCrate", post="dock-1", crate=crate["id"], round=f"{station.today}-T2")
    station.do("DepartRound", post="dock-1", round=f"{station.today}-T2")

    for role, fields in (
        ("worker", {"code", "name"}),
        ("coordinator", {"code", "name", "address", "phone"}),
    ):
        lot = station.get(f"/api/v1/trace/{crate['lot']}", role=role)["lots"][0]
        parties = [lot["producer"], *(gone["customer"] for gone in lot["delivered"])]
        assert len(parties) == 2
        assert all(set(party) == fields for party in parties), role


def test_two_stations_do_not_open_one_ledger(station: Station) -> None:
    with pytest.raises(LedgerBusy, match=r"hangar\.db"):
        Hangar(station.hangar.config)
