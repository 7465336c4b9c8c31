"""A simulated Brother QL label printer: what comes out is kept as pictures.

It must not share code with the QL driver: it is written from Brother's manual, so that a wrong
reading of the manual in the driver shows. A real one answers like this over USB only.

Source: Brother, Software Developer's Manual, Raster Command Reference QL-800/810W/820NWB,
"ESC i S" and "Status": 32 bytes, asked for, or sent by the printer at each change of phase, at
the end of a page and on an error.
"""

from drivers.simulated.label_printer import SimulatedLabelPrinter
from drivers.simulated.paper import Fault
from drivers.simulated.ql_reader import QlReader

_REPLY, _COMPLETED, _ERROR, _PHASE = 0x00, 0x01, 0x02, 0x06
# Error information 1 and 2.
_ERRORS = {Fault.PAPER_OUT: (0x02, 0x40), Fault.COVER_OPEN: (0x00, 0x10)}
DIE_CUT_62X100 = (0x0B, 62, 100)


class SimulatedQlPrinter(SimulatedLabelPrinter):
    """Speak QL raster; `tape` is what is in the printer, `checks_tape` refuses other jobs."""

    def __init__(
        self,
        *,
        port: int = 0,
        label_s: float = 0.05,
        tape: tuple[int, int, int] = DIE_CUT_62X100,
        checks_tape: bool = False,
    ) -> None:
        self._tape = tape
        self._wrong_tape = False
        super().__init__(QlReader(tape=tape if checks_tape else None), port=port, label_s=label_s)

    def _answer(self, name: str) -> None:
        match name:
            case "status":
                self._tell(_REPLY, printing=self.busy)
            case "wrong tape":
                self._wrong_tape = True
                self._tell(_ERROR, printing=False)

    def _mend(self) -> None:
        self._wrong_tape = False
        super()._mend()

    def _label_begins(self) -> None:
        self._tell(_PHASE, printing=True)

    def _label_is_out(self) -> None:
        self._tell(_COMPLETED, printing=True)
        self._tell(_PHASE, printing=False)

    def _fault_begins(self) -> None:
        if self.busy and self.fault in _ERRORS:
            self._tell(_ERROR, printing=True)

    def _tell(self, kind: int, *, printing: bool) -> None:
        first, second = _ERRORS.get(self.fault, (0, 0)) if self.fault else (0, 0)
        second |= 0x01 * self._wrong_tape
        tape_kind, width_mm, length_mm = (0, 0, 0) if first else self._tape
        head = bytes([0x80, 0x20, 0x42, 0x34, 0x38, 0x30, 0, 0, first, second])
        tape = bytes([width_mm, tape_kind, 0, 0, 0, 0x40, 0, length_mm])
        self._say((head + tape + bytes([kind, printing])).ljust(32, b"\0"))
