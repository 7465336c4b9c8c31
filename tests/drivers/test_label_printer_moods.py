"""What is special about one label printer: clones without answers, wrong tapes, stray bytes."""

import pytest

from drivers.printers.conversation import Waits
from drivers.readings import Condition, PrintOutcome
from drivers.simulated.printer_epl2 import SimulatedEpl2Printer
from drivers.simulated.printer_escpos import SimulatedEscposPrinter
from drivers.simulated.printer_ql import SimulatedQlPrinter
from drivers.simulated.printer_tspl import SimulatedTsplPrinter
from drivers.transport import open_port
from tests.drivers.printing import (
    ROW_BYTES,
    ROWS,
    deliver,
    numbers_out,
    ql_job,
    session,
    tspl_job,
)


def test_a_tspl_clone_without_a_name_is_believed_once_it_came_to_rest() -> None:
    printer = SimulatedTsplPrinter(names_itself=False, label_s=0.1)
    driver = session("tspl", printer.url)
    try:
        results = [deliver(driver, number) for number in (1, 2)]
        printed = numbers_out(printer)
    finally:
        printer.close()

    assert {result.outcome for result in results} == {PrintOutcome.SENT}
    assert "was printing and is at rest" in results[1].evidence
    assert printed == [1, 2]


def test_a_tspl_clone_that_prints_unseen_is_believed_after_a_while_and_says_so() -> None:
    printer = SimulatedTsplPrinter(names_itself=False, label_s=0.0)
    try:
        result = deliver(session("tspl", printer.url), 1)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.SENT
    assert result.evidence


def test_a_picture_that_holds_a_status_question_is_printed_whole() -> None:
    """Some printers answer ESC ! ? even inside a bitmap: a byte that nobody asked for."""
    printer = SimulatedTsplPrinter(immediate_in_data=True, label_s=0.02)
    question = (b"\x1b!?\x00" * ROW_BYTES * ROWS)[: ROW_BYTES * ROWS]
    head = f"SIZE 4 mm,2 mm\r\nCLS\r\nBITMAP 0,0,{ROW_BYTES},{ROWS},0,".encode()
    driver = session("tspl", printer.url)
    try:
        result = driver.deliver(
            head + question + b"\r\nPRINT 1\r\n",
            tag="label-1",
            before_first_byte=lambda: None,
        )
        came_out = printer.labels[0].tobytes()
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.SENT
    assert came_out == question


def test_a_label_made_for_another_tape_is_uncertain_and_the_next_is_not_sent() -> None:
    printer = SimulatedQlPrinter(tape=(0x0A, 62, 0), checks_tape=True)
    driver = session("brother-ql", printer.url)
    try:
        first = deliver(driver, 1)
        second = deliver(driver, 2)
        printed = len(printer.labels)
    finally:
        printer.close()

    assert first.outcome is PrintOutcome.UNCERTAIN
    assert first.status is not None
    assert first.status.conditions == (Condition.ERROR,)
    assert second.outcome is PrintOutcome.NOT_SENT
    assert printed == 0


def test_a_die_cut_escpos_printer_confirms_each_label() -> None:
    printer = SimulatedEscposPrinter(label_s=0.02)
    driver = session("escpos-label", printer.url)
    try:
        result = deliver(driver, 7)
        printed = numbers_out(printer)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.CONFIRMED
    assert printed == [7]


def test_epl2_is_watched_for_as_long_as_a_label_takes() -> None:
    """It has no word for "printing": an error that comes late must still be seen."""
    printer = SimulatedEpl2Printer(label_s=0.3)
    printer.set(paper_left=0)
    waits = Waits(answer_s=0.4, poll_s=0.01, job_s=2, settle_s=0.6)
    try:
        result = deliver(session("epl2", printer.url, waits), 1)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert result.status is not None
    assert result.status.conditions == (Condition.PAPER_OUT,)


@pytest.mark.parametrize("cut", [1, 30, 400, 405, 460])
def test_any_part_of_a_dead_senders_page_is_thrown_away_by_a_ql_printer(cut: int) -> None:
    printer = SimulatedQlPrinter(label_s=0.02)
    port = open_port(printer.url, timeout_s=2)
    port.write(ql_job(1)[:cut])
    port.close()
    try:
        result = deliver(session("brother-ql", printer.url), 2)
        printed = numbers_out(printer)
    finally:
        printer.close()

    assert result.outcome is PrintOutcome.CONFIRMED
    assert printed == [2]


@pytest.mark.parametrize("cut", [3, 18, 60, len(tspl_job(1)) - 4])
def test_any_part_of_a_dead_senders_label_is_thrown_away_by_a_tspl_printer(cut: int) -> None:
    printer = SimulatedTsplPrinter(label_s=0.02)
    port = open_port(printer.url, timeout_s=2)
    port.write(tspl_job(1)[:cut])
    port.close()
    driver = session("tspl", printer.url)
    try:
        outcomes = [deliver(driver, 2).outcome]
        while outcomes[-1] is PrintOutcome.NOT_SENT and len(outcomes) < 4:
            outcomes.append(deliver(driver, 2).outcome)
        printed = numbers_out(printer)
    finally:
        printer.close()

    assert outcomes[-1] is PrintOutcome.SENT
    assert printed == [2]
