"""Simulates a device by playing its recording, over and over, to whoever opens it.

It must not answer: what was recorded comes when it came, whatever is asked.
"""

from __future__ import annotations

from pathlib import Path

from drivers.recording import read_recording
from drivers.simulated.serving import Connection, LoopbackServer

FAULTS = (None, "off")
# Before a recording starts again: a real device would not jump from its last frame to its first.
PAUSE_S = 1.0


class SimulatedRecording:
    """One recorded device; `set(fault="off")` silences it."""

    def __init__(self, recording: Path, *, port: int = 0) -> None:
        self._pieces = read_recording(recording).pieces
        self._fault: object = None
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def set(self, **changes: object) -> None:
        fault = changes.get("fault", self._fault)
        if set(changes) - {"fault"} or fault not in FAULTS:
            raise ValueError(f"{changes}: a recording knows fault, one of {FAULTS}")
        self._fault = fault

    def state(self) -> dict[str, object]:
        return {"fault": self._fault, "pieces": len(self._pieces)}

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: Connection) -> None:
        while not connection.gone.is_set():
            before_ms = 0
            for piece in self._pieces:
                connection.gone.wait((piece.t_ms - before_ms) / 1000)
                before_ms = piece.t_ms
                connection.receive()
                if connection.gone.is_set():
                    return
                if self._fault is None:
                    connection.send(piece.data)
            connection.gone.wait(PAUSE_S)
            connection.receive()
