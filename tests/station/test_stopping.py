"""The wish to stop is heard, however many signals carry it and whenever they come."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

CHILD = """
import signal, sys
from station.stopping import StopSignals
stopping = StopSignals()
{before}
print("ready", flush=True)
print("asked" if stopping.wait({timeout_s}) else "nobody asked", flush=True)
"""
SECOND_SIGNAL_AT_EVERY_STEP = """
def strike(frame, event, argument):
    signal.raise_signal(signal.SIGTERM)
    return strike
sys.settrace(strike)
signal.raise_signal(signal.SIGINT)
sys.settrace(None)
"""
"""While the first signal is handled, the second comes at each line of the handler."""
ANSWER_TIMEOUT_S = 20


def said(*signals: signal.Signals, before: str = "", timeout_s: float = 30) -> str:
    text = CHILD.format(before=before, timeout_s=timeout_s)
    child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        for name in signals:
            assert child.stdout.readline() == "ready\n"
            child.send_signal(name)
        return child.communicate(timeout=ANSWER_TIMEOUT_S)[0].removeprefix("ready\n")
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_each_signal_asks_to_stop(name: signal.Signals) -> None:
    assert said(name) == "asked\n"


def test_a_signal_in_the_middle_of_another_does_not_lock_the_station() -> None:
    """Ctrl-C reaches the whole group while `make` and systemd send signals of their own."""
    assert said(before=SECOND_SIGNAL_AT_EVERY_STEP) == "asked\n"


def test_without_a_signal_the_wait_ends_by_itself() -> None:
    assert said(timeout_s=0.01) == "nobody asked\n"
