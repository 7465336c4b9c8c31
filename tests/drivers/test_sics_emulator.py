"""The MT-SICS driver against mt-sics-emulator, which we did not write.

Where it deviates from the manual (facts/devices.md, section E) the driver is not bent to it:
SI is answered "SI S ...", which is another dialect, so that weights are asked with S; S answers
"S D ..." in motion instead of waiting; TA is not known.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.errors import BadFrame
from drivers.reading_once import read_device
from drivers.readings import DeviceSettings, DeviceState, Kind
from drivers.scale_session import ScaleSession
from drivers.scales.mt_sics import MtSics
from drivers.weighing import NotWeighed, Receipt
from tests.drivers.waiting import wait_for

COMMAND = shutil.which("mtsics-tcp", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")

pytestmark = pytest.mark.skipif(COMMAND is None, reason="mt-sics-emulator is not installed")


@dataclass
class Emulator:
    url: str
    control: str

    def put(self, kilos: str) -> None:
        body = json.dumps({"target": float(kilos)}).encode()
        request = urllib.request.Request(f"{self.control}/weight", data=body, method="POST")
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert answer.status == 200


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    assert COMMAND is not None
    process = subprocess.Popen(
        f"{COMMAND} --host 127.0.0.1 --port 0 --control-port 0 --profile ohaus-ranger7000".split(),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    said = ""
    while "Control:" not in said:
        line = process.stdout.readline()
        assert line, f"the emulator ended: {said}"
        said += line
    port = re.search(r"listening on [^:]+:(\d+)", said)
    control = re.search(r"(http://\S+:\d+)", said)
    assert port and control
    yield Emulator(url=f"socket://127.0.0.1:{port[1]}", control=control[1])
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def session(emulator: Emulator) -> Iterator[ScaleSession]:
    session = ScaleSession(
        DeviceSettings(
            id="balance-1",
            kind="scale",
            protocol="mt-sics",
            url=emulator.url,
            max_g=35_000,
            division_g=5,
        ),
        protocol=lambda: MtSics(weight_request=b"S\r\n"),
    )
    session.start()
    yield session
    session.stop()
    emulator.put("0")


def test_a_load_settles_and_is_weighed_once(emulator: Emulator, session: ScaleSession) -> None:
    wait_for(lambda: session.view().state is DeviceState.ONLINE)

    emulator.put("12.340")
    wait_for(lambda: not session.view().stable)
    receipt = wait_for(
        lambda: (r := session.view().receipt) and abs(r.gross_g - 12_340) <= 5 and r, 20.0
    )

    assert isinstance(receipt, Receipt)
    assert receipt.kind is Kind.UNKNOWN  # it does not know TA: no word on its tare
    assert session.consume(receipt.id) == receipt
    assert session.consume(receipt.id) is NotWeighed.NOT_CLEARED
    assert session.identity


def test_an_overload_is_no_weight(emulator: Emulator, session: ScaleSession) -> None:
    emulator.put("60")

    wait_for(lambda: session.view().why_not is NotWeighed.OUT_OF_RANGE, 20.0)
    assert session.view().grams is None


def test_its_answer_to_si_is_refused_as_another_dialect(emulator: Emulator) -> None:
    with pytest.raises(BadFrame, match=r"SI [SD]"):
        next(read_device(emulator.url, "mt-sics", 1))
