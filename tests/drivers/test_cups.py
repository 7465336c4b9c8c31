"""The way out through CUPS, with small programs in the place of lp and lpstat."""

import os
from pathlib import Path

import pytest

from drivers.errors import BadUrl
from drivers.printer_session import PrinterSession
from drivers.readings import Condition, PrintOutcome
from drivers.transport import open_port
from tests.drivers.printing import settings

JOB = b"%PDF-1.4 a label"
LP = """#!/bin/sh
[ -e "$0.refuses" ] && {{ echo "lp: the queue is closed" >&2; exit 1; }}
echo "$@" >> {folder}/orders
cat >> {folder}/paper
"""
LPSTAT = """#!/bin/sh
[ "$2" = bureau ] || {{ echo "lpstat: no such queue" >&2; exit 1; }}
cat {folder}/state
"""
IDLE = "printer bureau is idle.  enabled since Tue 24 Nov 2026 06:41:07\n"
STOPPED = "printer bureau disabled since Tue 24 Nov 2026 06:41:07 -\n\tPaused\n"


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("lp", LP), ("lpstat", LPSTAT)):
        program = tmp_path / name
        program.write_text(text.format(folder=tmp_path))
        program.chmod(0o755)
    (tmp_path / "state").write_text(IDLE)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def session(url: str = "cups:///bureau") -> PrinterSession:
    return PrinterSession(settings("cups", url))


def test_cups_takes_a_label_and_it_is_never_more_than_sent(cups: Path) -> None:
    driver = session()
    assert driver.status().ready

    result = driver.deliver(JOB, tag="label-1", before_first_byte=lambda: None)

    assert result.outcome is PrintOutcome.SENT
    assert "nobody says" in result.evidence
    assert (cups / "paper").read_bytes() == JOB
    assert (cups / "orders").read_text().split() == [
        "-s", "-d", "bureau", "-o", "print-scaling=none",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        (STOPPED, Condition.PAUSED),
        ("printer bureau now printing bureau-12.\n", Condition.BUSY),
        ("", Condition.SILENT),
    ],
)
def test_a_queue_that_is_not_idle_gets_no_label(
    cups: Path, state: str, condition: Condition
) -> None:
    (cups / "state").write_text(state)

    result = session().deliver(JOB, tag="label-1", before_first_byte=lambda: None)

    assert result.outcome is PrintOutcome.NOT_SENT
    assert result.status is not None
    assert result.status.conditions == (condition,)
    assert not (cups / "paper").exists()


def test_a_queue_that_cups_does_not_know_is_unreachable(cups: Path) -> None:
    assert session("cups:///absent").status().conditions == (Condition.UNREACHABLE,)


def test_a_machine_without_cups_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    assert session().status().conditions == (Condition.UNREACHABLE,)


def test_a_label_that_lp_refuses_is_uncertain_and_not_sent_again(cups: Path) -> None:
    (cups / "lp.refuses").touch()

    result = session().deliver(JOB, tag="label-1", before_first_byte=lambda: None)

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert "the queue is closed" in result.evidence


def test_a_queue_that_stops_behind_the_label_leaves_it_uncertain(cups: Path) -> None:
    result = session().deliver(
        JOB, tag="label-1", before_first_byte=lambda: stop_queue(cups, STOPPED)
    )

    assert result.outcome is PrintOutcome.UNCERTAIN
    assert result.status is not None
    assert result.status.conditions == (Condition.PAUSED,)


def stop_queue(cups: Path, state: str) -> None:
    (cups / "state").write_text(state)


@pytest.mark.parametrize(
    "url",
    ["cups://bureau", "cups:///", "cups:///a/b", "cups:///-o", "cups:///a;b", "cups:///a?b=c"],
)
def test_the_name_of_a_queue_can_command_nothing(url: str) -> None:
    with pytest.raises(BadUrl, match="cups:///QUEUE"):
        open_port(url, timeout_s=1)
