"""Lists the scanner protocols: the registry's lines for scanners.

It opens nothing and holds no bytes of any maker.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.protocol_entry import ProtocolEntry, SerialSettings
from drivers.scanners.evdev import EvdevKeys
from drivers.scanners.hid_pos import HidPosReports
from drivers.scanners.line import LineSplitter


def _scanner(
    protocol: str,
    name: str,
    tested_against: str,
    build: Callable[..., object],
    *,
    options: tuple[str, ...] = (),
    serial: tuple[SerialSettings, ...] = (),
) -> ProtocolEntry:
    return ProtocolEntry(
        kind="scanner",
        protocol=protocol,
        name=name,
        stability=None,
        tare=None,
        status=None,
        proof_of_print=None,
        tested_against=tested_against,
        build=build,
        options=options,
        serial=serial,
    )


SCANNERS: tuple[ProtocolEntry, ...] = (
    _scanner(
        "line",
        "Serial scanner, one line a code (USB CDC, RS-232, TCP)",
        "drivers.simulated.scanner_line",
        LineSplitter,
        serial=(SerialSettings(),),
    ),
    _scanner(
        "evdev",
        "Keyboard scanner held by the station alone (layouts us, fr, de)",
        "drivers.simulated.scanner_keys; layouts against X11's keyboard data",
        EvdevKeys,
        options=("layout",),
    ),
    _scanner(
        "hid-pos",
        "USB scanner in HID-POS mode (hidraw://), Honeywell and Access-IS layout",
        "drivers.simulated.scanner_hid_pos, the manual's example",
        HidPosReports,
    ),
    _scanner(
        "camera",
        "USB camera (camera://), read in a limited process by zxing-cpp and zbar",
        "made-up videos of our labels; a process that is stopped, killed, starved",
        LineSplitter,
    ),
)
