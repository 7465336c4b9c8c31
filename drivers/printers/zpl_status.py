"""Read what a ZPL printer says of itself: the answers to ~HS and ~HQES.

It must not send or wait; that is the conversation's part.

Source: ZPL II Programming Guide, Zebra P1099958, "~HS Host Status Return" and "~HQ Host Query".
"""

import re
from dataclasses import dataclass

from drivers.errors import BadFrame
from drivers.readings import Condition

_STX, _ETX = b"\x02", b"\x03"
#: The three strings of ~HS: at least so many fields; later firmware may add some.
_FIELDS = (12, 9, 2)
#: A frame that has not ended after this many bytes is no frame.
_MAX_FRAME_BYTES = 1_024
_ERRORS = re.compile(rb"ERRORS:\s*[01]\s+[0-9A-Fa-f]{8}\s+([0-9A-Fa-f]{8})")
_WARNINGS = re.compile(rb"WARNINGS:\s*[01]\s+[0-9A-Fa-f]{8}\s+([0-9A-Fa-f]{8})")
_ERROR_BITS = (
    (0x0001, Condition.PAPER_OUT),
    (0x0002, Condition.RIBBON_OUT),
    (0x0004, Condition.COVER_OPEN),
    (0x0008, Condition.CUTTER),
    (0x0010, Condition.HOT),
    (0x0020, Condition.HOT),
    (0x1_0000, Condition.PAUSED),
)
_NEAR_END_BIT = 0x8


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStatus:
    """What the three strings of ~HS say, as far as it matters here."""

    paper_out: bool
    paused: bool
    buffer_full: bool
    corrupt: bool
    hot: bool
    head_up: bool
    ribbon_out: bool
    formats: int
    labels_remaining: int

    @property
    def faults(self) -> list[Condition]:
        """Return what a person has to mend before a label comes out."""
        flags = (
            (self.paper_out, Condition.PAPER_OUT),
            (self.head_up, Condition.COVER_OPEN),
            (self.ribbon_out, Condition.RIBBON_OUT),
            (self.paused, Condition.PAUSED),
            (self.hot, Condition.HOT),
            (self.corrupt, Condition.ERROR),
        )
        return [condition for flag, condition in flags if flag]

    @property
    def busy(self) -> bool:
        """Return whether an earlier label is still on its way."""
        return self.buffer_full or self.formats > 0 or self.labels_remaining > 0


def decode_host_status(buffer: bytes) -> tuple[int, HostStatus | None]:
    r"""Return how many bytes the first answer to ~HS takes, and what it says; 0 = need more.

    Example (manual, "~HS"); each string is STX … ETX CR LF:

        02 030,0,0,1245,000,0,0,0,000,0,0,0 03 0D 0A
           aaa b c dddd eee f g h iii j k l
               b paper out  c paused  eee formats in buffer  f buffer full  j RAM lost  l hot
        02 000,0,0,0,0,2,4,0,00000000,1,000 03 0D 0A
           mmm n o p q r s t uuuuuuuu v www
               o head up  p ribbon out  uuuuuuuu labels remaining
        02 1234,0 03 0D 0A

    Raises BadFrame when the fields are not there or not numbers.
    """
    strings: list[list[int]] = []
    end = 0
    for fields in _FIELDS:
        end, body = _frame(buffer, end)
        if body is None:
            return 0, None
        strings.append(_numbers(body, fields, used=end))
    first, second, _ = strings
    return end, HostStatus(
        paper_out=first[1] != 0,
        paused=first[2] != 0,
        formats=first[4],
        buffer_full=first[5] != 0,
        corrupt=first[9] != 0,
        hot=first[11] != 0,
        head_up=second[2] != 0,
        ribbon_out=second[3] != 0,
        labels_remaining=second[8],
    )


def decode_error_status(buffer: bytes) -> tuple[int, list[Condition] | None]:
    r"""Return how many bytes the first answer to ~HQES takes, and its conditions; 0 = need more.

    Example (manual, "~HQ"), media out (1) and head open (4), which add up:

        02 0D 0A
          PRINTER STATUS
          ERRORS:         1 00000000 00000005
          WARNINGS:       1 00000000 00000000
        03
                          flag, nibbles 16-9, nibbles 8-1 (hexadecimal bit fields)

    Raises BadFrame when the frame has no ERRORS line.
    """
    end, body = _frame(buffer, 0)
    if body is None:
        return 0, None
    errors, warnings = _ERRORS.search(body), _WARNINGS.search(body)
    if errors is None:
        raise BadFrame(f"expected ERRORS: in the answer to ~HQES, got {body!r}", used=end)
    bits = int(errors[1], 16)
    found = [condition for bit, condition in _ERROR_BITS if bits & bit]
    if bits and not found:
        found.append(Condition.ERROR)
    if warnings is not None and int(warnings[1], 16) & _NEAR_END_BIT:
        found.append(Condition.NEAR_END)
    return end, found


def _frame(buffer: bytes, start: int) -> tuple[int, bytes | None]:
    """Return the end and the body of the next STX…ETX, or no body when it is not complete."""
    begin = buffer.find(_STX, start)
    if begin < 0:
        if len(buffer) - start > _MAX_FRAME_BYTES:
            raise BadFrame(f"expected STX, got {buffer[:40]!r}…", used=len(buffer))
        return start, None
    end = buffer.find(_ETX, begin)
    if end < 0:
        if len(buffer) - begin > _MAX_FRAME_BYTES:
            raise BadFrame(f"expected ETX, got {buffer[begin : begin + 40]!r}…", used=begin + 1)
        return start, None
    return end + 1, buffer[begin + 1 : end]


def _numbers(body: bytes, fields: int, *, used: int) -> list[int]:
    parts = [part.strip() for part in body.split(b",")]
    if len(parts) < fields or not all(part.isdigit() for part in parts[:fields]):
        raise BadFrame(f"expected {fields} numbers in an answer to ~HS, got {body!r}", used=used)
    return [int(part) for part in parts[:fields]]
