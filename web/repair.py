"""The repair page: what a station with a faulty `hangar.toml` shows instead of guessing.

Must not touch a ledger or a device.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

from cheroot.wsgi import Server
from flask import Flask, Response, render_template

from station.config.sections import LISTEN
from station.errors import ConfigError
from station.serving import prepare
from station.stopping import StopSignals
from web.guard import PUBLIC

REPAIR_ADDRESS = ("127.0.0.1", 8080)
"""Where the repair page is when the file does not say, or says it wrongly."""


def repair_app(error: ConfigError) -> Flask:
    """Return an application whose every page lists the faults, in French."""
    app = Flask(__name__, static_folder=None)

    def page(path: str = "") -> tuple[str, int]:
        return render_template("repair.html", faults=error.faults), 503

    page.access_roles = PUBLIC  # type: ignore[attr-defined]  # as `allow` declares it; there are no sessions here
    app.add_url_rule("/", "repair", page)
    app.add_url_rule("/<path:path>", "repair", page)
    app.after_request(_no_store)
    return app


def repair_address(config: Path) -> tuple[str, int]:
    """Return where the faulty file wants its pages, if that much of it can be read."""
    try:
        listen = tomllib.loads(config.read_text("utf-8"))["web"]["listen"]
        parts = LISTEN.fullmatch(listen)
    except (OSError, ValueError, KeyError, TypeError):
        return REPAIR_ADDRESS
    if parts is None or int(parts["port"]) > 65535:
        return REPAIR_ADDRESS
    return parts["host"].strip("[]"), int(parts["port"])


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'self'; style-src 'unsafe-inline'"
    return response


def serve_repair(app: Flask, config: Path, *, notify: Callable[[str], object]) -> int:
    """Serve the repair page until told to stop; the exit status says that nothing was run."""
    server = Server(repair_address(config), app, numthreads=4)
    stopping = StopSignals()
    prepare(server)
    threading.Thread(target=server.serve, daemon=True).start()
    notify("READY=1")
    where = "http://{}:{}".format(*server.bind_addr)
    print(f"hangar: {config} has faults; the repair page is on {where}", flush=True)
    while not stopping.wait(5):
        notify("WATCHDOG=1")
    server.stop()
    return 1
