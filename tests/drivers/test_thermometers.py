"""Thermometers: kernel files of probes, lines of probes, and readings that are missing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import BadFrame, BadUrl, DeviceGone, UnknownProtocol
from drivers.reading_once import read_device, reading_json
from drivers.readings import DeviceSettings, DeviceState, Temperature
from drivers.simulated.bench import make_device
from drivers.simulated.thermometer_line import SimulatedThermometer
from drivers.thermometer_session import ThermometerSession
from drivers.thermometers import w1
from drivers.thermometers.line_celsius import MAX_LINE_BYTES, CelsiusLines, decode_line
from drivers.transport import open_port
from tests.drivers.waiting import wait_for

# As in the kernel's w1_therm.rst and as read from probes on a Raspberry Pi.
GOOD = b"72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n"
COLD = b"c0 ff 4b 46 7f ff 0c 10 f7 : crc=f7 YES\nc0 ff 4b 46 7f ff 0c 10 f7 t=-4000\n"
WRONG = b"ff ff ff ff ff ff ff ff ff : crc=c9 NO\n72 01 4b 46 7f ff 0e 10 57 t=23125\n"
POWER_ON = b"50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n"


@pytest.mark.parametrize(("content", "tenths"), [(GOOD, 231), (COLD, -40)])
def test_a_probes_file_gives_its_temperature(content: bytes, tenths: int) -> None:
    read = w1.decode(content)

    assert read == Temperature(celsius_tenths=tenths, raw=content)
    assert type(read.celsius_tenths) is int


@pytest.mark.parametrize(
    ("thousandths", "tenths"), [(40, 0), (50, 1), (-50, -1), (-49, 0), (4049, 40), (-18250, -183)]
)
def test_thousandths_are_rounded_to_the_nearest_tenth(thousandths: int, tenths: int) -> None:
    content = GOOD.replace(b"t=23125", b"t=%d" % thousandths)

    assert w1.decode(content).celsius_tenths == tenths


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (WRONG, "checksum"),
        (POWER_ON, "power-on"),
        (b"", "expected two lines"),
        (GOOD[:40], "expected two lines"),
        (GOOD[:-2] + b"x\n", "expected two lines"),
        (GOOD.replace(b"t=23125", b"t=-127000"), "outside"),
        (GOOD.replace(b"\n72 01", b"\n73 01"), "differ"),
    ],
)
def test_a_file_that_is_less_than_good_gives_no_temperature(content: bytes, why: str) -> None:
    with pytest.raises(BadFrame, match=why):
        w1.decode(content)


def test_every_truncation_is_refused() -> None:
    for length in range(len(GOOD)):
        with pytest.raises(BadFrame):
            w1.decode(GOOD[:length])


@given(st.binary(max_size=200))
def test_random_bytes_of_a_probe_raise_only_bad_frame(content: bytes) -> None:
    with contextlib.suppress(BadFrame):
        w1.decode(content)


@pytest.mark.parametrize(
    ("line", "tenths"),
    [
        (b"4.5", 45), (b"T1: -18.25 C", -183), (b"+2,0 \xb0C", 20), (b"temp=3.14degC", 31),
        ("3.0 °C".encode(), 30), (b" 0.04 ", 0), (b"-0.05", -1), (b"12 C", 120),
    ],
)  # fmt: skip
def test_a_line_gives_its_temperature(line: bytes, tenths: int) -> None:
    assert decode_line(line).celsius_tenths == tenths


@pytest.mark.parametrize(
    "line",
    [
        b"39.2 F",
        b"277 K",
        b"nan",
        b"-127.00",
        b"T1:",
        b"1.2.3",
        b"4.5 %",
        b"4 5",
        b"\xff\xfe",
        b"999",
    ],
)
def test_a_line_that_is_no_celsius_is_refused(line: bytes) -> None:
    with pytest.raises(BadFrame):
        decode_line(line)


def test_the_first_line_may_have_begun_before_and_does_not_count() -> None:
    """Of "-18.5" a late listener hears "8.5"."""
    lines = CelsiusLines()

    assert lines.feed(b"8.5\r\n-18.4\r\n") == [decode_line(b"-18.4")]


def test_one_byte_at_a_time_gives_the_same() -> None:
    lines = CelsiusLines()

    read = [one for byte in b"\r\n-18.5\r\n4,0\r\n" for one in lines.feed(bytes((byte,)))]

    assert [one.celsius_tenths for one in read] == [-185, 40]


def test_a_bad_line_does_not_hide_the_good_one_beside_it() -> None:
    lines = CelsiusLines()

    assert [one.celsius_tenths for one in lines.feed(b"\n4.0\nxx\n")] == [40]
    with pytest.raises(BadFrame):
        lines.feed(b"xx\n")


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_random_lines_raise_only_bad_frame_and_stay_bounded(chunks: list[bytes]) -> None:
    lines = CelsiusLines()
    for chunk in chunks:
        with contextlib.suppress(BadFrame):
            lines.feed(chunk)
        assert len(lines._buffer) <= MAX_LINE_BYTES


# --- sessions -----------------------------------------------------------------------------------


class Watching:
    def __init__(self, url: str, protocol: str, *, stale_s: float = 5.0) -> None:
        self.read: list[int] = []
        self.states: list[DeviceState] = []
        self.session = ThermometerSession(
            DeviceSettings(id="sonde-1", kind="thermometer", protocol=protocol, url=url),
            on_reading=lambda one: self.read.append(one.celsius_tenths),
            on_change=self.states.append,
            back_off_first_s=0.02,
            stale_s=stale_s,
        )
        self.session.start()

    def until(self, state: DeviceState) -> None:
        wait_for(lambda: self.session.state() is state)


@pytest.fixture
def probe() -> Iterator[SimulatedThermometer]:
    probe = SimulatedThermometer(every_s=0.01)
    yield probe
    probe.close()


@pytest.fixture
def watching(probe: SimulatedThermometer) -> Iterator[Watching]:
    watching = Watching(probe.url, "line-celsius")
    yield watching
    watching.session.stop()


def test_a_temperature_arrives_and_follows(probe: SimulatedThermometer, watching: Watching) -> None:
    wait_for(lambda: 30 in watching.read)
    probe.set(celsius_tenths=-185)
    wait_for(lambda: watching.read[-1] == -185)

    now = watching.session.temperature()

    assert now is not None and now.celsius_tenths == -185
    age_ms = watching.session.age_ms()
    assert age_ms is not None and age_ms < 2000


def test_garbage_is_a_fault_and_no_temperature(
    probe: SimulatedThermometer, watching: Watching
) -> None:
    watching.until(DeviceState.ONLINE)
    probe.set(fault="garbage")
    watching.until(DeviceState.FAULT)

    assert watching.session.temperature() is None
    probe.set(fault=None)
    watching.until(DeviceState.ONLINE)


def test_a_probe_that_falls_silent_is_missing_and_not_the_last_reading(
    probe: SimulatedThermometer,
) -> None:
    watching = Watching(probe.url, "line-celsius", stale_s=0.1)
    try:
        watching.until(DeviceState.ONLINE)
        probe.set(fault="off")
        watching.until(DeviceState.OFFLINE)

        assert watching.session.temperature() is None
    finally:
        watching.session.stop()


def test_a_pulled_cable_heals(probe: SimulatedThermometer, watching: Watching) -> None:
    watching.until(DeviceState.ONLINE)

    probe.drop_connections()

    wait_for(lambda: watching.states[-2:] == [DeviceState.OFFLINE, DeviceState.ONLINE])


def test_a_kernel_file_is_read_and_a_lost_probe_is_offline(tmp_path: Path) -> None:
    path = tmp_path / "w1_slave"
    path.write_bytes(COLD)
    path.chmod(0o444)
    watching = Watching(f"w1://{path}", "w1")
    try:
        wait_for(lambda: watching.read == [-40])
    finally:
        watching.session.stop()
    assert watching.session.state() is DeviceState.ONLINE

    os.remove(path)
    lost = Watching(f"w1://{path}", "w1")
    try:
        lost.until(DeviceState.OFFLINE)
        assert lost.session.temperature() is None
        path.write_bytes(GOOD)
        wait_for(lambda: lost.read == [231])
    finally:
        lost.session.stop()


def test_a_port_of_a_probe_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "w1_slave"
    path.write_bytes(b"")
    port = open_port(f"w1://{path}", timeout_s=1.0)

    port.discard_input()
    with pytest.raises(DeviceGone, match="only read"):
        port.write(b"9")
    with pytest.raises(DeviceGone, match="does not answer"):
        port.read(100, 0.0)
    port.close()
    with pytest.raises(BadUrl):
        open_port(f"w1://host{path}", timeout_s=1.0)


def test_an_unknown_protocol_is_said_at_the_start() -> None:
    with pytest.raises(UnknownProtocol, match="w1, line-celsius"):
        Watching("socket://127.0.0.1:1", "celsius")


def test_one_probe_is_read_without_a_server(probe: SimulatedThermometer) -> None:
    (read,) = read_device(probe.url, "line-celsius", 1)

    assert reading_json(read) == {"celsius_tenths": 30, "raw_hex": b"T1: +3.0 C".hex()}


def test_the_bench_makes_a_probe_that_refuses_nonsense() -> None:
    device = make_device({"id": "s", "kind": "thermometer", "protocol": "line-celsius"})
    try:
        device.set(celsius_tenths=55)
        assert device.state() == {"celsius_tenths": 55, "fault": None}
        for nonsense in ({"celsius_tenths": 5.5}, {"fault": "melted"}, {"heat": 1}):
            with pytest.raises(ValueError, match="knows celsius_tenths"):
                device.set(**nonsense)
    finally:
        device.close()
