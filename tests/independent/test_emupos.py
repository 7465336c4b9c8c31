"""emupos, an emulator that others wrote: our 8217, SMA, ESC/POS and scanner drivers against it.

Where it deviates from the manuals the drivers are not bent to it: its 8217 has no tare key, and its
printer no GS ( H, so that labels are fenced with GS r.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import labels
from drivers.printer_session import PrinterSession
from drivers.readings import DeviceSettings, PrintOutcome, Range
from drivers.scale_session import ScaleSession
from drivers.scanner_session import ScannerSession
from labels import template
from tests.drivers.waiting import wait_for
from tests.independent.places import EMUPOS, needs_emupos

pytestmark = needs_emupos()
WAIT_S = 60.0
DEVICES = """
schema: 1
api: {{ host: 127.0.0.1, port: {api} }}
devices:
  - {{ id: front, type: printer, profile: epson-tm-t20iii, receipts_dir: {receipts},
       connections: [ {{ tcp: {{ port: {printer} }} }} ] }}
  - {{ id: toledo, type: scale, profile: toledo8217-15kg,
       connections: [ {{ serial: {{ pty: true }} }} ] }}
  - {{ id: sma, type: scale, profile: sma-15kg, connections: [ {{ serial: {{ pty: true }} }} ] }}
  - {{ id: lane2, type: scanner, mode: serial, suffix: enter,
       connections: [ {{ serial: {{ pty: true }} }} ] }}
"""
# A pseudo-terminal keeps eight bits: 7E1 could be opened once only.
EIGHT_BITS = "?baudrate=9600&bytesize=8&parity=N"


@dataclass
class Emulator:
    environment: dict[str, str]
    ports: Path
    printer: str
    receipts: Path

    def do(self, *words: str) -> None:
        subprocess.run(
            [EMUPOS, *words],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=WAIT_S,
        )

    def serial(self, id: str) -> str:
        return f"serial://{self.ports / id}{EIGHT_BITS}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    folder = tmp_path_factory.mktemp("emupos")
    api, printer = _free_port(), _free_port()
    config = folder / "emupos.yaml"
    config.write_text(
        DEVICES.format(api=api, printer=printer, receipts=folder / "receipts"), "utf-8"
    )
    environment = {
        **os.environ,
        "TMPDIR": str(folder),
        "EMUPOS_API": f"http://127.0.0.1:{api}",
    }
    process = subprocess.Popen(
        [EMUPOS, "run", "--config", str(config)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ports = folder / "emupos"
    try:
        for id in ("toledo", "sma", "lane2"):
            wait_for((ports / id).exists, timeout_s=WAIT_S)
        wait_for(lambda: _listens(printer), timeout_s=WAIT_S)
        wait_for(lambda: _listens(api), timeout_s=WAIT_S)
        yield Emulator(
            environment=environment,
            ports=ports,
            printer=f"socket://127.0.0.1:{printer}",
            receipts=folder / "receipts",
        )
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(("id", "protocol"), [("toledo", "toledo-8217"), ("sma", "sma")])
def test_a_weight_is_read_and_a_moving_or_heavy_one_is_not(
    id: str, protocol: str, emulator: Emulator
) -> None:
    emulator.do("scale", "set", "--device", id, "0g")
    session = ScaleSession(
        DeviceSettings(
            id=id,
            kind="scale",
            protocol=protocol,
            url=emulator.serial(id),
            max_g=15000,
            division_g=5,
        )
    )
    session.start()
    try:
        emulator.do("scale", "set", "--device", id, "1250g")
        receipt = wait_for(lambda: session.view().receipt, timeout_s=WAIT_S)
        emulator.do("scale", "set", "--device", id, "--unstable", "1300g")
        wait_for(lambda: session.view().receipt is None, timeout_s=WAIT_S)
        emulator.do("scale", "set", "--device", id, "20kg")
        wait_for(lambda: session.view().range is Range.OVER, timeout_s=WAIT_S)

        assert receipt.gross_g == 1250
        assert session.view().receipt is None
    finally:
        session.stop()


def test_a_printer_says_what_a_person_would_see_and_prints_once(emulator: Emulator) -> None:
    session = PrinterSession(
        DeviceSettings(id="front", kind="printer", protocol="escpos", url=emulator.printer)
    )
    for fault, condition in (("paper-out", "paper_out"), ("cover-open", "cover_open")):
        emulator.do("fault", "set", "front", fault)
        assert condition in {one.value for one in session.status().conditions}
        emulator.do("fault", "clear", "front", fault)
    assert session.status().ready
    made = labels.make("roll80", template.load("roll80").sample, dpi=203, language="escpos")

    result = session.deliver(made.payload, tag="L1", before_first_byte=lambda: None)

    assert result.outcome in (PrintOutcome.CONFIRMED, PrintOutcome.SENT), result
    wait_for(lambda: list(emulator.receipts.rglob("*.png")), timeout_s=WAIT_S)
    assert len(list(emulator.receipts.rglob("*.png"))) == 1


def test_a_scan_arrives_once_with_its_group_separator(emulator: Emulator) -> None:
    scans: list[str] = []
    session = ScannerSession(
        DeviceSettings(id="lane2", kind="scanner", protocol="line", url=emulator.serial("lane2")),
        on_scan=lambda scan: scans.append(scan.text),
    )
    session.start()
    try:
        wait_for(lambda: session.state().value == "online", timeout_s=WAIT_S)
        emulator.do("scan", "--device", "lane2", "--countdown", "0", "0100614141543219\x1d10LOT")
        wait_for(lambda: scans, timeout_s=WAIT_S)

        assert scans == ["0100614141543219\x1d10LOT"]
    finally:
        session.stop()
