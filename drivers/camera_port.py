"""Runs the camera reader as a limited child process and hands on its lines: `camera:///dev/video0`.

It must not decode pictures itself: OpenCV never comes into the station's own process.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import SplitResult

from drivers.errors import BadUrl, DeviceGone

# The child says once a second that pictures come; starting OpenCV on a Pi takes some seconds.
STARTING_S = 20.0
SILENCE_S = 12.0
STOP_S = 1.0
ERROR_BYTES = 500
ROOT = Path(__file__).resolve().parent.parent


class CameraPort:
    """One child process; `close` ends it, by force after a second."""

    def __init__(self, url: str, parts: SplitResult) -> None:
        if parts.netloc or parts.query or not parts.path.startswith("/"):
            raise BadUrl(f"device URL {url!r}: expected camera:///dev/video0 and nothing more")
        if not Path(parts.path).exists():
            raise DeviceGone(f"{url}: no such camera; a Pi's ribbon camera needs libcamerify")
        self._url = url
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "drivers.cameras.reader", parts.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except OSError as problem:
            raise DeviceGone(f"{url}: starting the reader: {problem}") from problem
        self._heard_s = time.monotonic() + STARTING_S - SILENCE_S

    @property
    def pid(self) -> int:
        """Return the child's process id."""
        return self._child.pid

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """Return lines of codes; DeviceGone when the child ended or pictures stopped."""
        out = self._child.stdout
        if out is None or out.closed:
            raise DeviceGone(f"{self._url}: the port is closed")
        readable, _, _ = select.select([out], [], [], max(0.0, timeout_s))
        if not readable:
            if time.monotonic() - self._heard_s > SILENCE_S:
                raise DeviceGone(f"{self._url}: no picture within {SILENCE_S:.0f} s")
            return b""
        data = os.read(out.fileno(), max_bytes)
        if not data:
            raise DeviceGone(f"{self._url}: the camera ended{self._why()}")
        self._heard_s = time.monotonic()
        return data

    def write(self, data: bytes) -> None:
        """Refuse: a camera only looks."""
        raise DeviceGone(f"{self._url}: a camera is only read, {len(data)} bytes refused")

    def discard_input(self) -> None:
        """Throw away the codes that have already been seen."""
        while self.read(ERROR_BYTES, 0.0):
            pass

    def close(self) -> None:
        """End the child: close its lifeline, wait a second, then kill it."""
        with contextlib.suppress(OSError):
            if self._child.stdin is not None:
                self._child.stdin.close()
        try:
            self._child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for stream in (self._child.stdout, self._child.stderr):
            if stream is not None:
                stream.close()

    def _why(self) -> str:
        """Return the child's last words: its error, or by which signal it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(STOP_S)
        code = self._child.returncode
        error = b""
        if self._child.stderr is not None and code not in (0, None):
            error = self._child.stderr.read()[-ERROR_BYTES:]  # at most what a pipe holds
        return f" ({code}): {error.decode('utf-8', 'replace').strip()}" if code else ""
