"""Chromium trusts the station's root for the station's name, and for no other.

The root is put into a browser's own store (certutil), as a person does on a tablet; nothing about
certificates is switched off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from station.authority.keeping import Authority
from station.authority.making import Pair, make_leaf
from tests.authority.trusting import NEEDED, trusting_browser

pytestmark = NEEDED


def application() -> Flask:
    app = Flask("secure", static_folder=None)
    app.add_url_rule("/", "page", lambda: "<!doctype html><title>page</title>")
    app.add_url_rule(
        "/sw.js", "worker", lambda: ("self.skipWaiting();", {"Content-Type": "text/javascript"})
    )
    return app


def served(certificate: Path, key: Path) -> Server:
    server = Server(("127.0.0.1", 0), application(), numthreads=4)
    server.ssl_adapter = BuiltinSSLAdapter(str(certificate), str(key))
    server.shutdown_timeout = 1
    server.prepare()
    Thread(target=server.serve, daemon=True).start()
    return server


@pytest.fixture
def trusting(
    tmp_path: Path, authority: Callable[..., Authority]
) -> Iterator[tuple[Browser, Authority]]:
    """A browser that has the root, and whose names all lead to this machine."""
    made = authority(day=datetime.now(UTC))
    made.ready()
    with trusting_browser(tmp_path / "home", made) as browser:
        yield browser, made


def test_the_stations_name_is_a_secure_origin_and_no_other_name_is(
    trusting: tuple[Browser, Authority], tmp_path: Path
) -> None:
    browser, made = trusting
    ready = made.ready()
    ours = served(ready.certificate, ready.key)
    root = Pair(
        certificate=(made.folder / "racine.pem").read_bytes(),
        key=(made.folder / "racine.key").read_bytes(),
    )
    forged = make_leaf(root, ["bank.example"], [], datetime.now(UTC))
    (tmp_path / "forged.pem").write_bytes(forged.certificate)
    (tmp_path / "forged.key").write_bytes(forged.key)
    theirs = served(tmp_path / "forged.pem", tmp_path / "forged.key")
    page = browser.new_context().new_page()
    try:
        page.goto(f"https://hangar.local:{ours.bind_addr[1]}/")
        secure = page.evaluate(
            "async () => [isSecureContext,"
            " (await navigator.serviceWorker.register('/sw.js').then(() => 'yes', String)),"
            " typeof crypto.subtle, typeof navigator.mediaDevices]"
        )
        with pytest.raises(BrowserError, match="ERR_CERT_INVALID"):
            page.goto(f"https://bank.example:{theirs.bind_addr[1]}/")
    finally:
        ours.stop()
        theirs.stop()

    assert secure == [True, "yes", "object", "object"]
