"""Opens a keyboard scanner's key events, `evdev:///dev/input/by-id/…-event-kbd`, for us alone.

It must not look at the bytes, and never writes: this port is for listening.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import stat
from urllib.parse import SplitResult

from drivers.errors import BadUrl, DeviceGone

# _IOW('E', 0x90, int) of <linux/input.h>: from now on the events are ours alone.
EVIOCGRAB = 0x40044590
# discard_input stops here: a flood must not keep a session from its work.
DISCARD_MAX_READS = 1000
CHUNK_BYTES = 65536


class InputPort:
    """One input device, read only and grabbed.

    Without the grab a scan would also be typed into whatever has the keyboard: a log-in prompt,
    the kiosk's page. A pipe in place of the device, as tests use, has nothing to grab.
    """

    def __init__(self, url: str, parts: SplitResult) -> None:
        if parts.netloc or parts.query or not parts.path.startswith("/"):
            raise BadUrl(f"device URL {url!r}: expected {parts.scheme}:///dev/… and nothing more")
        self._url = url
        try:
            self._fd = os.open(parts.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as problem:
            raise DeviceGone(f"{url}: opening: {problem}{_advice(problem)}") from problem
        if stat.S_ISCHR(os.fstat(self._fd).st_mode):
            self._grab()

    def _grab(self) -> None:
        try:
            fcntl.ioctl(self._fd, EVIOCGRAB, 1)
        except OSError as problem:
            self.close()
            raise DeviceGone(
                f"{self._url}: expected to have the scanner alone, got {problem}: "
                "is another program (or a second hangar) holding it?"
            ) from problem

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        """Return whole events, b"" when none came; DeviceGone when it was unplugged."""
        try:
            poller = select.poll()
            poller.register(self._fd, select.POLLIN)
            ready = poller.poll(max(0.0, timeout_s) * 1000)
            data = os.read(self._fd, max_bytes) if ready else None
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as problem:
            raise DeviceGone(f"{self._url}: reading: {problem}") from problem
        if data == b"":
            raise DeviceGone(f"{self._url}: the device hung up")
        return data or b""

    def write(self, data: bytes) -> None:
        """Refuse: nothing is sent to a keyboard scanner."""
        raise DeviceGone(f"{self._url}: this device is only listened to, {len(data)} bytes refused")

    def discard_input(self) -> None:
        """Throw away what has already arrived, within a bound."""
        for _ in range(DISCARD_MAX_READS):
            if not self.read(CHUNK_BYTES, 0.0):
                return

    def close(self) -> None:
        """Close, which also lets go of the grab; a second close does nothing."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with contextlib.suppress(OSError):
                os.close(fd)


def _advice(problem: OSError) -> str:
    if isinstance(problem, PermissionError):
        return "; add the station's user to the group input"
    return ""
