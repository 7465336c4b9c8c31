"""Simulates a Toledo 8217 scale on a loopback socket, faults included.

Written from the DIVA service manual's table (see drivers.scales.toledo_8217); it shares no code
with the driver.
"""

from __future__ import annotations

from drivers.readings import Range
from drivers.simulated.load import CAPACITY_G, SETTLE_S, Shown, SimulatedLoad
from drivers.simulated.serving import Connection, LoopbackServer

STX, CR = b"\x02", b"\r"
MOTION, OVER, UNDER, OUTSIDE_ZERO, NET, ALWAYS = 0x01, 0x02, 0x04, 0x08, 0x20, 0x40
ZERO_RANGE_G = 1_000
# What a scale on the wrong baud rate or with a torn shield sends; digits in it must not count.
GARBAGE = b"\x02\x1f9?.\x7f41\x0c12.345\x02\x02?"


class SimulatedScale8217:
    """One scale; `set(load_g=…, moving=…, fault=…)`."""

    def __init__(
        self, *, port: int = 0, capacity_g: int = CAPACITY_G, settle_s: float = SETTLE_S
    ) -> None:
        self._load = SimulatedLoad(capacity_g=capacity_g, settle_s=settle_s)
        self._tare_g = 0
        self._zero_g = 0
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def set(self, **changes: object) -> None:
        self._load.set(changes)

    def state(self) -> dict[str, object]:
        return self._load.state()

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def _serve(self, connection: Connection) -> None:
        echoing = False
        while not connection.gone.is_set():
            for value in connection.receive():
                command = bytes((value,))
                if self._load.fault == "off":
                    continue
                if echoing:
                    echoing = command != b"F"
                    connection.send(command if echoing else CR)
                elif command == b"E":
                    echoing = True
                    connection.send(STX + b"E" + CR)
                else:
                    connection.send(self._answer(command))

    def _answer(self, command: bytes) -> bytes:
        shown = self._load.shown()
        match command:
            case b"W":
                return self._faulty(self._weight(shown))
            case b"T" if not shown.moving and shown.range is Range.OK:
                self._tare_g = max(0, shown.grams - self._zero_g)
            case b"C":
                self._tare_g = 0
            case b"Z" if not shown.moving and abs(shown.grams) <= ZERO_RANGE_G:
                self._zero_g = shown.grams
        return b""

    def _weight(self, shown: Shown) -> bytes:
        grams = shown.grams - self._zero_g - self._tare_g
        status = MOTION * shown.moving
        status |= OVER * (shown.range is Range.OVER)
        status |= UNDER * (shown.range is Range.UNDER or grams < 0)
        if not status:
            return STX + b"%02d.%03d" % divmod(grams, 1000) + b"N" * (self._tare_g > 0) + CR
        status |= OUTSIDE_ZERO * (abs(grams) > ZERO_RANGE_G) | NET * (self._tare_g > 0)
        return STX + b"?" + bytes((status | ALWAYS,)) + CR

    def _faulty(self, frame: bytes) -> bytes:
        match self._load.fault:
            case "garbage":
                return GARBAGE
            case "half":
                return frame[: len(frame) // 2]
            case _:
                return frame
