"""Reaches a CUPS queue by the commands lp and lpstat, as a port: `cups:///QUEUE`.

It must not look at the label, and starts no shell; the queue's name was checked by its URL.
"""

from __future__ import annotations

import os
import re
import subprocess
from urllib.parse import SplitResult

from drivers.errors import BadUrl, DeviceGone, DeviceTimeout

_QUEUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,126}")
#: A message of lp that is kept for the log.
_MESSAGE_BYTES = 200


class CupsPort:
    """`write` hands one whole job to lp, `read` returns what lpstat says of the queue now."""

    def __init__(self, url: str, parts: SplitResult, timeout_s: float) -> None:
        self._queue = parts.path.removeprefix("/")
        if parts.netloc or parts.query or not _QUEUE.fullmatch(self._queue):
            raise BadUrl(f"device URL {url!r}: expected cups:///QUEUE, as lpstat -e names it")
        self._url = url
        self._timeout_s = timeout_s

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """Return the report on the queue; DeviceGone when CUPS does not know it."""
        return self._run(["lpstat", "-p", self._queue], b"", max(timeout_s, 0.0))[:max_bytes]

    def write(self, data: bytes) -> None:
        """Queue one job; DeviceGone when CUPS refuses it."""
        self._run(["lp", "-s", "-d", self._queue, "-o", "print-scaling=none"], data, None)

    def discard_input(self) -> None:
        """Nothing waits here: each question is asked anew."""

    def close(self) -> None:
        """Nothing is held open between two commands."""

    def _run(self, command: list[str], data: bytes, timeout_s: float | None) -> bytes:
        environment = {**os.environ, "LC_ALL": "C"}
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=self._timeout_s if timeout_s is None else timeout_s,
                check=False,
                env=environment,
            )
        except subprocess.TimeoutExpired as slow:
            raise DeviceTimeout(f"{self._url}: {command[0]} did not end in time") from slow
        except OSError as problem:
            raise DeviceGone(f"{self._url}: {command[0]}: {problem}; install cups-client") from (
                problem
            )
        if done.returncode:
            said = done.stderr[:_MESSAGE_BYTES]
            raise DeviceGone(f"{self._url}: {command[0]} ended with {done.returncode}: {said!r}")
        return done.stdout
