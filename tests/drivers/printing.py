"""Small printer jobs made by hand, and printers to send them to.

No job here comes from labels/: the drivers must carry any bytes.
"""

import time
from collections.abc import Callable

from PIL import Image

from drivers.printer_session import PrinterSession
from drivers.printers.conversation import Waits
from drivers.readings import DeviceSettings, PrintResult
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from drivers.simulated.printer_zpl import SimulatedZplPrinter

SimulatedPrinter = SimulatedZplPrinter | SimulatedEscposPrinter

#: The same rules as in the hangar, with waits that fit a simulator.
QUICK = Waits(connect_s=2.0, answer_s=0.4, poll_s=0.01, job_s=2.5, tag_s=0.5)
ROWS = 16
ROW_BYTES = 4


def dots(number: int) -> bytes:
    """Return a picture of 32 x 16 dots that only this number has: a frame and the number."""
    inner = (b"\x80" + number.to_bytes(2, "big") + b"\x01") * (ROWS - 2)
    return b"\xff" * ROW_BYTES + inner + b"\xff" * ROW_BYTES


def number_on(picture: Image.Image) -> int:
    """Return the number that `dots` drew; fails when the picture is not one of these."""
    raw = bytes(byte ^ 0xFF for byte in picture.tobytes())
    assert picture.size == (ROW_BYTES * 8, ROWS)
    number = int.from_bytes(raw[ROW_BYTES + 1 : ROW_BYTES + 3], "big")
    assert raw == dots(number)
    return number


def zpl_job(number: int) -> bytes:
    picture = dots(number)
    sizes = f"{len(picture) * 2},{len(picture)},{ROW_BYTES}"
    page = f"^XA^PW{ROW_BYTES * 8}^LL{ROWS}^FO0,0"
    return f"{page}^GFA,{sizes},{picture.hex().upper()}^FS^PQ1^XZ".encode()


def escpos_job(number: int) -> bytes:
    head = b"\x1dv0\x00" + ROW_BYTES.to_bytes(2, "little") + ROWS.to_bytes(2, "little")
    return b"\x1b@" + head + dots(number) + b"\x1dV\x00"


JOBS: dict[str, Callable[[int], bytes]] = {"zpl": zpl_job, "escpos": escpos_job}


def simulated(protocol: str, **options: object) -> SimulatedPrinter:
    if protocol == "zpl":
        return SimulatedZplPrinter(**options)  # type: ignore[arg-type]  # options of this one
    return SimulatedEscposPrinter(**options)  # type: ignore[arg-type]  # options of this one


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
