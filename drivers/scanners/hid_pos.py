"""Reads scanners in HID-POS mode (USB usage page 0x8C) through /dev/hidraw.

It opens no port. A code that spans reports is handed on whole or not at all.

    one input report, 64 bytes; a real one, of a QR code with more than 56 bytes:
    02 38 5D 51 30 4D 31 47 41 ... (56 bytes) 73 00 01
    |  |  |------| |--- data, padded with 0 -| |  |  |
    |  |  AIM "]Q0"       5..60               61 62 63: bit 0 = more reports follow
    |  bytes of data in this report, 0 to 56     61 = maker's own symbology, 62 reserved
    report id 2

Source: Access-IS LSR118 product manual (2020), B.1 "Receive data"; the same layout in the
ATR110 manual, 7.1.1, and in Honeywell's "HID bar code scanner" mode; usages from HID Point of
Sale Usage Tables 1.02, section 3. That table leaves the layout to each scanner's own descriptor:
one with another layout is refused here, and read in its serial (CDC) mode instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.errors import BadFrame
from drivers.readings import Scan
from drivers.scanners.line import MAX_LINE_BYTES, UNFINISHED_S, make_scan

REPORT_BYTES, DATA_BYTES = 64, 56
REPORT_ID, MORE = 2, 0x01
# Where there is no AIM identifier for a symbology, scanners send three zeros.
_AIM = re.compile(rb"\][A-Za-z][0-9A-Za-z]|\0\0\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One whole report: 0 used = need more bytes."""

    used: int
    aim: bytes = b""
    data: bytes = b""
    more: bool = False


def decode(buffer: bytes) -> Report:
    """Take the report at the start of a buffer. Raises BadFrame for anything else."""
    head = buffer[:5]
    length = head[1] if len(head) > 1 else 0
    aim_begins = head[2:3] in (b"", b"]", b"\0")
    if head[:1] not in (b"", b"\x02") or length > DATA_BYTES or not aim_begins:
        raise BadFrame(f"HID-POS: expected 02, 0 to 56 and an AIM identifier, came {head!r}")
    if len(buffer) < REPORT_BYTES:
        return Report(used=0)
    aim = head[2:5]
    if not _AIM.fullmatch(aim):
        raise BadFrame(
            f"HID-POS: expected an AIM identifier such as ]C1, came {head!r}; "
            "set the scanner to USB serial (CDC) mode"
        )
    return Report(
        used=REPORT_BYTES,
        aim=aim.strip(b"\0"),
        data=buffer[5 : 5 + length],
        more=bool(buffer[63] & MORE),
    )


class HidPosReports:
    """Collects the reports of one connection; a code may span several."""

    def __init__(self) -> None:
        self._buffer = b""
        self._aim: bytes | None = None
        self._parts: list[bytes] = []
        self._since_s = 0.0

    def feed(self, data: bytes, now_s: float) -> list[Scan]:
        """Return the codes that these bytes finish; noise is passed over and said once."""
        if data:
            self._since_s = now_s
        self._buffer += data
        scans: list[Scan] = []
        bad: BadFrame | None = None
        while self._buffer:
            try:
                report = decode(self._buffer)
            except BadFrame as problem:
                bad = bad or problem
                self._buffer = self._buffer[problem.used :]
                continue
            if report.used == 0:
                break
            self._buffer = self._buffer[report.used :]
            bad = self._cut_off_by(report) or bad
            scans += self._add(report)
        if bad is not None and not scans:
            raise bad
        return scans

    def idle(self, now_s: float) -> Scan | None:
        """Drop a code whose rest did not come. Raises BadFrame to say so; never gives a scan."""
        unfinished = self._buffer or self._parts
        if not unfinished or now_s - self._since_s < UNFINISHED_S:
            return None
        begun = b"".join(self._parts) + self._buffer
        self._buffer = b""
        self._forget()
        raise BadFrame(f"HID-POS: a code was cut off: {begun[:40]!r}", used=len(begun))

    def _cut_off_by(self, report: Report) -> BadFrame | None:
        """Drop a code that cannot go on with this report: another symbology, or too long."""
        begun = b"".join(self._parts)
        too_long = len(begun) + len(report.data) > MAX_LINE_BYTES
        if self._aim in (None, report.aim) and not too_long:
            return None
        self._forget()
        return BadFrame(f"HID-POS: a code was cut off: {begun[:40]!r}")

    def _add(self, report: Report) -> list[Scan]:
        self._aim = report.aim
        self._parts.append(report.data)
        if report.more:
            return []
        whole = b"".join(self._parts)
        self._forget()
        return [make_scan(report.aim + whole, report.aim + whole)] if whole else []

    def _forget(self) -> None:
        self._aim, self._parts = None, []
