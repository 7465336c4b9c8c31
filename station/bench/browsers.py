"""Browsers of a bench: a Chromium for each device, on the made-up hub.

Must not measure anything. Playwright comes with the tests only: it is imported where it is used.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from station.bench.hub import Hub
from station.errors import HangarError

PATIENCE_MS = 60_000
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


@contextmanager
def browsers(count: int) -> Iterator[list[Any]]:
    """Open a browser for each device: a tab in the back is drawn once a second."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise HangarError("hangar bench: expected playwright: make setup") from None
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise HangarError("hangar bench: expected chromium: apt install chromium")
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        opened = [launch(executable_path=found, args=list(FLAGS)) for _ in range(count)]
        try:
            yield opened
        finally:
            for browser in opened:
                browser.close()


def context_on(browser: Any, hub: Hub, port: int) -> Any:
    """Return a browser's context that speaks to the hub's station in the hub's name."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{port}",
        extra_http_headers={"Authorization": f"Bearer {hub.token}"},
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
