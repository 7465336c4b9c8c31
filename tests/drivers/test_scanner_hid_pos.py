"""HID-POS reports: codes in one report and in several, cut off, noisy, and over a session."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame
from drivers.readings import DeviceSettings, DeviceState, Scan
from drivers.scanner_session import ScannerSession
from drivers.scanners.hid_pos import REPORT_BYTES, HidPosReports, decode
from drivers.scanners.line import MAX_LINE_BYTES, UNFINISHED_S
from drivers.simulated.bench import make_device
from drivers.simulated.scanner_hid_pos import SimulatedHidPosScanner, reports
from tests.drivers.waiting import wait_for

# The example of the LSR118 manual: 60 bytes in two reports, the first says that more follows.
PASS = "M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  30601"
FIRST = b"\x02\x38]Q0" + PASS.encode()[:56] + b"s\x00\x01"
SECOND = b"\x02\x04]Q0" + PASS.encode()[56:].ljust(56, b"\0") + b"s\x00\x00"
SSCC = "]C100395212340000004128"
GS1 = "]d20101234567890128\x1d10LOT-42a\x1d3103000750" + "X" * 200


def codes(*chunks: bytes) -> list[str]:
    collected = HidPosReports()
    return [scan.text for chunk in chunks for scan in collected.feed(chunk, 0.0)]


def test_the_manuals_example_is_one_code() -> None:
    assert len(FIRST) == len(SECOND) == REPORT_BYTES
    assert codes(FIRST, SECOND) == ["]Q0" + PASS]


def test_the_simulator_sends_the_manuals_bytes() -> None:
    assert reports("]Q0" + PASS) == [FIRST, SECOND]


@pytest.mark.parametrize("code", [SSCC, GS1, "NOAIM", "]C1" + "Z" * 56, "é]C1"])
def test_every_code_comes_back(code: str) -> None:
    assert codes(*reports(code)) == [code]


def test_one_byte_at_a_time_gives_one_code() -> None:
    data = b"".join(reports(GS1))

    assert codes(*(data[at : at + 1] for at in range(len(data)))) == [GS1]


def test_two_codes_in_one_read_are_two() -> None:
    assert codes(b"".join(reports(SSCC) * 2)) == [SSCC, SSCC]


def test_noise_before_a_report_is_passed_over() -> None:
    assert codes(b"\xff\x00\x02\x99" + reports(SSCC)[0]) == [SSCC]


@pytest.mark.parametrize(
    "head", [b"\x05", b"\x02\x39", b"\x02\x10X", b"\x02\x10]\x01\x01" + bytes(59)]
)
def test_other_layouts_are_refused(head: bytes) -> None:
    with pytest.raises(BadFrame, match="AIM identifier"):
        decode(head)


def test_a_code_whose_rest_does_not_come_is_dropped_and_said() -> None:
    collected = HidPosReports()
    assert collected.feed(FIRST, 1.0) == []
    assert collected.idle(1.0 + UNFINISHED_S / 2) is None

    with pytest.raises(BadFrame, match="cut off"):
        collected.idle(1.0 + UNFINISHED_S)

    assert collected.idle(9.0) is None
    assert [scan.text for scan in collected.feed(reports(SSCC)[0], 9.0)] == [SSCC]


def test_a_code_of_another_symbology_does_not_take_in_the_cut_off_one() -> None:
    assert codes(FIRST, reports(SSCC)[0]) == [SSCC]


def test_a_code_without_end_is_bounded() -> None:
    collected = HidPosReports()
    with pytest.raises(BadFrame, match="cut off"):
        for _ in range(MAX_LINE_BYTES):
            collected.feed(FIRST, 0.0)
    assert sum(map(len, collected._parts)) <= MAX_LINE_BYTES


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_random_bytes_raise_only_bad_frame_and_stay_bounded(chunks: list[bytes]) -> None:
    collected = HidPosReports()
    for at_s, chunk in enumerate(chunks):
        with contextlib.suppress(BadFrame):
            collected.feed(chunk, float(at_s))
        with contextlib.suppress(BadFrame):
            collected.idle(float(at_s))
        assert len(collected._buffer) < REPORT_BYTES


def test_a_session_hears_fifty_codes_and_heals() -> None:
    scanner = SimulatedHidPosScanner()
    scans: list[Scan] = []
    session = ScannerSession(
        DeviceSettings(id="d", kind="scanner", protocol="hid-pos", url=scanner.url),
        on_scan=scans.append,
        back_off_first_s=0.02,
    )
    session.start()
    try:
        wait_for(lambda: session.state() is DeviceState.ONLINE)
        wanted = [f"]C10039521234000000{n:04d}" for n in range(50)]
        for code in wanted:
            assert scanner.scan(code)
        wait_for(lambda: len(scans) == 50)
        assert [scan.text for scan in scans] == wanted
        scanner.drop_connections()
        wait_for(lambda: scanner.scan(SSCC) and len(scans) > 50)
    finally:
        session.stop()
        scanner.close()


def test_the_bench_makes_one_that_refuses_nonsense() -> None:
    device = make_device({"id": "d", "kind": "scanner", "protocol": "hid-pos"})
    try:
        device.set(scan="A")
        assert device.state() == {"scan": "A", "connected": False}
        for nonsense in ({"scan": ""}, {"scan": 5}, {"beep": True}):
            with pytest.raises(ValueError, match="knows scan"):
                device.set(**nonsense)
    finally:
        device.close()
