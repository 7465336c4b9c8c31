"""The control socket beside the ledger: how the command line writes while a server runs.

Only the file's owner may connect. Must not decide: it hands commands to the server's own bus, and
says how the server finds its devices.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import socketserver
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.config import Config
from station.domain.codec import Malformed
from station.domain.words import Role
from station.errors import HangarError, LedgerBusy
from station.messages import Sender, open_envelope

if TYPE_CHECKING:
    from station.bus import CommandBus
    from station.hangar import Hangar

log = logging.getLogger(__name__)

COMMAND_LINE = Sender(name="command-line", role=Role.ADMIN)
MAX_LINE = 16 * 1024 * 1024
"""Longest request: the difference of a large order file."""
TIMEOUT_S = 60.0

DEVICES = {"ask": "devices"}
"""Asks how the devices are; everything else is a command."""

Send = Callable[[str, dict[str, Any]], dict[str, Any]]


def socket_path(ledger: Path) -> Path:
    """Return the control socket that belongs to a ledger."""
    return ledger.with_name(ledger.name + ".sock")


@contextlib.contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """Yield a name for the socket that fits into sun_path (108 bytes) however deep the folder."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class ControlServer:
    """The server's side; one thread, one request a connection."""

    def __init__(self, ledger: Path, hangar: Hangar) -> None:
        self._path, self._hangar = socket_path(ledger), hangar
        self._server: socketserver.UnixStreamServer | None = None

    def start(self) -> None:
        """Listen; a socket left by a killed server is replaced (the ledger's lock is ours)."""
        self._path.unlink(missing_ok=True)
        hangar = self._hangar

        class Handler(socketserver.StreamRequestHandler):
            timeout = TIMEOUT_S

            def handle(self) -> None:
                line = self.rfile.readline(MAX_LINE)
                if line:  # else somebody only looked whether the server listens
                    self.wfile.write(json.dumps(_answer(hangar, line)).encode() + b"\n")

        with _reachable(self._path) as name:
            self._server = socketserver.UnixStreamServer(name, Handler)
        self._path.chmod(0o600)
        threading.Thread(target=self._server.serve_forever, name="control", daemon=True).start()

    def stop(self) -> None:
        """Stop listening and remove the socket."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._path.unlink(missing_ok=True)


def _answer(hangar: Hangar, line: bytes) -> dict[str, Any]:
    try:
        body = json.loads(line)
        if body == DEVICES:
            return {"items": hangar.health.status()["devices"]}
        return hangar.command(body, COMMAND_LINE).answer
    except (Malformed, HangarError, ValueError) as error:
        return {"status": 400, "error": str(error)}
    except Exception as error:
        log.exception("a command of the command line met a bug")
        return {"status": 500, "error": repr(error)}


@contextlib.contextmanager
def sending(config: Config) -> Iterator[Send]:
    """Yield a way to send commands: through the running server, else with the ledger's lock."""
    path = socket_path(config.storage.ledger)
    if path.exists() and _listening(path):
        yield lambda type, data: _through(path, type, data)
        return
    from station.offline import offline_bus

    try:
        bus = offline_bus(config)
    except LedgerBusy as error:
        raise HangarError(f"{error}; its control socket {path} does not answer") from error
    try:
        yield lambda type, data: _decided(bus, type, data)
    finally:
        bus.close()


def device_states(config: Config) -> dict[str, dict[str, Any]] | None:
    """Return each device as the running server finds it, by id; None while none runs."""
    path = socket_path(config.storage.ledger)
    if not (path.exists() and _listening(path)):
        return None
    try:
        answer = _asked(path, json.dumps(DEVICES).encode() + b"\n")
    except (OSError, ValueError) as error:
        raise HangarError(f"{path}: expected the devices' states, got {error!r}") from error
    if "error" in answer:
        raise HangarError(f"the running server does not say its devices: {answer['error']}")
    return {device["id"]: device for device in answer["items"]}


def _decided(bus: CommandBus, type: str, data: dict[str, Any]) -> dict[str, Any]:
    try:
        return bus.run(open_envelope(_body(type, data), COMMAND_LINE)).answer
    except Malformed as error:
        raise HangarError(f"{type} was refused: {error}") from error


def _body(type: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"command_id": f"cli-{uuid.uuid4()}", "type": type, "data": data}


def _listening(path: Path) -> bool:
    with _reachable(path) as name, socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(name)
        except OSError:
            return False
        return True


def _asked(path: Path, line: bytes) -> dict[str, Any]:
    with _reachable(path) as name, socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(TIMEOUT_S)
        connection.connect(name)
        connection.sendall(line)
        with connection.makefile("rb") as lines:
            answer: dict[str, Any] = json.loads(lines.readline())
    return answer


def _through(path: Path, type: str, data: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = _asked(path, json.dumps(_body(type, data)).encode() + b"\n")
    except (OSError, ValueError) as error:
        raise HangarError(
            f"{path}: expected the server's answer to {type}, got {error!r}: it may be stored or"
            " not; look, then run the same command again"
        ) from error
    if "error" in answer:
        raise HangarError(f"the running server refused {type}: {answer['error']}")
    return answer
