"""What the law asks, over HTTP: asked at reception, photographed, completed by the office."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from tests.web_api.station_at_work import Station

APPLES: dict[str, Any] = {
    "code": "POMME", "producer": "F01", "name": "Pommes", "family": "fruits", "unit": "piece",
    "mentions": {"variety": "Reinette"},
}  # fmt: skip
BOXED = {"producer": "F01", "product": "POMME", "count": 12}


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    out.seek(0)
    return out


def crate_of(station: Station) -> dict[str, Any]:
    station.do("RegisterProduct", **APPLES)
    return dict(station.do("ReceiveCrate", **BOXED)["crate"])


def photograph(station: Station, crate: dict[str, Any], form: dict[str, Any]) -> Any:
    """Send a picture as a telephone's page does."""
    path = f"/api/v1/crates/{crate['id']}/photo"
    return station.call("POST", path, role="worker", data=form)


def test_a_product_says_what_reception_has_to_ask(station: Station) -> None:
    station.do("RegisterProduct", **APPLES)

    lacks = {row["code"]: row["lacks"] for row in station.get("/api/v1/products")["items"]}

    assert lacks["CAROTTE"] == []
    assert [one["key"] for one in lacks["POMME"]] == ["class", "size"]
    assert lacks["POMME"][0]["choices"] == ["Extra", "I", "II"]


def test_what_was_said_before_is_offered_for_the_next_crate(station: Station) -> None:
    crate = crate_of(station)
    assert crate["missing"] == ["class", "size"]
    said = {"class": "I", "size": "70/80"}
    done = station.do("CompleteCrate", crate=crate["id"], mentions=said)
    assert done["crate"]["missing"] == []

    lacks = {row["code"]: row["lacks"] for row in station.get("/api/v1/products")["items"]}

    assert lacks["POMME"][1]["choices"] == ["70/80"]


def test_a_photograph_is_kept_for_the_coordinator_alone(station: Station) -> None:
    crate = crate_of(station)
    form = {"file": (picture(), "etiquette.png"), "command_id": "photo-0001"}

    sent = photograph(station, crate, form)
    again = {"file": (picture(), "etiquette.png"), "command_id": "photo-0001"}
    repeated = photograph(station, crate, again)
    lot = station.get(f"/api/v1/lots/{crate['lot']}/mentions")

    assert sent.get_json()["outcome"] == "accepted"
    assert repeated.get_json()["replayed"]
    (photo,) = lot["photos"]
    shown = station.call("GET", f"/api/v1/photos/{photo}.jpg")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.data.startswith(b"\xff\xd8")
    assert station.call("GET", f"/api/v1/photos/{photo}.jpg", role="worker").status_code == 403


def test_rubbish_is_no_photograph(station: Station) -> None:
    crate = crate_of(station)
    form = {"file": (io.BytesIO(b"<svg onload=alert(1)>"), "x.png")}

    answer = photograph(station, crate, form)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "no_picture")


def test_a_trade_label_read_at_reception_is_a_proposal(station: Station) -> None:
    context = {"producer": "F01", "product": "CAROTTE"}
    scan = {"data": "]d20109521234000013" + "17261130" + "10L-12", "context": context}

    answer = station.scan("reception", **scan)

    assert (answer["verdict"], answer["proposed"]) == (
        "ok",
        {"producer_lot": "L-12", "use_by": "2026-11-30"},
    )
