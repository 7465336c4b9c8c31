"""Read the error report of an EPL2 printer: the answer to ^ee.

It must not send or wait; that is the conversation's part.

Source: Zebra, EPL2 Programmer's Manual 980352-001, "^ee" and "eR"; Intermec, ESim (which is EPL2)
for the PC4 and PF8, Programmer's Reference Manual, "^ee", "eR" and appendix A, error codes.
"""

import re

from drivers.errors import BadFrame
from drivers.readings import Condition

_REPORT = re.compile(rb"[0-9]{2}(?:,[0-9]{2}){0,9}")
#: What a printer says of its own accord, without a line end: NAK, code, labels left, XOFF; XON.
_UNASKED = re.compile(rb"\x15[0-9]{2}(?:[PR][0-9]{3})?\x13?|[\x11\x13]")
_MAX_REPORT_BYTES = 64
_NO_ERROR = b"00"
_CODES = {
    b"07": Condition.PAPER_OUT,  # paper or ribbon empty
    b"11": Condition.COVER_OPEN,
    b"12": Condition.PAUSED,
    b"62": Condition.HOT,
    b"81": Condition.CUTTER,
    b"92": Condition.PAUSED,
}


def decode_report(buffer: bytes) -> tuple[int, tuple[Condition, ...] | None]:
    r"""Return how many bytes the first report takes, and its conditions; 0 = need more.

    Two digits a code, several codes parted by commas, then CR LF (manual, "^ee" and "eR"):

        30 30 0D 0A        "00"      no error
        31 31 0D 0A        "11"      print head open
        30 37 2C 31 31 …   "07,11"   paper or ribbon empty, and head open
        15 30 37 50 30 30 31 13      07P001 between NAK and XOFF: told unasked, left out here

    Raises BadFrame on a line that is no report.
    """
    end = buffer.find(b"\n")
    if end < 0:
        if len(buffer) > _MAX_REPORT_BYTES:
            raise BadFrame(f"expected an error report, got {buffer[:40]!r}…", used=len(buffer))
        return 0, None
    line = _UNASKED.sub(b"", buffer[:end]).strip()
    if not _REPORT.fullmatch(line):
        raise BadFrame(f"expected two digits a code, got {line[:40]!r}", used=end + 1)
    codes = [code for code in line.split(b",") if code != _NO_ERROR]
    return end + 1, tuple(dict.fromkeys(_CODES.get(code, Condition.ERROR) for code in codes))
