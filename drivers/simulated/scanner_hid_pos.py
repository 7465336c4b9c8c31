"""Simulates a scanner in HID-POS mode on a loopback socket that stands for /dev/hidraw0.

It has no memory: a code read while nobody listens is gone. Written from the Access-IS LSR118
product manual, B.1 "Receive data".
"""

from __future__ import annotations

from drivers.simulated.scanner_line import MAX_SCAN_CHARS
from drivers.simulated.serving import Connection, LoopbackServer


def reports(text: str) -> list[bytes]:
    """Return the 64-byte reports of one code; an AIM identifier in front goes into its field."""
    data = text.encode("utf-8")
    aim, data = (data[:3], data[3:]) if data.startswith(b"]") else (b"\0\0\0", data)
    pieces = [data[at : at + 56] for at in range(0, len(data), 56)] or [b""]
    return [
        b"\x02" + bytes((len(piece),)) + aim + piece.ljust(56, b"\0") + b"s\0" + more
        for piece, more in zip(pieces, [b"\1"] * (len(pieces) - 1) + [b"\0"], strict=True)
    ]


class SimulatedHidPosScanner:
    """One scanner; `scan(text)`, or `set(scan=…)` from the bench."""

    def __init__(self, *, port: int = 0) -> None:
        self._last: str | None = None
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def scan(self, text: str) -> bool:
        """Send the code; False when no one was connected and it is lost."""
        self._last = text
        sent = [one.send(b"".join(reports(text))) for one in self._server.connections()]
        return any(sent)

    def set(self, **changes: object) -> None:
        text = changes.get("scan")
        good = text is None or (isinstance(text, str) and 0 < len(text) <= MAX_SCAN_CHARS)
        if set(changes) - {"scan"} or not good:
            raise ValueError(f"a scanner knows scan, 1 to {MAX_SCAN_CHARS} characters: {changes}")
        if isinstance(text, str):
            self.scan(text)

    def state(self) -> dict[str, object]:
        return {"scan": self._last, "connected": bool(self._server.connections())}

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: Connection) -> None:
        while not connection.gone.is_set():
            connection.receive()
