"""A demonstration owns its folder, finds its tokens again, and leaves no server behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station.access import Access, access_path
from station.config import load_config
from station.demo.configuration import DEVICES, device_specs, write_configuration
from station.demo.folder import fill
from station.demo.lifeline import SUPERVISOR, tie
from station.demo.people import TOKEN_ROLES
from station.demo.supervisor import DemoError, _only_one

WAIT_S = 20.0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    urls = {device["id"]: "socket://127.0.0.1:9" for device in DEVICES}
    return write_configuration(tmp_path, port=0, control="http://127.0.0.1:9", urls=urls)


def test_a_folder_belongs_to_one_demonstration(tmp_path: Path) -> None:
    with _only_one(tmp_path), pytest.raises(DemoError, match="give another --dir"):
        _only_one(tmp_path)
    _only_one(tmp_path).close()


def test_tokens_stay_and_are_made_anew_when_their_file_is_lost(config: Path) -> None:
    first = fill(config).tokens
    again = fill(config).tokens
    (config.parent / "demo-tokens.json").write_text("{", encoding="utf-8")

    anew = fill(config).tokens

    assert first == again
    access = Access(access_path(load_config(config).storage.ledger))
    known = {role: access.token_sender(anew[role]) for role in TOKEN_ROLES}
    roles = {role: sender.role.value for role, sender in known.items() if sender}
    assert roles == {role: role for role in TOKEN_ROLES}
    assert access.token_sender(first["worker"]) is None
    access.close()


def test_a_device_of_the_demonstration_speaks_the_protocol_written_in_its_file(
    config: Path,
) -> None:
    text = config.read_text(encoding="utf-8").replace('"toledo-8217"', '"ad"')
    config.write_text(text, encoding="utf-8")

    specs = {one["id"]: one for one in device_specs(config.parent)}
    urls = {id: f"socket://127.0.0.1:{number}" for number, id in enumerate(specs, start=4000)}
    write_configuration(config.parent, port=1, control="http://127.0.0.1:2", urls=urls)

    assert specs["balance-1"]["protocol"] == "ad"
    known = {device.id: device for device in load_config(config).devices}
    assert known["balance-1"].protocol == "ad"
    assert {id: device.url for id, device in known.items()} == urls


def test_a_protocol_without_simulator_is_named(tmp_path: Path) -> None:
    described = tmp_path / "devices.json"
    described.write_text('[{"id": "x", "kind": "scale", "protocol": "smoke"}]', encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, "-m", "drivers.simulated", "--devices", str(described)],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == "simulated devices: device 'x': no simulator for scale 'smoke'\n"


def test_a_server_without_supervisor_is_tied_to_nobody() -> None:
    assert tie({}) is False


TIED = "import time; from station.demo.lifeline import tie; tie(); print('tied', flush=True);"
CHILD = TIED + "time.sleep(60)"
PARENT = (
    "import os, subprocess, sys, time;"
    f" env = dict(os.environ, {SUPERVISOR}=str(os.getpid()));"
    " child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], env=env);"
    " print(child.pid, flush=True); time.sleep(60)"
)


def test_a_server_ends_with_its_supervisor_however_that_dies() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        said = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
        child = int((said - {b"tied"}).pop())
        os.kill(parent.pid, signal.SIGKILL)

    deadline_s = time.monotonic() + WAIT_S
    while _runs(child) and time.monotonic() < deadline_s:
        time.sleep(0.02)

    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
