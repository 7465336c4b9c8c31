"""The wish to stop is heard once and for all, however many signals carry it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

CHILD = """
from station.stopping import StopSignals
stopping = StopSignals()
print("ready", flush=True)
print("asked" if stopping.wait(30) else "nobody asked", flush=True)
"""
ANSWER_TIMEOUT_S = 20


def child_after(*signals: signal.Signals) -> str:
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        for name in signals:
            child.send_signal(name)
        said, _ = child.communicate(timeout=ANSWER_TIMEOUT_S)
        return said
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_each_signal_asks_to_stop(name: signal.Signals) -> None:
    assert child_after(name) == "asked\n"


def test_a_shower_of_signals_does_not_lock_the_station() -> None:
    """Ctrl-C reaches the whole process group while `make` and systemd send theirs."""
    shower = [signal.SIGINT, signal.SIGTERM] * 5

    assert [child_after(*shower) for _ in range(5)] == ["asked\n"] * 5


def test_without_a_signal_the_wait_ends_by_itself() -> None:
    said = subprocess.run(
        [sys.executable, "-c", CHILD.replace("wait(30)", "wait(0.01)")],
        capture_output=True, text=True, timeout=ANSWER_TIMEOUT_S, check=True,
    )  # fmt: skip

    assert said.stdout == "ready\nnobody asked\n"
