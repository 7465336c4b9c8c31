"""Read what a TSPL printer says of itself: the byte of <ESC>!? and the name of ~!T.

It must not send or wait; that is the conversation's part.

Source: TSC, TSPL/TSPL2 Programming Language, "<ESC>!?" and "~!T".
"""

import re
from dataclasses import dataclass

from drivers.errors import BadFrame
from drivers.readings import Condition

_PRINTING = 0x20
_BITS = (
    (0x01, Condition.COVER_OPEN),
    (0x02, Condition.ERROR),  # paper jam
    (0x04, Condition.PAPER_OUT),
    (0x08, Condition.RIBBON_OUT),
    (0x10, Condition.PAUSED),
    (0x40, Condition.COVER_OPEN),  # an option of some models
    (0x80, Condition.ERROR),
)
_ENDINGS = frozenset({b"", b"\r", b"\n", b"\r\n"})
_NAME = re.compile(rb"[\x20-\x7e]{2,}")
#: A model's name is some ten characters.
MAX_NAME_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class TsplStatus:
    """What the byte of <ESC>!? says."""

    faults: tuple[Condition, ...]
    printing: bool


def decode_status(buffer: bytes) -> tuple[int, TsplStatus | None]:
    """Return how many bytes the answer to <ESC>!? takes, and what it says; 0 = need more.

    One byte, bits that add up (some clones send CR LF behind it):

        00 ready   01 head open   02 jam    04 paper out   08 ribbon out
        10 paused  20 printing    40 cover  80 other error

    One byte has no frame around it: more than that is no answer, and raises BadFrame.
    """
    if not buffer:
        return 0, None
    if buffer[1:] not in _ENDINGS:
        raise BadFrame(f"expected one byte from <ESC>!?, got {buffer[:40]!r}", used=len(buffer))
    found = tuple(dict.fromkeys(condition for bit, condition in _BITS if buffer[0] & bit))
    return len(buffer), TsplStatus(faults=found, printing=bool(buffer[0] & _PRINTING))


def decode_name(buffer: bytes) -> tuple[int, str | None]:
    r"""Return how many bytes the answer to ~!T takes, and the model's name; 0 = need more.

        TTP-244 Plus\r\n        printable text up to CR, LF or NUL

    Raises BadFrame on a line that is no name: a status byte that came late, or rubbish.
    """
    end = re.search(rb"[\r\n\0]+", buffer)
    if end is None:
        if len(buffer) > MAX_NAME_BYTES:
            raise BadFrame(f"expected a model's name, got {buffer[:40]!r}…", used=len(buffer))
        return 0, None
    line = buffer[: end.start()]
    if not _NAME.fullmatch(line) or len(line) > MAX_NAME_BYTES:
        raise BadFrame(f"expected a model's name, got {line[:40]!r}", used=end.end())
    return end.end(), line.decode("ascii")
