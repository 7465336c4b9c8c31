"""A whole station without devices, spoken to as programs and browsers do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from station.access import Access, access_path
from station.config import load_config
from station.domain.words import Role
from station.hangar import Hangar
from station.serving import THREADS
from web.app import create_app

Answer = dict[str, Any]

CONFIG = """
[hub]
name = "MIL d'essai"
address = "7 place du Marché, 61110 Exempleville"
gs1_company_prefix = "9521234"
languages = ["fr", "en"]
timezone = "Europe/Paris"

[storage]
ledger = "hangar.db"
backup_dir = "backups"

[web]
listen = "127.0.0.1:{port}"
trusted_hosts = ["hangar.local", "127.0.0.1", "localhost"]

[[post]]
id = "reception"
role = "reception"

[[post]]
id = "cold-door"
role = "store"

[[post]]
id = "dock-1"
role = "dock"

[[post]]
id = "shop"
role = "shop"

[[zone]]
id = "SEC"
name = "Étagères sèches"
temperature_class = "ambiant"

[[zone]]
id = "CF-1"
name = "Chambre froide 1"
temperature_class = "frais"
max_celsius_tenths = 80
"""


def write_station(folder: Path, ledger: bytes, *, port: int = 0) -> Path:
    """Write configuration and ledger of a station; return the configuration's path."""
    path = folder / "hangar.toml"
    path.write_text(CONFIG.format(port=port), encoding="utf-8")
    database = folder / "hangar.db"
    database.touch(mode=0o600)
    database.write_bytes(ledger)
    return path


class Station:
    """One station: `call` speaks HTTP in the place of a token's device."""

    def __init__(self, config: Path) -> None:
        loaded = load_config(config)
        self.hangar = Hangar(loaded)
        self.access = Access(access_path(loaded.storage.ledger))
        self.app = create_app(self.hangar, self.access)
        for role in Role:
            self.access.revoke_token(f"essai-{role.value}")
        self.tokens = {
            role.value: self.access.create_token(f"essai-{role.value}", role.value) for role in Role
        }
        self.hangar.start()
        self.today = self.hangar.clock.today()

    def close(self) -> None:
        self.hangar.stop()
        self.access.close()

    def browser(self) -> FlaskClient:
        """Return a client that keeps cookies, as a browser does."""
        return self.app.test_client()

    def tablet(self, post: str = "dock-1") -> FlaskClient:
        """Return the browser of a device that was paired with a post."""
        body = {"post": post, "name": "Tablette du quai"}
        invitation = self.post("/api/v1/pairings", body)
        browser = self.browser()
        code = str(invitation["url"]).partition("#")[2]
        assert browser.post("/api/v1/pairings/redeem", json={"code": code}).status_code == 200
        return browser

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: str | None = "coordinator",
        **more: Any,
    ) -> TestResponse:
        headers = dict(more.pop("headers", {}))
        if role:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        if body is not None:
            more["json"] = body
        client = self.app.test_client()
        return client.open(path, method=method, headers=headers, buffered=True, **more)

    def get(self, path: str, *, role: str | None = "coordinator") -> Any:
        answer = self.call("GET", path, role=role)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, body: Any, *, role: str | None = "coordinator") -> Any:
        return self.call("POST", path, body, role=role).get_json()

    def do(self, type: str, *, role: str = "coordinator", **data: Any) -> Answer:
        """Send one command that must be accepted."""
        answer = self.post("/api/v1/commands", command(type, **data), role=role)
        assert answer.get("outcome") == "accepted", answer
        return dict(answer)

    def crate(self, **more: Any) -> Answer:
        """Receive a crate of twelve bunches."""
        data = {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12} | more
        return dict(self.do("ReceiveCrate", **data)["crate"])

    def scan(self, post: str, *, role: str = "worker", **body: Any) -> Answer:
        sent = {"command_id": str(uuid.uuid4())} | body
        return dict(self.post(f"/api/v1/posts/{post}/scans", sent, role=role))

    def plan_rounds(self) -> None:
        """Plan today's two rounds."""
        for round, stops in {"T1": ("C01", "C02"), "T2": ("C03",)}.items():
            places = [{"stop": n, "customer": code} for n, code in enumerate(stops, start=1)]
            self.do("PlanRound", date=self.today, round=round, stops=places)


def command(type: str, *, post: str = "reception", **data: Any) -> Answer:
    """Return a command's envelope with a fresh id."""
    return {"command_id": str(uuid.uuid4()), "type": type, "post": post, "data": data}


@contextmanager
def served(station: Station, *, certificate: tuple[Path, Path] | None = None) -> Iterator[int]:
    """Serve a station on a real socket, https with a certificate and its key; yield its port."""
    server = Server(("127.0.0.1", 0), station.app, numthreads=THREADS)
    if certificate:
        server.ssl_adapter = BuiltinSSLAdapter(*map(str, certificate))
    server.shutdown_timeout = 1
    server.prepare()
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        station.hangar.feed.close()
        server.stop()
        thread.join(timeout=10)
