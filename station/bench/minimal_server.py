"""The floor of every HTTP figure: the smallest Flask application under the same web server.

Must not import the station: `python -m station.bench.minimal_server PORT` is what a station costs
before it does anything.
"""

from __future__ import annotations

import sys
from typing import Any

from cheroot.wsgi import Server
from flask import Flask, Response, jsonify, request

THREADS = 10
"""What cheroot starts when nobody asks for more."""
ANSWER: dict[str, Any] = {
    "verdict": "ok",
    "say": {"fr": "Bonne caisse.", "en": "Right crate."},
    "next": None,
    "crate": {"id": "C0000000000", "net_g": 10340, "contents": []},
}


def app() -> Flask:
    """Return an application with one call that reads JSON and one that only says it is there."""
    made = Flask(__name__)

    @made.post("/scan")
    def scan() -> Response:
        body = request.get_json()
        return jsonify(ANSWER | {"command_id": body["command_id"]})

    @made.get("/healthz")
    def healthz() -> Response:
        return jsonify({"status": "ok"})

    return made


def main() -> None:
    """Serve until killed."""
    server = Server(("127.0.0.1", int(sys.argv[1])), app(), numthreads=THREADS)
    try:
        server.start()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
