"""receiptio, a client that others wrote, understands our simulated ESC/POS printer.

So our driver is not tested against our own opinion of the status bytes only.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.independent.places import CHECKOUT, NODE_MODULES, needs_npm

LONGEST_S = 120
OWN_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
LOOPBACK_UP = 'ip link set lo up && exec "$@"'


@pytest.fixture(scope="module")
def receiptio() -> Any:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("unshare and ip are needed: receiptio's port 9100 wants a network of its own")
    try_out = subprocess.run([*OWN_NETWORK, "true"], capture_output=True, timeout=30, check=False)
    if try_out.returncode:
        pytest.skip(f"this machine gives no network namespace: {try_out.stderr.decode()}")
    program = NODE_MODULES / "receiptio" / "bin" / "cli.js"
    client = [sys.executable, "-m", "tests.independent.receiptio_client", str(program)]
    done = subprocess.run(
        [*OWN_NETWORK, "sh", "-c", LOOPBACK_UP, "sh", *client],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_npm("receiptio")
def test_receiptio_reads_each_condition(receiptio: Any) -> None:
    said = receiptio["said"]

    assert said["well"] == "online"
    assert said["paper-out"] == "paperempty"
    assert said["cover-open"] == "coveropen"
    assert said["off"] == "disconnect"


@needs_npm("receiptio")
def test_receiptio_gets_its_proof_that_a_slip_was_printed(receiptio: Any) -> None:
    assert receiptio["said"]["print"] == "success"
    assert "Carottes" in receiptio["heard"]
