"""Servers in processes of their own, the station's and a minimal one, and how large they are.

Must not touch a process that it did not start.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

START_TIMEOUT_S = 60.0
"""A Pi with a slow card starts in some seconds; longer means it does not start."""
STOP_TIMEOUT_S = 20.0
CALL_TIMEOUT_S = 30.0
POLL_S = 0.002
"""Between two looks at a starting server: the grain of its start-up time."""


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process that answers on a loopback port."""

    def __init__(self, words: Sequence[str], port: int) -> None:
        """Start it; return once `/healthz` answers."""
        self.port = port
        began_s = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._await_health()
        except BaseException:
            self.stop()
            raise
        self.started_s = time.perf_counter() - began_s
        self.pid = self._process.pid

    def _await_health(self) -> None:
        deadline_s = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline_s:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with status {self._process.returncode}")
            if _healthy(self.port):
                return
            time.sleep(POLL_S)
        raise RuntimeError(f"expected a server on port {self.port} in {START_TIMEOUT_S} s")

    def resident_mb(self) -> float:
        """Return the process's resident memory in megabytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000

    def stop(self) -> None:
        """End it, kindly first."""
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_TIMEOUT_S)


def _healthy(port: int) -> bool:
    try:
        with contextlib.closing(Caller(port)) as caller:
            return caller.call("GET", "/healthz")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


@contextlib.contextmanager
def station(config: Path, port: int) -> Iterator[Server]:
    """Run the station of a hub: `hangar run`, as the unit file does."""
    yield from _while_used(Server(["-m", "station.main", "run", "--config", str(config)], port))


@contextlib.contextmanager
def minimal() -> Iterator[Server]:
    """Run the floor: one Flask application under cheroot, without a station."""
    port = free_port()
    yield from _while_used(Server(["-m", "station.bench.minimal_server", str(port)], port))


def _while_used(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


def bare_python_s() -> float:
    """Return how long a Python takes that does nothing."""
    began_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True, env=os.environ)
    return time.perf_counter() - began_s


class Caller:
    """One kept connection, as a tablet or a handheld holds it."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=CALL_TIMEOUT_S)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Return the status and body of one call."""
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def send(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post JSON; return the answer's JSON, or fail on any status but 200."""
        status, content = self.call("POST", path, json.dumps(body).encode())
        if status != 200:
            raise RuntimeError(f"POST {path}: expected 200, got {status} {content[:200]!r}")
        answer: dict[str, Any] = json.loads(content)
        return answer

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
