"""Delivering labels over real sockets: the cases in which printers and their drivers lied.

Every rule is tried with every language; the simulated printers say what is on paper.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from drivers.errors import UnknownProtocol
from drivers.printers.conversation import Waits
from drivers.readings import Condition, PrintOutcome
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from drivers.simulated.printer_zpl import SimulatedZplPrinter
from drivers.transport import open_port
from tests.drivers.printing import (
    JOBS,
    LANGUAGES,
    PATIENT,
    QUICK,
    SimulatedPrinter,
    deliver,
    deliver_once_back,
    numbers_out,
    session,
    simulated,
    wait_until,
)

#: What each language can prove of a label that came out.
PROOF = {
    "zpl": PrintOutcome.SENT,
    "escpos": PrintOutcome.CONFIRMED,
    "tspl": PrintOutcome.SENT,
    "epl2": PrintOutcome.SENT,
    "brother-ql": PrintOutcome.CONFIRMED,
}
#: A question that each printer answers, for a client that is there first.
QUESTIONS = {
    "zpl": b"~HS",
    "escpos": b"\x10\x04\x01",
    "tspl": b"\x1b!?",
    "epl2": b"\r\n^ee\r\n",
    "brother-ql": b"\x1b@\x1biS",
}
NO_ANSWER = {Condition.SILENT, Condition.UNREACHABLE}


@pytest.fixture(params=LANGUAGES)
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def printer(protocol: str) -> Iterator[SimulatedPrinter]:
    made = simulated(protocol, label_s=0.02)
    yield made
    made.close()


def test_ready_printer_prints_and_says_so(protocol: str, printer: SimulatedPrinter) -> None:
    driver = session(protocol, printer.url, PATIENT)
    assert driver.status().ready

    result = deliver(driver, 42)

    assert result.outcome is PROOF[protocol]
    assert result.evidence
    assert numbers_out(printer) == [42]


def test_ten_labels_at_once_all_come_out_once(protocol: str, printer: SimulatedPrinter) -> None:
    driver = session(protocol, printer.url, PATIENT)

    with ThreadPoolExecutor(max_workers=10) as crowd:
        results = list(crowd.map(lambda number: deliver(driver, number), range(10)))

    assert {result.outcome for result in results} == {PROOF[protocol]}
    assert sorted(numbers_out(printer)) == list(range(10))


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("paper-out", {Condition.PAPER_OUT}),
        ("cover-open", {Condition.COVER_OPEN}),
        ("paused", {Condition.PAUSED}),
        ("silent", {Condition.SILENT}),
        ("off", {Condition.UNREACHABLE}),
    ],
)
def test_printer_that_is_not_ready_gets_no_byte(
    protocol: str, printer: SimulatedPrinter, fault: str, seen: set[Condition]
) -> None:
    if (protocol, fault) == ("brother-ql", "paused"):
        pytest.skip("a Brother QL has no pause")
    driver = session(protocol, printer.url, QUICK if fault == "silent" else PATIENT)
    printer.set(fault=fault)
    calls: list[str] = []

    result = driver.deliver(
        JOBS[protocol](1), tag="label-1", before_first_byte=lambda: calls.append("first byte")
    )

    assert result.outcome is PrintOutcome.NOT_SENT
    assert result.status is not None and not result.status.ready
    assert set(result.status.conditions) == seen
    assert calls == []
    printer.set(fault=None)
    assert deliver_once_back(driver, 2).outcome is PROOF[protocol]
    assert numbers_out(printer) == [2]


def test_printer_down_and_back_loses_nothing_and_doubles_nothing(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url, PATIENT)
    printer.set(fault="off")
    queue = [1, 2, 3]
    assert {deliver(driver, number).outcome for number in queue} == {PrintOutcome.NOT_SENT}

    printer.set(fault=None)
    outcomes = [deliver_once_back(driver, number).outcome for number in queue]

    assert outcomes == [PROOF[protocol]] * 3
    assert numbers_out(printer) == [1, 2, 3]


def test_paper_that_runs_out_under_a_label_leaves_it_uncertain(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url, PATIENT)
    printer.set(paper_left=1)
    assert deliver(driver, 1).outcome is PROOF[protocol]

    second = deliver(driver, 2)

    assert second.outcome is PrintOutcome.UNCERTAIN
    assert second.status is not None
    assert Condition.PAPER_OUT in second.status.conditions
    assert numbers_out(printer) == [1]


def test_printer_prints_the_uncertain_label_itself_after_a_reload(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url, PATIENT)
    printer.set(paper_left=0)
    assert deliver(driver, 1).outcome is PrintOutcome.UNCERTAIN
    assert deliver(driver, 2).outcome is PrintOutcome.NOT_SENT

    printer.set(fault=None)
    wait_until(lambda: len(printer.labels) == 1)
    assert deliver_once_back(driver, 3).outcome is PROOF[protocol]

    assert numbers_out(printer) == [1, 3]


def test_printer_that_dies_in_the_middle_leaves_the_label_uncertain(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url, PATIENT)
    printer.set(fault="half-job")

    result = deliver(driver, 1)

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert numbers_out(printer) == []
    assert driver.status().conditions == (Condition.UNREACHABLE,)
    printer.set(fault=None)
    assert deliver_once_back(driver, 2).outcome is PROOF[protocol]
    assert numbers_out(printer) == [2]


def test_printer_that_goes_silent_after_the_job_leaves_it_uncertain(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url)

    result = driver.deliver(
        JOBS[protocol](1),
        tag="label-1",
        before_first_byte=lambda: printer.set(fault="silent"),
    )

    assert result.outcome is PrintOutcome.UNCERTAIN


def test_label_that_takes_too_long_is_uncertain(protocol: str, printer: SimulatedPrinter) -> None:
    if protocol == "epl2":
        pytest.skip("EPL2 has no word for a label under the head")
    driver = session(protocol, printer.url, Waits(answer_s=0.4, poll_s=0.01, job_s=0.3, tag_s=0.3))
    assert deliver(driver, 1).outcome is PROOF[protocol]
    printer.set(label_s=30)

    assert deliver(driver, 2).outcome is PrintOutcome.UNCERTAIN


def test_failure_to_record_the_sending_sends_nothing(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url)

    def ledger_is_full() -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        driver.deliver(JOBS[protocol](1), tag="label-1", before_first_byte=ledger_is_full)

    assert deliver(driver, 2).outcome is PROOF[protocol]
    assert numbers_out(printer) == [2]


def test_sending_is_recorded_before_the_first_byte(
    protocol: str, printer: SimulatedPrinter
) -> None:
    driver = session(protocol, printer.url)
    out_before: list[int] = []

    driver.deliver(
        JOBS[protocol](1),
        tag="label-1",
        before_first_byte=lambda: out_before.append(len(printer.labels)),
    )

    assert out_before == [0]


def test_status_during_a_job_answers_at_once(protocol: str, printer: SimulatedPrinter) -> None:
    driver = session(protocol, printer.url)
    asked: list[tuple[Condition, ...]] = []
    sending = threading.Event()

    def ask() -> None:
        sending.wait(5)
        asked.append(driver.status().conditions)

    asker = threading.Thread(target=ask)
    asker.start()

    def first_byte() -> None:
        sending.set()
        asker.join(5)

    driver.deliver(JOBS[protocol](1), tag="label-1", before_first_byte=first_byte)

    assert asked == [(Condition.BUSY,)]


def test_lost_printer_is_said_once_and_so_is_its_return(
    protocol: str, printer: SimulatedPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="drivers.printer_session")
    driver = session(protocol, printer.url)
    driver.status()
    printer.set(fault="cover-open")
    for _ in range(3):
        driver.status()
    printer.set(fault=None)
    for _ in range(3):
        driver.status()

    assert [record.getMessage() for record in caplog.records] == [
        "etiqueteuse-1: lost: cover_open",
        "etiqueteuse-1: back",
    ]


def test_unknown_printer_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownProtocol, match="zpl, escpos"):
        session("dpl", "socket://127.0.0.1:9")


def test_device_that_talks_nonsense_is_not_ready(protocol: str) -> None:
    other = simulated("escpos" if protocol == "zpl" else "zpl")
    try:
        status = session(protocol, other.url).status()
    finally:
        other.close()

    assert not status.ready
    assert not NO_ANSWER.isdisjoint(status.conditions) or Condition.ERROR in status.conditions


def test_silence_with_the_head_open_is_explained_by_the_error_status() -> None:
    printer = SimulatedZplPrinter(silent_when_faulty=True)
    printer.set(fault="cover-open")
    try:
        status = session("zpl", printer.url).status()
    finally:
        printer.close()

    assert (status.ready, status.conditions) == (False, (Condition.COVER_OPEN,))


def test_paper_out_under_a_label_is_uncertain_on_firmware_that_goes_silent() -> None:
    printer = SimulatedZplPrinter(silent_when_faulty=True)
    printer.set(paper_left=0)
    try:
        result = deliver(session("zpl", printer.url), 1)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert result.status is not None
    assert Condition.PAPER_OUT in result.status.conditions


def test_clone_without_job_tags_is_believed_at_the_fence_only() -> None:
    printer = SimulatedEscposPrinter(process_id=False, maker="CLONE", label_s=0.02)
    try:
        result = deliver(session("escpos", printer.url), 1)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.SENT
    assert numbers_out(printer) == [1]
    assert printer.unknown == []


def test_clone_that_calls_itself_epson_is_found_out_once() -> None:
    printer = SimulatedEscposPrinter(process_id=False, maker="EPSON", label_s=0.02)
    driver = session("escpos", printer.url)
    try:
        results = [deliver(driver, number).outcome for number in (1, 2)]
        printed = numbers_out(printer)
    finally:
        printer.close()

    assert results == [PrintOutcome.SENT] * 2
    assert printed == [1, 2]
    assert len(printer.unknown) == 1


def test_automatic_status_does_not_disturb_a_job() -> None:
    printer = SimulatedEscposPrinter(chatty=True, label_s=0.02)
    driver = session("escpos", printer.url)
    stop = threading.Event()

    def chatter() -> None:
        while not stop.wait(0.001):
            printer.set(near_end=True)

    talker = threading.Thread(target=chatter)
    talker.start()
    try:
        results = [deliver(driver, number).outcome for number in range(5)]
    finally:
        stop.set()
        talker.join(5)
        printer.close()

    assert results == [PrintOutcome.CONFIRMED] * 5
    assert numbers_out(printer) == list(range(5))


def test_low_paper_is_said_and_still_prints() -> None:
    printer = SimulatedEscposPrinter(label_s=0.02)
    printer.set(near_end=True)
    driver = session("escpos", printer.url)
    try:
        status = driver.status()
        result = deliver(driver, 1)
    finally:
        printer.close()

    assert (status.ready, status.conditions) == (True, (Condition.NEAR_END,))
    assert result.outcome is PrintOutcome.CONFIRMED


def test_half_a_job_of_a_dead_sender_does_not_swallow_the_next_label(
    protocol: str, printer: SimulatedPrinter
) -> None:
    """A station killed in mid-job leaves the printer waiting for the rest of a picture."""
    port = open_port(printer.url, timeout_s=2)
    port.write(JOBS[protocol](1)[:60])
    port.close()
    driver = session(protocol, printer.url)

    outcomes = [deliver(driver, 2).outcome]
    while outcomes[-1] is PrintOutcome.NOT_SENT and len(outcomes) < 4:
        outcomes.append(deliver(driver, 2).outcome)

    assert outcomes[-1] is PROOF[protocol]
    assert numbers_out(printer) == [2]


def test_answer_that_comes_late_does_not_pass_for_the_next_one() -> None:
    """The fence of an uncertain job is answered after the reload, to the next client."""
    printer = SimulatedEscposPrinter(process_id=False, maker="CLONE", label_s=0.02)
    driver = session("escpos", printer.url)
    try:
        assert deliver(driver, 1).outcome is PrintOutcome.SENT
        printer.set(paper_left=0)
        assert deliver(driver, 2).outcome is PrintOutcome.UNCERTAIN
        printer.set(fault=None, label_s=0.3)

        third = deliver(driver, 3)
        out = numbers_out(printer)
    finally:
        printer.close()

    assert third.outcome is PrintOutcome.SENT
    assert out == [1, 2, 3]


def test_printer_that_serves_another_client_is_waited_for_and_not_believed(
    protocol: str, printer: SimulatedPrinter
) -> None:
    other = open_port(printer.url, timeout_s=2)
    other.write(QUESTIONS[protocol])
    assert other.read(64, 2)
    driver = session(protocol, printer.url)
    try:
        started_s = time.monotonic()
        status = driver.status()
        waited_s = time.monotonic() - started_s
    finally:
        other.close()

    assert (status.ready, status.conditions) == (False, (Condition.SILENT,))
    assert waited_s < 5


def test_picture_that_holds_status_requests_is_still_acknowledged() -> None:
    """Epson printers answer DLE EOT even inside a picture; near the paper's end that looks bad."""
    printer = SimulatedEscposPrinter(label_s=0.02)
    printer.set(near_end=True)
    picture = b"\x10\x04\x04\x10" * 32
    job = b"\x1b@\x1dv0\x00\x04\x00\x20\x00" + picture + b"\x1dV\x00"
    driver = session("escpos", printer.url)
    try:
        result = driver.deliver(job, tag="label-1", before_first_byte=lambda: None)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.CONFIRMED
    assert len(printer.labels) == 1


