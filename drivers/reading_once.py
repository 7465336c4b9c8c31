"""Reads one scale, scanner or thermometer without a server, for `hangar devices read`.

It must not make a receipt: what it gives is for a person's eyes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Iterator

from drivers import registry
from drivers.errors import BadFrame, DeviceTimeout, UnknownProtocol
from drivers.readings import DeviceSettings, Reading, Scan, Temperature
from drivers.scale_conversation import ScaleConversation
from drivers.scales.protocol import ScaleProtocol
from drivers.scanners.line import IDLE_S
from drivers.scanners.protocol import ScannerProtocol
from drivers.thermometers.protocol import ThermometerProtocol
from drivers.transport import CHUNK_BYTES, Port, open_port

OPEN_TIMEOUT_S = 3.0
# A scale that gave no reading for this long is off, or speaks another protocol.
SILENCE_S = 3.0
POLL_EVERY_S = 0.11
# Small probes speak once in ten seconds at the slowest.
LINE_SILENCE_S = 15.0


def read_device(
    url: str,
    protocol: str,
    count: int | None = None,
    *,
    pattern: str | None = None,
    request: str | None = None,
) -> Generator[Reading | Scan | Temperature, None, None]:
    """Yield `count` readings, scans or temperatures, or go on for ever with None.

    Raises DriverError: an unknown protocol, a port that cannot be opened, a scale that says
    nothing or nothing it should. A scanner is waited for without end. `pattern` and `request` are
    those of a line protocol.
    """
    built = _protocol(protocol, url, pattern, request)
    port = open_port(url, timeout_s=OPEN_TIMEOUT_S)
    try:
        yield from itertools.islice(_readings(port, built, url), count)
    finally:
        port.close()


def _readings(
    port: Port, built: ScaleProtocol | ScannerProtocol | ThermometerProtocol, url: str
) -> Iterator[Reading | Scan | Temperature]:
    if isinstance(built, ScaleProtocol):
        return _scale(port, built, url)
    if isinstance(built, ScannerProtocol):
        return _scans(port, built)
    return _temperatures(port, built, url)


def _protocol(
    name: str, url: str, pattern: str | None, request: str | None
) -> ScaleProtocol | ScannerProtocol | ThermometerProtocol:
    known = {entry.protocol: entry for entry in registry.PROTOCOLS if entry.kind != "printer"}
    if name not in known:
        names = ", ".join(name for name, entry in known.items() if entry.refused is None)
        raise UnknownProtocol(f"protocol {name!r} cannot be read; known: {names}")
    if known[name].kind == "scale":
        return registry.build_scale(
            DeviceSettings(
                id=name, kind="scale", protocol=name, url=url, pattern=pattern, request=request
            )
        )
    built = known[name].build()
    if not isinstance(built, ScannerProtocol | ThermometerProtocol):
        raise UnknownProtocol(f"protocol {name!r} cannot be read without a server")
    return built


def _scale(port: Port, protocol: ScaleProtocol, url: str) -> Iterator[Reading]:
    conversation = ScaleConversation(port, protocol)
    conversation.hello()
    read_s = time.monotonic()
    bad: BadFrame | None = None
    while True:
        turn = conversation.turn()
        bad = turn.bad or bad
        if turn.reading is not None:
            yield turn.reading
            read_s = time.monotonic()
        elif time.monotonic() - read_s > SILENCE_S:
            if bad is not None:
                raise bad
            raise DeviceTimeout(
                f"{url}: expected a reading within {SILENCE_S} s, came nothing whole; is the scale "
                "switched on, and is this its protocol and baud rate?"
            )
        time.sleep(max(0.0, turn.asked_s + POLL_EVERY_S - time.monotonic()))


def _scans(port: Port, protocol: ScannerProtocol) -> Iterator[Scan]:
    while True:
        data = port.read(CHUNK_BYTES, IDLE_S)
        if data:
            yield from protocol.feed(data, time.monotonic())
        elif (scan := protocol.idle(time.monotonic())) is not None:
            yield scan


def _temperatures(port: Port, protocol: ThermometerProtocol, url: str) -> Iterator[Temperature]:
    heard_s = time.monotonic()
    while True:
        readings = protocol.feed(port.read(CHUNK_BYTES, IDLE_S))
        yield from readings
        if readings:
            heard_s = time.monotonic()
            time.sleep(protocol.every_s)
        elif time.monotonic() - heard_s > LINE_SILENCE_S:
            raise DeviceTimeout(f"{url}: expected a temperature within {LINE_SILENCE_S} s")


def reading_json(read: Reading | Scan | Temperature) -> dict[str, object]:
    """Return what was read as JSON values; raw bytes as hexadecimal digits."""
    if isinstance(read, Temperature):
        return {"celsius_tenths": read.celsius_tenths, "raw_hex": read.raw.hex()}
    if isinstance(read, Scan):
        return {"text": read.text, "raw_hex": read.raw.hex()}
    return {
        "grams": read.grams,
        "stable": read.stable,
        "stable_by_dwell": read.stable_by_dwell,
        "range": read.range.value,
        "kind": read.kind.value,
        "tare_g": read.tare_g,
        "unit": read.unit,
        "alibi": read.alibi,
        "raw_hex": read.raw.hex(),
    }
