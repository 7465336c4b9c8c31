"""Offers the bench over HTTP on loopback: orders in, states and labels out.

It holds no device and no rule; the demonstration's server is its only client.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from drivers.simulated.bench import Bench

log = logging.getLogger(__name__)

# A scan of 4,000 characters is the largest thing anybody sends here.
MAX_BODY_BYTES = 64 * 1024
# An idle connection does not hold its thread for ever.
IDLE_CONNECTION_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "application/json"


class BenchServer:
    """Serves one bench until `close`."""

    def __init__(self, bench: Bench) -> None:
        handler = type("Handler", (_Handler,), {"bench": bench})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    bench: Bench
    protocol_version = "HTTP/1.1"
    timeout = IDLE_CONNECTION_S

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _get(self) -> Answer:
        match self.path.strip("/").split("/"):
            case ["devices"]:
                states = {name: one.state() for name, one in self.bench.devices.items()}
                return _json(states)
            case ["devices", name]:
                return _json(self.bench.devices[name].state())
            case ["devices", name, "labels"]:
                return _json({"items": self.bench.labels(name), "next": None})
            case ["devices", name, "labels", file] if file.endswith(".png"):
                n = int(file.removesuffix(".png"))
                return Answer(body=self.bench.png(name, n), content_type="image/png")
            case _:
                raise KeyError(self.path)

    def _post(self) -> Answer:
        body = self._body()
        match self.path.strip("/").split("/"):
            case ["devices", name]:
                device = self.bench.devices[name]
                changes = json.loads(body or b"{}")
                if not isinstance(changes, dict):
                    raise ValueError(f"expected a JSON object, came {body!r:.80}")
                device.set(**changes)
                return _json(device.state())
            case _:
                raise KeyError(self.path)

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= MAX_BODY_BYTES:
            self.close_connection = True
            raise ValueError(f"a body of {length} bytes; at most {MAX_BODY_BYTES}")
        return self.rfile.read(length)

    def _answer(self, act: Callable[[], Answer]) -> None:
        try:
            answer = act()
        except KeyError as problem:
            answer = _json({"error": f"not here: {problem}"}, HTTPStatus.NOT_FOUND)
        except (ValueError, TypeError) as problem:
            answer = _json({"error": str(problem)}, HTTPStatus.BAD_REQUEST)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(body=json.dumps(value).encode("utf-8"), status=status)
