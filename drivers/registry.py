"""Lists the device protocols this station speaks: one table, one line to add.

It opens no port; `build` makes the protocol object that a session drives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.errors import UnknownProtocol
from drivers.printers.escpos import EscposConversation
from drivers.printers.zpl import ZplConversation
from drivers.scales.mt_sics import MtSics
from drivers.scales.toledo_8217 import Toledo8217
from drivers.scanners.line import LineSplitter


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolEntry:
    """One protocol. The texts are shown to people who choose a device.

    `build` takes nothing for a scale or a scanner, and a printer's Waits for a printer.
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


PROTOCOLS: tuple[ProtocolEntry, ...] = (
    ProtocolEntry(
        kind="scale",
        protocol="toledo-8217",
        name="Mettler/Toledo 8217 (Ariva-S, Viva, DIVA, Baxtran TW)",
        stability="motion bit; a weight is sent only when still",
        tare="net flag only: a tare in the indicator must be cleared",
        status="motion, over, under, zero",
        proof_of_print=None,
        tested_against="drivers.simulated.scale_8217",
        build=Toledo8217,
    ),
    ProtocolEntry(
        kind="scale",
        protocol="mt-sics",
        name="MT-SICS level 0/1 (Mettler, Ohaus, Kern KCP)",
        stability="S/D in every answer",
        tare="asked with TA, before and after each stable weight",
        status="+, -, I, ES, ET, EL",
        proof_of_print=None,
        tested_against="drivers.simulated.scale_sics, mt-sics-emulator 0.1.1 (with S)",
        build=MtSics,
    ),
    ProtocolEntry(
        kind="scanner",
        protocol="line",
        name="Serial scanner, one line a code (USB CDC, RS-232, TCP)",
        stability=None,
        tare=None,
        status=None,
        proof_of_print=None,
        tested_against="drivers.simulated.scanner_line",
        build=LineSplitter,
    ),
    ProtocolEntry(
        kind="printer",
        protocol="zpl",
        name="ZPL II (Zebra and compatible)",
        stability=None,
        tare=None,
        status="~HS, ~HQES",
        proof_of_print="none for one job: ~HS with nothing left to print is evidence",
        tested_against="drivers.simulated.printer_zpl; its paper against zplkit 0.3.2",
        build=ZplConversation,
    ),
    ProtocolEntry(
        kind="printer",
        protocol="escpos",
        name="ESC/POS (Epson and compatible)",
        stability=None,
        tare=None,
        status="DLE EOT 1 to 4",
        proof_of_print="GS ( H tag of the job (Epson); GS r 1 as a fence elsewhere",
        tested_against="drivers.simulated.printer_escpos; python-escpos 3.1 as its client",
        build=EscposConversation,
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


def protocols_markdown() -> str:
    """Return the table that stands in drivers/README.md."""
    columns = ("kind", "protocol", "name", "stability", "tare", "status", "proof_of_print")
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in protocols_json():
        lines.append("| " + " | ".join(row[column] or "" for column in columns) + " |")
    return "\n".join(lines) + "\n"
