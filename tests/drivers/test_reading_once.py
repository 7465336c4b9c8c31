"""`hangar devices read`: one device, without a server."""

from __future__ import annotations

import threading

import pytest

from drivers.errors import DeviceGone, DeviceTimeout, UnknownProtocol
from drivers.reading_once import read_device, reading_json
from drivers.readings import Reading, Scan
from drivers.scales import toledo_8217
from drivers.scanners.line import make_scan
from drivers.simulated.scale_8217 import SimulatedScale8217
from drivers.simulated.scale_sics import SimulatedScaleSics
from drivers.simulated.scanner_line import SimulatedScanner
from tests.drivers.waiting import wait_for


@pytest.mark.parametrize(
    ("protocol", "make"), [("toledo-8217", SimulatedScale8217), ("mt-sics", SimulatedScaleSics)]
)
def test_a_scale_is_read_as_often_as_asked(
    protocol: str, make: type[SimulatedScale8217] | type[SimulatedScaleSics]
) -> None:
    scale = make(settle_s=0.0)
    scale.set(load_g=12_340)
    try:
        readings = list(read_device(scale.url, protocol, 3))
    finally:
        scale.close()

    assert [one.grams for one in readings if isinstance(one, Reading)] == [12_340] * 3


def test_a_silent_scale_is_said_and_not_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.reading_once.SILENCE_S", 0.3)
    scale = SimulatedScale8217()
    scale.set(fault="off")
    try:
        with pytest.raises(DeviceTimeout, match="switched on"):
            list(read_device(scale.url, "toledo-8217", 1))
    finally:
        scale.close()


def test_a_scanner_is_read() -> None:
    scanner = SimulatedScanner()
    scans = read_device(scanner.url, "line", 1)
    try:
        # The generator connects at its first step; the code is offered until it does.
        offer = threading.Thread(target=lambda: wait_for(lambda: scanner.scan("]C1X") or None))
        offer.start()
        found = next(scans)
        offer.join(10)
        assert isinstance(found, Scan) and found.text == "]C1X"
    finally:
        scans.close()
        scanner.close()


def test_an_unknown_protocol_names_the_known_ones() -> None:
    with pytest.raises(UnknownProtocol, match=r"toledo-8217, mt-sics, .*line"):
        list(read_device("socket://127.0.0.1:1", "zpl", 1))


def test_a_device_that_is_not_there_is_gone() -> None:
    with pytest.raises(DeviceGone):
        list(read_device("socket://127.0.0.1:1", "line", 1))


def test_readings_and_scans_are_plain_json_with_their_evidence() -> None:
    reading = toledo_8217.decode(b"\x02?I\r").reading
    assert reading is not None

    assert reading_json(reading) == {
        "grams": None,
        "stable": False,
        "stable_by_dwell": False,
        "range": "ok",
        "kind": "gross",
        "tare_g": None,
        "unit": "kg",
        "alibi": None,
        "raw_hex": "023f490d",
    }
    assert reading_json(make_scan(b"A", b"A\r")) == {"text": "A", "raw_hex": "410d"}
