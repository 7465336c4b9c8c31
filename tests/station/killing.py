"""A server process to be killed, and clients that keep their ids and send again until answered."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
START_TIMEOUT_S = 60.0
CALL_TIMEOUT_S = 20.0
RETRY_PAUSE_S = 0.02

Answer = dict[str, Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`hangar run` in a process of its own."""

    def __init__(self, config: Path, port: int) -> None:
        self.port = port
        self._log = (config.parent / "server.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "station.main", "run", "--config", str(config)],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def await_health(self) -> None:
        deadline_s = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline_s:
            assert self._process.poll() is None, "the server ended by itself: see server.log"
            with contextlib.suppress(OSError, http.client.HTTPException):
                if call(self.port, "GET", "/healthz")[0] == 200:
                    return
            time.sleep(RETRY_PAUSE_S)
        raise AssertionError(f"the server was not there within {START_TIMEOUT_S} s")

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal and wait for the end; return the exit status."""
        self._process.send_signal(how)
        status = self._process.wait(timeout=START_TIMEOUT_S)
        self._log.close()
        return status


def call(port: int, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
    """Make one HTTP call on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=CALL_TIMEOUT_S)
    try:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        text = json.dumps(body) if body is not None else None
        connection.request(method, path, text, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


class Client(threading.Thread):
    """Writes until told to stop; an id is kept before it is sent, and sent until it is answered."""

    def __init__(self, number: int, port: int, token: str) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self._port, self._token = port, token
        self._chance = random.Random(number)
        self.stopping = threading.Event()
        self.sent: dict[str, Answer] = {}
        self.answered: dict[str, Answer] = {}
        self.trouble: list[str] = []

    def run(self) -> None:
        while not self.stopping.is_set():
            body = self._command()
            self.sent[body["command_id"]] = body
            self._until_answered(body)

    def _command(self) -> Answer:
        data: Answer = {"producer": "F01", "product": "RADIS", "crate_type": "E2"}
        data |= {"count": self._chance.randint(1, 40), "crates": self._chance.randint(1, 3)}
        return {
            "command_id": str(uuid.uuid4()), "type": "ReceiveCrate", "post": "reception",
            "data": data,
        }  # fmt: skip

    def _until_answered(self, body: Answer) -> None:
        while True:
            try:
                status, answer = call(
                    self._port, "POST", "/api/v1/commands", body, token=self._token
                )
            except (OSError, http.client.HTTPException, ValueError):
                if self.stopping.wait(RETRY_PAUSE_S):
                    return
                continue
            if status == 200:
                self.answered[body["command_id"]] = answer
            else:
                self.trouble.append(f"{status}: {answer}")
            return
