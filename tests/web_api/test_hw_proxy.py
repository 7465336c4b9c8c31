"""Odoo's hardware proxy calls: the usual shapes where they are true, an error where not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from drivers.simulated.scale_8217 import SimulatedScale8217
from station.access import Access, access_path
from station.config import load_config
from station.hangar import Hangar
from tests.drivers.waiting import wait_for
from web.app import create_app
from web.guard import undeclared

TOML = """
[hub]
name = "Hangar"
address = "1 rue du Four"

[web]
{web}

[[device]]
id = "balance-1"
kind = "scale"
protocol = "toledo-8217"
url = "{url}"
max_g = 60000
division_g = 20

[[device]]
id = "balance-2"
kind = "scale"
protocol = "toledo-8217"
url = "socket://127.0.0.1:1"
max_g = 60000
division_g = 20

[[post]]
id = "reception"
role = "reception"
scale = "balance-1"

[[post]]
id = "shop"
role = "shop"
scale = "balance-2"

[[post]]
id = "quai"
role = "dock"
"""


class Till:
    """A point-of-sale program beside a station."""

    def __init__(self, folder: Path, web: str) -> None:
        self.scale = SimulatedScale8217()
        path = folder / "hangar.toml"
        path.write_text(TOML.format(url=self.scale.url, web=web), "utf-8")
        config = load_config(path)
        self.hangar = Hangar(config)
        self.access = Access(access_path(config.storage.ledger))
        self.app = create_app(self.hangar, self.access)
        self.client: FlaskClient = self.app.test_client()
        self.hangar.start()

    def call(self, path: str, **params: object) -> dict[str, Any]:
        body = {"jsonrpc": "2.0", "method": "call", "params": params, "id": 7}
        answer = self.client.post(f"/hw_proxy/{path}", json=body)
        assert answer.status_code == 200
        said: dict[str, Any] = answer.get_json()
        assert (said["jsonrpc"], said["id"]) == ("2.0", 7)
        return said

    def weigh(self, **params: object) -> dict[str, Any]:
        return self.call("scale_read?post=reception", **params)

    def refused(self, **params: object) -> str:
        return str(self.weigh(**params).get("error", {}).get("data", {}).get("name"))

    def close(self) -> None:
        self.hangar.stop()
        self.access.close()
        self.scale.close()


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    till = Till(tmp_path, "hw_proxy = true")
    yield till
    till.close()


def test_the_calls_are_off_unless_configured(tmp_path: Path) -> None:
    till = Till(tmp_path, "")
    try:
        assert till.client.get("/hw_proxy/hello").status_code == 404
        assert till.client.post("/hw_proxy/scale_read", json={}).status_code == 404
    finally:
        till.close()


def test_hello_and_handshake_are_as_odoos(till: Till) -> None:
    assert till.client.get("/hw_proxy/hello").get_data(as_text=True) == "ping"
    assert till.call("handshake")["result"] is True


def test_every_call_declares_its_access(till: Till) -> None:
    assert undeclared(till.app) == []


def test_a_page_of_another_origin_may_read_the_answers(till: Till) -> None:
    answer = till.client.options("/hw_proxy/scale_read", headers={"Origin": "https://pos.example"})

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in till.client.get("/healthz").headers


def test_a_stable_weight_is_given_in_kilograms(till: Till) -> None:
    till.scale.set(load_g=12340)
    wait_for(lambda: till.weigh().get("result", {}).get("weight") == 12.34)

    result = till.weigh()["result"]

    assert (result["net_weight"], result["weight_unit"]) == (12.34, "kilogram")


@pytest.mark.parametrize("tare", [0.25, "0,250", "0.25"])
def test_the_callers_tare_is_subtracted(till: Till, tare: object) -> None:
    till.scale.set(load_g=12340)
    wait_for(lambda: till.weigh().get("result", {}).get("weight") == 12.34)

    result = till.weigh(tare=tare)["result"]

    assert (result["weight"], result["net_weight"]) == (12.34, 12.09)


@pytest.mark.parametrize("tare", ["x", -1, True, "1e3", "0.0001", [1], "9999"])
def test_an_odd_tare_is_refused_and_not_ignored(till: Till, tare: object) -> None:
    till.scale.set(load_g=12340)
    wait_for(lambda: "result" in till.weigh())

    assert till.refused(tare=tare) == "bad_tare"


def test_a_moving_scale_is_an_error_and_not_zero(till: Till) -> None:
    till.scale.set(load_g=12340, moving=True)
    wait_for(lambda: till.refused() == "weight_not_stable")

    assert "result" not in till.weigh()


def test_an_overloaded_scale_is_an_error(till: Till) -> None:
    till.scale.set(fault="overload")

    wait_for(lambda: till.refused() == "weight_out_of_range")


def test_a_scale_that_was_switched_off_is_an_error_and_not_the_last_weight(till: Till) -> None:
    till.scale.set(load_g=12340)
    wait_for(lambda: till.weigh().get("result", {}).get("weight") == 12.34)

    till.scale.set(fault="off")

    wait_for(lambda: till.refused() == "scale_offline")


def test_a_hub_with_several_scales_wants_to_know_which(till: Till) -> None:
    assert till.call("scale_read")["error"]["data"]["name"] == "no_such_scale"
    assert till.call("scale_read?post=nowhere")["error"]["data"]["name"] == "no_such_scale"
    assert till.call("scale_read?post=quai")["error"]["data"]["name"] == "no_such_scale"
    wait_for(lambda: till.call("scale_read?post=shop")["error"]["data"]["name"] == "scale_offline")


def test_the_status_says_what_is_connected_now(till: Till) -> None:
    wait_for(lambda: till.call("status_json")["result"]["scale"]["status"] == "connected")
    assert set(till.call("status_json")["result"]) == {"scale"}

    till.scale.set(fault="off")

    wait_for(lambda: till.call("status_json")["result"]["scale"]["status"] == "disconnected")
    put = till.client.put("/hw_proxy/status_json", data=b"no json").get_json()
    assert put["result"]["scale"]["status"] == "disconnected"


def test_no_receipt_is_said_to_be_printed(till: Till) -> None:
    said = till.call("default_printer_action", data={"action": "print_receipt", "receipt": "…"})

    assert said["error"]["data"]["name"] == "not_supported"
    assert "result" not in said
