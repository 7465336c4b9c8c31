"""Reads one scale or scanner without a server, for `hangar devices read`.

It must not make a receipt: what it gives is for a person's eyes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Iterator

from drivers import registry
from drivers.errors import BadFrame, DeviceTimeout, UnknownProtocol
from drivers.readings import DeviceSettings, Reading, Scan
from drivers.scale_conversation import ScaleConversation
from drivers.scales.protocol import ScaleProtocol
from drivers.scanners.line import IDLE_S
from drivers.scanners.protocol import ScannerProtocol
from drivers.transport import CHUNK_BYTES, Port, open_port

OPEN_TIMEOUT_S = 3.0
# A scale that gave no reading for this long is off, or speaks another protocol.
SILENCE_S = 3.0
POLL_EVERY_S = 0.11


def read_device(
    url: str,
    protocol: str,
    count: int | None = None,
    *,
    pattern: str | None = None,
    request: str | None = None,
) -> Generator[Reading | Scan, None, None]:
    """Yield `count` readings or scans, or go on for ever with None.

    Raises DriverError: an unknown protocol, a port that cannot be opened, a scale that says
    nothing or nothing it should. A scanner is waited for without end. `pattern` and `request` are
    those of a line protocol.
    """
    built = _protocol(protocol, url, pattern, request)
    port = open_port(url, timeout_s=OPEN_TIMEOUT_S)
    try:
        readings = (
            _scale(port, built, url) if isinstance(built, ScaleProtocol) else _scans(port, built)
        )
        yield from itertools.islice(readings, count)
    finally:
        port.close()


def _protocol(
    name: str, url: str, pattern: str | None, request: str | None
) -> ScaleProtocol | ScannerProtocol:
    known = {
        entry.protocol: entry for entry in registry.PROTOCOLS if entry.kind in ("scale", "scanner")
    }
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
    if not isinstance(built, ScannerProtocol):
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


def reading_json(read: Reading | Scan) -> dict[str, object]:
    """Return what was read as JSON values; raw bytes as hexadecimal digits."""
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
