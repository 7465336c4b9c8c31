"""`hangar devices list`: nothing attached, all simulators there, and one of them dying."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from station.config import load_config
from station.control import ControlServer
from station.demo.folder import MadeUpHub
from station.hangar import Hangar
from station.main import main
from tests.drivers.waiting import wait_for

WAIT_S = 60.0
EMPTY = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'
Printed = pytest.CaptureFixture[str]


def test_a_hub_without_devices_says_so(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "hangar.toml"
    path.write_text(EMPTY, encoding="utf-8")

    status = main(["devices", "list", "--config", str(path)])

    assert status == 0
    assert "no device is configured" in capsys.readouterr().out


def test_without_a_station_no_state_is_claimed(tmp_path: Path, capsys: Printed) -> None:
    config = _configured(tmp_path, {})

    rows = _listed(config, capsys)

    assert {row["state"] for row in rows.values()} == {None}
    main(["devices", "list", "--config", str(config)])
    assert "no station runs here" in capsys.readouterr().out


def test_each_device_is_there_and_one_that_dies_is_offline(tmp_path: Path, capsys: Printed) -> None:
    from drivers.simulated.bench import Bench

    bench = Bench(MadeUpHub(tmp_path).devices())
    path = _configured(tmp_path, bench.urls())
    config = load_config(path)
    hangar = Hangar(config)
    control = ControlServer(config.storage.ledger, hangar)
    control.start()
    hangar.start()
    try:
        wait_for(lambda: _states(path, capsys) == {"online"}, timeout_s=WAIT_S)

        bench.devices["balance-1"].close()

        wait_for(lambda: _listed(path, capsys)["balance-1"]["state"] == "offline", timeout_s=WAIT_S)
        others = {id: row["state"] for id, row in _listed(path, capsys).items()}
        del others["balance-1"]
        assert set(others.values()) == {"online"}
    finally:
        control.stop()
        hangar.stop()
        bench.close()


def _configured(folder: Path, urls: dict[str, str]) -> Path:
    place = MadeUpHub(folder)
    known = urls or {device["id"]: "socket://127.0.0.1:9" for device in place.devices()}
    return place.configure(port=0, control="http://127.0.0.1:9", urls=known)


def _listed(path: Path, capsys: Printed) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert main(["devices", "list", "--json", "--config", str(path)]) == 0
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)}


def _states(path: Path, capsys: Printed) -> set[str]:
    return {row["state"] for row in _listed(path, capsys).values()}
