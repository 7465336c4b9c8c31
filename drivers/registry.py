"""Lists the device protocols this station speaks: one table, one line to add.

It opens no port; `build` makes the protocol object that a session drives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.errors import DriverError, UnknownProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolEntry:
    """One protocol. The texts are shown to people who choose a device.

    `build` takes nothing for a scale or a scanner, and the open Port for a printer.
    """

    kind: str
    protocol: str
    name: str
    stability: str | None
    tare: str | None
    status: str | None
    proof_of_print: str | None
    tested_against: str
    build: Callable[..., object]


def _printer_not_here(*_: object) -> object:
    raise DriverError("this build has no printer protocols; expected drivers/printers")


PROTOCOLS: tuple[ProtocolEntry, ...] = (
    ProtocolEntry(
        kind="printer",
        protocol="zpl",
        name="ZPL II (Zebra and compatible)",
        stability=None,
        tare=None,
        status="~HS, ~HQES",
        proof_of_print="no: ~HS labels remaining is evidence only",
        tested_against="drivers.simulated.printer_zpl",
        build=_printer_not_here,
    ),
    ProtocolEntry(
        kind="printer",
        protocol="escpos",
        name="ESC/POS (Epson and compatible)",
        stability=None,
        tare=None,
        status="DLE EOT 1-4, GS r 1, ASB",
        proof_of_print="GS ( H job tag where the printer has it",
        tested_against="drivers.simulated.printer_escpos",
        build=_printer_not_here,
    ),
)


def find(kind: str, protocol: str) -> ProtocolEntry:
    """Return the entry, or raise UnknownProtocol naming the known protocols of that kind."""
    for entry in PROTOCOLS:
        if (entry.kind, entry.protocol) == (kind, protocol):
            return entry
    known = ", ".join(entry.protocol for entry in PROTOCOLS if entry.kind == kind) or "none"
    raise UnknownProtocol(f"{kind} protocol {protocol!r} is not known; known: {known}")


def protocols_json() -> list[dict[str, str | None]]:
    """Return the table as `hangar devices protocols --json` prints it."""
    return [
        {
            "kind": entry.kind,
            "protocol": entry.protocol,
            "name": entry.name,
            "stability": entry.stability,
            "tare": entry.tare,
            "status": entry.status,
            "proof_of_print": entry.proof_of_print,
            "tested_against": entry.tested_against,
        }
        for entry in PROTOCOLS
    ]
