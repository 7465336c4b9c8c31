"""Simulated TSPL, EPL2 and QL printers, spoken to with a bare socket and without our drivers."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drivers.simulated.label_printer import SimulatedLabelPrinter
from drivers.simulated.printer_epl2 import SimulatedEpl2Printer
from drivers.simulated.printer_ql import SimulatedQlPrinter
from drivers.simulated.printer_tspl import SimulatedTsplPrinter
from tests.drivers.printing import (
    JOBS,
    epl2_job,
    numbers_out,
    ql_job,
    simulated,
    tspl_job,
    wait_until,
)


@pytest.fixture(params=["tspl", "epl2", "brother-ql"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def dialled(printer: SimulatedLabelPrinter) -> Iterator[socket.socket]:
    host, port = printer.url.removeprefix("socket://").split(":")
    with socket.create_connection((host, int(port)), timeout=3) as line:
        yield line


@contextmanager
def at_work(printer: SimulatedLabelPrinter) -> Iterator[SimulatedLabelPrinter]:
    try:
        yield printer
    finally:
        printer.close()


def heard(line: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = line.recv(4096)
        assert more, f"the printer hung up after {data!r}"
        data += more
    return data


def test_jobs_come_out_once_in_order_byte_by_byte(protocol: str) -> None:
    printer = simulated(protocol, label_s=0.0)
    assert isinstance(printer, SimulatedLabelPrinter)
    with at_work(printer), dialled(printer) as line:
        for byte in JOBS[protocol](1):
            line.sendall(bytes([byte]))
        line.sendall(JOBS[protocol](2) + JOBS[protocol](3))

        wait_until(lambda: len(printer.labels) == 3)
        assert numbers_out(printer) == [1, 2, 3]
        assert printer.unknown == []


def test_what_a_printer_cannot_read_is_named(protocol: str) -> None:
    printer = simulated(protocol, label_s=0.0)
    assert isinstance(printer, SimulatedLabelPrinter)
    with at_work(printer), dialled(printer) as line:
        line.sendall(b"HELLO 1\r\n")

        wait_until(lambda: bool(printer.unknown))


def test_a_label_cut_short_by_the_end_of_paper_comes_out_whole_later(protocol: str) -> None:
    printer = simulated(protocol, label_s=0.02)
    assert isinstance(printer, SimulatedLabelPrinter)
    with at_work(printer), dialled(printer) as line:
        printer.set(paper_left=1)
        line.sendall(JOBS[protocol](1) + JOBS[protocol](2))
        wait_until(lambda: printer.state()["fault"] == "paper-out")
        assert numbers_out(printer) == [1]

        printer.set(fault=None)

        wait_until(lambda: len(printer.labels) == 2)
        assert printer.state() == {"fault": None, "labels": 2, "waiting": 0, "scraps": 1}


def test_unknown_changes_are_refused(protocol: str) -> None:
    printer = simulated(protocol)
    assert isinstance(printer, SimulatedLabelPrinter)
    with at_work(printer):
        with pytest.raises(ValueError, match="colour"):
            printer.set(colour="red")
        with pytest.raises(ValueError, match="on-fire"):
            printer.set(fault="on-fire")


def test_a_tspl_printer_says_its_state_at_any_time_and_its_name_when_ready() -> None:
    with at_work(SimulatedTsplPrinter(label_s=0.3)) as printer, dialled(printer) as line:
        line.sendall(b"\x1b!?")
        assert heard(line, 1) == b"\x00"
        line.sendall(tspl_job(1) + b"~!T\r\n\x1b!?")
        assert heard(line, 1) == b"\x20"
        assert heard(line, 15) == b"TTP-SIMULATED\r\n"
        assert len(printer.labels) == 1
        printer.set(fault="cover-open")
        line.sendall(b"\x1b!?")
        assert heard(line, 1) == b"\x01"


def test_an_epl2_printer_reports_at_a_command_boundary_only() -> None:
    with at_work(SimulatedEpl2Printer(label_s=0.0)) as printer, dialled(printer) as line:
        job = epl2_job(1)
        line.sendall(job[:40] + b"^ee\r\n")
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(4)
        line.settimeout(3)
        line.sendall(b"\xff" * 200 + b"\nN\n^ee\r\n")
        assert heard(line, 4) == b"00\r\n"
        assert len(printer.labels) == 0


def test_a_ql_printer_says_each_phase_of_a_page() -> None:
    with at_work(SimulatedQlPrinter(label_s=0.0)) as printer, dialled(printer) as line:
        line.sendall(ql_job(1))

        told = heard(line, 96)

    kinds = [(told[at + 18], told[at + 19]) for at in (0, 32, 64)]
    assert kinds == [(6, 1), (1, 1), (6, 0)]
    assert told[:3] == b"\x80\x20\x42"
    assert (told[10], told[11], told[17]) == (62, 0x0B, 100)


def test_a_ql_printer_prints_nothing_on_a_tape_that_was_not_meant() -> None:
    continuous = (0x0A, 62, 0)
    simulator = SimulatedQlPrinter(label_s=0.0, tape=continuous, checks_tape=True)
    with at_work(simulator) as printer, dialled(printer) as line:
        line.sendall(ql_job(1))

        told = heard(line, 32)

        assert (told[9] & 0x01, told[18]) == (1, 2)
        assert len(printer.labels) == 0
