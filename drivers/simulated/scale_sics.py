"""Simulates an MT-SICS level 1 scale on a loopback socket, faults included.

Written from the command table of the MT-SICS reference manual; it shares no code with the driver.
"""

from __future__ import annotations

import time

from drivers.readings import Range
from drivers.simulated.load import CAPACITY_G, SETTLE_S, SimulatedLoad
from drivers.simulated.serving import CHUNK_BYTES, TICK_S, Connection, LoopbackServer

CRLF = b"\r\n"
SERIAL_NUMBER = "B0042SIM"
# S waits for a still platform this long, then answers "S I".
STABILITY_TIMEOUT_S = 3.0
GARBAGE = b"S S  \xff\x10 1?.3\x0040 k\nS X 12.345 kg\r\n"
INQUIRIES = {
    "I0": ['I0 B 0 "I0"', 'I0 B 0 "S"', 'I0 B 0 "SI"', 'I0 B 1 "TA"', 'I0 A 1 "TAC"'],
    "I1": ['I1 A "01" "2.30" "2.22" "" ""'],
    "I2": ['I2 A "Simulated 150.000 kg"'],
    "I3": ['I3 A "1.00"'],
}


class SimulatedScaleSics:
    """One scale; `set(load_g=…, moving=…, fault=…)`."""

    def __init__(
        self,
        *,
        port: int = 0,
        capacity_g: int = CAPACITY_G,
        settle_s: float = SETTLE_S,
        serial_number: str = SERIAL_NUMBER,
    ) -> None:
        self._load = SimulatedLoad(capacity_g=capacity_g, settle_s=settle_s)
        self._serial_number = serial_number
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

    def _serve(self, connection: Connection) -> None:
        pending = b""
        waiting_since_s: float | None = None
        while not connection.gone.is_set():
            pending = (pending + connection.receive())[-CHUNK_BYTES:]
            *lines, pending = pending.split(b"\n")
            for line in lines:
                waiting_since_s = None  # any command cancels a pending S
                if line.strip() == b"S":
                    waiting_since_s = time.monotonic()
                elif self._load.fault != "off":
                    connection.send(self._faulty(self._answer(line.strip())))
            if waiting_since_s is not None:
                answer = self._stable_weight(waiting_since_s)
                if answer and self._load.fault != "off":
                    connection.send(self._faulty(answer))
                    waiting_since_s = None

    def _stable_weight(self, since_s: float) -> bytes:
        if not self._load.shown().moving:
            return self._weight()
        overdue = time.monotonic() - since_s > STABILITY_TIMEOUT_S - TICK_S
        return b"S I" + CRLF if overdue else b""

    def _answer(self, line: bytes) -> bytes:
        command = line.decode("latin-1")
        if command in INQUIRIES:
            return b"".join(text.encode("ascii") + CRLF for text in INQUIRIES[command])
        match command:
            case "":
                return b""
            case "@" | "I4":
                return f'I4 A "{self._serial_number}"'.encode("ascii") + CRLF
            case "SI":
                return self._weight()
            case "TA":
                return b"TA A " + _value(self._tare_g) + CRLF
            case "TAC":
                self._tare_g = 0
                return b"TAC A" + CRLF
            case "T":
                return self._tare()
            case _:
                return b"ES" + CRLF

    def _tare(self) -> bytes:
        shown = self._load.shown()
        if shown.moving:
            return b"T I" + CRLF
        if shown.range is not Range.OK or shown.grams < 0:
            return (b"T +" if shown.range is Range.OVER else b"T -") + CRLF
        self._tare_g = shown.grams
        return b"T S " + _value(self._tare_g) + CRLF

    def _weight(self) -> bytes:
        shown = self._load.shown()
        if shown.range is not Range.OK:
            return (b"S +" if shown.range is Range.OVER else b"S -") + CRLF
        letter = b"D" if shown.moving else b"S"
        return b"S " + letter + b" " + _value(shown.grams - self._tare_g) + CRLF

    def _faulty(self, answer: bytes) -> bytes:
        match self._load.fault:
            case "garbage":
                return GARBAGE
            case "half":
                return answer[: len(answer) // 2]
            case _:
                return answer


def _value(grams: int) -> bytes:
    kilos, rest = divmod(abs(grams), 1000)
    return f"{'-' if grams < 0 else ''}{kilos}.{rest:03d}".rjust(10).encode("ascii") + b" kg"
