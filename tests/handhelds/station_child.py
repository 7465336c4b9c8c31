"""A whole station in a process of its own, to be killed; it may lose answers after their commit.

Not a test: `station_child.py CONFIG PORT --lose PERCENT` serves until it is killed. With
`--control` it hands out a wrong build of the scripts: one that forgets its outbox, or one whose
every try of a scan has an id of its own.
"""

from __future__ import annotations

import argparse
import random
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cheroot.wsgi import Server

from station.access import Access, access_path
from station.config import load_config
from station.hangar import Hangar
from station.serving import THREADS
from web.app import create_app

SCRIPTS = Path(__file__).parents[2] / "web" / "static" / "js"
CONTROLS = {
    "forgets": ("outbox.js", 'name = "hangar-hand"', 'name = "hangar-hand" + Math.random()'),
    "new-ids": (
        "courier.js",
        "sent.map((entry) => entry.body)",
        "sent.map((entry) => ({ ...entry.body, command_id: crypto.randomUUID() }))",
    ),
}
Start = Callable[..., Any]


class Losing:
    """Lets the station decide and store, then loses the answer of some of the scans."""

    def __init__(self, app: Any, percent: int) -> None:
        self._app, self._percent, self._random = app, percent, random.Random(7)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = self._app(environ, start)
        if not environ["PATH_INFO"].endswith("/scans"):
            return body  # type: ignore[no-any-return]
        whole = [b"".join(body)]
        if self._random.randrange(100) < self._percent:
            raise ConnectionError("the answer is lost on the way")
        return whole


class Wrong:
    """Hands out one script with one line of a wrong build."""

    def __init__(self, app: Any, control: str) -> None:
        name, right, wrong = CONTROLS[control]
        text = (SCRIPTS / name).read_text(encoding="utf-8")
        assert right in text, f"{name} has no {right!r} any more: adapt the control"
        self._app, self._path = app, f"/static/js/{name}"
        self._body = text.replace(right, wrong).encode()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] != self._path:
            return self._app(environ, start)  # type: ignore[no-any-return]
        start("200 OK", [("Content-Type", "text/javascript")])
        return [self._body]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("config", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--lose", type=int, default=0)
    parser.add_argument("--control", choices=sorted(CONTROLS))
    asked = parser.parse_args()
    config = load_config(asked.config)
    hangar = Hangar(config)
    access = Access(access_path(config.storage.ledger))
    app: Any = Losing(create_app(hangar, access), asked.lose)
    if asked.control:
        app = Wrong(app, asked.control)
    server = Server(("127.0.0.1", asked.port), app, numthreads=THREADS)
    server.error_log = lambda *_, **__: None
    server.prepare()
    hangar.start()
    print("ready", flush=True)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
