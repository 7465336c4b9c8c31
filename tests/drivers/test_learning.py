"""Finding out which protocol a scale speaks: from bytes, from a live scale, from a recording."""

from __future__ import annotations

import os
import pty
import threading
import tty
from pathlib import Path

import pytest

from drivers import registry
from drivers.errors import BadUrl, DeviceGone
from drivers.learning import Captured, captured_in, fits
from drivers.listening import FORBIDDEN, listen, requests_of, settings_to_try
from drivers.protocol_entry import SerialSettings
from drivers.reading_once import read_device
from drivers.readings import DeviceSettings, Reading
from drivers.recording import BadRecording, Recorder, read_recording
from drivers.scale_session import ScaleSession
from drivers.scales.protocol import ScaleProtocol
from drivers.simulated.scale_and import SimulatedAndIndicator
from drivers.simulated.scale_gram import SimulatedGram
from drivers.simulated.scale_radwag import SimulatedRadwag
from drivers.transport import open_port
from tests.drivers.scale_frames import FAMILIES
from tests.drivers.waiting import wait_for

# Its plain lines are lines of others as well; the vaguest comes last.
BEST = {"line-regex": 4}


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_protocol_is_found_in_its_own_frames(name: str) -> None:
    frames = b"".join(one.frame for one in FAMILIES[name].good if one.grams is not None)

    found = fits([Captured(settings=SerialSettings(), data=frames[3:] + frames * 4 + frames[:5])])

    assert name in [fit.protocol for fit in found][: BEST.get(name, 1)]
    fit = next(fit for fit in found if fit.protocol == name)
    assert fit.good >= 4 and fit.weights >= 4 and fit.settings == SerialSettings()


@pytest.mark.parametrize(("parity", "even"), [("E", 0), ("O", 1)])
def test_a_parity_bit_in_the_bytes_says_seven_bits(parity: str, even: int) -> None:
    data = bytes(
        value | (0x80 if value.bit_count() % 2 != even else 0)
        for value in b"\x0212.340\r\x0212.360\r" * 4
    )

    best = fits([Captured(settings=SerialSettings(baudrate=4800), data=data)])[0]

    assert best.protocol == "toledo-8217"
    assert best.settings == SerialSettings(baudrate=4800, bytesize=7, parity=parity)
    assert best.settings.query() == f"baudrate=4800&bytesize=7&parity={parity}&stopbits=1"


def test_the_settings_that_make_sense_win() -> None:
    wrong, right = SerialSettings(baudrate=2400), SerialSettings()
    good = b"ST,GS,+00012.34kg\r\n"

    noise = Captured(settings=wrong, data=b"\xe6\x9e\x98" * 40)
    best = fits([noise, Captured(settings=right, data=good * 3)])[0]

    assert (best.protocol, best.settings) == ("ad", right)


def test_noise_and_silence_fit_nothing() -> None:
    assert fits([]) == fits([Captured(settings=None, data=b"")]) == []
    assert fits([Captured(settings=None, data=bytes(range(256)) * 20)]) == []


def test_a_scale_that_sends_is_heard_without_a_question() -> None:
    scale = SimulatedAndIndicator()
    sent: list[bytes] = []
    try:
        captures = listen(scale.url, seconds=0.6, ask=True, heard=lambda out, _: sent.append(out))
    finally:
        scale.close()

    assert fits(captures)[0].protocol == "ad"
    assert not any(sent)


