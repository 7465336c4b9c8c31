"""Holds what every simulated scale shares: the load, the tare key, the socket, the faults.

It knows no protocol: a simulated scale says what its indicator sends, from its maker's manual,
and shares no code with the driver.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from drivers.readings import Range
from drivers.simulated.load import CAPACITY_G, SETTLE_S, SimulatedLoad
from drivers.simulated.serving import CHUNK_BYTES, Connection, LoopbackServer

# What a wrong baud rate or a torn shield makes of any protocol; digits in it must not count.
GARBAGE = b"\x02\x1f9?.\x7f41\x0c12.345 k\xb7\r\n\x02?$\xff\r"

_COMMAND_END = re.compile(rb"[\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicated:
    """What the indicator knows now; `net_g` is what it displays."""

    net_g: int
    tare_g: int
    moving: bool
    range: Range

    @property
    def gross_g(self) -> int:
        return self.net_g + self.tare_g


class SimulatedScale:
    """One scale; `set(load_g=…, moving=…, fault=…)`.

    A maker's scale overrides `answer` (it is asked), or `frame` and `EVERY_S` (it sends by
    itself), and `BY_BYTE` when its commands are single characters.
    """

    BY_BYTE = False
    EVERY_S: float | None = None

    def __init__(
        self, *, port: int = 0, capacity_g: int = CAPACITY_G, settle_s: float = SETTLE_S
    ) -> None:
        self._load = SimulatedLoad(capacity_g=capacity_g, settle_s=settle_s)
        self._tare_g = 0
        self._server = LoopbackServer(self._serve, port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def set(self, **changes: object) -> None:
        self._load.set(changes)

    def state(self) -> dict[str, object]:
        return {**self._load.state(), "tare_g": self._tare_g}

    def press_tare(self) -> None:
        """Do what the tare key on the indicator does."""
        self._tare_g = max(0, self._load.shown().grams)

    def drop_connections(self) -> None:
        """Pull the cable and plug it in again."""
        self._server.drop_connections()

    def close(self) -> None:
        self._server.close()

    def indicated(self) -> Indicated:
        """Return what the indicator knows now."""
        shown, tare_g = self._load.shown(), self._tare_g
        return Indicated(
            net_g=shown.grams - tare_g, tare_g=tare_g, moving=shown.moving, range=shown.range
        )

    def frame(self) -> bytes:
        """Return what the scale sends by itself."""
        return b""

    def answer(self, command: bytes) -> bytes:
        """Return the answer to one command, its line end taken off."""
        return b""

    def _serve(self, connection: Connection) -> None:
        pending = b""
        sent_s = time.monotonic()
        while not connection.gone.is_set():
            commands, pending = self._split(pending + connection.receive())
            for command in commands:
                self._send(connection, self.answer(command))
            if self.EVERY_S is not None and time.monotonic() - sent_s >= self.EVERY_S:
                sent_s = time.monotonic()
                self._send(connection, self.frame())

    def _split(self, received: bytes) -> tuple[list[bytes], bytes]:
        if self.BY_BYTE:
            return [bytes((value,)) for value in received], b""
        *commands, rest = _COMMAND_END.split(received)
        return [command for command in commands if command], rest[-CHUNK_BYTES:]

    def _send(self, connection: Connection, data: bytes) -> None:
        match self._load.fault:
            case "off":
                return
            case "garbage":
                data = GARBAGE if data else b""
            case "half":
                data = data[: len(data) // 2]
        if data:
            connection.send(data)


def kilograms(grams: int, width: int, *, sign: str = "-", fill: str = " ") -> str:
    """Return e.g. "  12.340"; the sign stands right before the digits."""
    whole, rest = divmod(abs(grams), 1000)
    shown = "-" if grams < 0 else sign if sign == "+" else ""
    return (shown + f"{whole}.{rest:03d}").rjust(width, fill)
