"""A simulated ZPL label printer on a loopback socket: what comes out is kept as pictures.

It must not share code with the ZPL driver: it is written from Zebra's manual, so that a wrong
reading of the manual in the driver shows.

Source: ZPL II Programming Guide, Zebra P1099958, "~HS Host Status Return", "~HQ Host Query",
"~HI Host Identification", "^JZ Reprint After Error".
"""

import threading
from collections import deque

from PIL import Image

from drivers.simulated.paper import Fault, PaperPath, Prints
from drivers.simulated.printer_socket import PrinterSocket
from drivers.simulated.zpl_reader import Format, HostCommand, ZplReader

#: Page of a printer that was never told ^PW and ^LL: its label, in millimetres.
MEDIA_MM = {"a6": (100, 150), "100x60": (100, 60)}
#: How long a closing simulator waits for its printing thread.
JOIN_S = 5.0
#: Formats a printer keeps before it says that its buffer is full; more are still taken here.
BUFFER_FORMATS = 50

# ~HQES, table of error flags, nibble 1 (media out 1, head open 4) and nibble 5 (paused 1).
_ERROR_BITS = {Fault.PAPER_OUT: 0x1, Fault.COVER_OPEN: 0x4, Fault.PAUSED: 0x10000}
_ALARMS = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN})


class SimulatedZplPrinter:
    """Speak ZPL on 127.0.0.1 and print one picture a label.

    `silent_when_faulty` is the behaviour of current firmware: no answer to ~HS with the media
    out or the head open. Without it ~HS carries the flags, as older firmware does.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        media: str = "a6",
        dpi: int = 203,
        label_s: float = 0.05,
        silent_when_faulty: bool = False,
    ) -> None:
        width_mm, length_mm = MEDIA_MM.get(media, MEDIA_MM["a6"])
        self._dpmm = round(dpi / 25.4)
        self._length_dots = length_mm * self._dpmm
        self._reader = ZplReader(
            width_dots=width_mm * self._dpmm, length_dots=length_mm * self._dpmm
        )
        self._silent_when_faulty = silent_when_faulty
        self._paper = PaperPath(label_s=label_s)
        self._formats: deque[Image.Image] = deque()
        self._waiting = threading.Condition()
        self._closed = False
        self._dying = False
        self._socket = PrinterSocket(port=port, on_bytes=self._receive)
        self._thread = threading.Thread(target=self._print, name="zpl-paper", daemon=True)
        self._thread.start()
        self._socket.power_on()

    @property
    def url(self) -> str:
        """Return the address a driver opens."""
        return self._socket.url

    @property
    def labels(self) -> Prints:
        """Return what is on paper, first label first."""
        return self._paper.labels

    @property
    def unknown(self) -> list[str]:
        """Return what this printer did not understand, and so left off the paper."""
        return list(self._reader.unknown)

    def set(self, **changes: object) -> None:
        """Change what the printer does: `fault`, `paper_left` (labels), `label_s`."""
        for name, value in changes.items():
            match name, value:
                case "fault", None:
                    self._mend()
                case "fault", str():
                    self._break(Fault(value))
                case "paper_left", int() | None:
                    self._paper.run_dry_after(value)
                case "label_s", int() | float():
                    self._paper.label_s = float(value)
                case _:
                    raise ValueError(f"a simulated printer has no {name}={value!r}")

    def state(self) -> dict[str, object]:
        """Return what a look at the printer shows."""
        fault = Fault.HALF_JOB if self._dying else self._paper.fault
        return {
            "fault": None if fault is None else str(fault),
            "labels": len(self._paper.labels),
            "waiting": len(self._formats),
            "scraps": self._paper.scraps,
        }

    def close(self) -> None:
        """Switch off for good."""
        self._socket.close()
        with self._waiting:
            self._closed = True
            self._waiting.notify_all()
        self._paper.wipe()
        self._thread.join(JOIN_S)

    def _mend(self) -> None:
        self._dying = False
        self._paper.set_fault(None)
        self._socket.power_on()

    def _break(self, fault: Fault) -> None:
        if fault is Fault.HALF_JOB:
            self._mend()
            self._dying = True
            return
        self._dying = False
        if fault is not Fault.OFF:
            self._socket.power_on()
        self._paper.set_fault(fault)
        if fault is Fault.OFF:
            self._lose_power()

    def _lose_power(self) -> None:
        with self._waiting:
            self._formats.clear()
        self._paper.wipe()
        self._socket.power_off()
        self._reader.reset()

    def _die(self) -> None:
        """Stop in the middle of a label: a part of it hangs out, the rest is lost."""
        self._dying = False
        self._paper.set_fault(Fault.OFF)
        self._paper.spoil()
        self._lose_power()

    def _receive(self, data: bytes) -> None:
        if self._paper.fault is Fault.SILENT:
            return
        for outcome in self._reader.feed(data):
            if isinstance(outcome, HostCommand):
                self._answer(outcome.name)
            elif self._dying:
                self._die()
                return
            else:
                self._queue(outcome)
        if self._dying and self._reader.half_arrived:
            self._die()

    def _queue(self, outcome: Format) -> None:
        with self._waiting:
            self._formats.extend([outcome.picture] * outcome.copies)
            self._waiting.notify_all()

    def _print(self) -> None:
        while True:
            with self._waiting:
                self._waiting.wait_for(lambda: self._closed or bool(self._formats))
                if self._closed:
                    return
                power_cycle = self._paper.power_cycle
                picture = self._formats[0]
            self._paper.print_label(picture, power_cycle)
            with self._waiting:
                if self._formats and self._paper.power_cycle == power_cycle:
                    self._formats.popleft()

    def _answer(self, name: str) -> None:
        match name:
            case "HS":
                if not (self._silent_when_faulty and self._paper.fault in _ALARMS):
                    self._socket.send(self._host_status())
            case "HQES":
                self._socket.send(self._error_status())
            case "HI":
                self._socket.send(f"\x02SIMULATED-ZPL,V1.0,{self._dpmm},8176KB\x03\r\n".encode())
            case "JA":
                with self._waiting:
                    self._formats.clear()
                self._paper.wipe()
            case _:
                self._reader.unknown.append(f"~{name}")

    def _host_status(self) -> bytes:
        fault = self._paper.fault
        held = len(self._formats)
        printing = int(self._paper.printing or bool(held))
        queued = max(held - printing, 0)
        paper_out, paused = fault is Fault.PAPER_OUT, fault is Fault.PAUSED
        head_up = fault is Fault.COVER_OPEN
        lines = (
            f"030,{paper_out:d},{paused:d},{self._length_dots:04d},{queued:03d},"
            f"{queued > BUFFER_FORMATS:d},0,{self._reader.in_format:d},000,0,0,0",
            f"000,0,{head_up:d},0,0,2,4,0,{printing:08d},1,000",
            "1234,0",
        )
        return b"".join(b"\x02" + line.encode() + b"\x03\r\n" for line in lines)

    def _error_status(self) -> bytes:
        fault = self._paper.fault
        bits = _ERROR_BITS.get(fault, 0) if fault is not None else 0
        return (
            f"\x02\r\n\r\n   PRINTER STATUS\r\n"
            f"   ERRORS:         {bits > 0:d} 00000000 {bits:08X}\r\n"
            f"   WARNINGS:       0 00000000 00000000\r\n\x03"
        ).encode()
