"""What a tablet needs to trust the station is public; a key is never sent."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.main import main
from tests.web_api.station_at_work import Station, write_station


@pytest.fixture
def secure(registered: bytes, tmp_path: Path) -> Iterator[Station]:
    path = write_station(tmp_path, registered)
    text = path.read_text("utf-8").replace("[web]", '[web]\nlisten_tls = "127.0.0.1:8443"')
    path.write_text(text, encoding="utf-8")
    station = Station(path)
    assert station.hangar.authority is not None
    station.hangar.authority.ready()
    yield station
    station.close()


def test_anybody_gets_the_root_and_its_fingerprint(secure: Station) -> None:
    told = secure.get("/api/v1/authority", role=None)["authority"]
    root = secure.call("GET", "/api/v1/authority/hangar.crt", role=None)

    assert root.mimetype == "application/x-x509-ca-cert"
    assert told["sha256"].replace(":", "").lower() == hashlib.sha256(root.data).hexdigest()
    assert told["secure_url"] == "https://hangar.local:8443/"
    assert told["enrol_url"].startswith("http://localhost") and told["enrol_url"].endswith("/enrol")


def test_no_key_of_the_authority_is_served(secure: Station) -> None:
    for name in ("racine.key", "station.key", "../hangar-authority/racine.key"):
        answer = secure.call("GET", f"/api/v1/authority/{name}", role="admin")
        assert answer.status_code == 404
        assert b"PRIVATE" not in answer.data


def test_without_https_there_is_no_root(station: Station) -> None:
    assert station.get("/api/v1/authority", role=None) == {"authority": None}
    assert station.call("GET", "/api/v1/authority/hangar.crt", role=None).status_code == 404


def test_the_qr_leads_to_the_page_of_trust_over_plain_http(secure: Station) -> None:
    told = secure.get("/api/v1/authority", role=None)["authority"]
    svg = base64.b64decode(told["enrol_qr"].partition(",")[2]).decode()

    assert svg.startswith("<svg") and "<script" not in svg
    assert told["enrol_url"].startswith("http://")


def test_the_command_line_pairs_too(secure: Station, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(secure.hangar.config.path)

    assert main(["pair", "--post", "dock-1", "--name", "Quai", "--json", "--config", config]) == 0
    told = json.loads(capsys.readouterr().out)
    code = told["url"].partition("#")[2]
    answer = secure.browser().post("/api/v1/pairings/redeem", json={"code": code})

    assert told["url"].startswith("https://hangar.local:8443/pair#")
    assert answer.get_json()["device"]["name"] == "Quai"


def test_a_post_that_is_not_configured_pairs_nothing(
    station: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    config = str(station.hangar.config.path)

    assert main(["pair", "--post", "nowhere", "--config", config]) == 1
    assert "nowhere" in capsys.readouterr().err
