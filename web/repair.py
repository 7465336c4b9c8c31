"""The repair page: what a station with a faulty `hangar.toml` shows instead of guessing.

Must not touch a ledger or a device.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from cheroot.wsgi import Server
from flask import Flask, Response, render_template

from station.errors import ConfigError
from station.stopping import StopSignals
from web.guard import PUBLIC, allow

REPAIR_ADDRESS = ("127.0.0.1", 8080)
"""Where the repair page is; the configured address cannot be trusted."""


def repair_app(error: ConfigError) -> Flask:
    """Return an application whose every page lists the faults, in French."""
    app = Flask(__name__, static_folder=None)

    def page(path: str = "") -> tuple[str, int]:
        return render_template("repair.html", faults=error.faults), 503

    app.add_url_rule("/", view_func=allow(PUBLIC)(page))
    app.add_url_rule("/<path:path>", view_func=allow(PUBLIC)(page))
    app.after_request(_no_store)
    return app


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'self'; style-src 'unsafe-inline'"
    return response


def serve_repair(app: Flask, config: Path, *, notify: Callable[[str], object]) -> int:
    """Serve the repair page until told to stop; the exit status says that nothing was run."""
    server = Server(REPAIR_ADDRESS, app, numthreads=4)
    stopping = StopSignals()
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    notify("READY=1")
    print(f"hangar: {config} has faults; the repair page is on http://127.0.0.1:8080", flush=True)
    while not stopping.wait(5):
        notify("WATCHDOG=1")
    server.stop()
    return 1
