"""Asks a child process that has limits to its time, memory and files; one at a time in a station.

Must not import anything of the station: the child takes its limits here too, and stays small.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

WAIT_S = 30
"""Longest wait for one's turn; who comes later is told to ask again."""
MEMORY_BYTES = 700_000_000
"""Address space of a child: the largest picture fits, a bomb does not; an order fills 40 MB."""
OOM_SCORE = "1000"
"""Where memory runs out, the kernel ends the child first, never the station."""
MOST_WORDS = 300
"""Characters kept of a child's last words."""
_TURN = threading.Lock()
"""One turn for all modules: two children at their largest would take the memory of a 1 GB Pi."""


class ChildrenBusy(Exception):
    """Other children take their time; nothing is wrong with what was sent."""


class NoAnswer(Exception):
    """The child was too late, or ended without an answer; says which."""


def ask(module: str, sent: bytes, *, timeout_s: float) -> bytes:
    """Return what a module writes that is run on what is sent; it is killed after `timeout_s`.

    Raises `NoAnswer`, or `ChildrenBusy` where its turn does not come within `WAIT_S`.
    """
    if not _TURN.acquire(timeout=WAIT_S):
        raise ChildrenBusy(f"others take longer than {WAIT_S} s")
    try:
        return _answer(module, sent, timeout_s)
    finally:
        _TURN.release()


def _answer(module: str, sent: bytes, timeout_s: float) -> bytes:
    command = [sys.executable, "-I", "-m", module]
    try:
        child = subprocess.run(
            command, input=sent, capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NoAnswer(f"{module} took longer than {timeout_s} s") from late
    if child.returncode != 0:
        words = child.stderr.decode("utf-8", "replace").strip()[-MOST_WORDS:]
        raise NoAnswer(f"{module} ended with {child.returncode}: {words!r}")
    return child.stdout


def take_limits(*, cpu_s: int) -> None:
    """Limit this very process, the child, for good; it writes no file."""
    with suppress(OSError):  # a system without it has no such killer either
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
