"""Simulates a serial probe on a loopback socket: one line of degrees Celsius a second.

It has no memory and no heat: it says what it was set to.
"""

from __future__ import annotations

from drivers.simulated.serving import Connection, LoopbackServer

EVERY_S = 1.0
FAULTS = (None, "garbage", "off")


class SimulatedThermometer:
    """One probe; `set(celsius_tenths=42)`, `set(fault="garbage")` or "off"."""

    def __init__(self, *, port: int = 0, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._celsius_tenths = 30
        self._fault: object = None
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def set(self, **changes: object) -> None:
        unknown = set(changes) - {"celsius_tenths", "fault"}
        tenths = changes.get("celsius_tenths", self._celsius_tenths)
        fault = changes.get("fault", self._fault)
        if unknown or type(tenths) is not int or fault not in FAULTS:
            raise ValueError(f"{changes}: a thermometer knows celsius_tenths, and fault {FAULTS}")
        self._celsius_tenths, self._fault = tenths, fault

    def state(self) -> dict[str, object]:
        return {"celsius_tenths": self._celsius_tenths, "fault": self._fault}

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: Connection) -> None:
        while not connection.gone.is_set():
            if self._fault != "off":
                connection.send(self._line())
            connection.gone.wait(self._every_s)
            connection.receive()

    def _line(self) -> bytes:
        if self._fault == "garbage":
            return b"T1: \xff\xfe?? C\r\n"
        whole, tenth = divmod(abs(self._celsius_tenths), 10)
        sign = "-" if self._celsius_tenths < 0 else "+"
        return f"T1: {sign}{whole}.{tenth} C\r\n".encode()