@pytest.mark.parametrize(
    ("make", "protocol"), [(SimulatedRadwag, "radwag"), (SimulatedGram, "gram-k3")]
)
def test_a_mute_scale_is_asked(
    make: type[SimulatedRadwag] | type[SimulatedGram],
    protocol: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drivers.listening.ANSWER_S", 0.05)
    monkeypatch.setattr("drivers.listening.QUIET_S", 0.05)
    scale = make(settle_s=0.0)
    scale.set(load_g=12_340)
    try:
        assert listen(scale.url, seconds=0.2, ask=False) == []
        found = fits(listen(scale.url, seconds=0.2, ask=True))
    finally:
        scale.close()

    assert (found[0].protocol, found[0].newest.grams) == (protocol, 12_340)
    # "not understood", which several protocols understand, is no reason to propose them
    assert all(fit.weights for fit in found)
    assert scale.state()["tare_g"] == 0


def test_no_question_tares_or_zeroes_any_scale() -> None:
    asked = []
    for entry in registry.PROTOCOLS:
        if entry.kind == "scale" and entry.refused is None:
            protocol = entry.build()
            assert isinstance(protocol, ScaleProtocol)
            asked += requests_of(protocol)

    assert {b"W", b"SI\r\n", b"Q\r\n", b"\x05", b"\x11", b"$", b"\nW\r"} <= set(asked)
    assert not any(FORBIDDEN & set(request) for request in asked)


def test_a_serial_line_without_settings_is_tried_at_all_usual_ones() -> None:
    tried = settings_to_try("serial:///dev/ttyUSB0")

    assert len(tried) == len({url for _, url in tried}) > 5
    assert tried[0][1] == "serial:///dev/ttyUSB0?baudrate=9600&bytesize=7&parity=E&stopbits=1"
    assert len(settings_to_try("serial:///dev/ttyUSB0?baudrate=4800")) == 1
    assert settings_to_try("socket://127.0.0.1:1") == [(None, "socket://127.0.0.1:1")]


def record(path: Path, frames: list[bytes], *, every_s: float = 0.1) -> None:
    now_s = [0.0]
    recorder = Recorder(path, url="serial:///dev/ttyUSB0", clock=lambda: now_s[0])
    recorder.settings("9600 7E1")
    for frame in frames:
        recorder.sent(b"W")
        recorder.received(frame)
        now_s[0] += every_s
    recorder.close()


def test_a_recording_says_what_came_when_and_at_which_settings(tmp_path: Path) -> None:
    path = tmp_path / "scale.jsonl"
    record(path, [b"\x0212.340\r", b"\x02?I\r"])

    recording = read_recording(path)

    assert [(one.t_ms, one.data, one.settings) for one in recording.pieces] == [
        (0, b"\x0212.340\r", "9600 7E1"),
        (100, b"\x02?I\r", "9600 7E1"),
    ]
    assert captured_in(recording)[0].settings == SerialSettings(bytesize=7, parity="E")
    assert fits(captured_in(recording))[0].protocol == "toledo-8217"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "line 1"),
        (['{"hangar_recording": 2}'], "line 1"),
        (['{"hangar_recording": 1}', "12.340"], "line 2"),
        (['{"hangar_recording": 1}', "no json"], "line 2: no JSON"),
        (['{"hangar_recording": 1}', '{"received": "00"}'], "line 2: expected t_ms"),
        (['{"hangar_recording": 1}', '{"t_ms": 1, "received": "0x"}'], "line 2"),
        (
            ['{"hangar_recording": 1}'] + [f'{{"t_ms": {t}, "received": "00"}}' for t in (5, 4)],
            "line 3: t_ms goes back",
        ),
    ],
)
def test_a_faulty_recording_names_its_line(tmp_path: Path, lines: list[str], said: str) -> None:
    path = tmp_path / "scale.jsonl"
    path.write_text("\n".join(lines), "utf-8")

    with pytest.raises(BadRecording, match=said):
        read_recording(path)


def test_a_recording_is_read_like_its_scale(tmp_path: Path) -> None:
    path = tmp_path / "my scale.jsonl"
    record(path, [b"\x0212.340\r", b"\x02?I\r", b"\x0212.360\r"])
    url = f"replay://{path}?speed=5".replace(" ", "%20")

    found = []
    with pytest.raises(DeviceGone, match="has ended"):
        for reading in read_device(url, "toledo-8217"):
            assert isinstance(reading, Reading)
            found.append(reading.grams)

    assert found[0] == 12_340 and found[-1] == 12_360


def test_a_session_weighs_from_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "scale.jsonl"
    record(path, [b"ST,GS,+00000.00kg\r\n"] * 5 + [b"ST,GS,+00012.34kg\r\n"] * 20)
    session = ScaleSession(
        DeviceSettings(
            id="balance-1",
            kind="scale",
            protocol="ad",
            url=f"replay://{path}",
            max_g=60_000,
            division_g=20,
        )
    )
    session.start()
    try:
        receipt = wait_for(lambda: session.view().receipt)
        assert receipt.gross_g == 12_340
    finally:
        session.stop()


@pytest.mark.parametrize("url", ["replay://host/x", "replay:///x?speed=0", "replay:///x?loop=1"])
def test_a_faulty_replay_url_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        open_port(url, timeout_s=1.0)


def test_a_recording_that_is_not_there_is_said() -> None:
    with pytest.raises(BadRecording, match="No such file"):
        open_port("replay:///nowhere/scale.jsonl", timeout_s=1.0)


def test_a_hid_scale_is_read_through_its_raw_device(tmp_path: Path) -> None:
    # A named pipe gives the reports as /dev/hidraw0 does.
    fifo = tmp_path / "hidraw0"
    os.mkfifo(fifo)
    report = bytes((3, 4, 2, 1, 0xD2, 0x04))
    readings = read_device(f"hidraw://{fifo}", "hid-scale", 2)
    holder = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    writing = threading.Event()

    def write() -> None:
        while not writing.wait(0.02):
            os.write(holder, report)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = [one.grams for one in readings if isinstance(one, Reading)]
    finally:
        writing.set()
        writer.join(10)
        os.close(holder)

    assert found == [12_340, 12_340]


def test_a_serial_line_is_listened_to() -> None:
    plug, device = pty.openpty()
    tty.setraw(device)
    writing = threading.Event()

    def write() -> None:
        while not writing.wait(0.02):
            os.write(plug, b"ST,GS,+00012.34kg\r\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        # 8N1: a pseudo-terminal refuses 7E1 at its second opening (facts/devices.md, "PTY TRAP").
        captures = listen(f"serial://{os.ttyname(device)}?baudrate=9600", seconds=0.3, ask=False)
    finally:
        writing.set()
        writer.join(10)
        os.close(plug)
        os.close(device)

    assert fits(captures)[0].protocol == "ad"
