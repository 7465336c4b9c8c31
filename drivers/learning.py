"""Says which scale protocol fits bytes that were heard, and at which serial settings.

It opens no port: drivers.listening brings the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drivers.errors import BadFrame
from drivers.protocol_entry import ProtocolEntry, SerialSettings
from drivers.readings import Decoded, Reading
from drivers.recording import Recording
from drivers.registry import PROTOCOLS
from drivers.scales.protocol import ScaleProtocol

# A minute of a fast indicator; more says nothing new.
MAX_CAPTURED_BYTES = 65_536
# One good frame may be chance, two in a row of the right length hardly.
MIN_GOOD_FRAMES = 2
# Of a hundred bytes so many must stand in good frames: the first and last frame may be cut.
MIN_SHARE_PERCENT = 60
# Takes nearly any line with a weight in it, cut ones too: named only behind all others.
VAGUE = "line-regex"

_NO_BIT_7 = bytes(value & 0x7F for value in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Bytes as heard, and the serial settings they were heard at; None without a serial line."""

    settings: SerialSettings | None
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One protocol that made sense of the bytes. `share_percent` of them stood in good frames.

    `settings` are those to configure: where the bytes carry a parity bit, they differ from the
    settings that were listened at. `newest` is the last frame with a weight, or else the last.
    """

    protocol: str
    name: str
    settings: SerialSettings | None
    good: int
    bad: int
    weights: int
    share_percent: int
    newest: Reading


def fits(captures: Iterable[Captured]) -> list[Fit]:
    """Return every protocol that fits, the best first; the vaguest protocols last among equals."""
    entries = [e for e in PROTOCOLS if e.kind == "scale" and e.refused is None]
    found: dict[str, Fit] = {}
    for capture in captures:
        for settings, data in _as_sent(capture):
            for entry in entries:
                fit = _fit(entry, settings, data)
                if fit is not None and _rank(fit) > _rank(found.get(entry.protocol)):
                    found[entry.protocol] = fit
    if any(fit.weights for fit in found.values()):
        # "not understood" is understood in many protocols
        found = {name: fit for name, fit in found.items() if fit.weights}
    order = {entry.protocol: place for place, entry in enumerate(entries)}
    return sorted(
        found.values(), key=lambda fit: (*(-int(n) for n in _rank(fit)), order[fit.protocol])
    )


def captured_in(recording: Recording) -> list[Captured]:
    """Return what a recording holds, apart by serial settings."""
    heard: dict[str, bytes] = {}
    for piece in recording.pieces:
        heard[piece.settings] = heard.get(piece.settings, b"") + piece.data
    return [
        Captured(settings=SerialSettings.from_short(settings), data=data)
        for settings, data in heard.items()
    ]


def _rank(fit: Fit | None) -> tuple[bool, bool, int]:
    """Return how well a fit explains the bytes: in steps of five, as edges are cut by chance."""
    if fit is None:
        return False, False, 0
    return fit.weights > 0, fit.protocol != VAGUE, fit.share_percent // 5


def _as_sent(capture: Captured) -> list[tuple[SerialSettings | None, bytes]]:
    """Return the bytes as heard, and as they were if bit 7 is the parity of seven bits."""
    data, settings = capture.data[:MAX_CAPTURED_BYTES], capture.settings
    parity = _parity(data)
    if parity is None:
        return [(settings, data)]
    # The seven bits first: of two equal fits the first is kept, and chance makes no parity.
    speed = settings.baudrate if settings else SerialSettings().baudrate
    seven = SerialSettings(baudrate=speed, bytesize=7, parity=parity)
    return [(seven if settings else None, data.translate(_NO_BIT_7)), (settings, data)]


def _parity(data: bytes) -> str | None:
    """Return E or O when bit 7 of every byte is its parity; None when bit 7 is never used."""
    if not any(value & 0x80 for value in data):
        return None
    odd = {value.bit_count() % 2 for value in data}
    return None if len(odd) > 1 else "O" if odd == {1} else "E"


def _fit(entry: ProtocolEntry, settings: SerialSettings | None, data: bytes) -> Fit | None:
    protocol = entry.build()
    if not isinstance(protocol, ScaleProtocol) or not data:
        return None
    good, bad, in_good = _decode_all(protocol.decode, data)
    share = in_good * 100 // len(data)
    if len(good) < MIN_GOOD_FRAMES or share < MIN_SHARE_PERCENT:
        return None
    weights = [reading for reading in good if reading.grams is not None]
    return Fit(
        protocol=entry.protocol,
        name=entry.name,
        settings=settings,
        good=len(good),
        bad=bad,
        weights=len(weights),
        share_percent=share,
        newest=(weights or good)[-1],
    )


def _decode_all(decode: Callable[[bytes], Decoded], data: bytes) -> tuple[list[Reading], int, int]:
    """Return the readings, how many frames were bad, and how many bytes stood in good ones."""
    good: list[Reading] = []
    bad = in_good = start = 0
    window = 256  # longer than any frame, so that a long capture is not copied for every frame
    while start < len(data):
        try:
            decoded = decode(data[start : start + window])
        except BadFrame as problem:
            bad, start = bad + 1, start + problem.used
            continue
        if decoded.used == 0:
            break
        start += decoded.used
        in_good += decoded.used
        if decoded.reading is not None:
            good.append(decoded.reading)
    return good, bad, in_good
