"""Ties a demonstration's server to its supervisor: when that dies, however it dies, it stops too.

Must do nothing where no supervisor named itself: a hub's server stands alone.
"""

from __future__ import annotations

import ctypes
import os
import signal

SUPERVISOR = "HANGAR_SUPERVISOR"
"""The environment variable in which a supervisor writes its own process id."""
PR_SET_PDEATHSIG = 1
"""Asks the kernel for a signal when the thread that started this process ends (prctl(2))."""


def tie(environment: dict[str, str] | None = None) -> bool:
    """Ask to be stopped when the supervisor ends; return whether there is one."""
    supervisor = (os.environ if environment is None else environment).get(SUPERVISOR, "")
    if not supervisor:
        return False
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != int(supervisor):
        os.kill(os.getpid(), signal.SIGTERM)  # it was gone before it could be watched
    return True
