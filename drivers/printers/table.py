"""Lists the printer languages, for the registry: one entry a language.

It talks to no printer and builds nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.printers.brother_ql import QlConversation
from drivers.printers.cups import CupsConversation
from drivers.printers.epl2 import Epl2Conversation
from drivers.printers.escpos import EscposConversation
from drivers.printers.tspl import TsplConversation
from drivers.printers.zpl import ZplConversation
from drivers.protocol_entry import ProtocolEntry


def _printer(
    protocol: str,
    name: str,
    build: Callable[..., object],
    *,
    status: str,
    proof_of_print: str,
    tested_against: str,
) -> ProtocolEntry:
    return ProtocolEntry(
        kind="printer",
        protocol=protocol,
        name=name,
        stability=None,
        tare=None,
        status=status,
        proof_of_print=proof_of_print,
        tested_against=tested_against,
        build=build,
    )


PRINTERS: tuple[ProtocolEntry, ...] = (
    _printer(
        "zpl",
        "ZPL II (Zebra and compatible)",
        ZplConversation,
        status="~HS, ~HQES",
        proof_of_print="none for one job: ~HS with nothing left to print is evidence",
        tested_against="drivers.simulated.printer_zpl; our ZPL drawn by zplkit 0.3.2 and "
        "zpl-renderer-js 3.4.0",
    ),
    _printer(
        "escpos",
        "ESC/POS (Epson and compatible)",
        EscposConversation,
        status="DLE EOT 1 to 4",
        proof_of_print="GS ( H tag of the job (Epson); GS r 1 as a fence elsewhere",
        tested_against="drivers.simulated.printer_escpos, whose clients python-escpos 3.1 and "
        "receiptio 2.1.2 are too; emupos 0.4.0 (Python 3.13)",
    ),
    _printer(
        "escpos-label",
        "ESC/POS with die-cut labels (Epson TM-L90, TM-L100)",
        EscposConversation,
        status="DLE EOT 1 to 4",
        proof_of_print="GS ( H tag of the job (Epson); GS r 1 as a fence elsewhere",
        tested_against="drivers.simulated.printer_escpos",
    ),
    _printer(
        "tspl",
        "TSPL/TSPL2 (TSC; Xprinter, Munbyn, HPRT, Rollo and their like)",
        TsplConversation,
        status="ESC ! ? bits",
        proof_of_print="none for one job: ~!T answered behind the label is evidence",
        tested_against="drivers.simulated.printer_tspl",
    ),
    _printer(
        "epl2",
        "EPL2 (Zebra LP/TLP 2844, GK420 and their like)",
        Epl2Conversation,
        status="^ee codes",
        proof_of_print="none: ^ee without error until the label must be out; scan it back",
        tested_against="drivers.simulated.printer_epl2",
    ),
    _printer(
        "brother-ql",
        "Brother QL raster, 62 mm, over USB (QL-700, QL-800, QL-820NWB)",
        QlConversation,
        status="ESC i S, 32 bytes",
        proof_of_print="status 'printing completed' of the page",
        tested_against="drivers.simulated.printer_ql; its bytes against brother_ql-inventree 1.3",
    ),
    _printer(
        "cups",
        "Any printer with a CUPS queue (lp)",
        CupsConversation,
        status="lpstat -p: idle, printing, stopped; nothing of the paper is certain",
        proof_of_print="none: CUPS took it; scan it back",
        tested_against="programs in the place of lp and lpstat",
    ),
)
