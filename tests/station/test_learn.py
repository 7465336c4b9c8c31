"""Learning an unknown scale: heard, recognised, recorded; never on a port that is at work."""

import os
import pty
import socket
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.scale_8217 import SimulatedScale8217
from drivers.simulated.scale_toledo_continuous import SimulatedToledoContinuous
from station.config import load_config
from station.learn import MAX_PIECES, MAX_SHOWN_BYTES, CannotListen, Learning, owner_of

PATIENCE_S = 60.0
CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"

[[device]]
id = "balance-1"
kind = "scale"
protocol = "toledo-8217"
url = "{url}"
max_g = 60000
division_g = 20
"""
ELSEWHERE = "socket://127.0.0.1:9"


def learning(folder: Path, url: str = ELSEWHERE) -> Learning:
    path = folder / "hangar.toml"
    path.write_text(CONFIG.format(url=url), encoding="utf-8")
    return Learning(load_config(path))


def heard(learning: Learning) -> dict[str, Any]:
    """Wait until nobody listens any more; return what was found."""
    deadline_s = time.monotonic() + PATIENCE_S
    while (state := learning.state()) is None or state["state"] == "listening":
        assert time.monotonic() < deadline_s, state
        time.sleep(0.02)
    return state


@pytest.fixture
def sends() -> Iterator[SimulatedToledoContinuous]:
    scale = SimulatedToledoContinuous(settle_s=0.02)
    scale.set(load_g=12_340)
    yield scale
    scale.close()


def test_a_scale_that_sends_is_recognised_and_proposed(
    tmp_path: Path, sends: SimulatedToledoContinuous
) -> None:
    learn = learning(tmp_path)

    learn.start(sends.url, seconds=1, ask=False)
    found = heard(learn)

    assert found["state"] == "done"
    assert found["fits"][0]["protocol"] == "toledo-continuous"
    assert found["fits"][0]["grams"] == 12_340
    (device,) = tomllib.loads(found["proposal"])["device"]
    assert (device["id"], device["protocol"]) == ("balance-2", "toledo-continuous")
    assert device["url"] == sends.url
    assert found["bytes"] > 0 and 0 < len(found["pieces"]) <= MAX_PIECES
    assert {piece["direction"] for piece in found["pieces"]} == {"received"}


def test_what_was_heard_can_be_replayed(tmp_path: Path, sends: SimulatedToledoContinuous) -> None:
    learn = learning(tmp_path)
    learn.start(sends.url, seconds=1, ask=False)
    first = heard(learn)

    from drivers.learning import captured_in, fits
    from drivers.recording import read_recording

    recording = read_recording(learn.recording)
    assert sum(len(piece.data) for piece in recording.pieces) == first["bytes"]
    assert fits(captured_in(recording))[0].protocol == "toledo-continuous"


def test_a_mute_scale_is_asked_only_when_that_was_wanted(tmp_path: Path) -> None:
    scale = SimulatedScale8217(settle_s=0.02)
    scale.set(load_g=5_000)
    learn = learning(tmp_path)
    try:
        learn.start(scale.url, seconds=1, ask=False)
        silent = heard(learn)
        learn.start(scale.url, seconds=1, ask=True)
        asked = heard(learn)
    finally:
        scale.close()

    assert (silent["fits"], silent["bytes"]) == ([], 0)
    assert asked["fits"][0]["protocol"] == "toledo-8217"
    assert "sent" in {piece["direction"] for piece in asked["pieces"]}


def test_two_never_listen_at_once(tmp_path: Path, sends: SimulatedToledoContinuous) -> None:
    learn = learning(tmp_path)
    learn.start(sends.url, seconds=1, ask=False)

    with pytest.raises(CannotListen) as refused:
        learn.start(sends.url, seconds=1, ask=False)

    assert refused.value.code == "already_listening"
    heard(learn)


@pytest.mark.parametrize(
    ("configured", "asked"),
    [
        ("socket://127.0.0.1:4001", "socket://localhost:4001"),
        ("serial:///dev/ttyUSB0?baudrate=9600", "serial:///dev/ttyUSB0"),
        ("serial:///dev/ttyUSB0", "serial:///dev/../dev/ttyUSB0?baudrate=4800"),
    ],
)
def test_a_port_at_work_is_left_alone(tmp_path: Path, configured: str, asked: str) -> None:
    learn = learning(tmp_path, configured)

    with pytest.raises(CannotListen) as refused:
        learn.start(asked, seconds=1, ask=False)

    assert refused.value.code == "port_in_use"
    assert "balance-1" in refused.value.say_fr
    assert learn.state() is None


def test_another_name_of_a_port_at_work_is_the_same_port(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        node = os.ttyname(theirs)
        link = tmp_path / "usb-balance"
        link.symlink_to(node)
        config = tmp_path / "hangar.toml"
        config.write_text(CONFIG.format(url=f"serial://{node}"), encoding="utf-8")

        assert owner_of(load_config(config), f"serial://{link}") == "balance-1"
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "balance",
        "file:///etc/passwd",
        "serial:///etc/passwd",
        "serial:///dev/../etc/passwd",
        "replay:///dev/null",
        "socket://127.0.0.1",
        "socket://127.0.0.1:port",
        "socket://[",
    ],
)
def test_only_a_port_is_listened_to(tmp_path: Path, url: str) -> None:
    learn = learning(tmp_path)

    with pytest.raises(CannotListen) as refused:
        learn.start(url, seconds=1, ask=False)

    assert refused.value.code == "bad_url"


def test_a_flood_is_shown_in_part_and_recorded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        learn = learning(tmp_path)
        learn.start(f"socket://127.0.0.1:{server.getsockname()[1]}", seconds=1, ask=False)
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"\x02" * 40_000)
            found = heard(learn)

    assert found["bytes"] == 40_000
    longest = max(len(piece["hex"]) for piece in found["pieces"])
    assert longest <= 3 * MAX_SHOWN_BYTES + 2


def test_a_port_that_does_not_open_says_so(tmp_path: Path) -> None:
    learn = learning(tmp_path, "socket://127.0.0.1:8")

    learn.start("serial:///dev/hangar-there-is-none", seconds=1, ask=False)
    found = heard(learn)

    assert found["state"] == "failed"
    assert "hangar-there-is-none" in found["problem"]
