"""Every simulator with a cable also has a serial port, which drivers open as they would a real one.

A recording plays on both too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.printer_session import PrinterSession
from drivers.readings import DeviceSettings, PrintOutcome
from drivers.scale_session import ScaleSession
from drivers.scanner_session import ScannerSession
from drivers.simulated.bench import WITHOUT_SERIAL, Bench
from drivers.simulated.scales import SIMULATED_SCALES
from drivers.transport import open_port
from tests.drivers.waiting import wait_for

WAIT_S = 30.0
SCALES = ["toledo-8217", "mt-sics", *SIMULATED_SCALES]


@pytest.fixture
def benches() -> Iterator[list[Bench]]:
    opened: list[Bench] = []
    yield opened
    for bench in opened:
        bench.close()


def on_ptys(benches: list[Bench], folder: Path, *specs: dict[str, Any]) -> Bench:
    benches.append(Bench(list(specs), ptys=folder / "ports"))
    return benches[-1]


def settings(bench: Bench, spec: dict[str, Any], query: str = "") -> DeviceSettings:
    url = bench.urls()[spec["id"]] + query
    scale = {"max_g": 60000, "division_g": 20} if spec["kind"] == "scale" else {}
    known = {name: spec[name] for name in ("id", "kind", "protocol")}
    return DeviceSettings(**known, url=url, **scale)


@pytest.mark.parametrize("protocol", [one for one in SCALES if one not in WITHOUT_SERIAL])
def test_a_scale_is_weighed_through_its_serial_port(
    protocol: str, benches: list[Bench], tmp_path: Path
) -> None:
    spec = {"id": "balance", "kind": "scale", "protocol": protocol}
    bench = on_ptys(benches, tmp_path, spec)
    session = ScaleSession(settings(bench, spec))
    session.start()
    try:
        bench.devices["balance"].set(load_g=12340)

        receipt = wait_for(lambda: session.view().receipt, timeout_s=WAIT_S)

        assert receipt.gross_g == 12340
    finally:
        session.stop()


def test_seven_bits_with_parity_can_be_opened_again_and_again(
    benches: list[Bench], tmp_path: Path
) -> None:
    """The trap of pseudo-terminals: glibc refuses the second open that asks for the same."""
    bench = on_ptys(
        benches, tmp_path, {"id": "balance", "kind": "scale", "protocol": "toledo-8217"}
    )
    url = f"{bench.urls()['balance']}?baudrate=9600&bytesize=7&parity=E"

    answers = []
    for _ in range(20):
        answers.append(asked(url))

    assert answers == [b"\x0200.000\r"] * 20


def asked(url: str) -> bytes:
    """Open, ask until there is an answer, as a session does, and close."""
    port = open_port(url, timeout_s=1)

    def answer() -> bytes:
        port.write(b"W")
        return port.read(100, 1.0)

    try:
        return wait_for(answer, timeout_s=WAIT_S)[:8]
    finally:
        port.close()


def test_a_pulled_cable_is_another_terminal_under_the_same_name(
    benches: list[Bench], tmp_path: Path
) -> None:
    spec = {"id": "douchette", "kind": "scanner", "protocol": "line"}
    bench = on_ptys(benches, tmp_path, spec)
    scanner = bench.devices["douchette"]
    read: list[str] = []
    session = ScannerSession(settings(bench, spec), on_scan=lambda scan: read.append(scan.text))
    session.start()
    try:
        wait_for(lambda: scanner.state()["connected"], timeout_s=WAIT_S)
        scanner.set(scan="AVANT")
        wait_for(lambda: read == ["AVANT"], timeout_s=WAIT_S)
        before = os.readlink(tmp_path / "ports" / "douchette")

        scanner.drop_connections()  # type: ignore[attr-defined]

        wait_for(lambda: os.readlink(tmp_path / "ports" / "douchette") != before, timeout_s=WAIT_S)
        wait_for(lambda: scanner.state()["connected"], timeout_s=WAIT_S)
        scanner.set(scan="APRES")
        wait_for(lambda: read == ["AVANT", "APRES"], timeout_s=WAIT_S)
    finally:
        session.stop()


@pytest.mark.parametrize("protocol", ["zpl", "escpos", "tspl", "epl2"])
def test_a_label_comes_out_of_a_printer_on_a_serial_line(
    protocol: str, benches: list[Bench], tmp_path: Path
) -> None:
    import labels
    from labels import template

    spec = {"id": "etiqueteuse", "kind": "printer", "protocol": protocol, "media": "100x60"}
    bench = on_ptys(benches, tmp_path, spec)
    made = labels.make("100x60", template.load("100x60").sample, dpi=203, language=protocol)

    result = PrinterSession(settings(bench, spec)).deliver(
        made.payload, tag="L1", before_first_byte=lambda: None
    )

    assert result.outcome in (PrintOutcome.CONFIRMED, PrintOutcome.SENT), result
    assert len(bench.labels("etiqueteuse")) == 1


def test_a_recording_plays_on_a_serial_port(benches: list[Bench], tmp_path: Path) -> None:
    recording = tmp_path / "scale.jsonl"
    frames = [b"ST,GS,+00012.34kg\r\n".hex()] * 40
    lines = [{"hangar_recording": 1, "url": "serial:///dev/ttyUSB0"}]
    lines += [{"t_ms": 50 * n, "received": frame} for n, frame in enumerate(frames)]
    recording.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    spec = {"id": "b", "kind": "scale", "protocol": "ad", "recording": str(recording)}
    bench = on_ptys(benches, tmp_path, spec)
    session = ScaleSession(settings(bench, spec))
    session.start()
    try:
        receipt = wait_for(lambda: session.view().receipt, timeout_s=WAIT_S)
        assert receipt.gross_g == 12340
    finally:
        session.stop()
