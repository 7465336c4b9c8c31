"""A hall to break: a station that is killed and started again, a handheld's browser likewise."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from station.access import Access, access_path
from station.config import load_config
from tests.chromium import FLAGS
from tests.web_api.station_at_work import write_station

CHILD = Path(__file__).with_name("station_child.py")
START_S = 60
PATIENCE_S = 60
BUSY = 503
PIN = "1111"
TYPE = """async (code) => {
  const before = document.querySelector(".verdict");
  for (const key of [...code, "Enter"])
    document.body.dispatchEvent(new KeyboardEvent("keydown",
      { key, code: key === "Enter" ? key : /\\d/.test(key) ? `Digit${key}` : `Key${key}`,
        bubbles: true, cancelable: true }));
  for (let waited = 0; waited < 15000; waited += 1) {
    const now = document.querySelector(".verdict");
    if (now && now !== before) return now.dataset.verdict;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`no answer to ${code}: ${document.body.innerText}`);
}"""
"""What a reader types; comes back once an answer is on the screen, within half a minute."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def until(true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    end_s = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end_s, f"not within {patience_s} s: {what}"
        time.sleep(0.05)


class KilledStation:
    """A station's process on a port that stays the same; `kill` is SIGKILL."""

    def __init__(self, folder: Path, ledger: bytes, *, lose: int, control: str | None) -> None:
        self.config, self.port = write_station(folder, ledger), free_port()
        self._arguments = ["--lose", str(lose), *(["--control", control] if control else [])]
        access = Access(access_path(load_config(self.config).storage.ledger))
        access.set_pin("amina", PIN)
        self._token = access.create_token("essai", "coordinator")
        access.close()
        self.starts = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, str(CHILD), str(self.config), str(self.port), *self._arguments]
        self._process = subprocess.Popen(
            command,
            cwd=CHILD.parents[2],
            env={**os.environ, "PYTHONPATH": str(CHILD.parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        self.starts += 1

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(START_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the station; one that is busy (503) is asked the same again, as clients do."""
        end_s = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._call(method, path, body)
            except urllib.error.HTTPError as error:
                if error.code != BUSY or time.monotonic() > end_s:
                    raise
                time.sleep(0.2)

    def _call(self, method: str, path: str, body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.url}{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=START_S) as answer:
            return json.load(answer)

    def events(self, type: str) -> list[dict[str, Any]]:
        found, after = [], 0
        while items := self.call("GET", f"/api/v1/events?limit=2000&after={after}")["items"]:
            found += [item for item in items if item["type"] == type]
            after = items[-1]["seq"]
        return found


class Handheld:
    """A handheld's browser with a disk of its own; `kill` is SIGKILL to all its processes."""

    def __init__(self, playwright: Playwright, chromium: str, disk: Path) -> None:
        self._playwright, self._disk = playwright, disk
        self._command = [chromium, "--headless=new", *FLAGS, "--remote-debugging-port=0"]
        self._command += [f"--user-data-dir={disk}", "about:blank"]
        self._card = ""
        self.page = self._open()

    def _open(self) -> Page:
        told = self._disk / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            self._command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until(lambda: told.exists() and "\n" in told.read_text(), "Chromium listens", START_S)
            port = told.read_text().splitlines()[0]
            self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except BaseException:
            self.kill()
            raise
        context = self._browser.contexts[0]
        return context.pages[0] if context.pages else context.new_page()

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(START_S)

    def again(self) -> None:
        self.kill()
        self.page = self._open()

    def take(self, station: KilledStation, card: str) -> None:
        """Log in, open the dock's screen and take the round of a card in hand."""
        until(lambda: self._logged_in(station), "logged in")
        self.page.goto(f"{station.url}/hand/dock-1")
        self.page.locator(".tile, .bigcount").first.wait_for(timeout=PATIENCE_S * 1000)
        self.page.locator("#ready .icon").wait_for(timeout=PATIENCE_S * 1000)
        if self._card != card or not self.page.locator(".bigcount").count():
            self.scan(card)
            self.page.locator(".bigcount").wait_for(timeout=PATIENCE_S * 1000)
            self._card = card

    def _logged_in(self, station: KilledStation) -> bool:
        who = {"operator": "amina", "pin": PIN}
        return self.page.context.request.post(f"{station.url}/api/v1/login", data=who).ok

    def scan(self, code: str) -> str:
        return str(self.page.evaluate(TYPE, code))

    def waiting(self) -> int:
        """How many scans this device has not brought to the station, as its foot says."""
        return int(self.page.locator("#waiting").get_attribute("data-pending") or 0)
