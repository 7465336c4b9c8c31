"""Read the answers of an ESC/POS printer: interleaved bytes in, sorted answers out.

It must not send or wait; that is the conversation's part.

Source: Epson ESC/POS Application Programming Guide, "DLE EOT", "GS r", "GS a", "GS ( H" and
"GS I".
"""

from dataclasses import dataclass
from enum import StrEnum

from drivers.errors import BadFrame
from drivers.printers.conversation import status_of
from drivers.readings import Condition

_TAG_HEADER, _TAG_KIND = 0x37, 0x22
_BLOCK_HEADERS = frozenset({_TAG_HEADER, 0x35, 0x3B, 0x3D, 0x5F})
_XON_XOFF = frozenset({0x11, 0x13})
#: The longest block here is a name of GS I: 80 bytes.
_MAX_BLOCK_BYTES = 128
_OFFLINE_BIT = 0x08
# DLE EOT n: bit, what a person sees. Bits 1 and 4 are always set, bits 0 and 7 never.
_BITS: dict[int, tuple[tuple[int, Condition], ...]] = {
    1: (),
    2: (
        (0x04, Condition.COVER_OPEN),
        (0x08, Condition.PAUSED),
        (0x20, Condition.PAPER_OUT),
        (0x40, Condition.ERROR),
    ),
    3: (
        (0x04, Condition.ERROR),
        (0x08, Condition.CUTTER),
        (0x20, Condition.ERROR),
        (0x40, Condition.HOT),
    ),
    4: ((0x60, Condition.PAPER_OUT), (0x0C, Condition.NEAR_END)),
}


class Sort(StrEnum):
    """The sorts of answers that may come interleaved on one line."""

    REAL_TIME = "DLE EOT"
    AUTOMATIC = "GS a"
    FENCE = "GS r"
    TAG = "GS ( H"
    TEXT = "GS I"
    FLOW = "XON/XOFF"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: its sort and its bytes, for a block without header and NUL."""

    sort: Sort
    data: bytes


def demultiplex(buffer: bytes) -> tuple[int, Answer | None]:
    """Return how many bytes the first answer takes, and the answer; 0 = need more.

    The first byte tells the sort (bit 7 is never set):

        0xx1xx10  12 1A 16 72 …            answer to DLE EOT n, one byte
        0xx1xx00  10 18 …                  automatic status (GS a), four bytes
        0xx0xxxx  00 03 …                  answer to GS r 1, one byte: 03 near end, 0C paper out
        37 22 d1 d2 d3 d4 00               job tag (GS ( H): that job is on paper
        5F … 00, also 35 3B 3D             text, as the maker's name (GS I)
        11 13                              XON, XOFF

    Raises BadFrame on a byte that begins nothing.
    """
    if not buffer:
        return 0, None
    first = buffer[0]
    if first in _BLOCK_HEADERS:
        return _block(buffer)
    if first in _XON_XOFF:
        return 1, Answer(sort=Sort.FLOW, data=buffer[:1])
    if first & 0x93 == 0x12:
        return 1, Answer(sort=Sort.REAL_TIME, data=buffer[:1])
    if first & 0x93 == 0x10:
        ready = len(buffer) >= 4
        return (4, Answer(sort=Sort.AUTOMATIC, data=buffer[:4])) if ready else (0, None)
    if first & 0x90 == 0:
        return 1, Answer(sort=Sort.FENCE, data=buffer[:1])
    raise BadFrame(f"expected an ESC/POS answer, got {buffer[:16]!r}", used=1)


def _block(buffer: bytes) -> tuple[int, Answer | None]:
    end = buffer.find(b"\x00")
    if end < 0:
        if len(buffer) > _MAX_BLOCK_BYTES:
            raise BadFrame(f"expected NUL, got {buffer[:16]!r}…", used=1)
        return 0, None
    if buffer[0] == _TAG_HEADER and buffer[1] == _TAG_KIND and end == 6:
        return end + 1, Answer(sort=Sort.TAG, data=buffer[2:end])
    sort = Sort.TEXT if buffer[0] == 0x5F else Sort.OTHER
    return end + 1, Answer(sort=sort, data=buffer[1:end])


def conditions_of(answers: tuple[int, int, int, int]) -> list[Condition]:
    """Return what the four answers to DLE EOT 1 to 4 say.

    Example, paper out on a TM-L90: 1A 32 12 7E (off-line; stopped by paper end; no error; end).
    """
    found = [
        condition
        for kind, bits in _BITS.items()
        for bit, condition in bits
        if answers[kind - 1] & bit
    ]
    if Condition.PAPER_OUT in found:
        found = [condition for condition in found if condition is not Condition.NEAR_END]
    if answers[0] & _OFFLINE_BIT and status_of(found, b"").ready:
        found.append(Condition.PAUSED)
    return found


def off_line(answer: Answer) -> bool:
    """Return whether a DLE EOT 1 or an automatic status says that nothing is printed now."""
    return bool(answer.data[0] & _OFFLINE_BIT)
