"""The same printers on a serial line and behind a device file, as /dev/usb/lp0 is.

A pseudo-terminal stands for the cable; its far end is joined to a simulated printer.
"""

import os
import pty
import select
import socket
import threading
import tty
from collections.abc import Iterator

import pytest

from drivers.readings import Condition, PrintOutcome
from tests.drivers.printing import (
    JOBS,
    LANGUAGES,
    SimulatedPrinter,
    deliver,
    numbers_out,
    session,
    simulated,
)


class Cable:
    """Join a pseudo-terminal to a simulated printer until it is pulled."""

    def __init__(self, printer: SimulatedPrinter) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        host, port = printer.url.removeprefix("socket://").split(":")
        self._line = socket.create_connection((host, int(port)), timeout=3)
        self._pulled, self._pull = os.pipe()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def pull(self) -> None:
        os.close(self._pull)
        self._thread.join(5)
        self._line.close()
        for end in (self._master, self._slave, self._pulled):
            os.close(end)

    def _carry(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._line, self._pulled], [], [], 10)
            if self._pulled in ready or not ready:
                return
            if self._master in ready:
                self._line.sendall(os.read(self._master, 4096))
            if self._line in ready:
                os.write(self._master, self._line.recv(4096))


@pytest.fixture(params=LANGUAGES)
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def printer(protocol: str) -> Iterator[SimulatedPrinter]:
    made = simulated(protocol, label_s=0.01)
    yield made
    made.close()


@pytest.fixture(params=["serial://{path}?baudrate=115200", "file://{path}"])
def url(request: pytest.FixtureRequest, printer: SimulatedPrinter) -> Iterator[str]:
    cable = Cable(printer)
    yield str(request.param).format(path=cable.path)
    cable.pull()


def test_labels_come_out_over_a_cable_one_job_after_the_other(
    protocol: str, printer: SimulatedPrinter, url: str
) -> None:
    driver = session(protocol, url)

    outcomes = {deliver(driver, number).outcome for number in range(3)}

    assert outcomes <= {PrintOutcome.SENT, PrintOutcome.CONFIRMED}
    assert numbers_out(printer) == [0, 1, 2]


def test_paper_out_is_seen_over_a_cable(protocol: str, printer: SimulatedPrinter, url: str) -> None:
    printer.set(fault="paper-out")

    result = deliver(session(protocol, url), 1)

    assert result.outcome is PrintOutcome.NOT_SENT
    assert result.status is not None
    assert result.status.conditions == (Condition.PAPER_OUT,)


def test_printer_that_is_off_behind_an_open_port_is_silent_not_ready(
    protocol: str, printer: SimulatedPrinter, url: str
) -> None:
    """A serial adapter opens whether its printer has power or not."""
    printer.set(fault="silent")

    status = session(protocol, url).status()

    assert (status.ready, status.conditions) == (False, (Condition.SILENT,))


def test_device_file_that_is_not_there_is_unreachable_and_is_not_made(
    protocol: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("usb") / "lp0"
    driver = session(protocol, f"file://{path}")

    result = driver.deliver(JOBS[protocol](1), tag="label-1", before_first_byte=lambda: None)

    assert result.outcome is PrintOutcome.NOT_SENT
    assert result.status is not None
    assert result.status.conditions == (Condition.UNREACHABLE,)
    assert not path.exists()
