"""The simulated ESC/POS printer, spoken to with a bare socket and with python-escpos."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from drivers.simulated.escpos_reader import next_command
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from tests.drivers.printing import escpos_job, numbers_out, wait_until

TAGGED = b"\x1d(H\x06\x0000A1B2"
FENCE = b"\x1dr\x01"


@pytest.fixture
def printer() -> Iterator[SimulatedEscposPrinter]:
    made = SimulatedEscposPrinter(label_s=0.01)
    yield made
    made.close()


def dial(printer: SimulatedEscposPrinter) -> socket.socket:
    host, port = printer.url.removeprefix("socket://").split(":")
    return socket.create_connection((host, int(port)), timeout=3)


def take(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        assert more, f"the printer hung up after {data!r}"
        data += more
    return data


def nothing_comes(line: socket.socket) -> bool:
    """Ask the paper sensor, which is answered at once: nothing came before its answer."""
    line.sendall(b"\x10\x04\x03")
    return take(line, 1) == b"\x12"


def test_job_tag_and_fence_are_answered_when_the_label_is_out(
    printer: SimulatedEscposPrinter,
) -> None:
    with dial(printer) as line:
        line.sendall(escpos_job(5) + TAGGED + FENCE)
        answer = take(line, 8)

    assert answer == b"\x37\x22A1B2\x00" + b"\x00"
    assert numbers_out(printer) == [5]


def test_fence_is_held_while_real_time_status_is_answered(
    printer: SimulatedEscposPrinter,
) -> None:
    printer.set(fault="paper-out")
    with dial(printer) as line:
        line.sendall(escpos_job(5) + FENCE + b"\x10\x04\x01\x10\x04\x02\x10\x04\x04")
        assert take(line, 3) == b"\x1a\x32\x7e"
        assert nothing_comes(line)

        printer.set(fault=None)

        assert take(line, 1) == b"\x00"
    assert numbers_out(printer) == [5]


def test_label_is_printed_after_a_reload_though_the_client_is_gone(
    printer: SimulatedEscposPrinter,
) -> None:
    printer.set(fault="paper-out")
    with dial(printer) as line:
        line.sendall(escpos_job(5) + b"\x10\x04\x01")
        take(line, 1)

    printer.set(fault=None)

    wait_until(lambda: len(printer.labels) == 1)
    assert numbers_out(printer) == [5]


def test_clone_does_not_know_the_job_tag() -> None:
    printer = SimulatedEscposPrinter(process_id=False, maker="CLONE", label_s=0.01)
    try:
        with dial(printer) as line:
            line.sendall(b"\x1dI\x42" + TAGGED + FENCE)
            assert take(line, 8) == b"\x5fCLONE\x00\x00"
    finally:
        printer.close()


def test_automatic_status_comes_by_itself(printer: SimulatedEscposPrinter) -> None:
    with dial(printer) as line:
        line.sendall(b"\x1da\xff")
        assert take(line, 4) == b"\x10\x00\x00\x0f"

        printer.set(fault="cover-open")

        assert take(line, 4) == b"\x38\x00\x00\x0f"


def test_commands_are_cut_the_same_at_every_byte() -> None:
    stream = escpos_job(9) + b"Caf\xe9\n\x1dV\x42\x03\x1b!\x08\x0c" + TAGGED + FENCE
    whole, rest = [], stream
    while rest:
        used, command = next_command(rest)
        assert used
        whole.append(command)
        for length in range(used if command and command.name != "TEXT" else 0):
            assert next_command(rest[:length]) == (0, None)
        rest = rest[used:]

    names = [command.name for command in whole if command is not None]
    assert names == ["ESC @", "GS v 0", "GS V", "TEXT", "LF", "GS V", "ESC !", "FF",
                     "GS ( H", "GS r"]  # fmt: skip


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics"])
def test_pictures_of_an_independent_encoder_come_out_dot_for_dot(
    printer: SimulatedEscposPrinter, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path))
    escpos = pytest.importorskip("escpos.printer", reason="python-escpos is absent")
    logging.getLogger("escpos").setLevel(logging.ERROR)
    picture = Image.new("1", (64, 1200), 1)
    picture.paste(0, (3, 2, 50, 1100))
    job = escpos.Dummy()
    job.image(picture, impl=way)
    job.cut()

    with dial(printer) as line:
        line.sendall(job.output + FENCE)
        take(line, 1)

    assert [label.tobytes() for label in printer.labels] == [picture.tobytes()]
    assert printer.unknown == []


def test_independent_client_reads_the_same_status(
    printer: SimulatedEscposPrinter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path))
    escpos = pytest.importorskip("escpos.printer", reason="python-escpos is absent")
    host, port = printer.url.removeprefix("socket://").split(":")
    client = escpos.Network(host, port=int(port), timeout=3)
    seen = {}
    for fault in (None, "paper-out", "cover-open"):
        printer.set(fault=fault)
        seen[fault] = (client.is_online(), client.paper_status())
    client.close()

    # python-escpos: 2 = enough paper, 0 = none.
    assert seen == {None: (True, 2), "paper-out": (False, 0), "cover-open": (False, 2)}


def test_printer_that_dies_in_a_job_prints_nothing_of_it(printer: SimulatedEscposPrinter) -> None:
    printer.set(fault="half-job")
    with dial(printer) as line:
        line.sendall(escpos_job(5)[:60])
        wait_until(lambda: printer.state()["fault"] == "off")

    assert printer.state() == {"fault": "off", "labels": 0, "waiting": 0, "scraps": 1}


def test_unknown_changes_are_refused(printer: SimulatedEscposPrinter) -> None:
    with pytest.raises(ValueError, match="colour"):
        printer.set(colour="red")
    with pytest.raises(ValueError, match="on-fire"):
        printer.set(fault="on-fire")
