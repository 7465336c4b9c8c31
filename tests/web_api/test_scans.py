"""The scans call: symbols as scanners send them, contexts by reader, verdicts with words."""

import base64
import uuid

import pytest

from tests.web_api.station_at_work import Station

GS = "\x1d"


@pytest.mark.parametrize(
    "form",
    ["{sscc}", "]C100{sscc}", "]d200{sscc}91LOT", "00{sscc}", "(00){sscc}", "{id}", "{low}",
     "{sscc}\r\n"],
)  # fmt: skip
def test_a_crate_is_found_however_its_symbol_is_sent(station: Station, form: str) -> None:
    crate = station.crate()
    data = form.format(sscc=crate["sscc"], id=crate["id"], low=crate["id"].lower())

    answer = station.scan("reception", data=data)

    assert (answer["verdict"], answer["crate"]["id"]) == ("ok", crate["id"])


def test_a_symbol_may_come_as_bytes(station: Station) -> None:
    crate = station.crate()
    data = f"]d200{crate['sscc']}91{crate['lot']}{GS}92RADIS".encode()

    answer = station.scan("reception", data_b64=base64.b64encode(data).decode())

    assert answer["crate"]["id"] == crate["id"]


@pytest.mark.parametrize(
    "body", [{}, {"data": "x", "data_b64": "eA=="}, {"data_b64": "pas du base64"}, {"data": 12}]
)
def test_a_scan_is_text_or_bytes(station: Station, body: dict[str, object]) -> None:
    sent = {"command_id": str(uuid.uuid4())} | body

    response = station.call("POST", "/api/v1/posts/reception/scans", sent, role="worker")

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        ("3017620422003", "not_ours"),
        ("]E03017620422003", "not_ours"),
        ("]C10103017620422003", "not_ours"),
        ("BONJOUR", "unknown_code"),
        ("", "unknown_code"),
        ("\x00\x1b%-12345X", "unknown_code"),
        ("x" * 3_900, "unknown_code"),
    ],
)
def test_what_is_not_ours_gets_a_verdict_and_words(
    station: Station, data: str, verdict: str
) -> None:
    answer = station.scan("reception", data=data)

    assert answer["verdict"] == verdict
    assert answer["say"]["fr"] and answer["next"]["fr"]
    assert answer["refusal"]["code"] == verdict


def test_a_verdict_has_every_field_null_where_it_does_not_apply(station: Station) -> None:
    answer = station.scan("reception", data=station.get("/api/v1/zones")["items"][0]["card"])

    wanted = {"verdict", "say", "next", "crate", "label", "round", "refusal", "command"}
    assert wanted <= answer.keys()
    assert answer["crate"] is answer["refusal"] is answer["command"] is None


def test_context_belongs_to_the_reader(station: Station) -> None:
    zone = next(z for z in station.get("/api/v1/zones")["items"] if z["code"] == "SEC")
    one, other = station.crate(), station.crate()
    station.scan("cold-door", data=zone["card"], reader="douchette-2")

    stored = station.scan("cold-door", data=one["sscc"], reader="douchette-2")
    lost = station.scan("cold-door", data=other["sscc"], reader="douchette-9")

    assert (stored["verdict"], stored["command_type"]) == ("ok", "StoreCrate")
    assert lost["refusal"]["code"] == "zone_needed"


def test_a_context_in_the_call_wins(station: Station) -> None:
    crate = station.crate()

    answer = station.scan("cold-door", data=crate["sscc"], context={"zone": "SEC"})

    assert answer["verdict"] == "ok"
    assert station.get(f"/api/v1/crates/{crate['sscc']}")["zone"] == "SEC"


def test_an_unknown_context_is_malformed(station: Station) -> None:
    body = {"command_id": str(uuid.uuid4()), "data": "X", "context": {"planet": "Mars"}}

    response = station.call("POST", "/api/v1/posts/cold-door/scans", body, role="worker")

    assert response.status_code == 400


def test_a_scan_that_is_sent_again_is_not_judged_again(station: Station) -> None:
    station.plan_rounds()
    crate = station.crate(customer="C02")
    context = {"round": f"{station.today}-T1"}
    body = {"command_id": str(uuid.uuid4()), "data": crate["sscc"], "context": context}
    first = station.scan("dock-1", **body)

    again = station.scan("dock-1", **body)

    assert first["verdict"] in ("ok", "done")
    assert again == first | {"replayed": True}


def test_a_post_that_is_not_configured_is_not_found(station: Station) -> None:
    body = {"command_id": str(uuid.uuid4()), "data": "X"}

    assert station.call("POST", "/api/v1/posts/lune/scans", body).status_code == 404


def test_every_registered_thing_has_a_card_that_scans(station: Station) -> None:
    station.plan_rounds()
    for kind in ("producers", "products", "customers", "crate-types", "zones", "rounds",
                 "operators"):  # fmt: skip
        items = station.get(f"/api/v1/{kind}")["items"]
        assert items, kind
        for item in items:
            answer = station.scan("reception", data=item["card"], reader="douchette-1")
            assert answer["verdict"] == "ok", (kind, item)
