"""Runs a hangar behind a web server until it is told to stop, and tells systemd how it is.

Must not know pages: the application is handed in.
"""

from __future__ import annotations

import gc
import io
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from cheroot.wsgi import Gateway_10, Server

from station.authority.keeping import Authority, Ready
from station.config import Config
from station.errors import HangarError
from station.hangar import Hangar
from station.stopping import StopSignals

log = logging.getLogger(__name__)

THREADS = 64
"""One thread a stream: 40 tablets and boards, and enough left that a scan never waits."""
SHUTDOWN_S = 3
"""How long open requests may take to end; streams end by themselves when the feed closes."""
RENEW_S = 3600.0
"""How often names, addresses and end of the certificate are looked at."""
WATCHDOG_S = 5.0
"""How often systemd's watchdog hears of a ledger that answers."""


class WholeAnswers(Gateway_10):
    """Sends an answer's head and body at once: one packet, and one wait for the interpreter."""

    def write(self, chunk: bytes) -> None:
        """Write one piece of the body; the head goes with the first."""
        connection = self.req.conn
        if self.req.sent_headers:
            super().write(chunk)
            return
        wire, connection.wfile = connection.wfile, io.BytesIO()
        try:
            super().write(chunk)
        finally:
            held, connection.wfile = connection.wfile, wire
        wire.write(held.getvalue())


def serve(config: Config, app: Any, hangar: Hangar, *, notify: Callable[[str], object]) -> None:
    """Serve until SIGTERM or SIGINT; then end streams, requests, devices and ledger in order."""
    server = server_for(config.web.host, config.web.port, app)
    stopping = StopSignals()
    prepare(server)
    secure = SecureServer(config, app, hangar.authority) if hangar.authority else None
    if secure:
        secure.start()
    thread = threading.Thread(target=server.serve, name="web", daemon=True)
    thread.start()
    hangar.start()
    # What lives as long as the process is not looked through again while somebody scans.
    gc.freeze()
    notify("READY=1")
    log.info("serving on http://%s:%s", config.web.host, config.web.port)
    while not stopping.wait(WATCHDOG_S):
        if hangar.health.probe():
            notify("WATCHDOG=1")
        if secure:
            secure.keep_in_date()
    notify("STOPPING=1")
    hangar.feed.close()
    server.stop()
    if secure:
        secure.stop()
    hangar.stop()


class SecureServer:
    """The same application over https, with the certificate of the station's own authority.

    What fails here is told and tried again: plain http goes on, and the pages say what is missing.
    """

    def __init__(self, config: Config, app: Any, authority: Authority) -> None:
        self._host, self._port = config.web.tls_host or "", config.web.tls_port or 0
        self._app, self._authority = app, authority
        self._server: Server | None = None
        self._looked_s = float("-inf")

    def start(self) -> None:
        """Begin to serve https, if a certificate can be had."""
        self.keep_in_date()

    def keep_in_date(self) -> None:
        """Look now and then whether the certificate must be another, and use it at once."""
        now_s = time.monotonic()
        if now_s - self._looked_s < RENEW_S:
            return
        self._looked_s = now_s
        try:
            ready = self._authority.ready()
            if self._server is None:
                self._serve(ready)
            elif ready.renewed:
                self._server.ssl_adapter.context.load_cert_chain(ready.certificate, ready.key)
                log.info("https goes on with a new certificate")
        except (OSError, ValueError, ImportError, HangarError) as error:
            log.error("https on %s:%s is not served: %s", self._host, self._port, error)

    def _serve(self, ready: Ready) -> None:
        from cheroot.ssl.builtin import BuiltinSSLAdapter

        server = server_for(self._host, self._port, self._app)
        server.ssl_adapter = BuiltinSSLAdapter(str(ready.certificate), str(ready.key))
        prepare(server)
        self._server = server
        threading.Thread(target=server.serve, name="web-tls", daemon=True).start()
        log.info("serving on https://%s:%s", *server.bind_addr[:2])

    def stop(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.stop()


def server_for(host: str, port: int, app: Any) -> Server:
    """Return a server for an application, not started yet."""
    server = Server((host, port), app, numthreads=THREADS)
    server.shutdown_timeout = SHUTDOWN_S
    server.gateway = WholeAnswers
    return server


def prepare(server: Server) -> None:
    """Open the server's port; say which one and what to do when that cannot be."""
    try:
        server.prepare()
    except OSError as error:
        host, port = server.bind_addr
        raise HangarError(
            f"http://{host}:{port}: expected a free address of this machine, got {error}:"
            " stop the other program, or change listen under [web]"
        ) from error
