"""The scripts of handhelds in a real browser, served from the folder they stand in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cheroot.wsgi import Server
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.chromium import browsing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


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
