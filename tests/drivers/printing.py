"""Small printer jobs made by hand, and printers to send them to.

No job here comes from labels/: the drivers must carry any bytes.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from drivers.printer_session import PrinterSession
from drivers.printers.conversation import Waits
from drivers.readings import DeviceSettings, PrintOutcome, PrintResult
from drivers.simulated.label_printer import SimulatedLabelPrinter
from drivers.simulated.printer_epl2 import SimulatedEpl2Printer
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from drivers.simulated.printer_ql import SimulatedQlPrinter
from drivers.simulated.printer_tspl import SimulatedTsplPrinter
from drivers.simulated.printer_zpl import SimulatedZplPrinter

SimulatedPrinter = SimulatedZplPrinter | SimulatedEscposPrinter | SimulatedLabelPrinter

#: The same rules as in the hangar, with waits that fit a simulator.
QUICK = Waits(connect_s=5.0, answer_s=2.0, poll_s=0.01, job_s=10.0, settle_s=0.3, tag_s=2.0)
"""For a printer that will not answer: the wait is what the test pays."""
PATIENT = replace(QUICK, connect_s=20.0, answer_s=20.0)
"""For a printer that answers, however busy the machine is."""
ROWS = 16
ROW_BYTES = 4


def dots(number: int) -> bytes:
    """Return a picture of 32 x 16 dots that only this number has: a frame and the number."""
    inner = (b"\x80" + number.to_bytes(2, "big") + b"\x01") * (ROWS - 2)
    return b"\xff" * ROW_BYTES + inner + b"\xff" * ROW_BYTES


def number_on(picture: Image.Image) -> int:
    """Return the number that `dots` drew; fails when the picture is not one of these."""
    drawn = picture.crop((0, 0, ROW_BYTES * 8, ROWS))
    raw = bytes(byte ^ 0xFF for byte in drawn.tobytes())
    assert picture.height == ROWS
    assert black_dots(picture) == black_dots(drawn), "there is ink beside the label"
    number = int.from_bytes(raw[ROW_BYTES + 1 : ROW_BYTES + 3], "big")
    assert raw == dots(number)
    return number


def black_dots(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]


def zpl_job(number: int) -> bytes:
    picture = dots(number)
    sizes = f"{len(picture) * 2},{len(picture)},{ROW_BYTES}"
    page = f"^XA^PW{ROW_BYTES * 8}^LL{ROWS}^FO0,0"
    return f"{page}^GFA,{sizes},{picture.hex().upper()}^FS^PQ1^XZ".encode()


def escpos_job(number: int) -> bytes:
    head = b"\x1dv0\x00" + ROW_BYTES.to_bytes(2, "little") + ROWS.to_bytes(2, "little")
    return b"\x1b@" + head + dots(number) + b"\x1dV\x00"


def tspl_job(number: int) -> bytes:
    """Four by two millimetres at 203 dpi; in TSPL a cleared bit is black."""
    white_is_one = bytes(byte ^ 0xFF for byte in dots(number))
    head = f"SIZE 4 mm,2 mm\r\nCLS\r\nBITMAP 0,0,{ROW_BYTES},{ROWS},0,"
    return head.encode() + white_is_one + b"\r\nPRINT 1\r\n"


def epl2_job(number: int) -> bytes:
    white_is_one = bytes(byte ^ 0xFF for byte in dots(number))
    head = f"\nN\nq{ROW_BYTES * 8}\nGW0,0,{ROW_BYTES},{ROWS},"
    return head.encode() + white_is_one + b"\nP1\n"


def ql_job(number: int) -> bytes:
    """A page of 16 rows on 62 mm labels: the head has 720 pins, the first bit is at the right."""
    label = Image.frombytes("1", (ROW_BYTES * 8, ROWS), bytes(b ^ 0xFF for b in dots(number)))
    head = Image.new("1", (720, ROWS), 1)
    head.paste(label, (12, 0))
    pins = bytes(b ^ 0xFF for b in head.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes())
    rows = b"".join(b"g\x00\x5a" + pins[at : at + 90] for at in range(0, len(pins), 90))
    information = b"\x1biz" + bytes([0xCE, 0x0B, 62, 100]) + ROWS.to_bytes(4, "little") + b"\0\0"
    return bytes(400) + b"\x1b@\x1bia\x01" + information + b"M\x00" + rows + b"\x1a"


JOBS: dict[str, Callable[[int], bytes]] = {
    "zpl": zpl_job,
    "escpos": escpos_job,
    "escpos-label": escpos_job,
    "tspl": tspl_job,
    "epl2": epl2_job,
    "brother-ql": ql_job,
}
SIMULATORS: dict[str, Callable[..., SimulatedPrinter]] = {
    "zpl": SimulatedZplPrinter,
    "escpos": SimulatedEscposPrinter,
    "escpos-label": SimulatedEscposPrinter,
    "tspl": SimulatedTsplPrinter,
    "epl2": SimulatedEpl2Printer,
    "brother-ql": SimulatedQlPrinter,
}
#: The languages that have a wire of their own; the way of CUPS has none.
LANGUAGES = ("zpl", "escpos", "tspl", "epl2", "brother-ql")


def simulated(protocol: str, **options: object) -> SimulatedPrinter:
    return SIMULATORS[protocol](**options)


def settings(protocol: str, url: str) -> DeviceSettings:
    return DeviceSettings(id="etiqueteuse-1", kind="printer", protocol=protocol, url=url)


def session(protocol: str, url: str, waits: Waits = QUICK) -> PrinterSession:
    return PrinterSession(settings(protocol, url), waits=waits)


def deliver(printer: PrinterSession, number: int) -> PrintResult:
    """Deliver the label with this number."""
    job = JOBS[printer.settings.protocol](number)
    return printer.deliver(job, tag=f"label-{number}", before_first_byte=lambda: None)


def numbers_out(printer: SimulatedPrinter) -> list[int]:
    return [number_on(picture) for picture in printer.labels]


def wait_until(condition: Callable[[], bool], *, timeout_s: float = 5.0) -> None:
    """Wait for a condition; fails when it does not come true in time."""
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s, "the condition did not come true in time"
        time.sleep(0.005)


def deliver_once_back(printer: PrinterSession, number: int) -> PrintResult:
    """Deliver to a printer that has just come back: nothing sent is asked again, for 30 s.

    A busy machine may take longer to answer than the printer's own time for it.
    """
    wait_until(lambda: printer.status().ready, timeout_s=30)
    result = deliver(printer, number)
    deadline = time.monotonic() + 30
    while result.outcome is PrintOutcome.NOT_SENT and time.monotonic() < deadline:
        result = deliver(printer, number)
    return result
