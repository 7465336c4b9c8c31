"""Runs our drivers on real kernel devices in a QEMU guest: `make hardware-in-qemu`.

Starts the guest, does what it asks (keys, loads, plugs) and prints what it proved; exit status 0
only when every step held. It must leave nothing behind but the kernel's package in its cache.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drivers.simulated.scale_8217 import SimulatedScale8217

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = ("virtio_pci", "9pnet_virtio", "9p", "xhci_pci", "hid_generic", "usbhid", "evdev")
SERIAL_MODULES = ("ftdi_sio",)
LONGEST_S = 300
KEY_MS = 40
"""A key goes down and up again; QEMU queues no more than one at a time."""
CABLE = "usb-serial,id=cable,chardev=wire,serial=HANGAR42,always-plugged=on"


class Monitor:
    """QEMU's monitor (QMP) on a socket."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        _until(lambda: self._socket.connect_ex(str(path)) == 0, "QEMU's monitor")
        self._lines = self._socket.makefile("rb")
        self._lines.readline()
        self.do("qmp_capabilities")

    def do(self, command: str, **arguments: object) -> None:
        """Send one command and wait for its answer; events in between are passed over."""
        text = json.dumps({"execute": command, "arguments": arguments})
        self._socket.sendall(text.encode() + b"\n")
        while True:
            answer = json.loads(self._lines.readline())
            if "error" in answer:
                raise RuntimeError(f"QEMU refused {command}: {answer['error']['desc']}")
            if "return" in answer:
                return

    def type(self, keys: list[str]) -> None:
        """Press keys one after another, as a keyboard scanner does."""
        for key in keys:
            pressed = [{"type": "qcode", "data": one} for one in key.split("-")]
            self.do("send-key", **{"keys": pressed, "hold-time": KEY_MS})
            time.sleep(3 * KEY_MS / 1000)

    def unplug(self) -> None:
        """Pull the USB serial adapter."""
        self.do("device_del", id="cable")

    def plug(self) -> None:
        """Plug it in again, when the pulled one is gone."""
        options = dict(part.split("=") for part in CABLE.split(",")[1:])
        options["always-plugged"] = True  # type: ignore[assignment]

        def plugged() -> bool:
            try:
                self.do("device_add", driver="usb-serial", **options)
            except RuntimeError:
                return False
            return True

        _until(plugged, "the adapter plugged in again")


def _until(done: Any, what: str) -> None:
    deadline_s = time.monotonic() + 30
    while not done():
        if time.monotonic() > deadline_s:
            raise RuntimeError(f"{what}: not within 30 s")
        time.sleep(0.05)


def main(kernel_package: Path) -> int:
    """Run the guest on the kernel of a Debian package; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="hangar-qemu-") as name:
        folder = Path(name)
        kernel = _unpacked(kernel_package, folder / "kernel")
        archive = _first_files(folder, folder / "kernel")
        scale = SimulatedScale8217()
        try:
            with _guest(folder, kernel, archive, scale.url) as guest:
                return _serve(guest, folder, scale)
        finally:
            scale.close()


def _unpacked(package: Path, into: Path) -> Path:
    subprocess.run(["dpkg", "-x", str(package), str(into)], check=True)
    return next((into / "boot").glob("vmlinuz-*"))


def _first_files(folder: Path, kernel: Path) -> Path:
    """Make the guest's first files: busybox, the modules with all they need, the start script."""
    root = folder / "first"
    busybox = shutil.which("busybox")
    assert busybox, "busybox-static is missing"
    for place in ("bin", "proc", "sys", "dev", "host"):
        (root / place).mkdir(parents=True)
    shutil.copy(busybox, root / "bin" / "busybox")
    release = next((kernel / "lib/modules").iterdir()).name
    modules = root / "lib/modules" / release
    for name in _with_needed(busybox, kernel, release):
        target = modules / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kernel / "lib/modules" / release / name, target)
    subprocess.run([busybox, "depmod", "-b", str(root), release], check=True)
    settings = f"CHECKOUT={shlex.quote(str(CHECKOUT))}\nPYTHON={shlex.quote(sys.executable)}\n"
    first, rest = (CHECKOUT / "tests/hardware/guest.sh").read_text("utf-8").split("\n", 1)
    (root / "init").write_text(f"{first}\n{settings}{rest}", "utf-8")
    (root / "init").chmod(0o755)
    archive = folder / "first.cpio"
    listed = subprocess.run(["find", "."], cwd=root, capture_output=True, check=True).stdout
    with archive.open("wb") as out:
        packing = [busybox, "cpio", "-o", "-H", "newc"]
        subprocess.run(packing, cwd=root, input=listed, stdout=out, check=True, stderr=-3)
    return archive


def _with_needed(busybox: str, kernel: Path, release: str) -> set[str]:
    """Return the files of the wanted modules and of all that they need."""
    subprocess.run([busybox, "depmod", "-b", str(kernel), release], check=True)
    lines = (kernel / "lib/modules" / release / "modules.dep").read_text("utf-8").splitlines()
    needs = {name: rest.split() for name, _, rest in (line.partition(":") for line in lines)}
    wanted = {
        name
        for name in needs
        if Path(name).name.partition(".")[0].replace("-", "_") in MODULES + SERIAL_MODULES
    }
    return wanted | {needed for name in wanted for needed in needs[name]}


@contextlib.contextmanager
def _guest(
    folder: Path, kernel: Path, archive: Path, scale_url: str
) -> Iterator[subprocess.Popen[bytes]]:
    host, port = scale_url.removeprefix("socket://").split(":")
    command = [
        *("qemu-system-x86_64", "-nodefaults", "-no-reboot", "-display", "none", "-m", "768"),
        *("-accel", "tcg", "-kernel", str(kernel), "-initrd", str(archive)),
        *("-append", "console=ttyS0 quiet loglevel=1 panic=-1"),
        *("-serial", f"file:{folder / 'console.log'}", "-serial", "stdio"),
        *("-qmp", f"unix:{folder / 'monitor'},server=on,wait=off"),
        *("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"),
        *("-device", "qemu-xhci", "-device", "usb-kbd"),
        *("-chardev", f"socket,id=wire,host={host},port={port},reconnect=1", "-device", CABLE),
    ]
    guest = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    watch = threading.Timer(LONGEST_S, guest.kill)
    watch.start()
    try:
        yield guest
    finally:
        watch.cancel()
        guest.kill()
        guest.wait()
        if guest.stdout:
            guest.stdout.close()


def _serve(guest: subprocess.Popen[bytes], folder: Path, scale: SimulatedScale8217) -> int:
    """Do what the guest asks until it is done; print what it says."""
    started_s = time.monotonic()
    monitor = Monitor(folder / "monitor")
    assert guest.stdout
    for line in guest.stdout:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        print(f"{time.monotonic() - started_s:5.1f} s  {_worded(said)}", flush=True)
        match said:
            case {"please": "type", "keys": keys}:
                monitor.type(keys)
            case {"please": "load", "grams": grams}:
                scale.set(load_g=grams)
            case {"please": "unplug"}:
                monitor.unplug()
            case {"please": "plug"}:
                monitor.plug()
            case {"failed": _}:
                break
            case {"done": True}:
                return 0
    log = folder / "console.log"
    print("the guest did not finish; its console said:", file=sys.stderr)
    print(log.read_text("utf-8", errors="replace")[-3000:], file=sys.stderr)
    return 1


def _worded(said: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in said.items())


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isfile(sys.argv[1]):
        sys.exit("usage: python -m tests.hardware linux-image-….deb")
    sys.exit(main(Path(sys.argv[1])))
