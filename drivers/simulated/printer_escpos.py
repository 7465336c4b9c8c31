"""A simulated ESC/POS label or receipt printer on a loopback socket, with its status channel.

It must not share code with the ESC/POS driver: it is written from Epson's manual, so that a
wrong reading of the manual in the driver shows.

Source: Epson ESC/POS Application Programming Guide, "DLE EOT", "GS r", "GS a", "GS ( H", "GS I".
"""

import threading

from PIL import Image

from drivers.simulated.escpos_reader import MAX_UNKNOWN, Command, next_command
from drivers.simulated.paper import STOPS_PAPER, Fault, PaperPath, Prints
from drivers.simulated.printer_socket import PrinterSocket

#: What comes beyond this is dropped: dozens of labels, far more than a real printer's 64 KB.
BUFFER_BYTES = 4_000_000
#: How long a closing simulator waits for its interpreter thread.
JOIN_S = 5.0

_NAMES = {65: b"SIM 1.0", 66: b"EPSON", 67: b"TM-L90", 68: b"00000042"}
_GRAPHICS_STORE, _GRAPHICS_PRINT = (112, (2, 50))


class SimulatedEscposPrinter:
    """Speak ESC/POS on 127.0.0.1 and keep one picture a cut, form feed or label feed.

    `process_id=False` is a clone without GS ( H; `maker` is what GS I 66 answers; `chatty`
    sends automatic status back (ASB) from the start, which some printers are set to do.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        label_s: float = 0.05,
        process_id: bool = True,
        maker: str = "EPSON",
        chatty: bool = False,
    ) -> None:
        self.unknown: list[bytes] = []
        self._process_id = process_id
        self._names = _NAMES | {66: maker.encode()}
        self._chatty = chatty
        self._asb = chatty
        self._near_end = False
        self._paper = PaperPath(label_s=label_s)
        self._strips: list[Image.Image] = []
        self._stored: Image.Image | None = None
        self._buffer = bytearray()
        self._tail = b""
        self._fresh = False
        self._held = False
        self._moved = threading.Condition()
        self._closed = False
        self._dying = False
        self._socket = PrinterSocket(port=port, on_bytes=self._receive, on_client=self._greet)
        self._thread = threading.Thread(target=self._interpret, name="escpos", daemon=True)
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

    def set(self, **changes: object) -> None:
        """Change what the printer does: `fault`, `paper_left` (labels), `near_end`, `label_s`."""
        for name, value in changes.items():
            match name, value:
                case "fault", None:
                    self._mend()
                case "fault", str():
                    self._break(Fault(value))
                case "paper_left", int() | None:
                    self._paper.run_dry_after(value)
                case "near_end", bool():
                    self._near_end = value
                case "label_s", int() | float():
                    self._paper.label_s = float(value)
                case _:
                    raise ValueError(f"a simulated printer has no {name}={value!r}")
        self._send_asb()

    def state(self) -> dict[str, object]:
        """Return what a look at the printer shows."""
        fault = Fault.HALF_JOB if self._dying else self._paper.fault
        return {
            "fault": None if fault is None else str(fault),
            "labels": len(self._paper.labels),
            "waiting": int(self._held or bool(self._strips)),
            "scraps": self._paper.scraps,
        }

    def close(self) -> None:
        """Switch off for good."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()
        self._paper.wipe()
        self._socket.close()
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
        with self._moved:
            self._buffer.clear()
            self._moved.notify_all()
        self._paper.wipe()
        self._socket.power_off()

    def _die(self) -> None:
        """Stop in the middle of a label: a part of it hangs out, the rest is lost."""
        self._dying = False
        self._paper.set_fault(Fault.OFF)
        self._paper.spoil()
        self._lose_power()

    # --- receiving: real-time commands are answered here, whatever the paper does -------------

    def _greet(self) -> None:
        self._tail = b""
        self._asb = self._chatty
        self._send_asb()

    def _receive(self, data: bytes) -> None:
        if self._paper.fault is Fault.SILENT:
            return
        self._answer_real_time(self._tail + data)
        self._tail = (self._tail + data)[-2:]
        with self._moved:
            if len(self._buffer) + len(data) <= BUFFER_BYTES:
                self._buffer += data
            dying = self._dying and self._half_arrived()
            if dying:
                self._buffer.clear()
            self._fresh = True
            self._moved.notify_all()
        if dying:
            self._die()

    def _half_arrived(self) -> bool:
        """Return whether half of the raster in the buffer is here (lock held)."""
        start = self._buffer.find(b"\x1dv0")
        if start < 0 or len(self._buffer) < start + 8:
            return False
        row_bytes = int.from_bytes(self._buffer[start + 4 : start + 6], "little")
        rows = int.from_bytes(self._buffer[start + 6 : start + 8], "little")
        return len(self._buffer) - start - 8 >= row_bytes * rows // 2

    def _answer_real_time(self, data: bytes) -> None:
        place = data.find(b"\x10\x04")
        while 0 <= place < len(data) - 2:
            if 1 <= data[place + 2] <= 4:
                self._socket.send(bytes([self._real_time_status(data[place + 2])]))
            place = data.find(b"\x10\x04", place + 3)

    def _real_time_status(self, kind: int) -> int:
        fault = self._paper.fault
        out, opened = fault is Fault.PAPER_OUT, fault is Fault.COVER_OPEN
        match kind:
            case 1:
                return 0x12 | 0x08 * (fault in STOPS_PAPER)
            case 2:
                return 0x12 | 0x04 * opened | 0x08 * (fault is Fault.PAUSED) | 0x20 * out
            case 3:
                return 0x12
            case _:
                return 0x12 | 0x0C * (self._near_end or out) | 0x60 * out

    def _send_asb(self) -> None:
        if self._asb:
            fault = self._paper.fault
            first = 0x10 | 0x08 * (fault in STOPS_PAPER) | 0x20 * (fault is Fault.COVER_OPEN)
            paper = 0x03 * self._near_end | 0x0C * (fault is Fault.PAPER_OUT)
            self._socket.send(bytes([first, 0, paper, 0x0F]))

    # --- interpreting: in order, and only while nothing stops the paper ------------------------

    def _interpret(self) -> None:
        while not self._closed:
            power_cycle = self._paper.power_cycle
            with self._moved:
                used, command = next_command(bytes(self._buffer))
                if used == 0:
                    self._moved.wait_for(lambda: self._closed or self._fresh)
                    self._fresh = False
                    continue
            if command is not None and self._paper.wait_clear(power_cycle):
                self._execute(command, power_cycle)
            self._forget(used, power_cycle)

    def _forget(self, used: int, power_cycle: int) -> None:
        with self._moved:
            if self._paper.power_cycle == power_cycle:
                del self._buffer[:used]
            else:
                self._strips.clear()
            self._moved.notify_all()

    def _execute(self, command: Command, power_cycle: int) -> None:
        args = command.args
        match command.name:
            case "ESC @":
                self._strips.clear()
            case "GS v 0":
                self._take_raster(args)
            case "GS ( L":
                self._graphics(args)
            case "GS V" | "FF" | "GS FF" | "FS ( L" | "ESC i" | "ESC m":
                self._finish_label(power_cycle)
            case "GS r":
                self._socket.send(bytes([0x03 * self._near_end]))
            case "GS a":
                self._asb = args != b"\x00"
                self._send_asb()
            case "GS ( H" if self._process_id and args[:2] == b"00":
                self._socket.send(b"\x37\x22" + args[2:6] + b"\x00")
            case "GS I":
                self._identify(args[0])
            case "TEXT" | "UNKNOWN" | "GS ( H" | "GS k":
                self.unknown = [*self.unknown[-MAX_UNKNOWN:], args[:24]]

    def _identify(self, what: int) -> None:
        name = self._names.get(what)
        if name is not None:
            self._socket.send(b"\x5f" + name + b"\x00")
        elif what in (1, 49):
            self._socket.send(b"\x20")

    def _take_raster(self, args: bytes) -> None:
        """Keep the strip of GS v 0: m, row bytes and rows (little-endian), then the dots."""
        row_bytes, rows = (
            int.from_bytes(args[1:3], "little"),
            int.from_bytes(args[3:5], "little"),
        )
        if row_bytes and rows:
            self._strips.append(Image.frombytes("1", (row_bytes * 8, rows), args[5:]))

    def _graphics(self, args: bytes) -> None:
        """GS ( L m fn …: 112 stores a raster (a bx by c xL xH yL yH d…), 2 or 50 prints it."""
        function = args[1] if len(args) > 1 else None
        if function == _GRAPHICS_STORE and len(args) > 10:
            width = int.from_bytes(args[6:8], "little")
            rows = int.from_bytes(args[8:10], "little")
            self._stored = Image.frombytes("1", (width, rows), args[10:])
        elif function in _GRAPHICS_PRINT and self._stored is not None:
            self._strips.append(self._stored)
            self._stored = None

    def _finish_label(self, power_cycle: int) -> None:
        """Put the strips since the last cut on one label; a bare feed prints nothing."""
        strips, self._strips = self._strips, []
        if not strips:
            return
        if self._dying:
            self._die()
            return
        width = max(strip.width for strip in strips)
        picture = Image.new("1", (width, sum(strip.height for strip in strips)), 1)
        top = 0
        for strip in strips:
            picture.paste(0, (0, top), strip)
            top += strip.height
        self._held = True
        self._paper.print_label(picture, power_cycle)
        self._held = False
