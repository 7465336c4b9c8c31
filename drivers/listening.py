"""Listens to a device nobody knows yet: at every usual serial setting, and asks it if it is mute.

It must not judge what it hears (drivers.learning does), and never tares or zeroes a scale.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from drivers.errors import DeviceGone
from drivers.learning import MAX_CAPTURED_BYTES, Captured
from drivers.protocol_entry import SerialSettings
from drivers.registry import PROTOCOLS
from drivers.scales.protocol import ScaleProtocol
from drivers.transport import CHUNK_BYTES, Port, open_port

OPEN_TIMEOUT_S = 3.0
# How long one request waits for its answer.
ANSWER_S = 0.4
# An answer is over when nothing came for this long.
QUIET_S = 0.1
# Turns of a conversation in a protocol that may be the right one, and unanswered ones to endure:
# three, as the "ST,GS" family has three requests.
TURNS = 8
GIVE_UP_AFTER = 3
# Letters that tare or zero a scale which takes single letters: never in a guess.
FORBIDDEN = frozenset(b"TZtz")

Heard = Callable[[bytes, bytes], None]


def settings_to_try(url: str) -> list[tuple[SerialSettings | None, str]]:
    """Return the settings and URLs to listen at: one, unless it is a serial line without any."""
    parts = urlsplit(url)
    if parts.scheme != "serial" or parts.query:
        return [(None, url)]
    usual = dict.fromkeys(one for entry in PROTOCOLS for one in entry.serial)
    return [(one, f"{url}?{one.query()}") for one in usual]


def listen(
    url: str,
    *,
    seconds: float,
    ask: bool,
    heard: Heard = lambda sent, received: None,
    trying: Callable[[SerialSettings], None] = lambda settings: None,
) -> list[Captured]:
    """Listen for `seconds` at each setting; `ask`: send weight requests where nothing comes.

    `heard` gets every piece sent or received at once, `trying` each serial setting before it.
    Raises DriverError when the port cannot be
    opened; a device that goes away ends its setting.
    """
    captures: list[Captured] = []
    for settings, full_url in settings_to_try(url):
        if settings is not None:
            trying(settings)
        port = open_port(full_url, timeout_s=OPEN_TIMEOUT_S)
        try:
            captures.append(Captured(settings=settings, data=_hear(port, seconds, heard)))
            if ask and not captures[-1].data:
                captures += _ask(port, settings, heard)
        except DeviceGone:
            continue
        finally:
            port.close()
    return [one for one in captures if one.data]


def _hear(port: Port, seconds: float, heard: Heard, *, quiet_s: float | None = None) -> bytes:
    """Return what comes in `seconds`; with `quiet_s`, stop that long after the last byte."""
    data, deadline_s = b"", time.monotonic() + seconds
    while (left_s := deadline_s - time.monotonic()) > 0 and len(data) < MAX_CAPTURED_BYTES:
        try:
            piece = port.read(CHUNK_BYTES, quiet_s if quiet_s and data else left_s)
        except DeviceGone:
            if data:
                return data
            raise
        if not piece:
            break
        heard(b"", piece)
        data += piece
    return data


def _ask(port: Port, settings: SerialSettings | None, heard: Heard) -> list[Captured]:
    """Hold a short conversation in each protocol that is usual at these settings."""
    captures = []
    for entry in PROTOCOLS:
        usual = settings is None or settings in entry.serial
        if entry.kind == "scale" and entry.refused is None and usual:
            protocol = entry.build()
            if isinstance(protocol, ScaleProtocol):
                data = _converse(port, protocol, heard)
                captures.append(Captured(settings=settings, data=data))
    return captures


def _converse(port: Port, protocol: ScaleProtocol, heard: Heard) -> bytes:
    """Ask a few times; give up where the first questions bring nothing."""
    data, unanswered = b"", 0
    for request in requests_of(protocol):
        heard(request, b"")
        port.write(request)
        answer = _hear(port, ANSWER_S, heard, quiet_s=QUIET_S)
        data += answer
        unanswered = 0 if answer else unanswered + 1
        if unanswered >= GIVE_UP_AFTER:
            break
    return data


def requests_of(protocol: ScaleProtocol) -> list[bytes]:
    """Return a protocol's next requests, without those that could tare or zero another scale."""
    polls = [protocol.poll() for _ in range(TURNS)]
    return [request for request in polls if request and not FORBIDDEN & set(request)]
