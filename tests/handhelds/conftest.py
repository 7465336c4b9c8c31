"""The scripts of handhelds in a real browser, served from the folder they stand in."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cheroot.wsgi import Server
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from tests.domain.hub import Hub, register

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger in which the small hub is known; each test works on a copy."""
    path = tmp_path_factory.mktemp("registered") / "hangar.db"
    hub = Hub(path)
    register(hub)
    hub.close()
    return path.read_bytes()


@pytest.fixture
def hub(registered: bytes, tmp_path: Path) -> Iterator[Hub]:
    path = tmp_path / "hangar.db"
    path.touch(mode=0o600)
    path.write_bytes(registered)
    hub = Hub(path)
    yield hub
    hub.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A blank page of a server that has the static files and nothing else."""
    app = Flask("web", root_path=str(Path(__file__).parents[2] / "web"))
    app.add_url_rule("/", view_func=lambda: "<!doctype html><html lang='fr'><body></body>")
    server = Server(("127.0.0.1", 0), app, numthreads=6)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.bind_addr[1]}/")
    yield page
    page.close()
    server.stop()
    thread.join(5)
