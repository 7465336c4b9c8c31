"""A demonstration as people start it, and a browser on it, for the tests of the screens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import browsing
from tests.web.hands import SLOW_MS

START_S = 90
STOP_S = 20


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the demonstration said when it was ready: address, process ids, tokens."""
    folder = tmp_path_factory.mktemp("demonstration")
    command = [sys.executable, "-m", "station.main", "demo", "--dir", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--json"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    watch = threading.Timer(START_S, os.killpg, (process.pid, signal.SIGKILL))
    watch.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        watch.cancel()
        assert line, f"hangar demo was not ready within {START_S} s"
        yield json.loads(line)
    finally:
        watch.cancel()
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_S)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="module")
def demonstration(started: dict[str, Any]) -> str:
    return str(started["url"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, demonstration: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=demonstration, locale="fr-FR"
    )
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert errors == []
