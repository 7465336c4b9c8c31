"""Simulates a serial scanner on a loopback socket: a code and CR, as set on most scanners.

It has no memory: a code read while nobody listens is gone, as on a real cable.
"""

from __future__ import annotations

from drivers.simulated.serving import Connection, LoopbackServer

# The largest symbol; a demonstration must not send a book.
MAX_SCAN_CHARS = 4000


class SimulatedScanner:
    """One scanner; `scan(text)`, or `set(scan=…)` from the bench."""

    def __init__(self, *, port: int = 0, suffix: bytes = b"\r") -> None:
        self._suffix = suffix
        self._last: str | None = None
        self._delivered = False
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def scan(self, text: str) -> bool:
        """Send the code; False when no one was connected and it is lost."""
        data = text.encode("utf-8") + self._suffix
        self._last = text
        sent_to = [one for one in self._server.connections() if one.send(data)]
        self._delivered = bool(sent_to)
        return self._delivered

    def set(self, **changes: object) -> None:
        unknown = set(changes) - {"scan"}
        if unknown:
            raise ValueError(f"unknown {sorted(unknown)}; a scanner knows scan")
        text = changes.get("scan")
        if text is None:
            return
        if not isinstance(text, str) or not 0 < len(text) <= MAX_SCAN_CHARS:
            raise ValueError(f"scan: expected 1 to {MAX_SCAN_CHARS} characters, came {text!r:.60}")
        self.scan(text)

    def state(self) -> dict[str, object]:
        return {
            "scan": self._last,
            "delivered": self._delivered,
            "connected": bool(self._server.connections()),
        }

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: Connection) -> None:
        while not connection.gone.is_set():
            connection.receive()  # scanners ignore what is sent to them
