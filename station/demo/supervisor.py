"""Starts the demonstration: simulated devices and server as two children, and keeps them alive.

Must not act by itself: nothing is scanned or weighed unless somebody does it.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any

from station.demo.lifeline import SUPERVISOR
from station.demo.place import Opened, Place
from station.errors import HangarError
from station.stopping import StopSignals

log = logging.getLogger(__name__)

READY_TIMEOUT_S = 60.0
"""Longest start of a child; a Pi with a slow card needs some ten seconds."""
RESTART_PAUSE_S = 0.3
STOP_TIMEOUT_S = 20.0


class DemoError(HangarError):
    """The demonstration cannot start; the message says what to do."""


class Supervisor:
    """The two children of one demonstration or school, in this process's group."""

    def __init__(self, place: Place, port: int) -> None:
        self._place, self._folder, self._port = place, place.folder, port
        self._stopping = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None
        self._devices: subprocess.Popen[bytes] | None = None
        self._folder_lock: IO[str] | None = None

    def start(self) -> dict[str, Any]:
        """Start devices, fill the folder, start the server; return what `--json` prints."""
        port = _port_to_use(self._place.host, self._port)
        _open_folder(self._folder)
        self._folder_lock = _only_one(self._folder)
        devices = self._start_devices()
        config = self._place.configure(
            port=port, control=devices["control"], urls=devices["devices"]
        )
        filled = self._place.fill(config)
        self._port, self._config = port, config
        self._server = self._start_server()
        self._await_health()
        threading.Thread(target=self._keep, name="demo-keeper", daemon=True).start()
        return self._said(filled, devices)

    def _said(self, filled: Opened, devices: dict[str, Any]) -> dict[str, Any]:
        assert self._server is not None
        return {
            "url": self.url,
            "dir": str(self._folder),
            "pid": os.getpid(),
            "server_pid": self._server.pid,
            "tokens": dict(filled.tokens),
            "devices": devices["devices"],
        }

    @property
    def url(self) -> str:
        """Where the pages are."""
        host = "127.0.0.1" if self._place.host == "0.0.0.0" else self._place.host
        return f"http://{host}:{self._port}"

    def _start_devices(self) -> dict[str, Any]:
        listed = self._folder / "demo-devices.json"
        listed.write_text(json.dumps(self._place.devices(), default=str), encoding="utf-8")
        self._devices = subprocess.Popen(
            [
                *(sys.executable, "-m", "drivers.simulated"),
                *("--devices", str(listed), "--ports", str(self._folder / "demo-ports.json")),
                *(("--ptys", str(self._place.ptys)) if self._place.ptys else ()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._devices.stdout is not None
        line = self._devices.stdout.readline()
        if not line:
            raise DemoError("the simulated devices did not start: see the lines above")
        said: dict[str, Any] = json.loads(line)
        return said

    def _start_server(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "station.main", "run", "--config", str(self._config)],
            env={**os.environ, SUPERVISOR: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def _await_health(self) -> None:
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline_s:
            assert self._server is not None
            if self._server.poll() is not None:
                raise DemoError(
                    f"the server ended with status {self._server.returncode}: see the lines above"
                )
            if _healthy(self.url):
                return
            time.sleep(0.05)
        raise DemoError(f"the server did not answer {self.url}/healthz in {READY_TIMEOUT_S} s")

    def _keep(self) -> None:
        """Start the server again whenever it dies; the devices and the paper live on."""
        while not self._stopping.is_set():
            assert self._server is not None
            status = self._server.wait()
            if self._stopping.wait(RESTART_PAUSE_S):
                return
            log.warning("the server ended with status %s; it is started again", status)
            self._server = self._start_server()

    def stop(self) -> None:
        """Stop both children, the server first, and leave the folder to others."""
        self._stopping.set()
        self._stop_children()
        if self._folder_lock:
            self._folder_lock.close()

    def _stop_children(self) -> None:
        for child in (self._server, self._devices):
            if child and child.poll() is None:
                child.terminate()
                try:
                    child.wait(STOP_TIMEOUT_S)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
            for pipe in (child.stdin, child.stdout) if child else ():
                if pipe:
                    pipe.close()


def _only_one(folder: Path) -> IO[str]:
    """Hold the folder: a second demonstration would point its file at other ports."""
    lock = (folder / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise DemoError(
            f"{folder}: expected a folder of its own, but a demonstration runs there: use its page,"
            " stop it, or give another --dir"
        ) from error
    return lock


def _port_to_use(host: str, asked: int) -> int:
    """Return the asked port when it is free, any free one for 0; else say who must move."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, asked))
        except (OSError, OverflowError) as error:
            raise DemoError(
                f"port {asked}: expected a free port, got {error}: give another with --port"
            ) from error
        return int(probe.getsockname()[1])


def _open_folder(folder: Path) -> None:
    """Make the folder if need be and try to write there, before anything is started."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DemoError(
            f"folder {folder}: expected a folder to write in, got {error}: give another with --dir"
        ) from error


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def run(place: Place, port: int, *, as_json: bool, play: bool, greeting: str) -> int:
    """Run what stands in a folder until it is told to stop; return the exit status."""
    supervisor = Supervisor(place, port)
    stopping = StopSignals()
    try:
        said = supervisor.start()
        _announce(said, as_json, greeting)
        if play:
            threading.Thread(target=_play, args=(said,), daemon=True).start()
        stopping.wait()
    except DemoError as error:
        print(f"hangar demo: {error}", file=sys.stderr)
        return 1
    finally:
        supervisor.stop()
    return 0


def _play(said: dict[str, Any]) -> None:
    from station.day import play_against

    play_against(said)


def _announce(said: dict[str, Any], as_json: bool, greeting: str) -> None:
    if as_json:
        print(json.dumps(said), flush=True)
        return
    print(f"{greeting} : {said['url']}")
    print(f"Données : {said['dir']}")
    print("Les badges et codes PIN sont sur la page de connexion. Ctrl-C pour arrêter.", flush=True)
