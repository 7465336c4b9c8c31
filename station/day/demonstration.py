"""Starts a demonstration of its own as a child process, kills its server, and stops it.

Must touch no process that it did not start, and read nothing of the demonstration's files.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_S = 90.0
"""Longest start: a Pi imports the made-up hub and starts two processes."""
STOP_S = 30.0
"""Longest orderly stop before the whole process group is ended."""
DEATH_S = 10.0
"""Longest time a killed process may still be seen: its parent has to notice."""
GLANCE_S = 0.02
"""Pause between two looks at a process."""
TAIL_CHARACTERS = 2_000
"""How much of the demonstration's own words is repeated when it does not start."""


class DemonstrationFailed(Exception):
    """The demonstration did not start, or did not say the contract's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What the demonstration said when it was ready."""

    url: str
    server_pid: int
    tokens: dict[str, str]
    devices: dict[str, str]


class Demonstration:
    """A running `hangar demo` in its own process group."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._words = (folder / "demonstration.log").open("ab")
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "station.main", "demo",
                "--dir", str(folder), "--port", "0", "--json",
            ],
            stdout=subprocess.PIPE,
            stderr=self._words,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            self.ready = self._until_ready()
        except BaseException:
            self.stop()
            raise

    def _until_ready(self) -> Ready:
        line = self._first_line()
        try:
            said: dict[str, Any] = json.loads(line)
            return Ready(
                url=said["url"],
                server_pid=said["server_pid"],
                tokens=said["tokens"],
                devices=said["devices"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DemonstrationFailed(
                f"hangar demo: expected its one line of JSON within {START_S:.0f} s, got {line!r}"
                f" ({error!r}); it said: {self._tail()}"
            ) from error

    def _first_line(self) -> bytes:
        """Read standard output up to the first line's end, bounded in time."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        until_s, line = time.monotonic() + START_S, b""
        while not line.endswith(b"\n") and (left_s := until_s - time.monotonic()) > 0:
            if select.select([pipe], [], [], left_s)[0]:
                piece = os.read(pipe, 65536)
                if not piece:
                    break
                line += piece
        return line

    def _tail(self) -> str:
        self._words.flush()
        return Path(self._words.name).read_text("utf-8", "replace")[-TAIL_CHARACTERS:]

    def kill_server(self) -> None:
        """Take the power from the server: SIGKILL, in the middle of whatever it does."""
        os.kill(self.ready.server_pid, signal.SIGKILL)

    def server_gone(self) -> bool:
        """Wait until the killed server is gone; False when it is still there."""
        until_s = time.monotonic() + DEATH_S
        while time.monotonic() < until_s:
            try:
                os.kill(self.ready.server_pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(GLANCE_S)
        return False

    def stop(self) -> int | None:
        """Stop it as a service manager would; return its exit status."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(STOP_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._words.close()
        return self._process.returncode


def verify_ledger(folder: Path) -> tuple[int, str]:
    """Run `hangar verify` on a stopped demonstration; return its exit status and words."""
    done = subprocess.run(
        [
            sys.executable, "-m", "station.main", "verify",
            "--config", str(folder / "hangar.toml"), "--json",
        ],
        capture_output=True,
        text=True,
        timeout=START_S,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).strip()
