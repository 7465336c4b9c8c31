"""Runs in the guest: our drivers on the kernel's own devices, a step at a time, said as JSON lines.

It must not believe itself: what it cannot prove ends the run with the step's name. What it asks the
host to do (`please`) is done through QEMU's monitor and the simulated scale.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from drivers.discovery import discover
from drivers.readings import DeviceSettings, DeviceState
from drivers.scale_session import ScaleSession
from drivers.scanner_session import ScannerSession
from drivers.transport import open_port

PATIENCE_S = 60.0
EVENT = struct.Struct("qqHHi")
EV_KEY = 1
SERIAL = "/dev/serial/by-id"
SETTINGS = "?baudrate=9600&bytesize=7&parity=E"
OPENED_AGAIN = 5

Found = TypeVar("Found")


def say(**words: object) -> None:
    """Tell the host one thing."""
    print(json.dumps(words), flush=True)


def wait_for(what: str, found: Callable[[], Found | None]) -> Found:
    """Return the first true answer; end the run where there is none in time."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not (answer := found()):
        if time.monotonic() > deadline_s:
            say(failed=what)
            sys.exit(1)
        time.sleep(0.02)
    return answer


def named(folder: str, ending: str) -> str:
    """Wait for udev's lasting name of the one device of a kind."""
    return str(wait_for(f"{folder}/*{ending}", lambda: next(Path(folder).glob(f"*{ending}"), None)))


def list_devices() -> None:
    """Say what discovery sees."""
    for found in wait_for("discovery", lambda: discover()):
        say(step="discovered", name=found.name, url=found.url, kind=found.kind)


def keys_heard(witness: int) -> int:
    """Count the key events that another program on the same keyboard receives."""
    count = 0
    while True:
        try:
            data = os.read(witness, EVENT.size * 64)
        except BlockingIOError:
            return count
        count += sum(kind == EV_KEY for _, _, kind, _, _ in EVENT.iter_unpack(data))


def scan(layout: str, keys: list[str], expected: str) -> None:
    """Type a code on the USB keyboard while our driver holds it; nobody else may hear it."""
    path = named("/dev/input/by-id", "-event-kbd")
    witness = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    say(please="type", keys=["x"])
    wait_for("the witness hears an ungrabbed keyboard", lambda: keys_heard(witness))
    scans: list[str] = []
    session = ScannerSession(
        DeviceSettings(
            id="douchette", kind="scanner", protocol="evdev", url=f"evdev://{path}", layout=layout
        ),
        on_scan=lambda one: scans.append(one.text),
    )
    session.start()
    wait_for("the scanner is online", lambda: session.state() is DeviceState.ONLINE)
    time.sleep(1.0)  # the release of the witness's key
    keys_heard(witness)
    say(please="type", keys=keys)
    wait_for(f"a scan with layout {layout}", lambda: scans)
    stolen = keys_heard(witness)
    session.stop()
    os.close(witness)
    say(step="evdev grab", layout=layout, scans=scans, heard_by_others=stolen)
    if scans != [expected] or stolen:
        say(failed=f"expected {expected!r} alone, got {scans} and {stolen} keys heard by others")
        sys.exit(1)


def weigh() -> None:
    """Weigh through a USB serial adapter at 7E1, pull it out, plug it in, weigh again."""
    path = named(SERIAL, "")
    for _ in range(OPENED_AGAIN):
        open_port(f"serial://{path}{SETTINGS}", timeout_s=2).close()
    say(step="usb-serial 7E1", path=path, opened=OPENED_AGAIN)
    session = ScaleSession(
        DeviceSettings(
            id="balance",
            kind="scale",
            protocol="toledo-8217",
            url=f"serial://{path}{SETTINGS}",
            max_g=60000,
            division_g=20,
        )
    )
    session.start()
    say(please="load", grams=12340)
    weighed(session, 12340)
    say(please="unplug")
    wait_for("offline after the unplug", lambda: session.view().state is DeviceState.OFFLINE)
    say(step="unplugged", state="offline", weight=session.view().grams, there=Path(path).exists())
    say(please="load", grams=0)
    say(please="plug")
    wait_for("back after the replug", lambda: session.view().state is DeviceState.ONLINE)
    say(step="replugged", path=named(SERIAL, ""), same=named(SERIAL, "") == path)
    wait_for("an empty scale", lambda: session.view().grams == 0)
    say(please="load", grams=8460)
    weighed(session, 8460)
    session.stop()


def weighed(session: ScaleSession, expected_g: int) -> None:
    """Wait for a receipt of this weight."""
    receipt = wait_for(f"a receipt of {expected_g} g", lambda: session.view().receipt)
    say(step="weighed", grams=receipt.gross_g)
    if receipt.gross_g != expected_g:
        say(failed=f"expected {expected_g} g, got {receipt.gross_g}")
        sys.exit(1)


def main() -> None:
    """Run every step."""
    say(step="guest", kernel=os.uname().release, python=sys.version.split()[0])
    list_devices()
    scan("us", ["shift-a", "b", "1", "2", "ret"], "Ab12")
    scan("fr", ["shift-1", "shift-2", "q", "ret"], "12a")
    weigh()
    say(done=True)


if __name__ == "__main__":
    main()
