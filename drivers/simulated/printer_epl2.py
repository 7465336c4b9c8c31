"""A simulated EPL2 label printer on a loopback socket: what comes out is kept as pictures.

It must not share code with the EPL2 driver: it is written from the maker's manual, so that a
wrong reading of the manual in the driver shows.

Source: Zebra, EPL2 Programmer's Manual 980352-001, and Intermec, ESim for the PC4 and PF8,
Programmer's Reference Manual, "^ee" (error report: two digits, CR LF; at a command boundary or
while waiting for recovery, never inside the data of a graphic) and appendix A, error codes.
"""

from drivers.simulated.epl2_reader import Epl2Reader
from drivers.simulated.label_printer import SimulatedLabelPrinter
from drivers.simulated.paper import Fault

# Out of media or ribbon, print head open, pause printing mode.
_CODES = {Fault.PAPER_OUT: b"07", Fault.COVER_OPEN: b"11", Fault.PAUSED: b"92"}


class SimulatedEpl2Printer(SimulatedLabelPrinter):
    """Speak EPL2 as the LP/TLP 2844 and their like do."""

    def __init__(self, *, port: int = 0, label_s: float = 0.05) -> None:
        super().__init__(Epl2Reader(), port=port, label_s=label_s)

    def _answer(self, name: str) -> None:
        if name == "^ee":
            fault = self.fault
            self._say((_CODES.get(fault, b"00") if fault else b"00") + b"\r\n")
