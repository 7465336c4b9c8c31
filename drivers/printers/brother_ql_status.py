"""Read the 32 bytes in which a Brother QL printer says what it is doing.

It must not send or wait; that is the conversation's part.

Source: Brother, Software Developer's Manual, Raster Command Reference QL-800/810W/820NWB,
section 4, "Status information request" and its tables.
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.errors import BadFrame
from drivers.readings import Condition

FRAME_BYTES = 32
_HEAD = b"\x80\x20\x42"
_PHASE_PRINTING = 0x01
_COOLING_BEGAN = 0x03
_NO_TAPE = 0x00
_FIRST = (
    (0x01, Condition.PAPER_OUT),
    (0x02, Condition.PAPER_OUT),
    (0x04, Condition.CUTTER),
    (0x10, Condition.BUSY),
    (0xE8, Condition.ERROR),
)
_SECOND = (
    (0x40, Condition.PAPER_OUT),  # media cannot be fed, or has ended
    (0x10, Condition.COVER_OPEN),
    (0xAF, Condition.ERROR),  # 01: not the tape that the job was made for
)


class Kind(IntEnum):
    """Why a status came: asked for, or sent by the printer itself."""

    REPLY = 0x00
    COMPLETED = 0x01
    ERROR = 0x02
    TURNED_OFF = 0x04
    NOTIFICATION = 0x05
    PHASE = 0x06


@dataclass(frozen=True, slots=True, kw_only=True)
class QlStatus:
    """What one status says, as far as it matters here."""

    kind: Kind
    printing: bool
    faults: tuple[Condition, ...]
    tape_mm: int


def decode_status(buffer: bytes) -> tuple[int, QlStatus | None]:
    """Return how many bytes the first status takes, and what it says; 0 = need more.

    Example (a QL-800 at rest with 62 x 100 mm labels), 32 bytes:

        80 20 42 34 38 30 00 00  00 00 3E 0B 00 00 00 40  00 64 00 00 00 00 00 … 00
        head     series/model    e1 e2 w  k        mode      l  t  p        n
        e1, e2 errors   w width, l length in mm   k 0A continuous, 0B die-cut, 00 no tape
        t kind of status   p phase: 00 receiving, 01 printing   n notification: 03 cooling

    Raises BadFrame on bytes that begin no status.
    """
    start = buffer.find(_HEAD[:1])
    if start < 0:
        if buffer:
            raise BadFrame(f"expected 80 20 42, got {buffer[:40]!r}", used=len(buffer))
        return 0, None
    if start or (not _HEAD.startswith(buffer[:3]) and not buffer.startswith(_HEAD)):
        raise BadFrame(f"expected 80 20 42, got {buffer[:40]!r}", used=max(start, 1))
    if len(buffer) < FRAME_BYTES:
        return 0, None
    try:
        kind = Kind(buffer[18])
    except ValueError:
        raise BadFrame(f"unknown kind of status {buffer[18]:#04x} in {buffer[:32]!r}") from None
    return FRAME_BYTES, QlStatus(
        kind=kind,
        printing=buffer[19] == _PHASE_PRINTING,
        faults=_faults(buffer, kind),
        tape_mm=buffer[10],
    )


def _faults(frame: bytes, kind: Kind) -> tuple[Condition, ...]:
    found = [condition for bit, condition in _FIRST if frame[8] & bit]
    found += [condition for bit, condition in _SECOND if frame[9] & bit]
    if kind is Kind.REPLY and frame[11] == _NO_TAPE:
        found.append(Condition.PAPER_OUT)
    if kind is Kind.NOTIFICATION and frame[22] == _COOLING_BEGAN:
        found.append(Condition.HOT)
    if kind in (Kind.ERROR, Kind.TURNED_OFF) and not found:
        found.append(Condition.ERROR)
    return tuple(dict.fromkeys(found))