class StubbornBox:
    """Answers each status question as a ready printer does, and reads nothing after that."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        self._thread.join(10)
        self._server.close()

    def _serve(self) -> None:
        line, _ = self._server.accept()
        line.settimeout(10)
        with line:
            heard = b""
            while self._answers:
                heard += line.recv(3)
                for question in [known for known in self._answers if heard.endswith(known)]:
                    line.sendall(self._answers.pop(question))
            self._done.wait(10)


def test_printer_that_stops_taking_bytes_leaves_the_label_uncertain() -> None:
    ready = (
        b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
        b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
    )
    box = StubbornBox({b"~HS": ready})
    driver = session("zpl", box.url, Waits(connect_s=0.3, answer_s=0.5, poll_s=0.01, job_s=1))
    try:
        result = driver.deliver(bytes(30_000_000), tag="label-1", before_first_byte=lambda: None)
    finally:
        box.close()

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert "takes no more bytes" in result.evidence


def test_device_that_floods_is_not_ready_and_not_listened_to_for_long(protocol: str) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def flood() -> None:
        line, _ = server.accept()
        with line, contextlib.suppress(OSError):
            while not stop.is_set():
                line.sendall(b"\xff" * 65_536)

    flooder = threading.Thread(target=flood)
    flooder.start()
    driver = session(protocol, f"socket://127.0.0.1:{server.getsockname()[1]}")
    started_s = time.monotonic()
    try:
        status = driver.status()
        took_s = time.monotonic() - started_s
    finally:
        stop.set()
        flooder.join(10)
        server.close()

    assert (status.ready, status.conditions) == (False, (Condition.ERROR,))
    assert took_s < 10
    assert len(status.raw) < 100_000
