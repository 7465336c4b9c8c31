"""The lock that makes one process the ledger's writer.

Must not outlive its process: the kernel drops it with the file descriptor, kill -9 included.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from station.errors import LedgerBusy, LedgerError


def lock_path(ledger: Path) -> Path:
    """Return the lock file beside a ledger."""
    return ledger.with_name(ledger.name + ".lock")


class LedgerLock:
    """Holds the lock of one ledger from construction to `release`."""

    def __init__(self, ledger: Path) -> None:
        """Take the lock at once; raise LedgerBusy naming the process that holds it."""
        path = lock_path(ledger)
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise LedgerError(
                f"ledger {ledger}: expected a folder that can be written, got {error}:"
                " check `storage.ledger` in hangar.toml and the folder's owner"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 64).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise LedgerBusy(
                f"ledger {ledger}: expected to be the only writer, but process {holder} holds"
                f" {path}: stop it, or send the command to it"
            ) from error
        os.truncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Give the lock back; harmless when done twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> LedgerLock:
        """Hold the lock for a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release at the end of the block."""
        self.release()
