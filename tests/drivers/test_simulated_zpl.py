"""The simulated ZPL printer, spoken to with a bare socket: it is checked without our driver."""

import base64
import binascii
import io
import socket
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from drivers.simulated.printer_zpl import SimulatedZplPrinter
from drivers.simulated.zpl_graphics import BadGraphic, decode_graphic
from tests.drivers.printing import ROW_BYTES, dots, numbers_out, wait_until, zpl_job

# The graphic of 2 x 8 bytes that every encoding below stands for.
DOTS = bytes.fromhex("FF00FF00FF00FF00FFFFFFFF00000000")


@pytest.fixture
def printer() -> Iterator[SimulatedZplPrinter]:
    made = SimulatedZplPrinter(label_s=0.01)
    yield made
    made.close()


def dial(printer: SimulatedZplPrinter) -> socket.socket:
    host, port = printer.url.removeprefix("socket://").split(":")
    return socket.create_connection((host, int(port)), timeout=3)


def ask(printer: SimulatedZplPrinter, question: bytes, ending: bytes) -> bytes:
    with dial(printer) as line:
        line.sendall(question)
        answer = b""
        while not answer.endswith(ending):
            data = line.recv(4096)
            assert data, f"the printer hung up after {answer!r}"
            answer += data
        return answer


def send(printer: SimulatedZplPrinter, data: bytes) -> None:
    with dial(printer) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""


def z64(data: bytes, *, crc: int | None = None) -> bytes:
    text = base64.b64encode(zlib.compress(data))
    return b":Z64:%s:%04X" % (text, binascii.crc_hqx(text, 0) if crc is None else crc)


@pytest.mark.parametrize(
    "encoded",
    [
        DOTS.hex().upper().encode(),
        DOTS.hex().encode()[:20] + b"\r\n" + DOTS.hex().encode()[20:],
        b"FF00FF00FF00FF00NF,",
        b"FF00" * 4 + b"HFLF,",
        z64(DOTS),
        b":B64:%s:%04X" % (base64.b64encode(DOTS), binascii.crc_hqx(base64.b64encode(DOTS), 0)),
    ],
)
def test_all_encodings_give_the_same_dots(encoded: bytes) -> None:
    assert decode_graphic(encoded, total=16, row_bytes=8) == DOTS


def test_row_marks_repeat_whiten_and_blacken() -> None:
    rows = decode_graphic(b"F0,:!0F", total=16, row_bytes=4)

    assert rows == bytes.fromhex("F0000000F0000000FFFFFFFF0F000000")


def test_repeat_counts_add_up() -> None:
    # g = 20 and J = 4: 24 times one digit, three rows of four bytes.
    assert decode_graphic(b"gJA", total=12, row_bytes=4) == b"\xaa" * 12


@pytest.mark.parametrize("encoded", [z64(DOTS, crc=0), b":Z64:xx", b"FF?0", b":Z64:AAAA:0000"])
def test_graphic_that_does_not_fit_its_header_is_left_out(encoded: bytes) -> None:
    with pytest.raises(BadGraphic):
        decode_graphic(encoded, total=16, row_bytes=8)


def test_every_format_comes_out_once_in_order(printer: SimulatedZplPrinter) -> None:
    send(printer, zpl_job(1) + zpl_job(2) + zpl_job(3))

    wait_until(lambda: len(printer.labels) == 3)
    assert numbers_out(printer) == [1, 2, 3]
    assert printer.unknown == []


def test_format_sent_one_byte_at_a_time_comes_out(printer: SimulatedZplPrinter) -> None:
    with dial(printer) as line:
        for byte in zpl_job(7):
            line.sendall(bytes([byte]))

        wait_until(lambda: len(printer.labels) == 1)
    assert numbers_out(printer) == [7]


def test_what_the_printer_cannot_read_is_named(printer: SimulatedZplPrinter) -> None:
    send(printer, b"^XA^A0N,30,30^FDBonjour^FS^XZ")

    wait_until(lambda: len(printer.labels) == 1)
    assert printer.unknown == ["^A0N,30,30", "^FDBonjour"]


def test_host_status_is_answered_as_in_the_manual(printer: SimulatedZplPrinter) -> None:
    ready = ask(printer, b"~HS", b"1234,0\x03\r\n")
    printer.set(fault="cover-open")
    opened = ask(printer, b"~hs", b"1234,0\x03\r\n")

    assert ready.split(b"\r\n")[1] == b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03"
    assert opened.split(b"\r\n")[1] == b"\x02000,0,1,0,0,2,4,0,00000000,1,000\x03"


def test_current_firmware_keeps_silent_with_the_head_open() -> None:
    printer = SimulatedZplPrinter(silent_when_faulty=True)
    printer.set(fault="cover-open")
    try:
        # The answer to ~HQES comes first because ~HS is not answered at all.
        answer = ask(printer, b"~HS~HQES", b"\x03")
    finally:
        printer.close()

    assert b"ERRORS:         1 00000000 00000004" in answer
    assert b"1234,0" not in answer


def test_paper_out_holds_the_label_and_prints_it_whole_afterwards(
    printer: SimulatedZplPrinter,
) -> None:
    printer.set(paper_left=1)
    send(printer, zpl_job(1) + zpl_job(2))
    wait_until(lambda: printer.state()["fault"] == "paper-out")
    assert numbers_out(printer) == [1]

    printer.set(fault=None)

    wait_until(lambda: len(printer.labels) == 2)
    assert numbers_out(printer) == [1, 2]
    assert printer.state() == {"fault": None, "labels": 2, "waiting": 0, "scraps": 1}


def test_printer_that_is_off_refuses_and_forgets_and_keeps_its_port(
    printer: SimulatedZplPrinter,
) -> None:
    url = printer.url
    printer.set(fault="paper-out")
    send(printer, zpl_job(1))
    printer.set(fault="off")
    with pytest.raises(ConnectionRefusedError):
        dial(printer)

    printer.set(fault=None)
    send(printer, zpl_job(2))

    wait_until(lambda: len(printer.labels) == 1)
    assert numbers_out(printer) == [2]
    assert printer.url == url


def test_printer_that_dies_in_a_job_prints_nothing_of_it(printer: SimulatedZplPrinter) -> None:
    printer.set(fault="half-job")
    with dial(printer) as line:
        line.sendall(zpl_job(1)[:-40])
        wait_until(lambda: printer.state()["fault"] == "off")

    assert printer.state() == {"fault": "off", "labels": 0, "waiting": 0, "scraps": 1}
    with pytest.raises(ConnectionRefusedError):
        dial(printer)


def test_unknown_changes_are_refused(printer: SimulatedZplPrinter) -> None:
    with pytest.raises(ValueError, match="colour"):
        printer.set(colour="red")
    with pytest.raises(ValueError, match="on-fire"):
        printer.set(fault="on-fire")


def test_pictures_agree_with_an_independent_renderer(printer: SimulatedZplPrinter) -> None:
    zplkit = pytest.importorskip("zplkit", reason="zplkit, an independent ZPL renderer, is absent")
    drawn = dots(4711)
    job = b"^XA^PW64^LL40^FO8,4^GFA,%d,%d,%d,%s^FS^FO0,30^GB64,3,3^FS^XZ" % (
        len(z64(drawn)), len(drawn), ROW_BYTES, z64(drawn),
    )  # fmt: skip

    send(printer, job)
    wait_until(lambda: len(printer.labels) == 1)
    theirs = Image.open(io.BytesIO(zplkit.render(job).labels[0].png()))

    assert (theirs.mode, theirs.size) == ("1", (64, 40))
    assert theirs.tobytes() == printer.labels[0].tobytes()
