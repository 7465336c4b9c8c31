"""The demonstration's device process, driven as the demonstration's server drives it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from drivers.readings import DeviceSettings, DeviceState
from drivers.scale_session import ScaleSession
from drivers.scanner_session import ScannerSession
from drivers.simulated.bench import Bench, decode_symbols
from drivers.transport import open_port
from tests.drivers.waiting import wait_for

SPECS: list[dict[str, Any]] = [
    {"id": "balance-1", "kind": "scale", "protocol": "toledo-8217"},
    {"id": "balance-2", "kind": "scale", "protocol": "mt-sics"},
    {"id": "douchette-1", "kind": "scanner", "protocol": "line"},
    {"id": "etiqueteuse-1", "kind": "printer", "protocol": "zpl", "media": "a6", "dpi": 203},
    {"id": "etiqueteuse-2", "kind": "printer", "protocol": "escpos", "media": "roll80"},
]
CODE = "00395212340000004128"


@dataclass
class Running:
    process: subprocess.Popen[str]
    control: str
    devices: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, change: object = None) -> Any:
        body = None if change is None else json.dumps(change).encode()
        with urllib.request.urlopen(self.control + path, data=body, timeout=10) as answer:
            return json.load(answer)

    def refused(self, path: str, change: object = None) -> int:
        try:
            self.ask(path, change)
        except urllib.error.HTTPError as problem:
            with problem:
                assert json.load(problem)["error"]
                return problem.code
        raise AssertionError(f"{path} {change} was not refused")


def start(folder: Path) -> Running:
    (folder / "devices.json").write_text(json.dumps(SPECS), "utf-8")
    options = ["--devices", str(folder / "devices.json"), "--ports", str(folder / "ports.json")]
    process = subprocess.Popen(
        [sys.executable, "-m", "drivers.simulated", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    return Running(process, said["control"], said["devices"])


def stop(running: Running) -> None:
    for pipe in (running.process.stdin, running.process.stdout):
        if pipe is not None:
            pipe.close()
    running.process.wait(10)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("bench"))
    yield running
    stop(running)


def settings(running: Running, device: str, kind: str, protocol: str) -> DeviceSettings:
    return DeviceSettings(
        id=device,
        kind=kind,
        protocol=protocol,
        url=running.devices[device],
        max_g=60_000,
        division_g=20,
    )


@pytest.mark.parametrize(
    ("device", "protocol"), [("balance-1", "toledo-8217"), ("balance-2", "mt-sics")]
)
def test_a_load_put_on_over_http_is_weighed(running: Running, device: str, protocol: str) -> None:
    session = ScaleSession(settings(running, device, "scale", protocol))
    session.start()
    try:
        state = running.ask(f"/devices/{device}", {"load_g": 12_340})
        assert state["load_g"] == 12_340
        receipt = wait_for(lambda: session.view().receipt)
        assert receipt.gross_g == 12_340

        assert running.ask(f"/devices/{device}", {"fault": "off"})["fault"] == "off"
        wait_for(lambda: session.view().grams is None)

        state = running.ask(f"/devices/{device}", {"fault": None, "load_g": None})
        assert (state["fault"], state["load_g"]) == (None, 0)
        wait_for(lambda: session.view().grams == 0)
    finally:
        session.stop()


def test_a_scan_told_over_http_arrives(running: Running) -> None:
    scans: list[str] = []
    session = ScannerSession(
        settings(running, "douchette-1", "scanner", "line"),
        on_scan=lambda scan: scans.append(scan.text),
    )
    session.start()
    try:
        wait_for(lambda: session.state() is DeviceState.ONLINE)
        state = running.ask("/devices/douchette-1", {"scan": f"]C1{CODE}"})
        assert state["delivered"] is True
        wait_for(lambda: scans == [f"]C1{CODE}"])
    finally:
        session.stop()


def zpl_label() -> bytes:
    symbol = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.Code128)
    bits = Image.fromarray(symbol.to_image(scale=4)).convert("1")
    label = Image.new("1", (800, 400), 1)
    label.paste(bits, (40, 40))
    ink = label.point(lambda value: 255 - value)
    rows = ink.tobytes()
    head = b"^XA^PW800^LL400^FO0,0^GFA,%d,%d,100," % (len(rows), len(rows))
    return head + rows.hex().upper().encode() + b"^FS^PQ1^XZ"


def test_a_printed_label_comes_back_as_picture_and_symbols(running: Running) -> None:
    port = open_port(running.devices["etiqueteuse-1"], timeout_s=5.0)
    port.write(zpl_label())

    items = wait_for(lambda: running.ask("/devices/etiqueteuse-1/labels")["items"])
    port.close()

    assert [item["n"] for item in items] == [1]
    assert [one["text"] for one in items[0]["symbols"]] == [CODE]
    with urllib.request.urlopen(running.control + items[0]["png"], timeout=10) as answer:
        assert answer.headers["Content-Type"] == "image/png"
        picture = Image.open(io.BytesIO(answer.read()))
    assert picture.width == 800


def test_printer_faults_are_set_and_cleared(running: Running) -> None:
    for printer in ("etiqueteuse-1", "etiqueteuse-2"):
        for fault in ("paper-out", "cover-open", "off", "half-job", None):
            state = running.ask(f"/devices/{printer}", {"fault": fault})
            assert state["fault"] == fault


@pytest.mark.parametrize(
    ("path", "change", "status"),
    [
        ("/devices/nobody", None, 404),
        ("/devices/nobody", {"load_g": 1}, 404),
        ("/devices/balance-1/labels", None, 404),
        ("/devices/etiqueteuse-2/labels/1.png", None, 404),
        ("/devices/etiqueteuse-2/labels/one.png", None, 400),
        ("/elsewhere", None, 404),
        ("/devices/balance-1", {"load_g": 12.5}, 400),
        ("/devices/balance-1", {"load_g": "12340"}, 400),
        ("/devices/balance-1", {"load_g": True}, 400),
        ("/devices/balance-1", {"load_kg": 12}, 400),
        ("/devices/balance-1", {"fault": "tired"}, 400),
        ("/devices/balance-1", {"fault": []}, 400),
        ("/devices/balance-1", {"moving": 1}, 400),
        ("/devices/balance-1", [1], 400),
        ("/devices/douchette-1", {"scan": 5}, 400),
        ("/devices/douchette-1", {"scan": ""}, 400),
        ("/devices/etiqueteuse-1", {"fault": "on-strike"}, 400),
    ],
)
def test_a_bad_order_is_refused_and_changes_nothing(
    running: Running, path: str, change: object, status: int
) -> None:
    before = running.ask("/devices")

    assert running.refused(path, change) == status

    assert running.ask("/devices") == before


def test_the_next_start_uses_the_same_ports(tmp_path: Path) -> None:
    first = start(tmp_path)
    stop(first)
    second = start(tmp_path)
    stop(second)

    assert second.devices == first.devices


def test_it_ends_with_its_parent_and_on_sigterm(tmp_path: Path) -> None:
    by_parent = start(tmp_path)
    stop(by_parent)
    by_signal = start(tmp_path)
    by_signal.process.send_signal(signal.SIGTERM)
    by_signal.process.wait(10)
    stop(by_signal)

    assert (by_parent.process.returncode, by_signal.process.returncode) == (0, 0)


def test_a_taken_port_is_replaced_by_a_free_one(tmp_path: Path) -> None:
    first = start(tmp_path)
    try:
        bench = Bench(SPECS[:3], ports_file=tmp_path / "ports.json")
        bench.close()
        assert not set(bench.urls().values()) & set(first.devices.values())
    finally:
        stop(first)


def test_a_device_without_simulator_is_refused() -> None:
    with pytest.raises(ValueError, match="balance-9"):
        Bench([{"id": "balance-9", "kind": "scale", "protocol": "a-d"}])


def test_gs_and_symbology_of_a_symbol_are_kept() -> None:
    symbol = zxingcpp.create_barcode(
        "(01)09521234000013(10)LOT-42a(91)X", zxingcpp.BarcodeFormat.DataMatrix, gs1=True
    )
    picture = Image.fromarray(symbol.to_image(scale=6))

    assert decode_symbols(picture) == [
        {
            "symbology": "GS1 DataMatrix",
            "aim": "]d2",
            "text": "010952123400001310LOT-42a\x1d91X",
        }
    ]
