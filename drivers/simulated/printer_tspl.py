"""A simulated TSPL label printer on a loopback socket: what comes out is kept as pictures.

It must not share code with the TSPL driver: it is written from TSC's manual, so that a wrong
reading of the manual in the driver shows.

Source: TSC, TSPL/TSPL2 Programming Language, "<ESC>!?" (one byte, answered at any time, even
with an error) and "~!T" (answered behind what was sent before, and only when the printer is
ready).
"""

from drivers.simulated.label_printer import SimulatedLabelPrinter
from drivers.simulated.paper import Fault
from drivers.simulated.tspl_reader import TsplReader

# <ESC>!?: head opened, paper jam, out of paper, out of ribbon, pause, printing.
_BITS = {Fault.COVER_OPEN: 0x01, Fault.PAPER_OUT: 0x04, Fault.PAUSED: 0x10}
_PRINTING = 0x20


class SimulatedTsplPrinter(SimulatedLabelPrinter):
    """Speak TSPL; `names_itself=False` is a clone that answers <ESC>!? and no other question."""

    def __init__(
        self,
        *,
        port: int = 0,
        dpi: int = 203,
        label_s: float = 0.05,
        names_itself: bool = True,
        immediate_in_data: bool = False,
    ) -> None:
        self._names_itself = names_itself
        reader = TsplReader(dots_per_mm=round(dpi / 25.4), immediate_in_data=immediate_in_data)
        super().__init__(reader, port=port, label_s=label_s)

    def _answer(self, name: str) -> None:
        match name:
            case "?":
                fault = self.fault
                bits = _BITS.get(fault, 0) if fault is not None else 0
                self._say(bytes([bits or _PRINTING * self.busy]))
            case "~!T" if self._names_itself:
                self._say(b"TTP-SIMULATED\r\n")
            case "~!T":
                pass
            case "R" | ".":
                self._reader.reset()
            case _:
                self._reader.unknown.append(name)
